/** The server's records as this page uses them (docs/schema, and the notes on HTTP). Offsets count code points. */

import type { GivenField } from '../lib/given.ts';

export type Day = string;

export interface Quote {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Basis = 'stated' | 'claimed' | 'blamed' | 'implied';
export type Modality = 'reported' | 'planned' | 'conditional' | 'denied';
export type Phase = 'occurred' | 'ongoing' | 'ended';
export type PlacePrecision = 'spot' | 'settlement' | 'district' | 'province' | 'country' | 'unknown';
export type PlaceStatus = 'resolved' | 'ambiguous' | 'unresolved';
export type Geometry = 'point' | 'circle' | 'line' | 'area';
export type TimePrecision = 'day' | 'week' | 'month' | 'year' | 'unknown';
export type TimeBasis = 'stated' | 'discourse' | 'saying' | 'publication';
export type Harm = 'killed' | 'injured' | 'casualties' | 'captured' | 'missing' | 'displaced';
export type Grade = 'single-source' | 'fair' | 'confirmed' | 'contested';
export type Status = 'machine' | 'partly' | 'reviewed' | 'rejected';
export type Family =
  | 'fighting'
  | 'harm'
  | 'coercion'
  | 'territory'
  | 'posture'
  | 'dynamics'
  | 'talks'
  | 'relief'
  | 'words'
  | 'civil';

export interface Party {
  readonly name: string;
  readonly actor?: string | null;
  readonly mention: string;
  readonly start: number;
  readonly end: number;
  readonly basis: Basis;
  readonly why: string;
}

export interface PlaceCandidate {
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
}

export interface Place {
  readonly name: string;
  readonly within?: string | null;
  readonly country?: string | null;
  readonly lat?: number | null;
  readonly lon?: number | null;
  readonly precision: PlacePrecision;
  readonly geometry: Geometry;
  readonly radius_km?: number | null;
  readonly mention: string;
  readonly start: number;
  readonly end: number;
  readonly status: PlaceStatus;
  readonly code?: string | null;
  readonly candidates?: readonly PlaceCandidate[];
  readonly why: string;
}

export interface When {
  readonly start?: Day | null;
  readonly end?: Day | null;
  readonly precision: TimePrecision;
  readonly time_basis: TimeBasis;
  readonly time_mention?: Quote | null;
}

export interface Casualty {
  readonly kind: Harm;
  readonly low: number | null;
  readonly high: number | null;
  readonly victims: string;
  readonly mention: Quote;
  readonly voice?: Quote | null;
}

export interface Confidence {
  readonly event: number;
  readonly initiators?: number | null;
  readonly recipients?: number | null;
  readonly place?: number | null;
  readonly time?: number | null;
  readonly casualties?: number | null;
}

export interface Event extends When {
  readonly id: string;
  readonly kind: string;
  readonly evidence: readonly Quote[];
  readonly trigger: Quote;
  readonly initiators: readonly Party[];
  readonly recipients: readonly Party[];
  readonly place?: Place | null;
  readonly modality: Modality;
  readonly phase: Phase;
  readonly casualties: readonly Casualty[];
  readonly weapons: readonly Quote[];
  readonly attribution: readonly Quote[];
  readonly codes: Readonly<Record<string, string | null>>;
  readonly frame: string;
  readonly confidence: Confidence;
}

export interface Diagnostic {
  readonly sentence: number;
  readonly trigger: Quote;
  readonly frame: string;
  readonly reason: string;
  readonly note: string;
}

export interface Tie {
  readonly a: string;
  readonly a_actor?: string | null;
  readonly b: string;
  readonly b_actor?: string | null;
  readonly kind: string;
  readonly state: 'current' | 'former';
  readonly basis?: 'stated' | 'follows';
  readonly says?: string;
  readonly when?: When | null;
  readonly evidence: Quote;
  readonly why: string;
}

export interface CodedReport {
  readonly doc: string;
  readonly published?: Day | null;
  readonly extent?: 'whole' | 'parts' | 'nothing';
  readonly events: readonly Event[];
  readonly ties: readonly Tie[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface KeptReport {
  readonly id: string;
  readonly bytes: string;
  readonly text: string;
  readonly headline?: string | null;
  readonly author?: string | null;
  readonly outlet?: string | null;
  readonly url?: string | null;
  readonly language?: string | null;
  readonly published?: Day | null;
  readonly retrieved?: string | null;
  readonly file?: string | null;
  readonly record?: number | null;
  readonly tool: string;
  readonly stored: string;
}

export interface Coding {
  readonly report: string;
  readonly coder: string;
  readonly knowledge: string;
  readonly coded: string;
}

export interface EventRef {
  readonly report: string;
  readonly event: string;
}

export interface Support {
  readonly n_reports: number;
  readonly n_sources: number;
  readonly events: readonly EventRef[];
}

export interface Estimate {
  readonly low: number;
  readonly best: number;
  readonly high: number;
  readonly open?: boolean;
}

export interface IncidentEvent extends EventRef {
  readonly kind: string;
  readonly modality: Modality;
  readonly story?: string | null;
  readonly outlet?: string | null;
  readonly published?: Day | null;
  readonly source: number;
  readonly voices?: readonly string[];
}

export interface IncidentSide {
  readonly role: 'initiator' | 'recipient';
  readonly name: string;
  readonly actor?: string | null;
  readonly bases: readonly Basis[];
  readonly voices?: readonly string[];
  readonly mentions: readonly string[];
  readonly support: Support;
}

export type ClaimState = 'current' | 'superseded' | 'part' | 'repeated';

export interface LossClaim extends EventRef {
  readonly low: number | null;
  readonly high: number | null;
  readonly victims: string;
  readonly mention?: Quote | null;
  readonly voice?: string | null;
  readonly published?: Day | null;
  readonly source: number;
  readonly state: ClaimState;
}

export interface Loss {
  readonly harm: Harm;
  readonly victims: string | null;
  readonly estimate: Estimate;
  readonly claims: readonly LossClaim[];
}

export interface Dispute {
  readonly field: string;
  readonly versions: readonly { readonly value: string; readonly support: Support }[];
}

export interface Ground {
  readonly name: string;
  readonly weight: number;
}

export interface Join {
  readonly a: EventRef;
  readonly b: EventRef;
  readonly score: number;
  readonly grounds: readonly Ground[];
  readonly decision?: string | null;
}

export interface Incident extends When {
  readonly id: string;
  readonly kind: string;
  readonly modality: Modality;
  readonly phase: Phase;
  readonly place?: Place | null;
  readonly events: readonly IncidentEvent[];
  readonly n_reports: number;
  readonly n_sources: number;
  readonly sides: readonly IncidentSide[];
  readonly places: readonly { readonly place: Place; readonly support: Support }[];
  readonly times: readonly (When & { readonly support: Support })[];
  readonly losses: readonly Loss[];
  readonly grade: Grade;
  readonly disputes: readonly Dispute[];
  readonly joins: readonly Join[];
  readonly related?: readonly string[];
  readonly method: number;
}

interface ClaimOf<F extends string, V> {
  readonly report: string;
  readonly event: string;
  readonly field: F;
  readonly value: V;
  readonly quote?: Quote | null;
  readonly voices?: readonly Quote[];
  readonly confidence?: number | null;
}

export type Claim =
  | ClaimOf<'kind', string>
  | ClaimOf<'modality', Modality>
  | ClaimOf<'phase', Phase>
  | ClaimOf<'initiator', Party>
  | ClaimOf<'recipient', Party>
  | ClaimOf<'place', Place>
  | ClaimOf<'time', When>
  | ClaimOf<'casualty', Casualty>
  | ClaimOf<'weapon', Quote>;

export interface Account {
  readonly report: KeptReport;
  readonly title: string;
  readonly coding: Coding;
  readonly event: string;
  readonly source: number;
  readonly story?: string | null;
  readonly evidence: readonly Quote[];
  readonly claims: readonly Claim[];
}

export interface Dossier {
  readonly incident: Incident;
  readonly accounts: readonly Account[];
}

export interface StoryReport {
  readonly report: string;
  readonly outlet?: string | null;
  readonly published?: Day | null;
  readonly origin: 'first' | 'copy' | 'update';
  readonly from?: string | null;
  readonly likeness: number;
  readonly title?: string;
}

export interface Story {
  readonly id: string;
  readonly reports: readonly StoryReport[];
  readonly method: number;
}

// What the server puts together for the page.

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
