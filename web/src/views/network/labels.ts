/** Which names of a drawing can be read: where two would lie on each other, the less important one steps back. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Label {
  readonly id: string;
  /** Where it can stand, the best place first. */
  readonly places: readonly Box[];
  /** The greater, the more it has to be read. */
  readonly rank: number;
}

/** The labels that are shown, each with the number of its place, by rank; among equals the first by id. */
export function legible(labels: readonly Label[], gap = 1): ReadonlyMap<string, number> {
  const kept: Box[] = [];
  const shown = new Map<string, number>();
  const clear = (box: Box): boolean =>
    kept.every(
      (other) =>
        box.right + gap <= other.left ||
        other.right + gap <= box.left ||
        box.bottom + gap <= other.top ||
        other.bottom + gap <= box.top,
    );
  for (const { id, places } of [...labels].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))) {
    const at = places.findIndex(clear);
    const place = places[at];
    if (place === undefined) continue;
    kept.push(place);
    shown.set(id, at);
  }
  return shown;
}
