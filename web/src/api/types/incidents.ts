/** Incidents and the dossier of one: what its reports claim, side by side, and how they hang together. */

import type {
  Basis,
  Casualty,
  Coding,
  Day,
  EventRef,
  Grade,
  Harm,
  KeptReport,
  Modality,
  Party,
  Phase,
  Place,
  Quote,
  When,
} from './coded.ts';

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
