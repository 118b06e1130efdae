/** Looks actors and places up for whoever corrects a value. */

import { apiUrl, get } from './client.ts';
import { Problem } from './problem.ts';
import type { GazetteerPlace, RegistryActor } from './types.ts';

/** Actors whose names fit: those of the registry, else those that the reports name. */
export async function findActors(text: string, signal?: AbortSignal): Promise<readonly RegistryActor[]> {
  try {
    const found = await get<{ items: readonly RegistryActor[] }>(
      apiUrl('/registry', { text, limit: 12 }),
      signal,
    );
    return found.items;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
  const seen = await get<{
    items: readonly { key: string; name: string; kind?: string; country?: string }[];
  }>(apiUrl('/actors', { text, limit: 12 }), signal);
  return seen.items.map((actor) => ({
    code: actor.key,
    name: actor.name,
    kind: actor.kind ?? null,
    country: actor.country ?? null,
  }));
}

/** Places of the gazetteer by name; none where the server has no such question. */
export async function findPlaces(text: string, signal?: AbortSignal): Promise<readonly GazetteerPlace[]> {
  try {
    const found = await get<{ items: readonly GazetteerPlace[] }>(
      apiUrl('/gazetteer', { text, limit: 12 }),
      signal,
    );
    return found.items;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  }
}
