import type { Bucket } from './stack.ts';
import type { Step } from './day.ts';

/** The answer of `/api/timeline`. */
export interface TimelineAnswer {
  readonly version: string;
  readonly by: Step;
  readonly buckets: readonly Bucket[];
  readonly n_undated: number;
}
