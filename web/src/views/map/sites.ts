/**
 * Incidents as features of the map, those of one place and one precision together.
 *
 * Exact and coarse places are never counted into one symbol: "somewhere in Idlib province" says nothing about the
 * city of that name, though both have the same point.
 */

import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';

import type { RowParty } from '../../api/types.ts';
import { interval, touches } from './playback.ts';
import type { Period } from '../timeline/brush.ts';
import { circle, markOf, reachKm, type Mark } from './geometry.ts';

export interface Losses {
  readonly low: number;
  readonly best: number;
  readonly high: number;
}

/** One incident of `/api/map`. */
export interface MapPoint {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  readonly kind: string;
  readonly family: string;
  readonly modality: string;
  readonly initiators: readonly RowParty[];
  readonly recipients: readonly RowParty[];
  readonly geometry: string;
  readonly precision: string;
  readonly radius_km?: number | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly killed: Losses | null;
  readonly title: string;
  readonly place?: string;
  readonly within?: string | null;
  readonly country?: string | null;
  readonly status?: string;
}

/** Incidents that are drawn as one. */
export interface Site {
  readonly key: string;
  readonly lat: number;
  readonly lon: number;
  readonly mark: Exclude<Mark, 'none'>;
  readonly km: number;
  readonly name: string;
  readonly within: string;
  readonly points: readonly MapPoint[];
  /** How many of them may as well lie at a namesake of the place. */
  readonly unsure: number;
  readonly killed: number;
  readonly families: Readonly<Record<string, number>>;
}

/** Groups incidents by place and precision, in the order of their keys. */
export function sitesOf(points: readonly MapPoint[]): Site[] {
  const groups = new Map<string, MapPoint[]>();
  for (const point of points) {
    const mark = markOf(point);
    if (mark === 'none') continue;
    const key = `${mark}:${point.lat.toFixed(4)}:${point.lon.toFixed(4)}:${reachKm(point).toFixed(1)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const first = group[0] as MapPoint;
      const families: Record<string, number> = {};
      for (const { family } of group) families[family] = (families[family] ?? 0) + 1;
      return {
        key,
        lat: first.lat,
        lon: first.lon,
        mark: markOf(first) as Site['mark'],
        km: reachKm(first),
        name: first.place ?? '',
        within: first.within ?? '',
        points: group,
        unsure: group.filter(({ status }) => status === 'ambiguous').length,
        killed: group.reduce((sum, { killed }) => sum + (killed?.best ?? 0), 0),
        families,
      };
    });
}

/** The family that most incidents of a site are of; the first by name among equals. */
export function leadingFamily(families: Readonly<Record<string, number>>): string {
  let [lead, most] = ['', 0];
  for (const [family, n] of Object.entries(families).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (n > most) [lead, most] = [family, n];
  }
  return lead;
}

/** The incidents that a window of time holds, and how many nothing dates. */
export function within(
  points: readonly MapPoint[],
  window: Period | null,
): { points: readonly MapPoint[]; undated: number } {
  if (window === null) return { points, undated: 0 };
  let undated = 0;
  const kept = points.filter((point) => {
    const days = interval(point);
    if (days === null) undated += 1;
    return days !== null && touches(days, window);
  });
  return { points: kept, undated };
}

export interface SiteProperties {
  readonly key: string;
  readonly n: number;
  readonly killed: number;
  readonly family: string;
  readonly label: string;
  readonly mark: string;
}

/** Points of the sites with a mark, for symbols and clusters. */
export function pointFeatures(sites: readonly Site[]): FeatureCollection<Point, SiteProperties> {
  return collection(sites.map((site) => feature(site, { type: 'Point', coordinates: [site.lon, site.lat] })));
}

/** Outlines of the rings and areas. */
export function reachFeatures(sites: readonly Site[]): FeatureCollection<Polygon, SiteProperties> {
  const drawn = sites.filter(({ mark }) => mark !== 'dot');
  return collection(
    drawn.map((site) =>
      feature(site, { type: 'Polygon', coordinates: [circle([site.lon, site.lat], site.km)] }),
    ),
  );
}

function feature<G extends Point | Polygon>(site: Site, geometry: G): Feature<G, SiteProperties> {
  return {
    type: 'Feature',
    geometry,
    properties: {
      key: site.key,
      n: site.points.length,
      killed: site.killed,
      family: leadingFamily(site.families),
      label: site.name,
      mark: site.mark,
    },
  };
}

function collection<G extends Point | Polygon>(
  features: Feature<G, SiteProperties>[],
): FeatureCollection<G, SiteProperties> {
  return { type: 'FeatureCollection', features };
}
