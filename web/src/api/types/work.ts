/** What people work with: values that they give, the inbox, candidates, jobs. */

import type { IncidentRow } from './answers.ts';
import type { Day, PlacePrecision, Quote, TimePrecision } from './coded.ts';
import type { Ground } from './incidents.ts';

/** A value as a person gives it, by the field that it is for. */
export interface GivenParty {
  readonly name: string;
  readonly actor?: string;
  readonly quote?: Quote;
}

export interface GivenPlace {
  readonly name: string;
  readonly within?: string;
  readonly country?: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly precision: PlacePrecision;
  readonly code?: string;
  readonly quote?: Quote;
}

export interface GivenTime {
  readonly start: Day | null;
  readonly end: Day | null;
  readonly precision: TimePrecision;
  readonly quote?: Quote;
}

export interface GivenCount {
  readonly low: number | null;
  readonly high: number | null;
}

/** A shape that incidents can be exported in. */
export interface Shape {
  readonly name: string;
  readonly about: string;
  readonly file: string;
  readonly holds: readonly string[];
  readonly settings: readonly ShapeSetting[];
}

export interface ShapeSetting {
  readonly name: string;
  readonly values: readonly string[];
  readonly about: string;
}

export interface RegistryActor {
  readonly code: string;
  readonly name: string;
  readonly kind?: string | null;
  readonly country?: string | null;
}

export interface GazetteerPlace {
  readonly code?: string | null;
  readonly name: string;
  readonly within?: string | null;
  readonly country?: string | null;
  readonly lat: number;
  readonly lon: number;
  readonly precision?: PlacePrecision;
}

export interface Alternative {
  readonly value: unknown;
  readonly label: string;
  readonly why: string;
}

export interface InboxField {
  readonly field: 'kind' | 'initiators' | 'recipients' | 'place' | 'time' | 'killed' | 'injured';
  readonly value: unknown;
  readonly label?: string;
  readonly quote: Quote | null;
  readonly confidence: number | null;
  readonly alternatives: readonly Alternative[];
}

export interface InboxEvent {
  readonly report: string;
  readonly event: string;
  readonly title: string;
  readonly outlet: string | null;
  readonly published: Day | null;
  readonly evidence: readonly Quote[];
  readonly context: { readonly text: string; readonly start: number };
  readonly fields: readonly InboxField[];
}

export interface InboxIncident {
  readonly row: IncidentRow;
  readonly etag: string;
  readonly score: number;
  readonly why_now: string;
  readonly events: readonly InboxEvent[];
}

export interface InboxItem {
  readonly story: string | null;
  readonly incidents: readonly InboxIncident[];
}

export interface Inbox {
  readonly version: string;
  readonly n_open: number;
  readonly items: readonly InboxItem[];
  readonly next: string | null;
}

export interface Written {
  readonly decision: string;
  readonly version: string;
  readonly incident?: readonly string[];
  readonly incidents?: readonly string[];
}

export interface Candidate {
  readonly a: IncidentRow;
  readonly b: IncidentRow;
  /** Of both, for `if_match`. */
  readonly etags?: readonly string[];
  readonly score: number;
  readonly grounds: readonly Ground[];
}

export interface Fault {
  readonly file?: string | null;
  readonly record?: number | null;
  readonly line?: number | null;
  readonly detail: string;
  /** Whether the record was taken in all the same. */
  readonly taken: boolean;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number | null;
  /** Records that were not taken in. */
  readonly failed: number;
  /** Records that were, and have a fault. */
  readonly warned: number;
  readonly message?: string | null;
  readonly faults?: readonly Fault[];
}
