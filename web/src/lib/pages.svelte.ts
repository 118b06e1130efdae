/** A long list that the server gives page by page. */

import { untrack } from 'svelte';

import { get } from '../api/client.ts';
import { live } from '../api/live.svelte.ts';
import { isAbort } from '../api/problem.ts';

interface Part<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total?: number;
}

export interface Pages<T> {
  readonly items: readonly T[];
  readonly total: number | null;
  readonly loading: boolean;
  readonly error: Error | undefined;
  /** Whether all of the list is here. */
  readonly whole: boolean;
  /** Asks for the next page, unless it is asked for already. */
  more(): void;
  again(): void;
}

/**
 * Follows a question whose answers come in pages. `ask` gives the address of the page after a cursor (null for the
 * first), or null to ask nothing. A new question starts anew; when the database changes, what was loaded is asked for
 * again and takes the place of the old at once, so that the list does not jump.
 */
export function pages<T>(ask: () => ((cursor: string | null) => string) | null): Pages<T> {
  let items = $state.raw<readonly T[]>([]);
  let next = $state.raw<string | null>(null);
  let total = $state<number | null>(null);
  let loading = $state(false);
  let error = $state.raw<Error | undefined>();
  let round = $state(0);
  const question = $derived(ask());
  const first = $derived(question?.(null) ?? null);

  let stop = new AbortController();
  let asked: string | null = null;

  $effect(() => {
    const url = first;
    void round;
    void live.changes;
    stop.abort();
    stop = new AbortController();
    if (url === null) return;
    const same = url === asked;
    asked = url;
    void fill(same ? items.length : 1, stop.signal);
    return () => stop.abort();
  });

  /** Loads from the beginning until there are as many as before. */
  async function fill(atLeast: number, signal: AbortSignal): Promise<void> {
    const url = question;
    if (url === null) return;
    loading = true;
    try {
      const found: T[] = [];
      let cursor: string | null = null;
      let count: number | null = null;
      do {
        const part: Part<T> = await get<Part<T>>(url(cursor), signal);
        found.push(...part.items);
        count = part.total ?? count;
        cursor = part.next;
      } while (cursor !== null && found.length < atLeast);
      items = found;
      next = cursor;
      total = count;
      error = undefined;
      loading = false;
    } catch (reason) {
      fail(reason);
    }
  }

  async function load(): Promise<void> {
    const url = question;
    if (url === null || next === null || loading) return;
    const signal = stop.signal;
    loading = true;
    try {
      const part = await get<Part<T>>(url(next), signal);
      items = [...items, ...part.items];
      next = part.next;
      error = undefined;
      loading = false;
    } catch (reason) {
      fail(reason);
    }
  }

  function fail(reason: unknown): void {
    if (isAbort(reason)) return;
    error = reason instanceof Error ? reason : new Error(String(reason));
    loading = false;
  }

  return {
    get items() {
      return items;
    },
    get total() {
      return total;
    },
    get loading() {
      return loading;
    },
    get error() {
      return error;
    },
    get whole() {
      return next === null && !loading;
    },
    more() {
      void load();
    },
    again() {
      round = untrack(() => round) + 1;
    },
  };
}
