/** What the server puts together for the views. */

import type { GivenField } from '../../lib/given.ts';
import type {
  Basis,
  CodedReport,
  Coding,
  Day,
  EventRef,
  Family,
  Geometry,
  Grade,
  KeptReport,
  Modality,
  Phase,
  PlacePrecision,
  PlaceStatus,
  Status,
  TimePrecision,
} from './coded.ts';
import type { Dossier, Estimate, Story } from './incidents.ts';

export interface Me {
  readonly mode: 'local' | 'accounts';
  readonly name: string | null;
  readonly role: string | null;
  readonly csrf: string;
  readonly can: readonly string[];
  /** Path of the project's own boundaries for the map, if there are any. */
  readonly boundaries?: string;
}

export interface Codebook {
  readonly families: readonly { readonly id: string; readonly label: string }[];
  readonly kinds: readonly {
    readonly id: string;
    readonly family: Family;
    readonly label: string;
    readonly help: string;
  }[];
  readonly grades: readonly (string | { readonly id: string; readonly label: string })[];
  readonly precisions: readonly (string | { readonly id: string; readonly label: string })[];
  readonly reasons: readonly (string | { readonly id: string; readonly label: string })[];
}

export interface Summary {
  readonly version: string;
  readonly n_incidents: number;
  readonly n_events: number;
  readonly n_reports: number;
  readonly n_unplaced: number;
  readonly n_undated: number;
  readonly killed: Estimate;
  readonly injured: Estimate;
  readonly first_day: Day | null;
  readonly last_day: Day | null;
  readonly total: { readonly n_incidents: number; readonly n_events: number; readonly n_reports: number };
}

export interface RowPlace {
  readonly name: string;
  readonly within: string | null;
  readonly country: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly precision: PlacePrecision;
  readonly geometry: Geometry;
  readonly radius_km: number | null;
  readonly status: PlaceStatus;
}

export interface RowParty {
  readonly name: string;
  readonly actor: string | null;
  readonly basis: Basis;
}

export interface IncidentRow {
  readonly id: string;
  readonly kind: string;
  readonly family: Family;
  readonly modality: Modality;
  readonly phase: Phase;
  readonly title: string;
  readonly start: Day | null;
  readonly end: Day | null;
  readonly time_precision: TimePrecision;
  readonly place: RowPlace | null;
  readonly initiators: readonly RowParty[];
  readonly recipients: readonly RowParty[];
  readonly killed: Estimate | null;
  readonly injured: Estimate | null;
  readonly grade: Grade;
  readonly status: Status;
  readonly n_reports: number;
  readonly n_sources: number;
  readonly disputes: readonly string[];
  readonly outlets: readonly string[];
}

export interface Page<T> {
  readonly version: string;
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total: number;
}

export interface Facets {
  readonly version: string;
  readonly kinds: Readonly<Record<string, number>>;
  readonly families: Readonly<Record<string, number>>;
  readonly countries: Readonly<Record<string, number>>;
  readonly grades: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly actors: readonly { readonly key: string; readonly name: string; readonly n: number }[];
  readonly outlets: readonly { readonly name: string; readonly n: number }[];
  readonly precisions: Readonly<Record<string, number>>;
}

export interface DecisionRow {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly verdict: string;
  readonly note: string | null;
  readonly undone_by: string | null;
  readonly summary: string;
  readonly incidents: readonly string[];
  /** What it is about: incidents, and reports whose event is in none. */
  readonly about: readonly {
    readonly incident: IncidentRow | null;
    readonly report: string;
    readonly title: string;
  }[];
  readonly correction: {
    readonly field: GivenField;
    readonly before: unknown;
    readonly after: unknown;
  } | null;
}

export interface HistoryStep {
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly detail: string | null;
}

export interface IncidentAnswer {
  readonly version: string;
  readonly etag: string;
  readonly dossier: Dossier;
  readonly status: Status;
  readonly stories: readonly Story[];
  readonly related: readonly IncidentRow[];
  readonly history: readonly HistoryStep[];
  readonly decisions: readonly DecisionRow[];
  readonly rejected: readonly EventRef[];
}

export interface ReportRow {
  readonly id: string;
  readonly title: string;
  readonly outlet: string | null;
  readonly published: Day | null;
  readonly language: string | null;
  readonly url: string | null;
  readonly n_events: number;
  readonly story: string | null;
  readonly n_incidents: number;
}

export interface Correction {
  readonly id?: string;
  readonly field: string;
  readonly value: unknown;
  readonly by?: string;
  readonly at?: string;
  readonly note?: string | null;
}

export interface ReviewState {
  readonly status: 'open' | 'accepted' | 'corrected' | 'rejected';
  readonly by: string | null;
  readonly at: string | null;
  readonly corrections: readonly Correction[];
}

export interface ReportAnswer {
  readonly version: string;
  readonly etag?: string;
  readonly report: KeptReport;
  readonly text: string;
  readonly coding: Coding;
  readonly coded: CodedReport;
  readonly incidents: Readonly<Record<string, readonly string[]>>;
  readonly story: Story | null;
  readonly reviews: Readonly<Record<string, ReviewState>>;
  readonly sentences: readonly { readonly start: number; readonly end: number }[];
}
