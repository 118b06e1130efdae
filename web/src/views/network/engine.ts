/** The one place that knows Cytoscape: draws a graph at given positions, and keeps it while dates change. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape';

import type { Colors } from '../map/colors.ts';
import { isClear, legible, type Label } from './labels.ts';
import { apart, edgeOpacity, edgeWidth, type NetworkEdge, type NetworkNode, nodeSize } from './graph.ts';

export interface Drawing {
  readonly nodes: readonly NetworkNode[];
  readonly edges: readonly NetworkEdge[];
  readonly ego: string | null;
  /** Colours of blocs by their number; actors alone have none. */
  readonly blocColor: (bloc: number | null) => string;
}

export interface GraphOptions {
  readonly container: HTMLElement;
  readonly colors: Colors;
  readonly font: string;
  readonly tapped: (hit: { node: string } | { edge: string } | null) => void;
}

export interface Graph {
  draw(drawing: Drawing, fit: boolean): void;
  choose(node: string | null, edge: string | null): void;
  paint(colors: Colors): void;
  fit(): void;
  zoomBy(factor: number): void;
  resize(): void;
  png(background: string): Promise<Blob>;
  json(): string;
  close(): void;
}

/** Pixels around the graph that names of actors at its edge need. */
const EDGE = 50;
/** Between an actor and its name. */
const NAME_GAP = 4;
/** Pixels of the letters of a name on the screen, and of its lines. */
const NAME_SIZE = 12;
const NAME_WIDTH = 110;
/** The least that the server's unit can be; where the page is smaller still, the graph is drawn smaller than its letters. */
const LEAST_UNIT = 130;
/** How much longer than high, or higher than long, it is drawn at most. */
const MOST_STRETCH = 1.5;

const DIRECTED = new Set(['membership', 'affiliation', 'support', 'split', 'merger', 'rename', 'defection']);

/** The id of the style element that Cytoscape would add. */
const SHEET = '__________cytoscape_stylesheet';

export function openGraph({ container, colors, font, tapped }: GraphOptions): Graph {
  // The page's Content-Security-Policy forbids style elements; the one rule in this one our canvas has anyway.
  if (document.getElementById(SHEET) === null) {
    const taken = document.createElement('meta');
    taken.id = SHEET;
    document.head.append(taken);
  }
  const cy: Core = cytoscape({
    container,
    style: style(colors, font),
    minZoom: 0.15,
    maxZoom: 4,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
  });
  if (import.meta.env.MODE === 'test') (window as unknown as { __graph: Core }).__graph = cy;

  // How many pixels the server's unit is, along and up: the same at every date, so that nobody moves. A long window is
  // filled, as far as the picture stays the same.
  const half = (pixels: number): number => Math.max(pixels / 2 - EDGE, LEAST_UNIT);
  const [wide, high] = [half(container.clientWidth), half(container.clientHeight)];
  const [unitX, unitY] = [Math.min(wide, high * MOST_STRETCH), Math.min(high, wide * MOST_STRETCH)];

  cy.on('tap', (event) => {
    if (event.target === cy) tapped(null);
    else if (event.target.isNode()) tapped({ node: event.target.id().slice(2) });
    else tapped({ edge: event.target.id().slice(2) });
  });
  cy.on('mouseover', 'node', (event) => light(event.target.closedNeighborhood()));
  cy.on('mouseover', 'edge', (event) => light(event.target.union(event.target.connectedNodes())));
  cy.on('mouseout', 'node, edge', () => cy.elements().removeClass('faded named'));

  function light(near: cytoscape.CollectionReturnValue): void {
    cy.batch(() => {
      cy.elements().addClass('faded');
      near.removeClass('faded');
      // Whoever is pointed at has a name, and so have those it is tied to.
      near.nodes().addClass('named');
    });
    container.style.cursor = 'pointer';
  }
  cy.on('mouseout', 'node, edge', () => (container.style.cursor = ''));

  let waiting = 0;
  /** Looks anew which names can be read, once all that is under way is drawn. */
  function look(): void {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (cy.destroyed()) return;
      // Letters are as large on the screen however far the graph is away: small ones nobody can read.
      const zoom = cy.zoom();
      cy.nodes().style({
        'font-size': NAME_SIZE / zoom,
        'text-max-width': `${NAME_WIDTH / zoom}px`,
        'text-outline-width': 2.5 / zoom,
      });
      const chosen = (node: cytoscape.NodeSingular): number =>
        node.hasClass('chosen') || node.data('ego') === 1 ? 1e6 : 0;
      const labels = cy.nodes().map((node): Label => {
        const box = node.renderedBoundingBox({
          includeNodes: false,
          includeEdges: false,
          includeOverlays: false,
        });
        // Below the actor, above it, or beside it.
        const { x, y } = node.renderedPosition();
        const [reach, half] = [node.renderedHeight() / 2 + NAME_GAP, box.w / 2];
        const across = { left: x - half, right: x + half };
        const places = [
          { ...across, top: y + reach, bottom: y + reach + box.h },
          { ...across, top: y - reach - box.h, bottom: y - reach },
          { left: x + reach, right: x + reach + box.w, top: y - box.h / 2, bottom: y + box.h / 2 },
          { left: x - reach - box.w, right: x - reach, top: y - box.h / 2, bottom: y + box.h / 2 },
        ];
        return {
          id: node.id(),
          places,
          rank: chosen(node) + 100 * node.degree(false) + Number(node.data('size')),
        };
      });
      const circles = cy.nodes().map((node) => {
        const [{ x, y }, r] = [node.renderedPosition(), node.renderedHeight() / 2];
        return { left: x - r, right: x + r, top: y - r, bottom: y + r };
      });
      const frame = { left: 0, top: 0, right: container.clientWidth, bottom: container.clientHeight };
      const shown = legible(labels, 1, circles, frame);
      const boxes = new Map(labels.map(({ id, places }) => [id, places]));
      cy.batch(() => {
        cy.nodes().forEach((node) => {
          const place = shown.get(node.id());
          const box = boxes.get(node.id())?.[place ?? -1];
          node
            .toggleClass('unnamed', place === undefined)
            .toggleClass('above', place === 1)
            .toggleClass('after', place === 2)
            .toggleClass('before', place === 3)
            // A name that lies on another actor is drawn after it.
            .toggleClass('over', box !== undefined && !isClear(box, circles));
        });
      });
    });
  }
  cy.on('zoom resize', look);

  return {
    draw({ nodes, edges, ego, blocColor }, fit) {
      const places = apart(
        nodes.map(({ key, x, y, n_events }) => ({
          key,
          x: x * unitX,
          y: y * unitY,
          r: nodeSize(n_events) / 2 + 16,
        })),
      );
      const elements: ElementDefinition[] = [
        ...nodes.map((node) => ({
          group: 'nodes' as const,
          data: {
            id: `n ${node.key}`,
            label: node.name,
            size: nodeSize(node.n_events),
            color: blocColor(node.bloc),
            ego: node.key === ego ? 1 : 0,
          },
          position: places.get(node.key) ?? { x: 0, y: 0 },
        })),
        ...edges.map((edge) => ({
          group: 'edges' as const,
          data: {
            id: `e ${edge.id}`,
            source: `n ${edge.a}`,
            target: `n ${edge.b}`,
            sign: edge.sign,
            kind: edge.kind,
            directed: DIRECTED.has(edge.kind) ? 1 : 0,
            width: edgeWidth(edge.strength),
            opacity: edgeOpacity(edge.presence),
          },
        })),
      ];
      const wanted = new Set(elements.map(({ data }) => data.id));
      cy.batch(() => {
        cy.elements()
          .filter((element) => !wanted.has(element.id()))
          .remove();
        for (const element of elements) {
          const there = cy.getElementById(String(element.data.id));
          if (there.empty()) cy.add(element);
          else {
            there.data(element.data);
            if (element.position !== undefined) there.position(element.position);
          }
        }
      });
      if (fit) cy.fit(undefined, 40);
      look();
    },
    choose(node, edge) {
      cy.batch(() => {
        cy.elements().removeClass('chosen');
        if (node !== null) cy.getElementById(`n ${node}`).addClass('chosen');
        if (edge !== null) cy.getElementById(`e ${edge}`).addClass('chosen');
      });
      look();
    },
    paint(next) {
      cy.style(style(next, font));
    },
    fit: () => void cy.fit(undefined, 40),
    zoomBy(factor) {
      cy.zoom({
        level: cy.zoom() * factor,
        renderedPosition: { x: container.clientWidth / 2, y: container.clientHeight / 2 },
      });
    },
    resize: () => void cy.resize(),
    png: (background) =>
      cy.png({ output: 'blob-promise', full: true, scale: 2, bg: background, maxWidth: 8000 }),
    json: () => JSON.stringify(cy.json(), null, 2),
    close: () => {
      cancelAnimationFrame(waiting);
      cy.destroy();
    },
  };
}

function style(colors: Colors, font: string): StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        width: 'data(size)',
        height: 'data(size)',
        'background-color': 'data(color)',
        'border-width': 1.5,
        'border-color': colors.ink,
        label: 'data(label)',
        'font-family': font,
        'font-size': 13,
        color: colors.ink,
        'text-valign': 'bottom',
        'text-margin-y': NAME_GAP,
        'text-wrap': 'wrap',
        'text-max-width': '120px',
        'text-outline-color': colors.sheet,
        'text-outline-width': 2.5,
        'min-zoomed-font-size': 6,
      },
    },
    {
      selector: 'node[ego = 1]',
      style: { 'border-width': 5, 'border-color': colors.accent, 'font-weight': 'bold' },
    },
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        opacity: 'data(opacity)' as unknown as number,
        'curve-style': 'bezier',
        'control-point-step-size': 26,
        'line-color': colors.inkSoft,
        'line-style': 'dotted',
        'target-arrow-color': colors.inkSoft,
      },
    },
    {
      selector: 'edge[sign = "+"]',
      style: { 'line-color': colors.good, 'target-arrow-color': colors.good, 'line-style': 'solid' },
    },
    {
      selector: 'edge[sign = "-"]',
      style: {
        'line-color': colors.danger,
        'target-arrow-color': colors.danger,
        'line-style': 'dashed',
        'line-dash-pattern': [7, 4],
      },
    },
    { selector: 'edge[directed = 1]', style: { 'target-arrow-shape': 'triangle', 'arrow-scale': 0.9 } },
    { selector: 'node.above', style: { 'text-valign': 'top', 'text-margin-y': -NAME_GAP } },
    {
      selector: 'node.after',
      style: {
        'text-valign': 'center',
        'text-halign': 'right',
        'text-margin-y': 0,
        'text-margin-x': NAME_GAP,
      },
    },
    {
      selector: 'node.before',
      style: {
        'text-valign': 'center',
        'text-halign': 'left',
        'text-margin-y': 0,
        'text-margin-x': -NAME_GAP,
      },
    },
    { selector: 'node.over', style: { 'z-index': 5 } },
    { selector: 'node.unnamed', style: { 'text-opacity': 0, 'text-outline-opacity': 0 } },
    { selector: 'node.named', style: { 'text-opacity': 1, 'text-outline-opacity': 1, 'z-index': 10 } },
    { selector: '.faded', style: { opacity: 0.12 } },
    { selector: 'node.chosen', style: { 'border-width': 4, 'border-color': colors.focus } },
    {
      selector: 'edge.chosen',
      style: { 'underlay-color': colors.focus, 'underlay-opacity': 0.35, 'underlay-padding': 5, opacity: 1 },
    },
  ];
}
