import { describe, expect, it } from 'vitest';

import { percent, sortedRows, sparkline, type TrendRow } from './rows.ts';

const row = (of: string, n: number, change: number | null, band: TrendRow['band']): TrendRow => ({
  of,
  kind: 'place',
  n,
  baseline: 1,
  change,
  band,
});

describe('changes', () => {
  const rows = [
    row('A', 3, 2, 'low-baseline'),
    row('B', 20, 0.4, 'large-increase'),
    row('C', 50, -0.5, 'decrease'),
    row('D', 4, null, 'low-baseline'),
    { ...row('E', 9, 9, 'large-increase'), kind: 'actor' as const },
  ];

  it('stand by size, and what cannot be compared stands last', () => {
    expect(sortedRows(rows, 'place', 'change').map(({ of }) => of)).toEqual(['B', 'C', 'D', 'A']);
    expect(sortedRows(rows, 'place', 'n').map(({ of }) => of)).toEqual(['C', 'B', 'D', 'A']);
    expect(sortedRows(rows, 'place', 'name').map(({ of }) => of)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('are written as whole per cent with their sign', () => {
    expect(percent(0.254, 'en')).toBe('+25%');
    expect(percent(-0.5, 'en')).toBe('-50%');
    expect(percent(0, 'en')).toBe('0%');
    expect(percent(null, 'en')).toBeNull();
    expect(percent(Infinity, 'en')).toBeNull();
  });
});

describe('a small line', () => {
  it('fills its box and survives nothing at all', () => {
    expect(sparkline([0, 5, 10], 20, 10)).toBe('0.0,10.0 10.0,5.0 20.0,0.0');
    expect(sparkline([0, 0], 20, 10)).toBe('0.0,10.0 20.0,10.0');
    expect(sparkline([], 20, 10)).toBe('');
    expect(sparkline([3], 20, 10)).toBe('0.0,0.0');
  });
});
