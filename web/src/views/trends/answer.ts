import type { Step } from '../timeline/day.ts';
import type { TrendRow } from './rows.ts';

/** The answer of `/api/trends`. */
export interface TrendsAnswer {
  readonly by: Step;
  readonly rows: readonly TrendRow[];
  readonly emerging: readonly {
    readonly key: string;
    readonly name: string;
    readonly first_seen: string | null;
    readonly n: number;
  }[];
  readonly intensity: readonly {
    readonly start: string;
    readonly n_reports: number;
    readonly n_outlets: number;
  }[];
  readonly wording: string;
  /** First and last day of the step that is compared. */
  readonly since: string | null;
  readonly until: string | null;
}
