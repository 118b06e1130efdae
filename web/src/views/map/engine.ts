/**
 * The one place that knows MapLibre: opens a map over the bundled basemap, takes data by source, follows the theme.
 *
 * It asks for nothing outside: no tiles, no glyphs, no sprites. Letters are drawn with the system's fonts, which
 * joins Arabic and turns it right to left without a plugin.
 */

import type { FeatureCollection } from 'geojson';
import {
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as GlMap,
  type MapGeoJSONFeature,
  setWorkerUrl,
} from 'maplibre-gl';
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

import { type Basemap, type Boundaries, bundledWorld, stateNames } from './basemap.ts';
import type { Colors } from './colors.ts';
import type { Box } from './geometry.ts';
import { pictures } from './images.ts';
import { CLICKED, mapStyle, type Shown, type SourceName, TOGGLED } from './style.ts';
import './map.css';

setWorkerUrl(worker);

/** Nearer than this the finer of the two basemaps is shown. */
const FINE_ZOOM = 2.6;

export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
}

export interface EngineOptions {
  readonly container: HTMLElement;
  readonly colors: Colors;
  readonly shown: Shown;
  readonly language: string;
  /** What the map is called by screen readers. */
  readonly label: string;
  readonly view: View | null;
  readonly boundaries: Boundaries | null;
  /** Moved by the user or by us; called when the move is over. */
  readonly moved?: (view: View, box: Box) => void;
  readonly clicked?: (hit: Hit | null) => void;
  readonly hovered?: (hit: Hit | null) => void;
}

export interface Hit {
  readonly layer: string;
  readonly lon: number;
  readonly lat: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Fit {
  /** The nearest zoom. */
  readonly most?: number;
  /** Pixels left free at the edges. */
  readonly padding?: number;
  /** Without moving there slowly. */
  readonly still?: boolean;
}

export interface Engine {
  set(source: SourceName, data: FeatureCollection): void;
  show(shown: Shown): void;
  paint(colors: Colors): void;
  speak(language: string): void;
  bound(boundaries: Boundaries | null): void;
  fit(box: Box, how?: Fit): void;
  fly(view: Partial<View>): void;
  zoomBy(steps: number): void;
  box(): Box;
  /** How near one must come for a cluster to fall apart, and the sites in it. */
  cluster(id: number): Promise<{ zoom: number; keys: string[] }>;
  resize(): void;
  close(): void;
}

export class NoWebGl extends Error {
  override readonly name = 'NoWebGl';
}

export async function openMap(options: EngineOptions): Promise<Engine> {
  let { colors, shown, language, boundaries } = options;
  let world = await bundledWorld('coarse');
  let fine = false;
  const data = new Map<SourceName, FeatureCollection>();
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

  let map: GlMap;
  try {
    map = new GlMap({
      container: options.container,
      style: mapStyle(colors, shown),
      center: options.view === null ? [38, 25] : [options.view.lon, options.view.lat],
      zoom: options.view?.zoom ?? 1.6,
      maxZoom: 15,
      minZoom: 0,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: true,
      fadeDuration: calm ? 0 : 150,
      canvasContextAttributes: { preserveDrawingBuffer: import.meta.env.MODE === 'test' },
      locale: { 'Map.Title': options.label },
    });
  } catch (error) {
    throw new NoWebGl(error instanceof Error ? error.message : 'WebGL');
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  if (import.meta.env.MODE === 'test') (window as unknown as { __map: GlMap }).__map = map;

  const put = (source: SourceName): void => {
    const found = map.getSource(source);
    const set = data.get(source);
    if (found !== undefined && set !== undefined) (found as GeoJSONSource).setData(set);
  };
  const set = (source: SourceName, collection: FeatureCollection): void => {
    data.set(source, collection);
    put(source);
  };
  const setWorld = (next: Basemap): void => {
    world = next;
    set('land', world.land);
    set('borders', boundaries?.borders ?? world.borders);
    set('disputed', boundaries?.disputed ?? world.disputed);
    set('names', stateNames(world.labels, language));
  };
  const refine = (): void => {
    if (fine || map.getZoom() < FINE_ZOOM) return;
    fine = true;
    bundledWorld('fine').then(setWorld, () => {
      // The rough world stays; the next move asks again.
      fine = false;
    });
  };
  const addPictures = (): void => {
    for (const [name, picture] of pictures(colors)) {
      const of = { width: picture.width, height: picture.height, data: picture.data };
      if (map.hasImage(name)) map.updateImage(name, of);
      else map.addImage(name, of, { pixelRatio: 2 });
    }
  };
  map.on('style.load', () => {
    addPictures();
    for (const source of data.keys()) put(source);
  });
  // Says from outside whether all that is to be drawn is drawn.
  map.on('idle', () => (options.container.dataset['drawn'] = 'true'));
  map.on('movestart', () => delete options.container.dataset['drawn']);
  map.on('dataloading', () => delete options.container.dataset['drawn']);
  setWorld(world);
  refine();

  const hitAt = (point: { x: number; y: number }): Hit | null => {
    const around = 4;
    const there = CLICKED.filter((layer) => map.getLayer(layer) !== undefined);
    const found = map.queryRenderedFeatures(
      [
        [point.x - around, point.y - around],
        [point.x + around, point.y + around],
      ],
      { layers: there },
    );
    const first = found[0];
    if (first === undefined) return null;
    const [lon, lat] = centerOf(first);
    return { layer: first.layer.id, lon, lat, properties: first.properties };
  };
  map.on('click', ({ point }) => options.clicked?.(hitAt(point)));
  map.on('mousemove', ({ point }) => {
    const hit = hitAt(point);
    map.getCanvas().style.cursor = hit === null ? '' : 'pointer';
    options.hovered?.(hit);
  });
  map.on('mouseout', () => options.hovered?.(null));
  map.on('moveend', () => {
    refine();
    const center = map.getCenter();
    options.moved?.({ lon: center.lng, lat: center.lat, zoom: map.getZoom() }, boxOf(map));
  });

  const animate = calm ? { animate: false } : { duration: 400 };
  return {
    set,
    show(next) {
      shown = next;
      for (const [name, layers] of Object.entries(TOGGLED)) {
        const visibility = shown[name as keyof Shown] ? 'visible' : 'none';
        for (const layer of layers)
          if (map.getLayer(layer)) map.setLayoutProperty(layer, 'visibility', visibility);
      }
    },
    paint(next) {
      colors = next;
      map.setStyle(mapStyle(colors, shown), { diff: false });
    },
    speak(next) {
      language = next;
      set('names', stateNames(world.labels, language));
    },
    bound(next) {
      boundaries = next;
      setWorld(world);
    },
    fit(box, { most = 9, padding = 48, still = false } = {}) {
      const how = still ? { animate: false } : animate;
      map.fitBounds(box as unknown as LngLatBoundsLike, { padding, maxZoom: most, ...how });
    },
    fly({ lon, lat, zoom }) {
      map.easeTo({
        ...(lon !== undefined && lat !== undefined ? { center: [lon, lat] as [number, number] } : {}),
        ...(zoom !== undefined ? { zoom } : {}),
        ...animate,
      });
    },
    zoomBy(steps) {
      map.zoomTo(map.getZoom() + steps, animate);
    },
    box: () => boxOf(map),
    async cluster(id) {
      const source = map.getSource('sites') as GeoJSONSource;
      const [zoom, leaves] = await Promise.all([
        source.getClusterExpansionZoom(id),
        source.getClusterLeaves(id, 500, 0),
      ]);
      return { zoom, keys: leaves.map(({ properties }) => String(properties?.['key'] ?? '')) };
    },
    resize: () => map.resize(),
    close: () => map.remove(),
  };
}

function boxOf(map: GlMap): Box {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

function centerOf({ geometry }: MapGeoJSONFeature): [number, number] {
  if (geometry.type === 'Point') return geometry.coordinates as [number, number];
  if (geometry.type === 'Polygon') {
    const ring = geometry.coordinates[0] ?? [];
    const sum = ring.reduce<[number, number]>(([x, y], [lon = 0, lat = 0]) => [x + lon, y + lat], [0, 0]);
    return [sum[0] / Math.max(ring.length, 1), sum[1] / Math.max(ring.length, 1)];
  }
  return [0, 0];
}
