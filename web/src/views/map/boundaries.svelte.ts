/** Whose boundaries the maps show: the user's own file, else the project's, else the bundled ones. */

import { session } from '../../session.svelte.ts';
import { type Boundaries, readBoundaries } from './basemap.ts';
import { keepBoundaries, keptBoundaries, type KeptFile } from './kept.ts';

interface Named {
  readonly boundaries: Boundaries;
  /** The file's name; null for the project's. */
  readonly name: string | null;
}

let own = $state.raw<Named | null>(null);
let project = $state.raw<Named | null>(null);
let asked: string | null = null;
let looked = false;

export const shownBoundaries = {
  get lines(): Boundaries | null {
    return (own ?? project)?.boundaries ?? null;
  },
  /** The name of the user's file, if that is what is shown. */
  get file(): string | null {
    return own?.name ?? null;
  },
  get isProject(): boolean {
    return own === null && project !== null;
  },
  /** Takes a file of the user's and keeps it; null goes back to what was there before. */
  async take(file: KeptFile | null): Promise<void> {
    own = file === null ? null : { name: file.name, boundaries: readBoundaries(file.text) };
    await keepBoundaries(file);
  },
};

/** To be called by every map while it is set up. A file that cannot be read leaves the bundled boundaries. */
export function useBoundaries(): void {
  $effect(() => {
    if (looked) return;
    looked = true;
    keptBoundaries()
      .then((file) => {
        if (file !== null) own = { name: file.name, boundaries: readBoundaries(file.text) };
      })
      .catch(() => undefined);
  });
  $effect(() => {
    const path = session.me?.boundaries ?? null;
    if (path === null || path === asked) return;
    asked = path;
    fetch(path)
      .then(async (answer) => {
        if (answer.ok) project = { name: null, boundaries: readBoundaries(await answer.text()) };
      })
      .catch(() => undefined);
  });
}
