import type { Losses, MapPoint } from './sites.ts';

/** The answer of `/api/map`. */
export interface MapAnswer {
  readonly version: string;
  readonly clusters: readonly Group[];
  readonly points: readonly MapPoint[];
  readonly cells: readonly Cell[];
  readonly n_unplaced: number;
}

/** Incidents that the server counts together, where there are too many to send. */
export interface Group {
  readonly lat: number;
  readonly lon: number;
  readonly n: number;
  readonly killed: number;
  readonly families: Readonly<Record<string, number>>;
  readonly ids?: readonly string[];
}

export interface Cell {
  readonly h3: string;
  readonly boundary: readonly (readonly [number, number])[];
  readonly n: number;
  readonly killed: Losses | null;
}
