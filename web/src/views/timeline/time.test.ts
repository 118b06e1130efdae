import { describe, expect, it } from 'vitest';

import { countTicks, panned, ticks, timeScale, zoomed } from './axis.ts';
import { brushed, dragged, extended, gripAt, moved, type Period, stepsBetween } from './brush.ts';
import { addSteps, dayNumber, dayText, endOfStep, startOfStep, type Step } from './day.ts';
import { type Bucket, highest, REST, stacked, stackOrder } from './stack.ts';

const d = (text: string): number => {
  const number = dayNumber(text);
  if (number === null) throw new Error(`${text} is no day`);
  return number;
};
const p = (since: string, until: string): Period => ({ since: d(since), until: d(until) });
const texts = ({ since, until }: Period): string => `${dayText(since)}..${dayText(until)}`;

describe('days', () => {
  it('refuse what is no day of the calendar', () => {
    expect(dayNumber('2017-02-29')).toBeNull();
    expect(dayNumber('2017-13-01')).toBeNull();
    expect(dayNumber('2017-7-1')).toBeNull();
    expect(dayNumber('')).toBeNull();
    expect(dayNumber(null)).toBeNull();
  });

  it('come back as they went in, before and after 1970', () => {
    for (const text of ['0999-12-31', '1916-05-16', '1970-01-01', '2016-02-29', '2026-11-28']) {
      expect(dayText(d(text))).toBe(text);
    }
  });

  it('fall into weeks that begin on Monday', () => {
    expect(dayText(startOfStep(d('2017-07-16'), 'week'))).toBe('2017-07-10');
    expect(dayText(startOfStep(d('2017-07-10'), 'week'))).toBe('2017-07-10');
    expect(dayText(startOfStep(d('1969-12-28'), 'week'))).toBe('1969-12-22');
  });

  it('step over months and years of different lengths', () => {
    expect(dayText(addSteps(d('2016-01-31'), 'month', 1))).toBe('2016-02-01');
    expect(dayText(endOfStep(d('2016-02-03'), 'month'))).toBe('2016-02-29');
    expect(dayText(addSteps(d('2016-06-01'), 'year', -1))).toBe('2015-01-01');
  });

  it('are counted in steps the way they are gone through', () => {
    for (const step of ['day', 'week', 'month', 'year'] as Step[]) {
      for (const n of [-30, -1, 0, 1, 2, 11, 12, 13, 500]) {
        const from = d('2015-03-17');
        expect(stepsBetween(from, addSteps(from, step, n), step)).toBe(n);
      }
    }
  });
});

describe('axis', () => {
  const year = { from: d('2017-01-01'), to: d('2018-01-01') };

  it('turns days into pixels and back', () => {
    const scale = timeScale(year, 730);
    expect(scale.x(year.from)).toBe(0);
    expect(scale.x(year.to)).toBe(730);
    expect(scale.day(scale.x(d('2017-05-05')))).toBeCloseTo(d('2017-05-05'));
  });

  it('draws no lines nearer than asked, at every zoom', () => {
    for (const days of [3, 10, 45, 200, 400, 2000, 9000, 40000]) {
      for (const width of [280, 900]) {
        const scale = timeScale({ from: d('2001-03-05'), to: d('2001-03-05') + days }, width);
        const lines = ticks(scale, 'en-GB');
        expect(lines.length).toBeGreaterThan(0);
        lines.slice(1).forEach((line, i) => {
          const before = lines[i];
          expect(scale.x(line.day) - scale.x(before?.day ?? 0)).toBeGreaterThan(60);
        });
      }
    }
  });

  it('names the year where it changes', () => {
    const scale = timeScale({ from: d('2016-09-01'), to: d('2017-06-01') }, 900);
    const labels = ticks(scale, 'en-GB').map(({ label, major }) => [label, major]);
    expect(labels[0]).toEqual(['Sept 2016', false]);
    expect(labels).toContainEqual(['2017', true]);
  });

  it('keeps the day under the pointer when it zooms, and stays in its bounds', () => {
    const bounds = { from: d('2010-01-01'), to: d('2020-01-01') };
    const at = d('2017-03-01');
    const nearer = zoomed(year, at, 0.5, bounds);
    const share = (x: { from: number; to: number }): number => (at - x.from) / (x.to - x.from);
    expect(share(nearer)).toBeCloseTo(share(year));
    expect(zoomed(year, at, 1000, bounds)).toEqual(bounds);
    const least = zoomed(year, at, 1e-9, bounds);
    expect(least.to - least.from).toBeCloseTo(3);
    expect(panned(year, 99999, bounds)).toEqual({ from: bounds.to - 365, to: bounds.to });
  });

  it('has whole numbers for counts', () => {
    expect(countTicks(0)).toEqual([0]);
    expect(countTicks(1)).toEqual([0, 1]);
    expect(countTicks(7)).toEqual([0, 2, 4, 6, 8]);
    expect(countTicks(420).at(-1)).toBeGreaterThanOrEqual(420);
    for (const most of [1, 3, 9, 47, 1234]) {
      expect(countTicks(most).every(Number.isInteger)).toBe(true);
      expect(countTicks(most).length).toBeLessThanOrEqual(7);
    }
  });
});

describe('a period chosen with the brush', () => {
  it('holds whole steps, in whichever direction it was dragged', () => {
    const month = brushed(d('2017-03-05'), d('2017-01-20'), 'month');
    expect(texts(month)).toBe('2017-01-01..2017-03-31');
  });

  it('is held at its edges first', () => {
    const period = p('2017-01-01', '2017-01-31');
    expect(gripAt(d('2017-01-02'), period, 3)).toBe('since');
    expect(gripAt(d('2017-01-31'), period, 3)).toBe('until');
    expect(gripAt(d('2017-01-15'), period, 3)).toBe('all');
    expect(gripAt(d('2017-03-15'), period, 3)).toBeNull();
    expect(gripAt(d('2017-01-15'), null, 3)).toBeNull();
  });

  it('turns over when one edge is dragged past the other', () => {
    const period = p('2017-03-01', '2017-03-31');
    expect(texts(dragged(period, 'since', d('2017-03-01'), d('2017-05-10'), 'month'))).toBe(
      '2017-05-01..2017-05-31',
    );
    expect(texts(dragged(period, 'until', d('2017-03-31'), d('2017-01-10'), 'month'))).toBe(
      '2017-01-01..2017-01-31',
    );
  });

  it('moves on by whole months though months differ', () => {
    expect(texts(moved(p('2016-01-01', '2016-02-29'), 1, 'month'))).toBe('2016-02-01..2016-03-31');
    expect(texts(moved(p('2016-01-10', '2016-01-12'), 1, 'week'))).toBe('2016-01-17..2016-01-19');
  });

  it('never ends before it begins', () => {
    expect(texts(extended(p('2017-03-01', '2017-03-31'), -5, 'month'))).toBe('2017-03-01..2017-03-31');
    expect(texts(extended(p('2017-03-01', '2017-03-31'), 2, 'month'))).toBe('2017-03-01..2017-05-31');
  });
});

describe('bars', () => {
  const zero = { low: 0, best: 0, high: 0 };
  const bucket = (start: string, n: number, split: Record<string, number>): Bucket => ({
    start,
    end: start,
    n,
    killed: zero,
    injured: zero,
    n_reports: n,
    split,
  });

  it('stack the most frequent key lowest and the rare ones as the rest', () => {
    const buckets = [bucket('2017-01-01', 6, { a: 1, b: 3, c: 2 }), bucket('2017-01-02', 3, { a: 3 })];
    expect(stackOrder(buckets, 2)).toEqual(['a', 'b', REST]);
    expect(stackOrder(buckets, 3)).toEqual(['a', 'b', 'c']);
    const bars = stacked(buckets, stackOrder(buckets, 2));
    expect(bars[0]?.pieces.map(({ key, n, y0 }) => [key, n, y0])).toEqual([
      ['a', 1, 0],
      ['b', 3, 1],
      [REST, 2, 4],
    ]);
  });

  it('are as high as the count even where no key accounts for all', () => {
    const bars = stacked([bucket('2017-01-01', 5, { a: 2 })], ['a']);
    expect(bars[0]?.pieces.at(-1)).toMatchObject({ key: REST, n: 3, y1: 5 });
    expect(highest(bars)).toBe(5);
  });

  it('pass over a bucket without days', () => {
    expect(stacked([bucket('soon', 5, { a: 2 })], ['a'])).toEqual([]);
  });
});
