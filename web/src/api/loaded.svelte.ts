/** A question that follows the state of the page: asked anew when it changes, the stale one aborted. */

import { untrack } from 'svelte';

import { get, known } from './client.ts';
import { live } from './live.svelte.ts';
import { isAbort } from './problem.ts';

export interface Loaded<T> {
  /** The newest answer. While a changed question is out, the answer to the one before it. */
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** Whether an answer is awaited. */
  readonly loading: boolean;
  /** Whether `data` answers an older question than the present one. */
  readonly stale: boolean;
  again(): void;
}

/**
 * Asks for `url()` whenever that, or the database, changes; null asks nothing. To be called while a component is
 * set up. `keep` false drops the answer at once when the question changes: for pages of one thing, where another
 * thing's values must not be seen.
 */
export function load<T>(url: () => string | null, options: { keep?: boolean } = {}): Loaded<T> {
  const { keep = true } = options;
  let data = $state.raw<T | undefined>();
  let error = $state.raw<Error | undefined>();
  let loading = $state(false);
  let answered = $state<string | null>(null);
  let round = $state(0);
  const question = $derived(url());

  $effect(() => {
    const asked = question;
    void round;
    void live.changes;
    if (asked === null) {
      data = undefined;
      error = undefined;
      loading = false;
      return;
    }
    const stop = new AbortController();
    const before = known<T>(asked);
    if (before !== undefined) {
      data = before;
      answered = asked;
    } else if (!keep) data = undefined;
    loading = true;
    get<T>(asked, stop.signal).then(
      (answer) => {
        data = answer;
        answered = asked;
        error = undefined;
        loading = false;
      },
      (reason: unknown) => {
        if (isAbort(reason)) return;
        error = reason instanceof Error ? reason : new Error(String(reason));
        if (!keep) data = undefined;
        loading = false;
      },
    );
    return () => stop.abort();
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    get stale() {
      return answered !== question;
    },
    again() {
      round = untrack(() => round) + 1;
    },
  };
}
