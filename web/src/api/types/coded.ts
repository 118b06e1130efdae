/** What the coder makes of a report: events with their parties, places, times and losses, and what they were read from. */

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
  readonly codebook?: string;
  readonly model?: string;
  readonly coded: string;
}

export interface EventRef {
  readonly report: string;
  readonly event: string;
}
