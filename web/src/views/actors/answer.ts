/** The server's answers about actors. */

import type { LifeSpan, NameSpan } from './lifelines.ts';
import type { Bond, TieBound } from './tie.ts';

export type { LifeSpan, NameSpan };

export interface ActorRow {
  readonly key: string;
  readonly name: string;
  readonly kind: string | null;
  readonly country: string | null;
  readonly n_events: number;
  readonly n_incidents: number;
  readonly n_ties: number;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly emerging: boolean;
}

export interface ActorPage {
  readonly items: readonly ActorRow[];
  readonly next: string | null;
  readonly total: number;
}

export interface LineageStep {
  readonly actor: string;
  readonly kind: string;
  readonly start: TieBound;
  readonly end: TieBound;
  readonly source: 'registry' | 'reports';
  readonly tie?: string | null;
}

export interface Stance {
  readonly actor: string;
  readonly sign: '+' | '-' | '0';
  readonly presence: number;
  readonly ties: readonly string[];
}

export interface ActorAnswer {
  /** The day that friends and foes are told for. */
  readonly at?: string | null;
  readonly actor: {
    readonly key: string;
    readonly name: string;
    readonly mentions: readonly string[];
    readonly first_seen: string | null;
    readonly last_seen: string | null;
    readonly n_events: number;
    readonly n_ties: number;
  };
  readonly registry: {
    readonly code: string;
    readonly name: string;
    readonly kind: string;
    readonly country: string | null;
    readonly names: readonly NameSpan[];
    readonly notes: string | null;
  } | null;
  readonly lineage: {
    readonly names: readonly NameSpan[];
    readonly parents: readonly LineageStep[];
    readonly children: readonly LineageStep[];
  };
  readonly stances: readonly Stance[];
  /** Names of all actors that the answer speaks of, by key. */
  readonly names: Readonly<Record<string, string>>;
  readonly ties: readonly Bond[];
  readonly places: readonly {
    readonly name: string;
    readonly country: string | null;
    readonly lat: number | null;
    readonly lon: number | null;
    readonly n: number;
  }[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly trend: readonly { readonly start: string; readonly n: number }[];
  readonly mentions: readonly { readonly text: string; readonly n: number }[];
}
