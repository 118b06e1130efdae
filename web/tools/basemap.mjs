// Makes the two files of the basemap from world-atlas, which is Natural Earth (public domain) as TopoJSON.
//
//     node tools/basemap.mjs
//
// A map of conflicts must not decide whose a territory is, so the land is one surface without colours of states,
// and lines come in two objects: `borders`, and `disputed`, which the page draws dashed. What counts as disputed is
// the list below; it follows the dashed and dotted lines of the maps of the United Nations as far as these
// shapes allow. Whoever needs other lines gives the page a file of their own.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import iso from 'iso-3166-1';
import { feature, mergeArcs, quantize } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const require = createRequire(import.meta.url);
const OUT = new URL('../src/views/map/basemap/', import.meta.url);

/** Territories whose every land boundary is drawn dashed: ISO code, or name where Natural Earth gives none. */
const OPEN_TERRITORIES = new Set(['EH', 'PS', 'XK', 'Somaliland', 'N. Cyprus', 'Siachen Glacier', 'Crimea']);

/** Pairs of neighbours between whom the boundary, or a part of it, is not settled. */
const OPEN_PAIRS = new Set(['IL-SY', 'CN-IN', 'SD-SS', 'IL-LB']);

/** Where only a stretch is open: the pair, and the box (west, south, east, north) around that stretch. */
const OPEN_STRETCHES = [{ pair: 'IN-PK', box: [73.2, 32.3, 78, 37] }];

/** Polygons that Natural Earth gives to the state in control, as parts of their own: a point in it, its name. */
const OWN_PARTS = [{ name: 'Crimea', of: 'RU', at: [34.2, 45.2] }];

/** Names without an ISO number that still have a code which browsers can translate. */
const CODES_BY_NAME = { Kosovo: 'XK' };

/** Names that get no label: their neighbours' stand for them. */
const UNLABELLED = new Set([
  'Somaliland',
  'N. Cyprus',
  'Siachen Glacier',
  'Crimea',
  'Indian Ocean Ter.',
  'Ashmore and Cartier Is.',
]);

for (const { scale, least, grid } of [
  { scale: '110m', least: 0, grid: 2e4 },
  { scale: '50m', least: 1e-3, grid: 4e4 },
]) {
  const topology = unpacked(
    JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}.json`), 'utf8')),
  );
  const lean = simplify(presimplify(topology), least);
  const states = lean.objects.countries.geometries.map((geometry) => ({
    ...geometry,
    code: codeOf(geometry),
    name: geometry.properties.name,
  }));
  // Antarctica goes around the pole, which no flat map shows; nothing of what is recorded here happens there.
  lean.objects.countries.geometries = withOwnParts(lean, states).filter(({ code }) => code !== 'AQ');

  const countries = lean.objects.countries;
  const open = (a, b, arc) => a !== b && isOpen(a, b, arc);
  // Simplification keeps whole arcs, so an arc is open or not as a whole; a stretch is judged by its middle.
  const borders = { type: 'MultiLineString', arcs: [] };
  const disputed = { type: 'MultiLineString', arcs: [] };
  for (const { arc, a, b } of innerArcs(lean, countries)) {
    (open(a, b, lean.arcs[arc]) ? disputed : borders).arcs.push([arc]);
  }
  const land = mergeArcs(lean, countries.geometries);
  const made = pruned(
    quantize({ type: 'Topology', objects: { land, borders, disputed }, arcs: lean.arcs }, grid),
  );
  made.labels = labelsOf(lean, countries.geometries);
  writeFileSync(new URL(`world-${scale}.json`, OUT), `${JSON.stringify(made)}\n`);
}

function codeOf({ id, properties: { name } }) {
  if (name === 'Ashmore and Cartier Is.') return null;
  return (id && iso.whereNumeric(id)?.alpha2) ?? CODES_BY_NAME[name] ?? null;
}

/** Coordinates instead of quantized steps. */
function unpacked(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  return { type: 'Topology', objects: { countries: topology.objects.countries }, arcs };
}

function withOwnParts(topology, states) {
  return states.flatMap((state) => {
    const parts = OWN_PARTS.filter(({ of }) => of === state.code);
    if (parts.length === 0) return [state];
    const kept = [];
    const taken = [];
    for (const arcs of state.arcs) {
      const ring = feature(topology, { type: 'Polygon', arcs }).geometry.coordinates[0];
      const part = parts.find(({ at }) => inside(ring, at));
      if (part) taken.push({ type: 'Polygon', arcs, code: null, name: part.name, properties: {} });
      else kept.push(arcs);
    }
    if (taken.length !== parts.length) throw new Error(`${state.name}: no polygon for one of its own parts`);
    return [{ ...state, arcs: kept }, ...taken];
  });
}

/** Each arc that two states share, with both. */
function innerArcs(topology, countries) {
  const owners = new Map();
  const visit = (arcs, state) => {
    for (const arc of arcs) {
      if (Array.isArray(arc)) visit(arc, state);
      else {
        const index = arc < 0 ? ~arc : arc;
        owners.set(index, [...(owners.get(index) ?? []), state]);
      }
    }
  };
  for (const state of countries.geometries) visit(state.arcs ?? [], state);
  return [...owners]
    .filter(([, [a, b]]) => b !== undefined && a !== b)
    .map(([arc, [a, b]]) => ({ arc, a, b }))
    .sort((x, y) => x.arc - y.arc);
}

function isOpen(a, b, arc) {
  if (
    [a, b].some((state) => OPEN_TERRITORIES.has(state.code ?? state.name) || OPEN_TERRITORIES.has(state.name))
  )
    return true;
  const pair = [a.code, b.code].sort().join('-');
  if (OPEN_PAIRS.has(pair)) return true;
  const [x, y] = arc[Math.floor(arc.length / 2)];
  return OPEN_STRETCHES.some(
    ({ pair: of, box: [west, south, east, north] }) =>
      of === pair && x >= west && x <= east && y >= south && y <= north,
  );
}

/** Drops arcs that nothing uses, so that the file holds only what is drawn. */
function pruned(topology) {
  const renumbered = new Map();
  const arcs = [];
  const walk = (list) =>
    list.map((arc) => {
      if (Array.isArray(arc)) return walk(arc);
      const index = arc < 0 ? ~arc : arc;
      if (!renumbered.has(index)) {
        renumbered.set(index, arcs.length);
        arcs.push(topology.arcs[index]);
      }
      return arc < 0 ? ~renumbered.get(index) : renumbered.get(index);
    });
  const objects = Object.fromEntries(
    Object.entries(topology.objects).map(([name, { type, arcs: of }]) => [name, { type, arcs: walk(of) }]),
  );
  return { type: 'Topology', transform: topology.transform, objects, arcs };
}

/** A point well inside each state's largest part, and how large that is: [code, longitude, latitude, rank 0..4]. */
function labelsOf(topology, states) {
  return states
    .filter(({ code, name }) => code && !UNLABELLED.has(name))
    .map((state) => {
      const shape = feature(topology, state).geometry;
      const rings = (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map(
        ([outer]) => outer,
      );
      const largest = rings.reduce((best, ring) => (surface(ring) > surface(best) ? ring : best));
      const [lon, lat] = deepest(largest);
      const size = rings.reduce((sum, ring) => sum + surface(ring), 0);
      const rank = [250, 50, 10, 1].findIndex((least) => size >= least);
      return [state.code, round(lon), round(lat), rank < 0 ? 4 : rank];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function round(degrees) {
  return Math.round(degrees * 100) / 100;
}

/** The surface of a ring in square degrees, shrunk towards the poles. */
function surface(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [ring[i - 1], ring[i]];
    sum += x0 * y1 - x1 * y0;
  }
  const middle = ring.reduce((total, [, y]) => total + y, 0) / ring.length;
  return (Math.abs(sum) / 2) * Math.cos((middle * Math.PI) / 180);
}

/** The point of a grid over the ring that lies farthest from its edges. */
function deepest(ring) {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let best = { at: [(west + east) / 2, (south + north) / 2], far: -1 };
  const steps = 60;
  for (let i = 0; i <= steps; i += 1) {
    for (let j = 0; j <= steps; j += 1) {
      const at = [west + ((east - west) * i) / steps, south + ((north - south) * j) / steps];
      if (!inside(ring, at)) continue;
      const far = ring.reduce(
        (least, [x, y], k) => (k === 0 ? least : Math.min(least, fromSegment(at, ring[k - 1], [x, y]))),
        Infinity,
      );
      if (far > best.far) best = { at, far };
    }
  }
  return best.at;
}

function fromSegment([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along =
    dx || dy ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(px - ax - along * dx, (py - ay - along * dy) * 1.2);
}

function inside(ring, [x, y]) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) is = !is;
  }
  return is;
}
