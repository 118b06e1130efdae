/** Publishing: what would come out under a profile, signed, agreed to, written and withdrawn. */

import { send } from './client.ts';
import type { PreviewAnswer, PublicationPreview, PublicationRow } from './types.ts';

interface Begun {
  readonly job: string;
}

/** Who does it, where nobody logs in; the server knows it elsewhere. */
export type By = string | null;

/** What would come out under a profile. Where there is much to look through, it is asked for until it is there. */
export async function previewPublication(profile: string, signal?: AbortSignal): Promise<PublicationPreview> {
  let look: string | null = null;
  for (;;) {
    const answer: PreviewAnswer = await send<PreviewAnswer>(
      'POST',
      '/publications/preview',
      { profile, look },
      signal,
    );
    if (answer.preview !== null) return answer.preview;
    look = answer.look;
  }
}

/** Signs what was seen in a preview. */
export function sign(
  seen: PublicationPreview,
  answers: Readonly<Record<string, string>>,
  by: By,
): Promise<Begun> {
  return send('POST', '/publications', { profile: seen.profile, if_match: seen.etag, answers, by });
}

export function approve(id: string, by: By): Promise<PublicationRow> {
  return send('POST', `/publications/${encodeURIComponent(id)}/approve`, { by });
}

/** Writes what was signed and agreed to. */
export function writeOut(id: string, by: By): Promise<Begun> {
  return send('POST', `/publications/${encodeURIComponent(id)}/write`, { by });
}

/** Withdraws a publication, or one incident of it. */
export function recall(id: string, incident: string | null, why: string, by: By): Promise<Begun> {
  return send('POST', `/publications/${encodeURIComponent(id)}/recall`, { incident, why, by });
}
