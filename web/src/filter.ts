/**
 * The one filter that all views share.
 *
 * It lives in the URL, in the same words as the server's query parameters, so that what an analyst sees can be
 * sent to a colleague, bookmarked, and walked back and forth through. Nothing else holds a copy of it.
 */

/** What is looked for. A field that is empty or undefined asks for nothing. */
export interface Filter {
  readonly since?: string;
  readonly until?: string;
  /** A country, a place, or "lat,lon,25km". */
  readonly where?: string;
  /** West, south, east, north. */
  readonly bbox?: readonly [number, number, number, number];
  readonly kind: readonly string[];
  readonly family: readonly string[];
  readonly actor: readonly string[];
  readonly outlet: readonly string[];
  readonly grade: readonly string[];
  readonly status: readonly string[];
  readonly text?: string;
  readonly min_sources?: number;
  readonly disputed?: boolean;
  readonly unplaced?: boolean;
}

/** Asks for nothing, and so for everything. */
export const EVERYTHING: Filter = { kind: [], family: [], actor: [], outlet: [], grade: [], status: [] };

/** The fields that hold several values, any of which may hold. */
export const LISTS = ['kind', 'family', 'actor', 'outlet', 'grade', 'status'] as const;
export type ListField = (typeof LISTS)[number];

/** All fields, in the order in which they are written. */
export const FIELDS = [
  'text',
  'since',
  'until',
  'where',
  'bbox',
  ...LISTS,
  'min_sources',
  'disputed',
  'unplaced',
] as const;
export type FilterField = (typeof FIELDS)[number];

/**
 * Reads the filter from a query string and passes over what it cannot read: an address that a person has typed
 * or that an older page has written still shows something.
 */
export function parseFilter(query: URLSearchParams): Filter {
  const filter: Mutable<Filter> = { ...EVERYTHING };
  const text = query.get('text')?.trim();
  if (text) filter.text = text;
  const since = day(query.get('since'));
  const until = day(query.get('until'));
  if (since !== undefined) filter.since = since;
  if (until !== undefined) filter.until = until;
  const where = query.get('where')?.trim();
  if (where) filter.where = where;
  const bbox = box(query.get('bbox'));
  if (bbox !== undefined) filter.bbox = bbox;
  for (const field of LISTS) filter[field] = list(query.get(field));
  const sources = Number(query.get('min_sources'));
  if (Number.isInteger(sources) && sources > 1) filter.min_sources = sources;
  if (query.get('disputed') === 'true') filter.disputed = true;
  const unplaced = query.get('unplaced');
  if (unplaced === 'true' || unplaced === 'false') filter.unplaced = unplaced === 'true';
  return filter;
}

/**
 * What a query string asks for that the filter does not hold, as it stands there: `since=2017-99-99`. `others` are the
 * names that are no business of the filter.
 */
export function notRead(query: URLSearchParams, others: ReadonlySet<string>): string[] {
  const read = new Set(filterParams(parseFilter(query)).map(([name]) => name));
  const own = new Set<string>(FIELDS);
  return [...query]
    .filter(([name, value]) => (own.has(name) ? !read.has(name) && !isNothing(value) : !others.has(name)))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
}

/** Whether a value asks for nothing, and so is rightly left out. */
function isNothing(value: string): boolean {
  return ['', 'false', '0', '1'].includes(value.trim());
}

/** Writes the filter as query parameters, always in the same order: the same filter makes the same address. */
export function filterParams(filter: Filter): [string, string][] {
  const params: [string, string][] = [];
  for (const field of FIELDS) {
    const value = filter[field];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      if (value.length > 0) params.push([field, value.map(escapeItem).join(',')]);
    } else {
      params.push([field, String(value)]);
    }
  }
  return params;
}

/** Whether the filter asks for nothing. */
export function isEverything(filter: Filter): boolean {
  return filterParams(filter).length === 0;
}

/** How many conditions the filter has; a period counts once. */
export function countConditions(filter: Filter): number {
  const set = new Set(filterParams(filter).map(([field]) => (field === 'until' ? 'since' : field)));
  return set.size;
}

/** The filter with one value added to a list, or taken off if it is there. */
export function toggled(filter: Filter, field: ListField, value: string): Filter {
  const now = filter[field];
  const next = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
  return { ...filter, [field]: next };
}

/** The filter without a field. */
export function without(filter: Filter, ...fields: FilterField[]): Filter {
  const next: Record<string, unknown> = { ...filter };
  for (const field of fields) {
    if ((LISTS as readonly string[]).includes(field)) next[field] = [];
    else delete next[field];
  }
  return next as unknown as Filter;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A day of the calendar as YYYY-MM-DD, or undefined for anything else. */
export function day(value: string | null | undefined): string | undefined {
  if (value == null || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined;
}

function box(value: string | null): Filter['bbox'] {
  if (value === null) return undefined;
  const parts = value.split(',');
  if (parts.length !== 4 || parts.some((p) => p.trim() === '')) return undefined;
  const [west, south, east, north] = parts.map(Number) as [number, number, number, number];
  const whole = [west, south, east, north].every(Number.isFinite);
  return whole && south <= north && Math.abs(south) <= 90 && Math.abs(north) <= 90
    ? [west, south, east, north]
    : undefined;
}

/** Outlets may have commas in their names; a backslash keeps such a comma from parting the list. */
function escapeItem(item: string | number): string {
  return String(item).replace(/[\\,]/g, '\\$&');
}

function list(value: string | null): string[] {
  if (!value) return [];
  const items: string[] = [];
  let item = '';
  for (let i = 0; i < value.length; i++) {
    const c = value[i];
    if (c === '\\' && i + 1 < value.length) item += value[++i];
    else if (c === ',') {
      items.push(item);
      item = '';
    } else item += c;
  }
  items.push(item);
  return [...new Set(items.map((v) => v.trim()).filter((v) => v !== ''))];
}
