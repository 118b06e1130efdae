/** Server's groups and cells, and boxes, as features of the map. */

import type { FeatureCollection } from 'geojson';

import type { Cell, Group } from './answer.ts';
import type { Box } from './geometry.ts';
import { leadingFamily } from './sites.ts';

export function groupFeatures(groups: readonly Group[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: groups.map(({ lat, lon, n, killed, families, ids }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { n, killed, family: leadingFamily(families), id: n === 1 ? (ids?.[0] ?? '') : '' },
    })),
  };
}

/** Cells with `share`, which is 0 for one incident and 1 for the most, on a scale of logarithms. */
export function cellFeatures(cells: readonly Cell[]): FeatureCollection {
  const most = Math.log(Math.max(...cells.map(({ n }) => n), 2));
  return {
    type: 'FeatureCollection',
    features: cells.map(({ h3, boundary, n }) => ({
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [closed(unfolded(boundary))] },
      properties: { h3, n, share: Math.log(Math.max(n, 1)) / most },
    })),
  };
}

/** A ring whose longitudes go on beyond 180 degrees where it crosses that line, instead of jumping across the map. */
export function unfolded(ring: readonly (readonly number[])[]): [number, number][] {
  let before = ring[0]?.[0] ?? 0;
  return ring.map(([lon = 0, lat = 0]) => {
    const turns = Math.round((lon - before) / 360);
    before = lon - 360 * turns;
    return [before, lat];
  });
}

function closed(ring: [number, number][]): [number, number][] {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (first === undefined || last === undefined) return ring;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/** The outline of a box. One that crosses the line of 180 degrees goes on eastwards. */
export function boxFeature([west, south, east, north]: Box): FeatureCollection {
  const right = east < west ? east + 360 : east;
  const ring = [
    [west, south],
    [right, south],
    [right, north],
    [west, north],
    [west, south],
  ];
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', geometry: { type: 'LineString', coordinates: ring }, properties: {} }],
  };
}

export const NO_FEATURES: FeatureCollection = { type: 'FeatureCollection', features: [] };
