import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { BadBoundaries, readBoundaries, stateNames, type StateLabel } from './basemap.ts';
import { askedBox, boxAround, circle, kilometres, markOf, reachKm, wrapped } from './geometry.ts';
import { boxFeature, cellFeatures, unfolded } from './features.ts';
import { hatching } from './images.ts';
import { playingOf, playingText, shownOf, shownText, viewOf, viewText } from './settings.ts';
import { elapsed, fittingStep, frameOf, interval, reel, touches, windowAt } from './playback.ts';
import { leadingFamily, type MapPoint, reachFeatures, sitesOf, within } from './sites.ts';
import { dayNumber, dayText } from '../timeline/day.ts';
import type { Period } from '../timeline/brush.ts';

const d = (text: string): number => dayNumber(text) ?? Number.NaN;
const p = (since: string, until: string): Period => ({ since: d(since), until: d(until) });

const point = (id: string, changes: Partial<MapPoint> = {}): MapPoint => ({
  id,
  lat: 35.93,
  lon: 36.63,
  kind: 'clash',
  family: 'fighting',
  modality: 'reported',
  initiators: [],
  recipients: [],
  geometry: 'point',
  precision: 'settlement',
  radius_km: 2,
  start: '2017-07-15',
  end: '2017-07-15',
  killed: null,
  title: 'clash',
  place: 'Idlib',
  ...changes,
});

describe('a playback', () => {
  it('shows an incident in every window that its days touch', () => {
    const siege = interval({ start: '2017-03-10', end: '2017-06-02' }) as Period;
    const film = reel(p('2017-02-01', '2017-07-31'), 'month', 1);
    const seen = Array.from({ length: film.frames }, (_, i) => touches(siege, windowAt(film, i)));
    expect(seen).toEqual([false, true, true, true, true, false]);
  });

  it('takes one open end as a day and turns ends that are the wrong way round', () => {
    expect(interval({ start: null, end: '2017-06-02' })).toEqual(p('2017-06-02', '2017-06-02'));
    expect(interval({ start: '2017-06-05', end: '2017-06-02' })).toEqual(p('2017-06-02', '2017-06-05'));
    expect(interval({ start: null, end: null })).toBeNull();
  });

  it('covers the last day and moves on by one step', () => {
    const film = reel(p('2017-01-03', '2017-03-01'), 'week', 4);
    const windows = Array.from({ length: film.frames }, (_, i) => windowAt(film, i));
    expect(dayText(windows[0]?.since ?? 0)).toBe('2017-01-02');
    expect(windows.at(-1)?.until).toBeGreaterThanOrEqual(d('2017-03-01'));
    windows.slice(1).forEach(({ since }, i) => expect(since - (windows[i]?.since ?? 0)).toBe(7));
    expect(windowAt(film, 9999)).toEqual(windows.at(-1));
    expect(frameOf(film, windows[2]?.since ?? 0)).toBe(2);
  });

  it('has one frame for a period shorter than its window', () => {
    const film = reel(p('2017-01-03', '2017-01-05'), 'week', 4);
    expect(film.frames).toBe(1);
    expect(windowAt(film, 0).since).toBe(d('2017-01-02'));
  });

  it('chooses steps that end within a few hundred frames', () => {
    for (const years of [0.1, 1, 2, 5, 15, 40, 200]) {
      const period = { since: d('1900-01-01'), until: d('1900-01-01') + Math.round(years * 365) };
      expect(reel(period, fittingStep(period), 1).frames).toBeLessThan(260);
    }
  });

  it('does not jump after the page was hidden', () => {
    expect(elapsed(250, 4)).toEqual({ frames: 1, rest: 0 });
    expect(elapsed(300, 4)).toEqual({ frames: 1, rest: 50 });
    expect(elapsed(60_000, 4)).toEqual({ frames: 1, rest: 0 });
  });
});

describe('a place on the map', () => {
  it('is drawn no more precisely than it is known', () => {
    const mark = (changes: Partial<MapPoint>): string => markOf(point('a', changes));
    expect(mark({})).toBe('dot');
    expect(mark({ geometry: 'circle', radius_km: 12 })).toBe('ring');
    expect(mark({ geometry: 'line' })).toBe('ring');
    expect(mark({ geometry: 'area', precision: 'province' })).toBe('area');
    expect(mark({ geometry: 'point', precision: 'district' })).toBe('area');
    expect(mark({ geometry: 'area', precision: 'country' })).toBe('none');
    expect(mark({ geometry: 'point', precision: 'unknown' })).toBe('none');
    expect(markOf({ ...point('a'), lat: null })).toBe('none');
  });

  it('reaches as far as the words say', () => {
    expect(reachKm(point('a', { geometry: 'circle', radius_km: 12 }))).toBe(12);
    expect(reachKm(point('a'))).toBe(0);
    const area = { geometry: 'area', radius_km: null };
    expect(reachKm(point('a', { ...area, precision: 'province' }))).toBeGreaterThan(
      reachKm(point('a', { ...area, precision: 'district' })),
    );
  });

  it('has a ring whose every corner is as far away as its radius', () => {
    for (const [lon, lat, km] of [
      [36.6, 35.9, 12],
      [179.9, -20, 80],
      [10, 78, 40],
    ] as const) {
      for (const corner of circle([lon, lat], km)) expect(kilometres([lon, lat], corner)).toBeCloseTo(km, 6);
    }
    expect(kilometres([36.63, 35.93], [37.16, 36.2])).toBeCloseTo(56.4, 0);
  });

  it('never shares a symbol with a place of another precision', () => {
    const sites = sitesOf([
      point('city'),
      point('city again', { killed: { low: 1, best: 3, high: 5 } }),
      point('province', { geometry: 'area', precision: 'province', radius_km: null }),
      point('country', { precision: 'country' }),
      point('near', { geometry: 'circle', radius_km: 10 }),
    ]);
    expect(sites.map(({ mark, points, killed }) => [mark, points.length, killed])).toEqual([
      ['area', 1, 0],
      ['dot', 2, 3],
      ['ring', 1, 0],
    ]);
    expect(reachFeatures(sites).features.map(({ properties }) => properties.mark)).toEqual(['area', 'ring']);
  });

  it('bears the colour of the family that leads, the first by name among equals', () => {
    expect(leadingFamily({ talks: 2, fighting: 2, words: 1 })).toBe('fighting');
    expect(leadingFamily({})).toBe('');
  });

  it('is in a window by its days, and what nothing dates is counted apart', () => {
    const points = [
      point('in', { start: '2017-07-01', end: '2017-07-31' }),
      point('out', { start: '2017-09-01', end: '2017-09-02' }),
      point('never', { start: null, end: null }),
    ];
    const shown = within(points, p('2017-07-20', '2017-07-26'));
    expect(shown.points.map(({ id }) => id)).toEqual(['in']);
    expect(shown.undated).toBe(1);
    expect(within(points, null).points).toHaveLength(3);
  });
});

describe('a window of the map', () => {
  it('asks the same question after a small move', () => {
    const a = askedBox([36.1, 35.2, 37.3, 36.4], 8);
    expect(askedBox([36.11, 35.21, 37.29, 36.41], 8)).toEqual(a);
    expect(a[0]).toBeLessThanOrEqual(36.1);
    expect(a[3]).toBeGreaterThanOrEqual(36.4);
  });

  it('stays in the world, also across its edge', () => {
    expect(askedBox([-300, -95, 200, 95], 0)).toEqual([-180, -90, 180, 90]);
    const [west, , east] = askedBox([170, 0, 190, 10], 5);
    expect(west).toBeLessThanOrEqual(170);
    expect(east).toBeLessThan(-165);
    expect(wrapped(190)).toBe(-170);
    expect(wrapped(-190)).toBe(170);
    expect(wrapped(180)).toBe(180);
  });

  it('fits around points', () => {
    expect(boxAround([])).toBeNull();
    expect(
      boxAround([
        [1, 2],
        [-3, 4],
      ]),
    ).toEqual([-3, 2, 1, 4]);
  });
});

describe('the basemap', () => {
  interface World {
    arcs: unknown[];
    objects: Record<string, { arcs: unknown[] }>;
    labels: [string, number, number, number][];
  }
  const world = (scale: string): World =>
    JSON.parse(readFileSync(new URL(`./basemap/world-${scale}.json`, import.meta.url), 'utf8')) as World;

  it('has land, boundaries and disputed boundaries at both scales', () => {
    for (const scale of ['110m', '50m']) {
      const { objects, labels } = world(scale);
      for (const object of ['land', 'borders', 'disputed'])
        expect(objects[object]?.arcs.length).toBeGreaterThan(5);
      expect(labels.length).toBeGreaterThan(150);
      expect(labels.every(([code]) => /^[A-Z]{2}$/.test(code))).toBe(true);
    }
  });

  it('writes states in the language asked for', () => {
    const labels: StateLabel[] = [
      { code: 'SY', lon: 38, lat: 35, rank: 2 },
      { code: 'QZ', lon: 0, lat: 0, rank: 4 },
    ];
    const name = (language: string): unknown =>
      stateNames(labels, language).features.map((f) => f.properties.name);
    expect(name('en')).toEqual(['Syria']);
    expect(name('ar')).toEqual(['سوريا']);
    expect(name('uk')).toEqual(['Сирія']);
  });

  it('takes boundaries of the user, dashed where they say so', () => {
    const square = [
      [
        [0, 0],
        [0, 1],
        [1, 1],
        [0, 0],
      ],
    ];
    const read = readBoundaries(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { disputed: true },
            geometry: {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [1, 1],
              ],
            },
          },
          { type: 'Feature', properties: null, geometry: { type: 'Polygon', coordinates: square } },
          { type: 'Feature', properties: {}, geometry: null },
          { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [0, 0] } },
        ],
      }),
    );
    expect(read.disputed.features[0]?.geometry.coordinates).toEqual([
      [
        [0, 0],
        [1, 1],
      ],
    ]);
    expect(read.borders.features[0]?.geometry.coordinates).toEqual(square);
  });

  it('takes TopoJSON too', () => {
    const read = readBoundaries(
      JSON.stringify({
        type: 'Topology',
        arcs: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
        objects: { lines: { type: 'LineString', arcs: [0], properties: { disputed: 1 } } },
      }),
    );
    expect(read.disputed.features[0]?.geometry.coordinates).toEqual([
      [
        [0, 0],
        [1, 1],
      ],
    ]);
  });

  it('says what is wrong with a file', () => {
    const wrong = (text: string): string => {
      try {
        readBoundaries(text);
      } catch (error) {
        if (error instanceof BadBoundaries) return error.message;
        throw error;
      }
      return 'nothing';
    };
    expect(wrong('{')).toMatch(/JSON/);
    expect(wrong('[1]')).toBe('neither GeoJSON nor TopoJSON');
    expect(wrong('{"type":"FeatureCollection","features":[]}')).toBe('no lines or polygons');
    expect(wrong('{"type":"LineString","coordinates":[[500000,4000000],[1,1]]}')).toMatch(/not in degrees/);
    expect(wrong('{"type":"Topology","arcs":[],"objects":{"a":{"type":"LineString","arcs":[7]}}}')).toMatch(
      /arcs/,
    );
    expect(wrong('{"type":"LineString","coordinates":"far"}')).toBe('a line without points');
  });
});

describe('a ring across the line of 180 degrees', () => {
  it('goes on instead of jumping back', () => {
    const ring = [
      [178, 60],
      [-179, 61],
      [-175, 62],
      [179, 63],
      [178, 60],
    ];
    expect(unfolded(ring).map(([lon]) => lon)).toEqual([178, 181, 185, 179, 178]);
    expect(unfolded([])).toEqual([]);
  });

  it('is drawn eastwards as a box', () => {
    const [line] = boxFeature([170, -10, -170, 10]).features;
    expect(line?.geometry.type === 'LineString' && line.geometry.coordinates[1]).toEqual([190, -10]);
  });
});

describe('settings in the address', () => {
  it('come back as they were written', () => {
    expect(viewOf(viewText({ lat: 35.93, lon: 36.63, zoom: 7.25 }))).toEqual({
      lat: 35.93,
      lon: 36.63,
      zoom: 7.3,
    });
    expect(shownOf(shownText({ marks: true, heat: true, cells: false }))).toEqual({
      marks: true,
      heat: true,
      cells: false,
    });
    expect(shownOf(shownText({ marks: false, heat: false, cells: false })).marks).toBe(false);
    expect(shownText({ marks: true, heat: false, cells: false })).toBeNull();
    expect(playingOf(playingText({ since: 0, step: 'week', width: 4 }, '2017-07-10'))).toEqual({
      since: d('2017-07-10'),
      step: 'week',
      width: 4,
    });
  });

  it('are passed over where they make no sense', () => {
    for (const text of [null, '', '1,2', '91,0,3', 'a,b,c', '1,2,99', '1,,3'])
      expect(viewOf(text)).toBeNull();
    for (const text of [null, '', '2017-07-10', '2017-07-10,week,0', '2017-07-10,hour,2'])
      expect(playingOf(text)).toBeNull();
  });
});

describe('cells', () => {
  it('are the stronger the more they hold, and closed', () => {
    const boundary = [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const;
    const cell = (h3: string, n: number) => ({ h3, n, boundary, killed: null });
    const { features } = cellFeatures([cell('a', 1), cell('b', 10), cell('c', 100)]);
    expect(features.map(({ properties }) => properties?.['share'])).toEqual([0, 0.5, 1]);
    const [shape] = features;
    expect(shape?.geometry.type === 'Polygon' && shape.geometry.coordinates[0]?.length).toBe(4);
  });
});

describe('a hatching', () => {
  it('meets itself at the edges of its tile', () => {
    const { data, width } = hatching('#ff0000', 16);
    const alpha = (x: number, y: number): number | undefined => data[4 * ((y % 16) * width + (x % 16)) + 3];
    for (let i = 0; i < 16; i += 1) expect(alpha(15, i)).toBe(alpha(16 + 15, i + 16));
    expect(alpha(0, 0)).toBeGreaterThan(150);
    expect(alpha(4, 4)).toBe(0);
    expect([...data.slice(0, 3)]).toEqual([255, 0, 0]);
  });
});
