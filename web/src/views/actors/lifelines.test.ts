import { describe, expect, it } from 'vitest';

import { timeScale } from '../timeline/axis.ts';
import { dayNumber } from '../timeline/day.ts';
import { joined, parted } from './keys.ts';
import {
  barsOf,
  evidenceExtent,
  extent,
  type Lane,
  LANE_HEIGHT,
  type LaneLink,
  linksOf,
  marksOf,
  nameAt,
  nextStop,
  ownMarks,
  renamings,
  tailsOf,
  written,
} from './lifelines.ts';

const d = (text: string): number => dayNumber(text) ?? Number.NaN;
const scale = timeScale({ from: d('2017-01-01'), to: d('2018-01-01') }, 365);

const lane = (key: string, changes: Partial<Lane> = {}): Lane => ({
  key,
  name: key,
  order: 0,
  spans: [],
  names: [],
  marks: [],
  ...changes,
});

const link = (changes: Partial<LaneLink>): LaneLink => ({
  tie: 't',
  a: 'new',
  b: 'old',
  kind: 'split',
  sign: '0',
  from: null,
  to: null,
  day: '2017-07-20',
  strength: 0.5,
  basis: 'stated',
  ...changes,
});

describe('a lifeline', () => {
  it('has caps where its ends are known and fades where they are only evidenced', () => {
    const [bar] = barsOf(
      lane('a', {
        spans: [
          {
            from: '2017-01-29',
            to: null,
            from_basis: 'known',
            to_basis: 'evidenced',
            fades_after: '2017-07-20',
          },
        ],
      }),
      scale,
    );
    expect(bar).toMatchObject({ x0: 28, capStart: true, capEnd: false, fadeIn: 0 });
    expect(bar?.x1).toBeCloseTo(201);
    expect(bar?.fadeOut).toBeGreaterThan(0);
  });

  it('fades as far as the tie is held to last', () => {
    const [bar] = barsOf(
      lane('a', {
        spans: [
          {
            from: null,
            to: '2017-12-31',
            from_basis: 'open',
            to_basis: 'evidenced',
            fades_after: '2017-07-20',
          },
        ],
      }),
      scale,
    );
    expect((bar?.x1 ?? 0) + (bar?.fadeOut ?? 0)).toBe(365);
    expect(bar?.capStart).toBe(false);
  });

  it('is never thinner than can be seen', () => {
    const wide = timeScale({ from: d('1900-01-01'), to: d('2018-01-01') }, 100);
    const span = {
      from: '2017-01-29',
      to: '2017-01-29',
      from_basis: 'known',
      to_basis: 'known',
      fades_after: null,
    } as const;
    const [bar] = barsOf(lane('a', { spans: [span] }), wide);
    expect((bar?.x1 ?? 0) - (bar?.x0 ?? 0)).toBeGreaterThanOrEqual(2);
  });

  it('puts marks that would lie on each other into one, and leaves out those out of sight', () => {
    const mark = (day: string, day_to = day) => ({
      day,
      day_to,
      precision: 'day',
      kind: 'leadership-change',
      with: null,
      tie: day,
      label: day,
    });
    const marks = marksOf(
      lane('a', { marks: [mark('2017-03-01'), mark('2017-03-05'), mark('2017-09-01'), mark('2030-01-01')] }),
      scale,
    );
    expect(marks.map(({ marks: m }) => m.length)).toEqual([2, 1]);
    const [spread] = marksOf(lane('a', { marks: [mark('2017-06-01', '2017-06-30')] }), scale);
    expect(spread?.spread).toBe(15);
  });

  it('reaches as a thin line to what joins it after its end', () => {
    const bars = barsOf(
      lane('a', {
        spans: [
          { from: '2017-02-01', to: '2017-03-01', from_basis: 'known', to_basis: 'known', fades_after: null },
        ],
      }),
      scale,
    );
    expect(tailsOf(bars, [40])).toEqual([]);
    const [tail] = tailsOf(bars, [180, 200]);
    expect(tail?.from).toBeCloseTo(60);
    expect(tail?.to).toBe(200);
    expect(tailsOf([], [200])).toEqual([]);
  });

  it('knows its name at a day', () => {
    const hts = lane('HTS', {
      names: [
        { name: 'North Front', from: '2015-01-01', to: '2016-07-27' },
        { name: 'Front of the Land', from: '2016-07-28', to: null },
      ],
    });
    expect(nameAt(hts, d('2016-01-01'))).toBe('North Front');
    expect(nameAt(hts, d('2017-01-01'))).toBe('Front of the Land');
    expect(nameAt(hts, d('2014-01-01'))).toBe('HTS');
    expect(renamings(hts).map(({ name }) => name)).toEqual(['Front of the Land']);
    const many = lane('many', {
      names: [
        { name: 'NF', from: '2015-01-01', to: '2016-07-27' },
        { name: 'FL', from: '2016-07-28', to: null },
        { name: 'Front of the Land', from: '2016-07-28', to: null },
        { name: 'The Great Front of the Land and the Sea', from: '2016-07-28', to: null },
      ],
    });
    expect(
      written([...renamings(many), { day: d('2016-08-20'), name: 'Later' }], scale).map((w) => w.hasRoom),
    ).toEqual([true, false]);
    expect(renamings(many).map(({ name }) => name)).toEqual(['Front of the Land']);
  });
});

describe('links between lanes', () => {
  const lanes = [lane('old'), lane('between'), lane('new')];

  it('lead out of the old actor in a split and into it in a merger', () => {
    const [split] = linksOf([link({})], lanes, scale);
    expect([split?.fromLane, split?.toLane, split?.down]).toEqual([0, 2, 1]);
    const [merger] = linksOf([link({ kind: 'merger' })], lanes, scale);
    expect([merger?.fromLane, merger?.toLane, merger?.down]).toEqual([2, 0, -1]);
    expect(merger?.endY).toBeLessThan(LANE_HEIGHT);
  });

  it('stand at their day between the two lanes', () => {
    const [split] = linksOf([link({})], lanes, scale);
    expect(split?.x).toBe(200);
    expect(split?.y).toBe(LANE_HEIGHT + 32);
  });

  it('stand beside each other at the same day', () => {
    const tie = { kind: 'rivalry', day: null, from: '2017-07-20' };
    const shapes = linksOf([link({ ...tie, tie: '1' }), link({ ...tie, tie: '2' })], lanes, scale);
    expect(shapes[0]?.x).not.toBe(shapes[1]?.x);
  });

  it('hold on to the edge while they last, and go with their end', () => {
    const old = { kind: 'alliance', day: null, from: '2015-01-01' };
    expect(linksOf([link({ ...old, to: '2017-03-01' })], lanes, scale)).toHaveLength(1);
    expect(linksOf([link({ ...old, to: '2016-03-01' })], lanes, scale)).toHaveLength(0);
    expect(linksOf([link({ day: '2016-03-01' })], lanes, scale)).toHaveLength(0);
  });

  it('are left out where a lane is not shown or nothing dates them', () => {
    expect(linksOf([link({ a: 'elsewhere' })], lanes, scale)).toEqual([]);
    expect(linksOf([link({ day: null })], lanes, scale)).toEqual([]);
    expect(linksOf([link({ a: 'old' })], lanes, scale)).toEqual([]);
  });
});

describe('the days of all lanes', () => {
  it('have room at both ends and hold every mark', () => {
    const of = extent({
      from: null,
      to: null,
      lanes: [
        lane('a', {
          spans: [
            {
              from: '2017-01-29',
              to: null,
              from_basis: 'known',
              to_basis: 'open',
              fades_after: '2017-02-10',
            },
          ],
        }),
      ],
      links: [link({ day: '2016-07-20' })],
    });
    expect(of?.from).toBeLessThan(d('2016-07-20'));
    expect(of?.to).toBeGreaterThan(d('2017-02-10'));
    expect(extent({ from: null, to: null, lanes: [], links: [] })).toBeNull();
  });
});

describe('a first look', () => {
  const known = { from_basis: 'known', to_basis: 'known', fades_after: null } as const;

  it('is at the days of reports and not at all that the registry knows', () => {
    const of = evidenceExtent({
      lanes: [lane('old', { spans: [{ ...known, from: '1988-08-11', to: '2025-01-29' }] }), lane('new')],
      links: [link({ day: '2017-07-20' }), link({ tie: '', day: '1999-01-01' })],
    });
    expect(of?.from).toBeGreaterThan(d('2017-06-01'));
    expect(of?.to).toBeLessThan(d('2017-09-01'));
  });

  it('does not mark what a line between two lanes tells', () => {
    const mark = {
      day: '2017-07-20',
      day_to: null,
      precision: 'day',
      kind: 'split',
      with: 'old',
      tie: 't',
      label: '',
    };
    const own = ownMarks(lane('new', { marks: [mark, { ...mark, tie: 'other' }, { ...mark, tie: null }] }), [
      link({}),
    ]);
    expect(own.marks.map(({ tie }) => tie)).toEqual(['other', null]);
  });
});

describe('keys in an address', () => {
  it('come back whole, with commas and backslashes in them', () => {
    const keys = ['sy-hts', 'Brigade, Third', 'a\\b', 'x/y'];
    expect(parted(joined(keys))).toEqual(keys);
    expect(parted(null)).toEqual([]);
    expect(parted(',,a, a ,')).toEqual(['a']);
  });
});

describe('keys', () => {
  const stops = [
    { id: 'a1', row: 0, x: 10 },
    { id: 'a2', row: 0, x: 90 },
    { id: 'c1', row: 2, x: 20 },
    { id: 'c2', row: 2, x: 80 },
  ];

  it('go along a lane and to the nearest in the next one', () => {
    expect(nextStop(stops, null, 'after')?.id).toBe('a1');
    expect(nextStop(stops, 'a1', 'after')?.id).toBe('a2');
    expect(nextStop(stops, 'a2', 'after')?.id).toBe('c1');
    expect(nextStop(stops, 'a2', 'down')?.id).toBe('c2');
    expect(nextStop(stops, 'c1', 'up')?.id).toBe('a1');
    expect(nextStop(stops, 'a1', 'up')?.id).toBe('a1');
    expect(nextStop(stops, 'c1', 'last')?.id).toBe('c2');
    expect(nextStop([], 'c1', 'last')).toBeNull();
  });
});
