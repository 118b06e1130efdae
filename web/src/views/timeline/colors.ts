/** Colours and names of the parts that bars are split into. */

import { countryName } from '../../lib/show.ts';
import { t, word } from '../../messages/index.svelte.ts';
import { FAMILIES } from '../../style/families.ts';
import { REST } from './stack.ts';

export const SPLITS = ['family', 'kind', 'grade', 'country', 'none'] as const;
export type Split = (typeof SPLITS)[number];

/** In this order colours of neighbours in a stack stay apart for colour-blind readers too. */
const BY_RANK = [
  'relief',
  'fighting',
  'dynamics',
  'civil',
  'territory',
  'harm',
  'talks',
  'coercion',
] as const;

const GRADE_COLORS: Readonly<Record<string, string>> = {
  confirmed: 'var(--family-dynamics)',
  fair: 'var(--family-relief)',
  'single-source': 'var(--family-words)',
  contested: 'var(--family-fighting)',
};

/** How many parts are drawn apart; families all are, since each has its own colour. */
export function mostParts(split: Split): number {
  return split === 'family' ? FAMILIES.length : BY_RANK.length;
}

export function partColor(split: Split, key: string, rank: number): string {
  if (split === 'none') return 'var(--accent)';
  if (key === REST) return 'var(--line-strong)';
  if (split === 'family') return `var(--family-${key})`;
  if (split === 'grade') return GRADE_COLORS[key] ?? 'var(--line-strong)';
  return `var(--family-${BY_RANK[rank % BY_RANK.length] ?? 'words'})`;
}

export function partName(split: Split, key: string): string {
  if (key === REST) return split === 'none' ? t('timeline.incidents') : t('timeline.rest');
  if (split === 'country') return countryName(key);
  return word(split, key);
}
