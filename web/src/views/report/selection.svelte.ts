/** What is chosen and what is pointed at in a report, shared by the words and the chips beside them. */

import type { Mark } from '../../lib/marks.ts';
import type { Value } from '../../lib/values.ts';

/** Where the words are that are pointed at, in the window. */
export interface Anchor {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export class Selection {
  /** The event whose words stand out; null shows those of all. */
  event = $state<string | null>(null);
  /** The values that are pointed at, by their ids: their words and chips light up. */
  lit = $state.raw<ReadonlySet<string>>(new Set());
  /** The marks under the pointer or the keyboard, innermost first, for the card that explains them. */
  pointed = $state.raw<readonly Mark[]>([]);
  anchor = $state.raw<Anchor | null>(null);
  /** The tie whose words are shown, by its number in the report. */
  tie = $state<number | null>(null);
  /** Roles whose words are not marked. */
  hidden = $state.raw<ReadonlySet<string>>(new Set());

  choose(event: string | null): void {
    this.event = event;
    this.tie = null;
  }

  point(marks: readonly Mark[], anchor: Anchor | null): void {
    this.pointed = marks;
    this.anchor = anchor;
    this.lit = new Set(marks.flatMap((mark) => mark.values).map((value) => value.id));
  }

  light(values: readonly Value[]): void {
    this.lit = new Set(values.map((value) => value.id));
    this.pointed = [];
    this.anchor = null;
  }

  clear(): void {
    this.lit = new Set();
    this.pointed = [];
    this.anchor = null;
  }

  toggleRole(role: string): void {
    const next = new Set(this.hidden);
    if (!next.delete(role)) next.add(role);
    this.hidden = next;
  }

  /** Whether the words of a mark are shown as such. */
  shows(mark: Mark): boolean {
    if (this.hidden.has(mark.role)) return false;
    if (this.tie !== null) return false;
    if (this.event === null) return true;
    return mark.values.some((value) => value.event === this.event);
  }
}
