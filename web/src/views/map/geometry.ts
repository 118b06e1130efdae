/** Shapes on the globe: circles in kilometres, boxes, and what a place's precision looks like on a map. */

export type LonLat = readonly [number, number];
/** West, south, east, north. */
export type Box = readonly [number, number, number, number];

const EARTH_KM = 6371.0088;
const RAD = Math.PI / 180;

/** Kilometres between two points along the surface. */
export function kilometres([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const h =
    Math.sin(((lat2 - lat1) * RAD) / 2) ** 2 +
    Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The point that lies so many kilometres from another in a direction (0 is north, 90 east). */
export function destination([lon, lat]: LonLat, km: number, bearing: number): [number, number] {
  const [d, b, φ] = [km / EARTH_KM, bearing * RAD, lat * RAD];
  const sin = Math.sin(φ) * Math.cos(d) + Math.cos(φ) * Math.sin(d) * Math.cos(b);
  const east = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(φ), Math.cos(d) - Math.sin(φ) * sin);
  // Not wrapped at 180 degrees: a ring across that line would otherwise span the whole map.
  return [lon + east / RAD, Math.asin(sin) / RAD];
}

/** A closed ring around a point. */
export function circle(center: LonLat, km: number, corners = 48): [number, number][] {
  const ring = Array.from({ length: corners }, (_, i) => destination(center, km, (i * 360) / corners));
  return [...ring, ring[0] as [number, number]];
}

/** The smallest box around points; null for none. */
export function boxAround(points: readonly LonLat[]): Box | null {
  if (points.length === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    south = Math.min(south, lat);
    east = Math.max(east, lon);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

/**
 * A window of the map as the server takes it: within the world, rounded outwards to what the zoom can show, so
 * that a small move of the map asks the question that was asked before.
 */
export function askedBox([west, south, east, north]: Box, zoom: number): Box {
  const grid = 360 / 2 ** Math.min(Math.max(Math.floor(zoom), 0) + 3, 16);
  const down = (v: number): number => Number((Math.floor(v / grid + 1e-9) * grid).toFixed(5));
  const up = (v: number): number => Number((Math.ceil(v / grid - 1e-9) * grid).toFixed(5));
  const [s, n] = [Math.max(down(south), -90), Math.min(up(north), 90)];
  if (east - west >= 360) return [-180, s, 180, n];
  const [w, e] = [wrapped(down(west)), wrapped(up(east))];
  return [w, s, e, n];
}

/** A longitude from -180 to 180. */
export function wrapped(lon: number): number {
  if (lon >= -180 && lon <= 180) return lon;
  return Number((((((lon + 180) % 360) + 360) % 360) - 180).toFixed(5));
}

/** How a place is drawn: no more precisely than the words give it. */
export type Mark = 'dot' | 'ring' | 'area' | 'none';

export interface Placed {
  readonly lat: number | null;
  readonly lon: number | null;
  readonly geometry: string;
  readonly precision: string;
  readonly radius_km?: number | null | undefined;
}

export function markOf({ lat, lon, geometry, precision }: Placed): Mark {
  if (lat === null || lon === null || precision === 'country' || precision === 'unknown') return 'none';
  if (geometry === 'area' || precision === 'district' || precision === 'province') return 'area';
  if (geometry === 'circle' || geometry === 'line') return 'ring';
  return 'dot';
}

/**
 * How far from the point the drawing reaches. For a circle that is what the words say. The gazetteer has no
 * outlines of districts and provinces, so the hatching of an area has a nominal size, which the legend says.
 */
export function reachKm(place: Placed): number {
  const mark = markOf(place);
  if (mark === 'ring') return place.radius_km ?? 10;
  if (mark === 'area') return place.radius_km ?? (place.precision === 'province' ? 50 : 15);
  return 0;
}
