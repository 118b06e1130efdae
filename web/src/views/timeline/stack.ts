/** Buckets of the timeline as bars and bands. */

import { dayNumber } from './day.ts';

export interface Range {
  readonly low: number;
  readonly best: number;
  readonly high: number;
}

/** One bar of `/api/timeline`. */
export interface Bucket {
  readonly start: string;
  readonly end: string;
  readonly n: number;
  readonly killed: Range;
  readonly injured: Range;
  readonly n_reports: number;
  /** Absent where nothing is split. */
  readonly split?: Readonly<Record<string, number>>;
}

export interface Piece {
  readonly key: string;
  readonly n: number;
  /** Counts below and up to the top of the piece. */
  readonly y0: number;
  readonly y1: number;
}

export interface Bar {
  readonly from: number;
  /** The day after its last. */
  readonly to: number;
  readonly n: number;
  readonly pieces: readonly Piece[];
  readonly bucket: Bucket;
}

/** What stands for all keys that are not drawn apart, and for incidents without a value. */
export const REST = '';

/**
 * Keys in the order in which they are stacked: the most frequent at the bottom, where they can be compared, and
 * beyond `most` keys the rest as one. Keys of equal count stand by name, so that the order does not jump.
 */
export function stackOrder(buckets: readonly Bucket[], most: number): string[] {
  const total = new Map<string, number>();
  for (const { split } of buckets) {
    for (const [key, n] of Object.entries(split ?? {})) total.set(key, (total.get(key) ?? 0) + n);
  }
  const ranked = [...total].filter(([, n]) => n > 0).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const named = ranked.filter(([key]) => key !== REST).slice(0, most);
  const left = ranked.length > named.length;
  return left ? [...named.map(([key]) => key), REST] : named.map(([key]) => key);
}

/** Bars with their pieces. What no key accounts for is drawn as the rest, so that every bar is as high as its count. */
export function stacked(buckets: readonly Bucket[], order: readonly string[]): Bar[] {
  return buckets.flatMap((bucket) => {
    const [start, end] = [dayNumber(bucket.start), dayNumber(bucket.end)];
    if (start === null || end === null || end < start) return [];
    const pieces: Piece[] = [];
    let height = 0;
    const put = (key: string, n: number): void => {
      if (n <= 0) return;
      pieces.push({ key, n, y0: height, y1: height + n });
      height += n;
    };
    for (const key of order) if (key !== REST) put(key, bucket.split?.[key] ?? 0);
    put(REST, bucket.n - height);
    return [{ from: start, to: end + 1, n: bucket.n, pieces, bucket }];
  });
}

/** The highest bar. */
export function highest(bars: readonly Bar[]): number {
  return bars.reduce((most, { n }) => Math.max(most, n), 0);
}

/**
 * Corners of the band from `low` to `high` and of the line at `best`, as steps over the buckets: a slope between
 * two weeks would show deaths of days that nobody counted. Bars apart in time make pieces of their own.
 */
export function band(
  bars: readonly Bar[],
  of: (bucket: Bucket) => Range,
): { from: number; to: number; low: number; best: number; high: number }[] {
  return bars.map(({ from, to, bucket }) => {
    const { low, best, high } = of(bucket);
    return { from, to, low: Math.min(low, best), best, high: Math.max(high, best) };
  });
}
