/** How the map looks: layers from the sea up to the names. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';

import type { Colors } from './colors.ts';

/** Sources whose data the page sets. */
export const SOURCES = [
  'land',
  'borders',
  'disputed',
  'names',
  'cells',
  'reach',
  'sites',
  'areas',
  'groups',
  'frame',
  'chosen',
  'candidates',
] as const;
export type SourceName = (typeof SOURCES)[number];

/** Beyond this zoom sites are never drawn as one. */
export const MOST_CLUSTER_ZOOM = 13;

/** No glyph address is given: the map then draws its letters with the fonts of the system. */
const FONT = ['sans-serif'];
/** The name only says how bold: a system without this font takes its own sans serif at that weight. */
const FONT_BOLD = ['Noto Sans Bold'];

export interface Shown {
  readonly marks: boolean;
  readonly heat: boolean;
  readonly cells: boolean;
}

export function mapStyle(colors: Colors, shown: Shown): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  return {
    version: 8,
    sources: Object.fromEntries(
      SOURCES.map((name) => [
        name,
        name === 'sites'
          ? {
              type: 'geojson' as const,
              data: empty,
              cluster: true,
              clusterRadius: 56,
              clusterMaxZoom: MOST_CLUSTER_ZOOM,
              clusterProperties: {
                total: ['+', ['get', 'n']],
                dead: ['+', ['get', 'killed']],
              },
            }
          : { type: 'geojson' as const, data: empty, ...(name === 'borders' ? { tolerance: 0.2 } : {}) },
      ]),
    ),
    layers: layers(colors, shown),
  };
}

/** The layers that a toggle shows or hides. */
export const TOGGLED: Readonly<Record<keyof Shown, readonly string[]>> = {
  marks: [
    'areas-fill',
    'areas-line',
    'areas-small',
    'areas-count',
    'rings-fill',
    'rings-line',
    'sites-sign',
    'sites-count',
    'sites-name',
    'clusters',
    'clusters-count',
    'groups',
    'groups-count',
  ],
  heat: ['heat-sites', 'heat-areas', 'heat-groups'],
  cells: ['cells-fill', 'cells-line', 'cells-count'],
};

/** Layers that answer to a click, the topmost first. */
export const CLICKED = [
  'candidates',
  'groups',
  'clusters',
  'sites-sign',
  'areas-small',
  'rings-fill',
  'areas-fill',
  'cells-fill',
] as const;

const signOf: ExpressionSpecification = [
  'concat',
  ['case', ['==', ['get', 'mark'], 'ring'], 'near-', 'sign-'],
  ['get', 'family'],
];
const hatchOf: ExpressionSpecification = ['concat', 'hatch-', ['get', 'family']];

function layers(colors: Colors, shown: Shown): LayerSpecification[] {
  const family: ExpressionSpecification = [
    'match',
    ['get', 'family'],
    ...Object.entries(colors.family).flat(),
    colors.accent,
  ] as unknown as ExpressionSpecification;
  const count = (of: ExpressionSpecification): ExpressionSpecification => [
    'case',
    ['>=', of, 10000],
    ['concat', ['to-string', ['round', ['/', of, 1000]]], 'k'],
    ['to-string', of],
  ];
  const radius = (of: ExpressionSpecification): ExpressionSpecification => [
    'interpolate',
    ['linear'],
    ['ln', ['max', of, 1]],
    0,
    11,
    2.3,
    15,
    4.6,
    20,
    9.2,
    30,
  ];
  const n: ExpressionSpecification = ['get', 'n'];
  const total: ExpressionSpecification = ['get', 'total'];
  const see = (name: keyof Shown) => ({ visibility: shown[name] ? ('visible' as const) : ('none' as const) });
  const clusterPaint = (of: ExpressionSpecification) => ({
    'circle-color': colors.accent,
    'circle-opacity': 0.92,
    'circle-radius': radius(of),
    'circle-stroke-color': colors.sheet,
    'circle-stroke-width': 2,
  });
  const clusterText = (of: ExpressionSpecification) => ({
    'text-field': count(of),
    'text-font': FONT_BOLD,
    'text-size': 12,
    'text-allow-overlap': true,
    // Names keep clear of the circle, too.
    'text-padding': 10,
  });
  const heat = (
    id: string,
    source: string,
    weight: ExpressionSpecification,
    filter?: ExpressionSpecification,
  ) =>
    ({
      id,
      type: 'heatmap',
      source,
      ...(filter === undefined ? {} : { filter }),
      layout: see('heat'),
      paint: {
        'heatmap-weight': ['interpolate', ['linear'], weight, 0, 0, 1, 0.25, 30, 1],
        'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 1, 14, 6, 30, 10, 46],
        'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 0, 1, 9, 2],
        'heatmap-opacity': 0.75,
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          'rgba(0,0,0,0)',
          0.15,
          colors.dark ? 'rgba(59,82,139,0.55)' : 'rgba(64,103,163,0.45)',
          0.4,
          '#21918c',
          0.7,
          colors.dark ? '#9bd93c' : '#7cb518',
          1,
          '#fde725',
        ],
      },
    }) as LayerSpecification;
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': colors.sea } },
    {
      id: 'land',
      type: 'fill',
      source: 'land',
      paint: { 'fill-color': colors.land, 'fill-outline-color': colors.border },
    },
    {
      id: 'borders',
      type: 'line',
      source: 'borders',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colors.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 1, 0.6, 6, 1.2],
      },
    },
    {
      id: 'disputed',
      type: 'line',
      source: 'disputed',
      paint: {
        'line-color': colors.border,
        'line-width': ['interpolate', ['linear'], ['zoom'], 1, 0.6, 6, 1.2],
        'line-dasharray': [3, 2.5],
      },
    },
    {
      id: 'cells-fill',
      type: 'fill',
      source: 'cells',
      layout: see('cells'),
      paint: {
        'fill-color': colors.accent,
        'fill-opacity': ['interpolate', ['linear'], ['get', 'share'], 0, 0.15, 1, 0.8],
      },
    },
    {
      id: 'cells-line',
      type: 'line',
      source: 'cells',
      layout: see('cells'),
      paint: { 'line-color': colors.accent, 'line-width': 1, 'line-opacity': 0.7 },
    },
    heat('heat-sites', 'sites', ['coalesce', total, n]),
    heat('heat-areas', 'areas', n),
    heat('heat-groups', 'groups', n),
    {
      id: 'cells-count',
      type: 'symbol',
      source: 'cells',
      layout: { ...see('cells'), 'text-field': count(n), 'text-font': FONT_BOLD, 'text-size': 11 },
      paint: { 'text-color': colors.ink, 'text-halo-color': colors.halo, 'text-halo-width': 1.5 },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': [
          'interpolate',
          ['linear'],
          ['zoom'],
          1,
          ['-', 13, ['get', 'rank']],
          6,
          ['-', 19, ['get', 'rank']],
        ],
        'text-max-width': 7,
        'text-padding': 4,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: {
        'text-color': colors.inkSoft,
        'text-halo-color': colors.halo,
        'text-halo-width': 1.4,
        // Small states' names come when there is room for them.
        'text-opacity': [
          'step',
          ['zoom'],
          ['step', ['get', 'rank'], 1, 2, 0],
          2.2,
          ['step', ['get', 'rank'], 1, 3, 0],
          3.5,
          ['step', ['get', 'rank'], 1, 4, 0],
          4.5,
          1,
        ],
      },
    },
    {
      id: 'areas-fill',
      type: 'fill',
      source: 'reach',
      filter: ['==', ['get', 'mark'], 'area'],
      layout: see('marks'),
      paint: { 'fill-pattern': hatchOf, 'fill-opacity': 0.6 },
    },
    {
      id: 'areas-line',
      type: 'line',
      source: 'reach',
      filter: ['==', ['get', 'mark'], 'area'],
      layout: see('marks'),
      paint: { 'line-color': family, 'line-width': 1.2, 'line-opacity': 0.7, 'line-dasharray': [1, 2.5] },
    },
    {
      id: 'rings-fill',
      type: 'fill',
      source: 'reach',
      filter: ['==', ['get', 'mark'], 'ring'],
      layout: see('marks'),
      paint: { 'fill-color': family, 'fill-opacity': 0.1 },
    },
    {
      id: 'rings-line',
      type: 'line',
      source: 'reach',
      filter: ['==', ['get', 'mark'], 'ring'],
      layout: see('marks'),
      paint: { 'line-color': family, 'line-width': 2 },
    },
    {
      // An area seen from far away would vanish: a small hatched square stands for it, never a dot.
      id: 'areas-small',
      type: 'symbol',
      source: 'areas',
      layout: {
        ...see('marks'),
        'icon-image': ['concat', 'area-', ['get', 'family']],
        'icon-size': 0.95,
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'areas-count',
      type: 'symbol',
      source: 'areas',
      layout: { ...see('marks'), ...clusterText(n), 'text-size': 11 },
      paint: { 'text-color': colors.ink, 'text-halo-color': colors.sheet, 'text-halo-width': 2 },
    },
    {
      id: 'groups',
      type: 'circle',
      source: 'groups',
      layout: see('marks'),
      paint: clusterPaint(n),
    },
    {
      id: 'groups-count',
      type: 'symbol',
      source: 'groups',
      layout: { ...see('marks'), ...clusterText(n) },
      paint: { 'text-color': colors.dark ? '#08222c' : '#ffffff' },
    },
    {
      id: 'clusters',
      type: 'circle',
      source: 'sites',
      filter: ['has', 'point_count'],
      layout: see('marks'),
      paint: clusterPaint(total),
    },
    {
      id: 'clusters-count',
      type: 'symbol',
      source: 'sites',
      filter: ['has', 'point_count'],
      layout: { ...see('marks'), ...clusterText(total) },
      paint: { 'text-color': colors.dark ? '#08222c' : '#ffffff' },
    },
    {
      id: 'sites-sign',
      type: 'symbol',
      source: 'sites',
      filter: ['!', ['has', 'point_count']],
      layout: {
        ...see('marks'),
        'icon-image': signOf,
        'icon-size': ['interpolate', ['linear'], ['ln', n], 0, 0.85, 4, 1.4],
        'icon-allow-overlap': true,
      },
    },
    {
      id: 'sites-count',
      type: 'symbol',
      source: 'sites',
      filter: ['all', ['!', ['has', 'point_count']], ['>', n, 1]],
      layout: {
        ...see('marks'),
        'text-field': count(n),
        'text-font': FONT_BOLD,
        'text-size': 11,
        'text-anchor': 'left',
        'text-offset': [1.1, -0.7],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': colors.ink, 'text-halo-color': colors.halo, 'text-halo-width': 2 },
    },
    {
      id: 'sites-name',
      type: 'symbol',
      source: 'sites',
      minzoom: 5.5,
      filter: ['!', ['has', 'point_count']],
      layout: {
        ...see('marks'),
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1],
        'text-max-width': 9,
        'text-optional': true,
      },
      paint: { 'text-color': colors.ink, 'text-halo-color': colors.halo, 'text-halo-width': 1.5 },
    },
    {
      id: 'frame',
      type: 'line',
      source: 'frame',
      paint: { 'line-color': colors.focus, 'line-width': 1.5, 'line-dasharray': [4, 3] },
    },
    {
      id: 'candidates',
      type: 'circle',
      source: 'candidates',
      paint: {
        'circle-radius': 10,
        'circle-color': colors.sheet,
        'circle-stroke-color': colors.ink,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'candidates-number',
      type: 'symbol',
      source: 'candidates',
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT_BOLD,
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': colors.ink },
    },
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 17,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': colors.focus,
        'circle-stroke-width': 3,
      },
    },
  ];
}
