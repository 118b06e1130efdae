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

/**
 * The labels that are shown, each with the number of its place, by rank; among equals the first by id. A place that is
 * clear of `others` as well, what is drawn beside the labels, and inside the `frame`, goes before one that is not.
 */
export function legible(
  labels: readonly Label[],
  gap = 1,
  others: readonly Box[] = [],
  frame: Box | null = null,
): ReadonlyMap<string, number> {
  const kept: Box[] = [];
  const shown = new Map<string, number>();
  const inside = ({ left, top, right, bottom }: Box): boolean =>
    frame === null ||
    (left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom);
  for (const { id, places } of [...labels].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))) {
    const clear = places.map((box) => isClear(box, kept, gap));
    const good = places.findIndex((box, n) => clear[n] && inside(box) && isClear(box, others, gap));
    const fair = good >= 0 ? good : places.findIndex((box, n) => clear[n] && inside(box));
    const at = fair >= 0 ? fair : clear.indexOf(true);
    const place = places[at];
    if (place === undefined) continue;
    kept.push(place);
    shown.set(id, at);
  }
  return shown;
}

/** Whether a box lies on none of the others, with a gap between. */
export function isClear(box: Box, others: readonly Box[], gap = 0): boolean {
  return others.every(
    (other) =>
      box.right + gap <= other.left ||
      other.right + gap <= box.left ||
      box.bottom + gap <= other.top ||
      other.bottom + gap <= box.top,
  );
}
