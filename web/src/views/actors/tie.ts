/** Ties as the server sends them, and their times in words. */

import type { Quote } from '../../api/types.ts';
import { period } from '../../lib/show.ts';
import { t } from '../../messages/index.svelte.ts';
import type { Basis } from './lifelines.ts';

export interface TieBound {
  readonly from: string | null;
  readonly to: string | null;
  readonly precision: string;
  readonly basis: Basis;
}

export interface TieEvidence {
  readonly report: string;
  readonly of: { readonly event?: string; readonly tie?: string };
  readonly says: 'begins' | 'holds' | 'ends';
  readonly basis: 'stated' | 'follows';
  readonly start: string | null;
  readonly end: string | null;
  readonly precision: string;
  readonly quote: Quote;
  readonly voice?: string | null;
  readonly published: string | null;
  readonly weight?: number;
  readonly outlet?: string | null;
}

export interface Bond {
  readonly id: string;
  readonly a: string;
  readonly b?: string | null;
  readonly kind: string;
  readonly sign: '+' | '-' | '0';
  readonly strength: number;
  readonly start: TieBound;
  readonly end: TieBound;
  readonly last_evidence: string | null;
  readonly basis: 'stated' | 'follows';
  readonly evidence: readonly TieEvidence[];
  /** Names of the actors by key, and titles of the reports by id. */
  readonly names?: Readonly<Record<string, string>>;
  readonly titles?: Readonly<Record<string, string | null>>;
}

/** Kinds that happen at a time; the others last. */
const HAPPEN = new Set([
  'split',
  'merger',
  'rename',
  'defection',
  'formation',
  'dissolution',
  'leadership-change',
]);

export function happens(kind: string): boolean {
  return HAPPEN.has(kind);
}

function when({ from, to }: TieBound): string {
  return from === null && to === null ? t('tie.undated') : period(from, to);
}

/** When a tie began and ended, and whether that is known or only the first and last evidence. */
export function tieTimes({ kind, start, end }: Pick<Bond, 'kind' | 'start' | 'end'>): string[] {
  const dated = ({ from, to }: TieBound): boolean => from !== null || to !== null;
  if (happens(kind)) return [t('tie.happened', { when: when(start) })];
  const times: string[] = [];
  if (dated(start)) {
    times.push(t(start.basis === 'known' ? 'tie.known_start' : 'tie.evidenced_start', { when: when(start) }));
  }
  if (dated(end)) {
    times.push(t(end.basis === 'known' ? 'tie.known_end' : 'tie.evidenced_end', { when: when(end) }));
  }
  return times.length > 0 ? times : [t('tie.undated')];
}
