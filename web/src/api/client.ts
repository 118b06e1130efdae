/**
 * Asks the server. Every answer is kept for a while beside its ETag, so that going back shows at once what was
 * there, and the server only has to say that it still holds.
 */

import { Problem, Unreachable } from './problem.ts';

export type Params =
  Iterable<readonly [string, string]> | Record<string, string | number | boolean | null | undefined>;

interface Kept {
  readonly etag: string;
  readonly body: unknown;
}

const MOST_KEPT = 60;
const kept = new Map<string, Kept>();

/** The token that writes carry; `/api/me` gives it, and local mode takes "1". */
let csrf = '1';

export function setCsrf(token: string): void {
  csrf = token;
}

/** The address of a question: the path with its parameters, those that are empty left out. */
export function apiUrl(path: string, params: Params = []): string {
  const pairs = Symbol.iterator in params ? [...params] : Object.entries(params);
  const query = new URLSearchParams();
  for (const [name, value] of pairs) {
    if (value !== null && value !== undefined && value !== '') query.append(name, String(value));
  }
  const search = query.toString();
  return `/api${path}${search === '' ? '' : `?${search}`}`;
}

/** What is known of an answer before the server is asked again. */
export function known<T>(url: string): T | undefined {
  return kept.get(url)?.body as T | undefined;
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const before = kept.get(url);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (before !== undefined) headers['if-none-match'] = before.etag;
  const response = await ask(url, { headers, ...(signal ? { signal } : {}) });
  if (response.status === 304 && before !== undefined) {
    remember(url, before);
    return before.body as T;
  }
  if (!response.ok) throw await Problem.of(response);
  const body = await json<T>(response);
  const etag = response.headers.get('etag');
  if (etag !== null) remember(url, { etag, body });
  return body;
}

export type Method = 'POST' | 'PATCH' | 'DELETE';

/** Writes. A body that is FormData goes as a form with files, anything else as JSON. */
export async function send<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-athir-csrf': csrf };
  const init: RequestInit = { method, headers, ...(signal ? { signal } : {}) };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const response = await ask(`/api${path}`, init);
  if (!response.ok) throw await Problem.of(response);
  if (response.status === 204) return undefined as T;
  return json<T>(response);
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Unreachable(url, { cause: error });
  }
}

async function json<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Problem({ title: 'unreadable answer', status: response.status });
  }
}

/** The most recently used stay. */
function remember(url: string, answer: Kept): void {
  kept.delete(url);
  kept.set(url, answer);
  if (kept.size > MOST_KEPT) {
    const oldest = kept.keys().next();
    if (!oldest.done) kept.delete(oldest.value);
  }
}
