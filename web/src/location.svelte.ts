/** Where the page is: path, filter and the view's own settings, all read from the address. */

import { type Filter, FIELDS, filterParams, notRead, parseFilter } from './filter.ts';

const here = $state({ path: location.pathname, search: location.search, hash: location.hash });

const query = $derived(new URLSearchParams(here.search));
const filterNow = $derived(parseFilter(query));

/** Every setting of any view. */
const SETTINGS: ReadonlySet<string> = new Set(
  (
    'and arcs at baseline by ego event hide lanes layers m name new of part play scale site sort span split ' +
    'spread state steps tie top who with'
  ).split(' '),
);

/** The present place. Reading a field in a component or effect follows it. */
export const at = {
  get path(): string {
    return here.path;
  },
  get hash(): string {
    return here.hash;
  },
  get filter(): Filter {
    return filterNow;
  },
  /** What the address asks for and nothing here understands. */
  get notRead(): readonly string[] {
    return notRead(query, SETTINGS);
  },
  /** A setting of the view (not of the filter), such as `sort` or `by`. */
  setting(name: string): string | null {
    return query.get(name);
  },
};

/** How the present path was come to: `back` through the history, else by a link. */
export const arrival = { back: false };

export type Settings = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Puts an address together: a path, the filter (the present one unless another is given) and settings of the view.
 * Settings that are null, undefined or empty are left out.
 */
export function address(path: string, settings: Settings = {}, filter: Filter = at.filter): string {
  const params = new URLSearchParams(filterParams(filter));
  for (const [name, value] of Object.entries(settings)) {
    if (value !== null && value !== undefined && value !== '' && value !== false)
      params.set(name, String(value));
  }
  const search = params.toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Goes to an address. `replace` leaves no step in the history: for typing, dragging and playing. */
export function go(href: string, replace = false): void {
  const url = new URL(href, location.href);
  if (url.href === location.href) return;
  if (replace) history.replaceState(history.state, '', url);
  else {
    keepScroll();
    history.pushState({}, '', url);
  }
  const moved = here.path !== url.pathname;
  if (moved) arrival.back = false;
  read();
  if (moved && !replace && url.hash === '') scrollTo(0, 0);
}

/** Changes the filter and stays in the view with its settings. */
export function setFilter(filter: Filter, replace = false): void {
  go(address(here.path, settingsNow(), filter) + here.hash, replace);
}

/** Changes settings of the view and keeps the filter; null takes one off. */
export function setSettings(settings: Settings, replace = true): void {
  go(address(here.path, { ...settingsNow(), ...settings }) + here.hash, replace);
}

function settingsNow(): Record<string, string> {
  const own = new Set<string>(FIELDS);
  return Object.fromEntries([...query].filter(([name]) => !own.has(name)));
}

function read(): void {
  here.path = location.pathname;
  here.search = location.search;
  here.hash = location.hash;
}

function keepScroll(): void {
  history.replaceState({ ...(history.state as object | null), scroll: scrollY }, '');
}

/**
 * Follows the history and turns clicks on links of the page into steps without loading it anew. Links that the
 * browser is to open itself (another tab, a download, another origin) are left to it.
 */
export function followHistory(): () => void {
  const popped = (): void => {
    arrival.back = true;
    read();
  };
  const clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.hasAttribute('download')) return;
    const href = link.getAttribute('href');
    if (href === null || href.startsWith('#')) return;
    const url = new URL(href, location.href);
    if (url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
    event.preventDefault();
    go(url.href);
  };
  addEventListener('popstate', popped);
  document.addEventListener('click', clicked);
  return () => {
    removeEventListener('popstate', popped);
    document.removeEventListener('click', clicked);
  };
}
