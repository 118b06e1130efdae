import { describe, expect, it } from 'vitest';

import type { Claim, Dossier, LossClaim, Story } from '../api/types.ts';
import { axis, type Branch, fieldRows, treeOf } from './dossier.ts';

function story(...reports: [string, string | null][]): Story {
  return {
    id: 's',
    method: 1,
    reports: reports.map(([report, from]) => ({
      report,
      from,
      origin: from ? 'copy' : 'first',
      likeness: 1,
    })),
  };
}

const shape = (s: Story): string => {
  const write = (branches: readonly Branch[]): string =>
    branches.map((b) => b.report.report + (b.copies.length > 0 ? `(${write(b.copies)})` : '')).join(' ');
  return write(treeOf(s));
};

describe('who copied whom', () => {
  it('is a tree with the first report at its root', () => {
    expect(shape(story(['a', null], ['b', 'a'], ['c', 'b'], ['d', 'a']))).toBe('a(b(c) d)');
  });

  it('keeps a report whose model is not there', () => {
    expect(shape(story(['a', null], ['b', 'gone']))).toBe('a b');
  });

  it('loses nothing and ends when reports name each other in a circle', () => {
    expect(shape(story(['a', 'b'], ['b', 'a'], ['c', 'c']))).toBe('c a(b)');
  });
});

describe('claims by field', () => {
  const claim = (report: string, field: Claim['field'], value: unknown): Claim =>
    ({ report, event: 'e', field, value }) as Claim;
  const dossier = (claims: Claim[][]): Dossier =>
    ({ accounts: claims.map((c) => ({ claims: c })) }) as unknown as Dossier;

  it('say where reports differ, and not where one is silent', () => {
    const rows = fieldRows(
      dossier([
        [claim('a', 'kind', 'attack'), claim('a', 'modality', 'reported')],
        [claim('b', 'kind', 'clash')],
        [claim('c', 'modality', 'reported')],
      ]),
    );
    expect(rows.map((row) => [row.field, row.differs])).toEqual([
      ['kind', true],
      ['modality', false],
    ]);
  });

  it('leave out a field that no report gives', () => {
    expect(fieldRows(dossier([[claim('a', 'kind', 'attack')]])).map((row) => row.field)).toEqual(['kind']);
  });
});

describe('the axis of a loss', () => {
  const one = (low: number | null, high: number | null): LossClaim =>
    ({ report: 'r', event: 'e', low, high, victims: 'unknown', source: 0, state: 'current' }) as LossClaim;

  it.each([
    [[one(2, 2)], 2, 2],
    [[one(26, null)], 26, 30],
    [[one(2, 65)], 65, 80],
    [[one(null, null)], 0, 1],
    [[one(1200, 1500)], 1500, 1500],
  ])('reaches beyond every count with a few round ticks', (claims, high, max) => {
    const drawn = axis(claims, high);
    expect(drawn.max).toBe(max);
    expect(drawn.ticks.length).toBeGreaterThan(1);
    expect(drawn.ticks.length).toBeLessThan(8);
    expect(drawn.ticks.at(-1)).toBe(max);
  });
});
