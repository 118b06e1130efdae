/** On whose word a party stands on its side. What no report states must not look like a fact. */

import type { Basis } from '../api/types.ts';
import { word } from '../messages/index.svelte.ts';

const STRONGEST_FIRST: readonly Basis[] = ['stated', 'claimed', 'blamed', 'implied'];

/** The strongest of the bases that reports give a party. */
export function strongest(bases: readonly Basis[]): Basis {
  return STRONGEST_FIRST.find((basis) => bases.includes(basis)) ?? 'stated';
}

/** Names in one line, each with its basis where nobody states it: "SDF (blamed); civilians". */
export function partyWords(
  parties: readonly { readonly name: string; readonly basis: Basis }[],
  between = '; ',
): string {
  return parties
    .map(({ name, basis }) => (basis === 'stated' ? name : `${name} (${word('basis_mark', basis)})`))
    .join(between);
}
