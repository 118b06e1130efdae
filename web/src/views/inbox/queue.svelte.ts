/** The open incidents one after the other, what was decided of them here, and the way back. */

import { filtered } from '../../api/index.ts';
import { Problem } from '../../api/problem.ts';
import type { EventRef, InboxEvent, InboxIncident, InboxItem, Written } from '../../api/types.ts';
import { correct, decide, review, undo, type Verdict } from '../../api/writes.ts';
import { pages } from '../../lib/pages.svelte.ts';
import { asGiven, givenText, type GivenField } from '../../lib/given.ts';
import { at } from '../../location.svelte.ts';
import { t, word } from '../../messages/index.svelte.ts';
import { failureText, notify } from '../../shell/notices.svelte.ts';

export interface Entry {
  readonly story: string | null;
  /** Whether the one before it is of the same story. */
  readonly continues: boolean;
  readonly incident: InboxIncident;
}

interface Done {
  readonly decision: string;
  readonly id: string;
}

export class Queue {
  readonly #list = pages<InboxItem>(() => {
    const filter = at.filter;
    const state = this.state;
    return (cursor) =>
      filtered('/inbox', filter, { state: state === 'skipped' ? 'open' : state, limit: 20, cursor });
  });
  /** What is decided here and still on its way to the server, or back. */
  decided = $state.raw<ReadonlyMap<string, Verdict>>(new Map());
  skipped = $state.raw<ReadonlySet<string>>(new Set());
  #current = $state<string | null>(null);
  #done: Done[] = [];
  /** Incidents whose present state is another than the one that was decided on. */
  stale = $state.raw<ReadonlySet<string>>(new Set());

  readonly all = $derived.by((): readonly Entry[] => {
    const entries: Entry[] = [];
    for (const item of this.#list.items) {
      item.incidents.forEach((incident, n) =>
        entries.push({ story: item.story, continues: n > 0, incident }),
      );
    }
    return entries;
  });
  readonly entries = $derived(
    this.state === 'open'
      ? this.all.filter((entry) => !this.skipped.has(entry.incident.row.id))
      : this.state === 'skipped'
        ? this.all.filter((entry) => this.skipped.has(entry.incident.row.id))
        : this.all,
  );
  readonly index = $derived.by(() => {
    const n = this.entries.findIndex((entry) => entry.incident.row.id === this.#current);
    return n >= 0 ? n : 0;
  });
  readonly entry = $derived<Entry | undefined>(this.entries[this.index]);

  get state(): 'open' | 'accepted' | 'rejected' | 'skipped' {
    const state = at.setting('state');
    return state === 'accepted' || state === 'rejected' || state === 'skipped' ? state : 'open';
  }

  get error(): Error | undefined {
    return this.#list.error;
  }

  get loading(): boolean {
    return this.#list.loading;
  }

  get whole(): boolean {
    return this.#list.whole;
  }

  again(): void {
    this.#list.again();
  }

  more(): void {
    this.#list.more();
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  select(id: string): void {
    this.#current = id;
  }

  move(by: number): void {
    const next = this.entries[Math.max(0, Math.min(this.entries.length - 1, this.index + by))];
    if (next) this.#current = next.incident.row.id;
    if (this.index > this.entries.length - 6 && !this.whole) this.more();
  }

  skip(): void {
    const entry = this.entry;
    if (!entry) return;
    const id = entry.incident.row.id;
    this.#onward();
    const skipped = new Set(this.skipped);
    if (!skipped.delete(id)) skipped.add(id);
    this.skipped = skipped;
  }

  /** Decides of the incident at hand and goes on at once; the server is told meanwhile. */
  async judge(verdict: Verdict): Promise<void> {
    const entry = this.entry;
    if (!entry || this.decided.has(entry.incident.row.id)) return;
    const { row, etag, events } = entry.incident;
    this.decided = new Map(this.decided).set(row.id, verdict);
    this.#onward();
    try {
      const written = await asSeen(entry.incident, etag, (mark) => review(refs(events), verdict, mark));
      this.#done.push({ decision: written.decision, id: row.id });
    } catch (error) {
      this.#failed(row.id, error, () => {
        this.#current = row.id;
        this.seen(row.id);
        if (this.entry?.incident.row.id === row.id) void this.judge(verdict);
      });
    } finally {
      this.#forget(row.id);
    }
  }

  /** Puts another value in the place of one that was read; stays where it is. */
  async correct(event: InboxEvent, field: GivenField, value: unknown, note = ''): Promise<void> {
    const entry = this.entry;
    if (!entry) return;
    const { row, etag } = entry.incident;
    const given = asGiven(field, value);
    try {
      const ref = { report: event.report, event: event.event };
      // What somebody else corrected meanwhile need not show in the row: a correction is never written a second time.
      const written = await correct(ref, field, given, { etag, ...(note ? { note } : {}) });
      this.#done.push({ decision: written.decision, id: row.id });
      // The correction may make another incident of it; that is where the reviewer stays.
      const to = written.incident?.[0] ?? written.incidents?.[0];
      if (to !== undefined) this.#current = to;
      notify(t('inbox.corrected', { field: word('given', field), value: givenText(field, given) || '—' }), {
        action: { label: t('review.undo'), run: () => void this.undo() },
      });
      this.again();
    } catch (error) {
      this.#failed(row.id, error, () => {
        void this.correct(event, field, value, note);
      });
    }
  }

  /** The incident before the one at hand, where a story tells of both. */
  readonly neighbour = $derived<Entry | undefined>(
    this.entry?.continues ? this.entries[this.index - 1] : undefined,
  );

  /** Decides that the incident at hand and the one before it in the story are not the same, though they never were one. */
  async part(): Promise<void> {
    const [entry, other] = [this.entry, this.neighbour];
    if (!entry || !other) return;
    const [a, b] = [other.incident, entry.incident];
    try {
      const written = await decide({
        verdict: 'apart',
        a: a.row.id,
        b: b.row.id,
        if_match: [a.etag, b.etag],
      });
      this.#done.push({ decision: written.decision, id: b.row.id });
      notify(t('merge.was_parted'), {
        action: { label: t('review.undo'), run: () => void this.undo() },
      });
    } catch (error) {
      this.#failed(b.row.id, error, () => void this.part());
    }
  }

  /** Takes the last decision back and goes to what it was about. */
  async undo(): Promise<void> {
    const last = this.#done.pop();
    if (!last) return;
    try {
      const written = await undo(last.decision);
      this.#current = (written.incidents ?? written.incident ?? [])[0] ?? last.id;
      notify(t('decisions.undone'));
      this.again();
    } catch (error) {
      this.#done.push(last);
      notify(failureText(error), { bad: true });
    }
  }

  seen(id: string): void {
    const stale = new Set(this.stale);
    stale.delete(id);
    this.stale = stale;
  }

  #onward(): void {
    const next = this.entries[this.index + 1] ?? this.entries[this.index - 1];
    this.#current = next?.incident.row.id ?? null;
    if (this.index > this.entries.length - 6 && !this.whole) this.more();
  }

  #forget(id: string): void {
    const decided = new Map(this.decided);
    decided.delete(id);
    this.decided = decided;
  }

  #failed(id: string, error: unknown, retry: () => void): void {
    this.again();
    if (error instanceof Problem && error.status === 412) {
      this.stale = new Set(this.stale).add(id);
      this.#current = id;
      notify(t('inbox.changed_meanwhile'), {
        bad: true,
        action: { label: t('inbox.apply_again'), run: retry },
      });
    } else notify(failureText(error), { bad: true });
  }
}

/**
 * Writes with the mark of the state that was looked at. Where that has passed, and yet all that was looked at is still
 * as it was (a decision about a neighbour touches a mark too), it writes once more with the present mark; where
 * something is different, the reviewer has to look again.
 */
async function asSeen(
  incident: InboxIncident,
  etag: string,
  write: (etag: string) => Promise<Written>,
): Promise<Written> {
  try {
    return await write(etag);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error;
    const now = error.body.current?.incidents?.find((other) => other.id === incident.row.id);
    if (!now || JSON.stringify(now.row) !== JSON.stringify(incident.row)) throw error;
    return write(now.etag);
  }
}

export function refs(events: readonly InboxEvent[]): EventRef[] {
  return events.map(({ report, event }) => ({ report, event }));
}
