/** Who works here, what they may do, and the codebook that the server codes by. */

import { get, setCsrf } from './api/client.ts';
import { url } from './api/index.ts';
import { Problem } from './api/problem.ts';
import type { Codebook, Me } from './api/types.ts';

let me = $state.raw<Me | null>(null);
let codebook = $state.raw<Codebook | null>(null);
let locked = $state(false);

export const session = {
  get me(): Me | null {
    return me;
  },
  get codebook(): Codebook | null {
    return codebook;
  },
  /** Whether nothing is shown before somebody signs in. */
  get locked(): boolean {
    return locked;
  },
  /** Whether the one who works here may do something; nothing until the server has said so. */
  may(what: string): boolean {
    return me?.can.includes(what) ?? false;
  },
};

/** Asks who is here. Failing is no matter for the shell: every view says for itself what it could not load. */
export async function startSession(): Promise<void> {
  const [who, book] = await Promise.allSettled([get<Me>(url.me()), get<Codebook>(url.codebook())]);
  if (who.status === 'fulfilled') noteMe(who.value);
  else locked = who.reason instanceof Problem && who.reason.status === 401;
  if (book.status === 'fulfilled') codebook = book.value;
}

export function noteMe(who: Me): void {
  me = who;
  if (who.csrf) setCsrf(who.csrf);
}
