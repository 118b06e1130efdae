/** How families of kinds look: one colour and one sign each, the sign drawn in a box of 16 by 16. */

import type { Family } from '../api/types.ts';

export const FAMILIES: readonly Family[] = [
  'fighting',
  'harm',
  'coercion',
  'territory',
  'posture',
  'dynamics',
  'talks',
  'relief',
  'words',
  'civil',
];

/** SVG paths, filled. Distinct outlines rather than pictures: they are drawn down to 8 pixels. */
export const FAMILY_SIGNS: Readonly<Record<Family, string>> = {
  // a four-pointed star
  fighting: 'M8 0 10.4 5.6 16 8 10.4 10.4 8 16 5.6 10.4 0 8 5.6 5.6Z',
  // a diamond
  harm: 'M8 0.5 15.5 8 8 15.5 0.5 8Z',
  // a square
  coercion: 'M2 2H14V14H2Z',
  // a flag
  territory: 'M3 1H5V2L14 5.5 5 9V15.5H3Z',
  // a triangle
  posture: 'M8 1.5 15.5 14.5H0.5Z',
  // a fork
  dynamics: 'M6.6 15.5V9.6L1.4 4.4 3.6 2.2 8 6.6 12.4 2.2 14.6 4.4 9.4 9.6V15.5Z',
  // two bars, side by side
  talks: 'M1.5 2.5H6.5V13.5H1.5ZM9.5 2.5H14.5V13.5H9.5Z',
  // a cross
  relief: 'M5.8 1H10.2V5.8H15V10.2H10.2V15H5.8V10.2H1V5.8H5.8Z',
  // a speech bubble
  words: 'M1 2.5H15V11H8.2L4.4 14.8V11H1Z',
  // a disc
  civil: 'M8 1.2A6.8 6.8 0 1 1 8 14.8 6.8 6.8 0 1 1 8 1.2Z',
};

const FAMILY_OF: Readonly<Record<string, Family>> = {
  clash: 'fighting',
  attack: 'fighting',
  shelling: 'fighting',
  'air-strike': 'fighting',
  bombing: 'fighting',
  'suicide-attack': 'fighting',
  'chemical-attack': 'fighting',
  siege: 'fighting',
  'violence-against-civilians': 'harm',
  assassination: 'harm',
  execution: 'harm',
  torture: 'harm',
  'sexual-violence': 'harm',
  abduction: 'harm',
  arrest: 'coercion',
  'property-destruction': 'coercion',
  displacement: 'coercion',
  capture: 'territory',
  withdrawal: 'territory',
  surrender: 'territory',
  mobilization: 'posture',
  'weapons-seizure': 'posture',
  alliance: 'dynamics',
  merger: 'dynamics',
  joining: 'dynamics',
  defection: 'dynamics',
  expulsion: 'dynamics',
  formation: 'dynamics',
  dissolution: 'dynamics',
  'leadership-change': 'dynamics',
  ceasefire: 'talks',
  agreement: 'talks',
  negotiation: 'talks',
  release: 'talks',
  aid: 'relief',
  support: 'words',
  demand: 'words',
  accusation: 'words',
  refusal: 'words',
  threat: 'words',
  sanction: 'words',
  protest: 'civil',
  riot: 'civil',
  crackdown: 'civil',
};

/** All kinds, in the order of the codebook. */
export const KINDS: readonly string[] = Object.keys(FAMILY_OF);

export function familyOf(kind: string): Family {
  return FAMILY_OF[kind] ?? 'words';
}

/** A colour of the present theme, for what CSS cannot draw (canvas, WebGL). */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function familyColor(family: Family): string {
  return cssColor(`--family-${family}`);
}

/** Kinds whose sides have no order. */
const MUTUAL: ReadonlySet<string> = new Set([
  'clash',
  'alliance',
  'merger',
  'ceasefire',
  'agreement',
  'negotiation',
]);

export function isMutual(kind: string): boolean {
  return MUTUAL.has(kind);
}
