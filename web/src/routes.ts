/** Which view shows at which path. Every view but the shell is loaded when it is first opened. */

import type { Component } from 'svelte';

import type { MessageKey } from './messages/index.svelte.ts';

/** What a view is given: the parts of the path that its pattern names. */
export type ViewProps = { readonly id: string };

/** A view; one that shows no single thing needs no id. */
type View = Component<ViewProps> | Component<Record<string, never>>;

export interface Route {
  readonly name: string;
  /** Path with at most one `:id`, which takes the rest of the path, slashes included. */
  readonly pattern: string;
  readonly title: MessageKey;
  /** Whether the view follows the filter; else the filter bar stays folded. */
  readonly filtered: boolean;
  readonly load: () => Promise<{ default: View }>;
}

export const ROUTES: readonly Route[] = [
  route('incidents', '/', true, () => import('./views/incidents/Incidents.svelte')),
  route('incident', '/incidents/:id', false, () => import('./views/incident/Incident.svelte')),
  route('reports', '/reports', true, () => import('./views/reports/Reports.svelte')),
  route('report', '/reports/:id', false, () => import('./views/report/Report.svelte')),
  route('inbox', '/inbox', true, () => import('./views/inbox/Inbox.svelte')),
  route('merge', '/merge', true, () => import('./views/merge/Merge.svelte')),
  route('map', '/map', true, () => import('./views/map/Map.svelte')),
  route('timeline', '/timeline', true, () => import('./views/timeline/Timeline.svelte')),
  route('actors', '/actors', true, () => import('./views/actors/Actors.svelte')),
  route('actor', '/actors/:id', false, () => import('./views/actors/Actor.svelte')),
  route('lifelines', '/lifelines', true, () => import('./views/actors/Lifelines.svelte')),
  route('network', '/network', true, () => import('./views/network/Network.svelte')),
  route('trends', '/trends', true, () => import('./views/trends/Trends.svelte')),
  route('data', '/data', true, () => import('./views/data/Data.svelte')),
  route('publish', '/publish', false, () => import('./views/publish/Publish.svelte')),
  route('decisions', '/decisions', false, () => import('./views/decisions/Decisions.svelte')),
  route('rules', '/rules', false, () => import('./views/rules/Rules.svelte')),
  route('codebook', '/codebook', false, () => import('./views/codebook/Codebook.svelte')),
  route('login', '/login', false, () => import('./views/login/Login.svelte')),
];

function route(
  name: string,
  pattern: string,
  filtered: boolean,
  load: () => Promise<{ default: View }>,
): Route {
  return { name, pattern, title: `view.${name}` as MessageKey, filtered, load };
}

/** The route of a path, with the id that it names ("" where it names none). */
export function matchRoute(path: string): { route: Route; id: string } | null {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  for (const route of ROUTES) {
    if (route.pattern === clean || (route.name === 'incidents' && clean === '/incidents')) {
      return { route, id: '' };
    }
  }
  for (const route of ROUTES) {
    const stem = route.pattern.endsWith(':id') ? route.pattern.slice(0, -3) : null;
    if (stem !== null && clean.startsWith(stem) && clean.length > stem.length) {
      return { route, id: decodePart(clean.slice(stem.length)) };
    }
  }
  return null;
}

/** An id as part of a path. Slashes in it stay: reports may be named for files in folders. */
export function idPath(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
