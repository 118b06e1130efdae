/** The world under the incidents: land, boundaries and names, from files that come with the page or from the user. */

import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPolygon, Point } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryObject, Topology } from 'topojson-specification';

import coarse from './basemap/world-110m.json?url';
import fine from './basemap/world-50m.json?url';
import { unfolded } from './features.ts';

/** Longest boundary file that is read, in bytes: more than the 10 m map of the world has. */
export const MOST_BYTES = 30_000_000;

export interface Basemap {
  readonly land: FeatureCollection<MultiPolygon>;
  readonly borders: FeatureCollection<MultiLineString>;
  /** Drawn dashed. */
  readonly disputed: FeatureCollection<MultiLineString>;
  readonly labels: readonly StateLabel[];
}

export interface StateLabel {
  /** ISO 3166 alpha-2. */
  readonly code: string;
  readonly lon: number;
  readonly lat: number;
  /** 0 for the largest states, 4 for the smallest. */
  readonly rank: number;
}

interface World extends Topology {
  readonly objects: {
    readonly land: GeometryObject;
    readonly borders: GeometryObject;
    readonly disputed: GeometryObject;
  };
  readonly labels: readonly [string, number, number, number][];
}

/** The bundled world, rough enough for a first look or fine enough for a country. */
export async function bundledWorld(detail: 'coarse' | 'fine', signal?: AbortSignal): Promise<Basemap> {
  const answer = await fetch(detail === 'coarse' ? coarse : fine, signal ? { signal } : {});
  if (!answer.ok) throw new Error(`basemap: ${answer.status}`);
  const world = (await answer.json()) as World;
  return {
    land: flat(one<MultiPolygon>(world, world.objects.land)),
    borders: one<MultiLineString>(world, world.objects.borders),
    disputed: one<MultiLineString>(world, world.objects.disputed),
    labels: world.labels.map(([code, lon, lat, rank]) => ({ code, lon, lat, rank })),
  };
}

function one<G extends Geometry>(world: World, object: GeometryObject): FeatureCollection<G> {
  return { type: 'FeatureCollection', features: [feature(world, object) as unknown as Feature<G>] };
}

/** Natural Earth's shapes are those of a globe: rings go across the line of 180 degrees. */
function flat({ features }: FeatureCollection<MultiPolygon>): FeatureCollection<MultiPolygon> {
  return {
    type: 'FeatureCollection',
    features: features.map(({ geometry, ...feature }) => ({
      ...feature,
      geometry: { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(unfolded)) },
    })),
  };
}

/** A boundary file that cannot be used, with what is wrong with it. */
export class BadBoundaries extends Error {
  override readonly name = 'BadBoundaries';
}

/** Boundaries of the user's own: lines, and polygons whose outlines become lines. */
export interface Boundaries {
  readonly borders: FeatureCollection<MultiLineString>;
  readonly disputed: FeatureCollection<MultiLineString>;
}

/**
 * Reads a boundary file: GeoJSON or TopoJSON in degrees, with lines or polygons. Those with a property `disputed`
 * (true, 1 or "yes") are drawn dashed. Whatever else is in the file is passed over.
 */
export function readBoundaries(text: string): Boundaries {
  if (text.length > MOST_BYTES) throw new BadBoundaries('too large');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadBoundaries(error instanceof Error ? error.message : 'not JSON');
  }
  const lines: { plain: Position[][]; disputed: Position[][] } = { plain: [], disputed: [] };
  for (const { geometry, properties } of featuresOf(json)) {
    const open = [true, 1, '1', 'yes', 'true'].includes((properties?.['disputed'] ?? false) as string);
    for (const line of linesOf(geometry)) (open ? lines.disputed : lines.plain).push(line);
  }
  if (lines.plain.length + lines.disputed.length === 0) throw new BadBoundaries('no lines or polygons');
  return { borders: asLines(lines.plain), disputed: asLines(lines.disputed) };
}

type Position = number[];

function featuresOf(json: unknown): Feature<Geometry | null>[] {
  if (!isObject(json)) throw new BadBoundaries('neither GeoJSON nor TopoJSON');
  if (json['type'] === 'Topology') {
    const topology = json as unknown as Topology;
    try {
      return Object.values(topology.objects).flatMap((object) => {
        const made = feature(topology, object as GeometryObject) as unknown as Feature | FeatureCollection;
        return made.type === 'FeatureCollection' ? made.features : [made];
      });
    } catch {
      throw new BadBoundaries('TopoJSON whose arcs do not fit');
    }
  }
  if (json['type'] === 'FeatureCollection' && Array.isArray(json['features'])) {
    return (json['features'] as unknown[]).filter(isFeature);
  }
  if (isFeature(json)) return [json];
  if (typeof json['type'] === 'string' && ('coordinates' in json || 'geometries' in json)) {
    return [{ type: 'Feature', geometry: json as unknown as Geometry, properties: {} }];
  }
  throw new BadBoundaries('neither GeoJSON nor TopoJSON');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFeature(value: unknown): value is Feature<Geometry | null> {
  return (
    isObject(value) &&
    value['type'] === 'Feature' &&
    (value['geometry'] === null || isObject(value['geometry']))
  );
}

function linesOf(geometry: Geometry | null): Position[][] {
  if (geometry === null) return [];
  switch (geometry.type) {
    case 'LineString':
      return [line(geometry.coordinates)];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.map(line);
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((rings) => rings.map(line));
    case 'GeometryCollection':
      return geometry.geometries.flatMap(linesOf);
    default:
      return [];
  }
}

function line(positions: unknown): Position[] {
  if (!Array.isArray(positions)) throw new BadBoundaries('a line without points');
  return positions.map((position: unknown) => {
    const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof lon !== 'number' || typeof lat !== 'number' || Math.abs(lat) > 90 || Math.abs(lon) > 360) {
      throw new BadBoundaries(`a point that is not in degrees: ${JSON.stringify(position)?.slice(0, 60)}`);
    }
    return [lon, lat];
  });
}

function asLines(lines: Position[][]): FeatureCollection<MultiLineString> {
  return {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } },
    ],
  };
}

/** Names of the states in a language. Browsers know them; a code that one does not know gets no label. */
export function stateNames(
  labels: readonly StateLabel[],
  language: string,
): FeatureCollection<Point, { name: string; rank: number }> {
  const names = new Intl.DisplayNames([language, 'en'], { type: 'region', fallback: 'none' });
  return {
    type: 'FeatureCollection',
    features: labels.flatMap(({ code, lon, lat, rank }) => {
      const name = names.of(code);
      return name === undefined
        ? []
        : [
            {
              type: 'Feature',
              geometry: { type: 'Point', coordinates: [lon, lat] },
              properties: { name, rank },
            },
          ];
    }),
  };
}
