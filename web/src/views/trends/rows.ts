/** Changes against a baseline, sorted and put into words. */

export type Band = 'large-increase' | 'moderate-increase' | 'limited-change' | 'decrease' | 'low-baseline';

export interface TrendRow {
  readonly of: string;
  readonly kind: 'country' | 'place' | 'actor' | 'kind';
  readonly n: number;
  readonly baseline: number;
  readonly change: number | null;
  readonly band: Band;
  /** Country code, kind or actor's key. */
  readonly key?: string;
  /** Counts of the last steps, the oldest first. */
  readonly series?: readonly number[];
}

export const BANDS: readonly Band[] = [
  'large-increase',
  'moderate-increase',
  'limited-change',
  'decrease',
  'low-baseline',
];

/** What an arrow says of a band, so that colour is not the only sign. */
export const BAND_SIGNS: Readonly<Record<Band, string>> = {
  'large-increase': '▲▲',
  'moderate-increase': '▲',
  'limited-change': '■',
  decrease: '▼',
  'low-baseline': '·',
};

export type SortBy = 'change' | 'n' | 'name';

/**
 * Rows of one kind, those with the largest change first. Rows whose baseline is too low to compare stand behind the
 * others, by count: from 1 to 3 is not a rise by 200 % that anybody should act on.
 */
export function sortedRows(rows: readonly TrendRow[], kind: TrendRow['kind'], by: SortBy): TrendRow[] {
  const name = (a: TrendRow, b: TrendRow): number => (a.of < b.of ? -1 : a.of > b.of ? 1 : 0);
  const low = (row: TrendRow): number => (row.band === 'low-baseline' || row.change === null ? 1 : 0);
  return rows
    .filter((row) => row.kind === kind)
    .sort((a, b) => {
      if (by === 'name') return name(a, b);
      if (by === 'n') return b.n - a.n || name(a, b);
      return low(a) - low(b) || (low(a) === 1 ? b.n - a.n : (b.change ?? 0) - (a.change ?? 0)) || name(a, b);
    });
}

/** A change as signed per cent, without a fraction: the counts do not bear more. */
export function percent(change: number | null, locale: string): string | null {
  if (change === null || !Number.isFinite(change)) return null;
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  }).format(change);
}

/** Points of a small line over evenly spaced values, in a box: "x,y x,y". */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const most = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map(
      (value, i) => `${(i * step).toFixed(1)},${(height - (Math.max(value, 0) / most) * height).toFixed(1)}`,
    )
    .join(' ');
}
