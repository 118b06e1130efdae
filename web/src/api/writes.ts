/** What people decide, sent to the server. Every write says which state it was decided on (`if_match`). */

import { send } from './client.ts';
import { noteVersion } from './live.svelte.ts';
import type { EventRef, Written } from './types.ts';

export type Verdict = 'accepted' | 'rejected' | 'open';

async function write(path: string, body: unknown): Promise<Written> {
  const written = await send<Written>('POST', path, body);
  noteVersion(written.version);
  return written;
}

/** Accepts or rejects events, or opens them again. */
export function review(events: readonly EventRef[], verdict: Verdict, etag?: string): Promise<Written> {
  return write('/reviews', { events, verdict, ...(etag ? { if_match: etag } : {}) });
}

/** Puts another value in the place of the one that was read. */
export function correct(
  event: EventRef,
  field: string,
  value: unknown,
  options: { etag?: string; note?: string } = {},
): Promise<Written> {
  const { etag, note } = options;
  return write('/corrections', {
    event,
    field,
    value,
    ...(note ? { note } : {}),
    ...(etag ? { if_match: etag } : {}),
  });
}

/** Into how many incidents the one of an event would fall with a correction; 1 where it holds together. */
export async function foresee(event: EventRef, field: string, value: unknown): Promise<number> {
  const seen = await send<{ parts: readonly (readonly EventRef[])[] }>('POST', '/corrections/preview', {
    event,
    field,
    value,
  });
  return seen.parts.length;
}

export type Decision =
  | { verdict: 'merge'; ids: readonly string[]; note?: string; if_match: readonly string[] }
  | { verdict: 'split'; incident: string; events: readonly EventRef[]; note?: string; if_match: string }
  | { verdict: 'apart'; a: string; b: string; note?: string; if_match: readonly string[] }
  | { verdict: 'related'; a: string; b: string; note?: string; if_match?: readonly string[] };

export function decide(decision: Decision): Promise<Written> {
  return write('/decisions', decision);
}

/** Takes a decision back. It stays in the record, with what took it back. */
export function undo(decision: string): Promise<Written> {
  return write(`/decisions/${encodeURIComponent(decision)}/undo`, {});
}
