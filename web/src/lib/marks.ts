/** Where values stand in a report, laid out so that overlapping and nested ones can all be seen. */

import type { CodedReport, Diagnostic, Quote, Tie } from '../api/types.ts';
import type { Offsets } from './offsets.ts';
import type { Role, Value } from './values.ts';

export type MarkRole = Role | 'uncoded' | 'tie';

/** Words of the report that mean something, by their place in the string. */
export interface Mark {
  readonly id: number;
  readonly role: MarkRole;
  readonly start: number;
  readonly end: number;
  /** The values read from these words in this role; several events may share them. */
  readonly values: readonly Value[];
  readonly diagnostic: Diagnostic | null;
  readonly tie: Tie | null;
  /** How far below the text its line is drawn; -1 where too many marks lie on top of one another. */
  readonly lane: number;
}

/** A stretch of text under the same marks, innermost last. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
}

/** How many lines fit below a line of text. Marks beyond that are found by pointing and from the chips. */
export const LANES = 4;

/** All marks of a report in the order of the text. */
export function marksOf(coded: CodedReport, values: readonly Value[], offsets: Offsets): Mark[] {
  type Draft = Omit<Mark, 'id' | 'lane' | 'values'> & { values: Value[] };
  const drafts = new Map<string, Draft>();
  const place = (role: MarkRole, quote: Quote): Draft | null => {
    const start = offsets.units(quote.start);
    const end = offsets.units(quote.end);
    if (end <= start) return null;
    const key = `${role}:${start}:${end}`;
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = { role, start, end, values: [], diagnostic: null, tie: null };
      drafts.set(key, draft);
    }
    return draft;
  };
  for (const value of values) {
    if (value.quote !== null) place(value.role, value.quote)?.values.push(value);
  }
  const taken = new Set(
    [...drafts.values()].filter((d) => d.role === 'trigger').map((d) => `${d.start}:${d.end}`),
  );
  for (const diagnostic of coded.diagnostics) {
    const draft = place('uncoded', diagnostic.trigger);
    // What triggers an event after all needs no second mark.
    if (draft !== null && taken.has(`${draft.start}:${draft.end}`)) {
      drafts.delete(`uncoded:${draft.start}:${draft.end}`);
    } else if (draft !== null && draft.diagnostic === null) {
      drafts.set(`uncoded:${draft.start}:${draft.end}`, { ...draft, diagnostic });
    }
  }
  for (const tie of coded.ties) {
    const draft = place('tie', tie.evidence);
    if (draft !== null && draft.tie === null) {
      drafts.set(`tie:${draft.start}:${draft.end}`, { ...draft, tie });
    }
  }
  return layOut([...drafts.values()]);
}

/** Gives each mark a lane in which no other mark of the same words is drawn: longer ones above shorter ones. */
function layOut(drafts: readonly Omit<Mark, 'id' | 'lane'>[]): Mark[] {
  const sorted = [...drafts].sort(
    (a, b) => a.start - b.start || b.end - a.end || (a.role < b.role ? -1 : a.role > b.role ? 1 : 0),
  );
  const free: number[] = new Array<number>(LANES).fill(0);
  return sorted.map((draft, id) => {
    // Ties span clauses: they are drawn only when chosen, and take no lane from the words of events.
    if (draft.role === 'tie') return { ...draft, id, lane: -1 };
    const lane = free.findIndex((until) => until <= draft.start);
    if (lane >= 0) free[lane] = draft.end;
    return { ...draft, id, lane };
  });
}

/** Cuts a stretch of text where the drawn marks, or the extra boundaries, begin and end. */
export function runsOf(
  marks: readonly Mark[],
  from: number,
  to: number,
  extra: readonly number[] = [],
): Run[] {
  const drawn = marks.filter((mark) => mark.lane >= 0 && mark.start < to && mark.end > from);
  const cuts = new Set<number>([from, to]);
  for (const mark of drawn) {
    cuts.add(Math.max(mark.start, from));
    cuts.add(Math.min(mark.end, to));
  }
  for (const cut of extra) if (cut > from && cut < to) cuts.add(cut);
  const edges = [...cuts].sort((a, b) => a - b);
  const runs: Run[] = [];
  let next = 0;
  let active: Mark[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const start = edges[i] as number;
    const end = edges[i + 1] as number;
    active = active.filter((mark) => mark.end > start);
    while (next < drawn.length && (drawn[next] as Mark).start <= start) {
      const mark = drawn[next++] as Mark;
      if (mark.end > start) active.push(mark);
    }
    runs.push({
      start,
      end,
      marks: [...active].sort((a, b) => b.end - b.start - (a.end - a.start) || a.lane - b.lane),
    });
  }
  return runs;
}

/** The marks that cover a place, the innermost first. */
export function marksAt(marks: readonly Mark[], at: number): Mark[] {
  return marks
    .filter((mark) => mark.start <= at && at < mark.end && mark.role !== 'tie')
    .sort((a, b) => a.end - a.start - (b.end - b.start));
}

/** A part of the text that is laid out on its own. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

const LONGEST_CHUNK = 3000;

/**
 * Cuts a text into parts that can be laid out one by one: at blank lines, in long paragraphs at line ends, else at
 * ends of sentences, else at spaces. Joined they are the text again, character by character.
 */
export function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  const paragraph = /\n(?:[ \t\r]*\n)+/g;
  const push = (end: number): void => {
    while (end - from > LONGEST_CHUNK) {
      const cut = cutBefore(text, from, from + LONGEST_CHUNK);
      chunks.push({ start: from, end: cut });
      from = cut;
    }
    if (end > from) chunks.push({ start: from, end });
    from = end;
  };
  for (const gap of text.matchAll(paragraph)) push(gap.index + gap[0].length);
  push(text.length);
  return chunks;
}

function cutBefore(text: string, from: number, limit: number): number {
  const window = text.slice(from, limit);
  for (const pattern of [/\n(?=[^\n]*$)/, /[.!?؟。](?:["'”’)»]*)\s+(?=[^.!?؟。]*$)/, /\s(?=\S*$)/]) {
    const hit = pattern.exec(window);
    if (hit !== null && hit.index > window.length / 4) return from + hit.index + hit[0].length;
  }
  // Never through the middle of a wide character.
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
