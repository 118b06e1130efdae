/** Where everything of the lifelines lies: bars, marks, and what joins the lanes. Pixels from the top left. */

import { dayNumber } from '../timeline/day.ts';
import type { Domain, Scale } from '../timeline/axis.ts';

export type Basis = 'known' | 'evidenced' | 'open';

export interface LifeSpan {
  readonly from: string | null;
  readonly to: string | null;
  readonly from_basis: Basis;
  readonly to_basis: Basis;
  /** The last day with evidence; after it the bar fades. */
  readonly fades_after: string | null;
}

export interface NameSpan {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface LaneMark {
  readonly day: string | null;
  readonly day_to: string | null;
  readonly precision: string;
  readonly kind: string;
  readonly with: string | null;
  readonly with_name?: string | null;
  readonly tie: string | null;
  readonly label: string;
}

export interface Lane {
  readonly key: string;
  readonly name: string;
  readonly order: number;
  readonly spans: readonly LifeSpan[];
  readonly names: readonly NameSpan[];
  readonly marks: readonly LaneMark[];
}

export interface LaneLink {
  /** The tie behind it; empty where the registry alone knows of it. */
  readonly tie: string;
  readonly a: string;
  readonly b: string;
  readonly kind: string;
  readonly sign: '+' | '-' | '0';
  readonly from: string | null;
  readonly to: string | null;
  readonly day: string | null;
  readonly strength: number;
  readonly basis: 'stated' | 'follows';
  readonly source?: 'registry' | 'reports';
}

/** A name for a link, also for one without a tie. */
export function linkId({ tie, kind, a, b, day, from }: LaneLink): string {
  return tie !== '' ? tie : ['registry', kind, a, b, day ?? from ?? ''].join(' ');
}

/** Whether a link is of those who stand together, of those who fight, or of neither: how it is drawn. */
export function signOf({ sign }: LaneLink): 'plus' | 'minus' | 'zero' {
  return sign === '+' ? 'plus' : sign === '-' ? 'minus' : 'zero';
}

export interface Lifelines {
  readonly from: string | null;
  readonly to: string | null;
  readonly lanes: readonly Lane[];
  readonly links: readonly LaneLink[];
}

export const LANE_HEIGHT = 52;
/** From the top of a lane to the middle of its bar: the name stands above it. */
export const BAR_MIDDLE = 32;
export const BAR_HEIGHT = 12;
/** How many pixels a bar takes to fade out where nothing says how long it went on. */
export const FADE = 36;

/** Kinds that happen at a day and join two lanes; the others last and are drawn as arcs. */
const JOINS = new Set(['split', 'merger', 'rename', 'defection', 'formation']);

export function isJoin(kind: string): boolean {
  return JOINS.has(kind);
}

/** The days in which the lanes have anything, with some room at both ends; null without any. */
export function extent({ from, to, lanes, links }: Lifelines): Domain | null {
  const days = [
    from,
    to,
    ...lanes.flatMap(({ spans, marks }) => [
      ...spans.flatMap((span) => [span.from, span.to, span.fades_after]),
      ...marks.flatMap((mark) => [mark.day, mark.day_to]),
    ]),
    ...links.flatMap((link) => [link.from, link.to, link.day]),
  ]
    .map(dayNumber)
    .filter((day): day is number => day !== null);
  if (days.length === 0) return null;
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const room = Math.max(14, (last - first) * 0.04);
  return { from: first - room, to: last + 1 + room };
}

/**
 * The days that reports have something for. The registry knows many actors for decades, in which nothing else would
 * be seen; a first look is at these days.
 */
export function evidenceExtent({ lanes, links }: Pick<Lifelines, 'lanes' | 'links'>): Domain | null {
  return extent({
    from: null,
    to: null,
    links: links.filter(({ tie }) => tie !== ''),
    lanes: lanes.map((lane) => ({
      ...lane,
      spans: lane.spans.map((span) => ({
        ...span,
        from: span.from_basis === 'known' ? null : span.from,
        to: null,
      })),
    })),
  });
}

/** Marks that no line between two lanes tells already. */
export function ownMarks(lane: Lane, links: readonly LaneLink[]): Lane {
  const drawn = new Set(links.map(({ tie }) => tie));
  return { ...lane, marks: lane.marks.filter(({ tie }) => !tie || !drawn.has(tie)) };
}

export interface BarShape {
  readonly key: string;
  /** Where the solid part begins and ends. */
  readonly x0: number;
  readonly x1: number;
  /** How far it fades before and after that. */
  readonly fadeIn: number;
  readonly fadeOut: number;
  /** Whether the end is known, and drawn as a line across. */
  readonly capStart: boolean;
  readonly capEnd: boolean;
}

/**
 * The bars of a lane. What is known to begin or end has a cap; what is first or last evidenced then fades on that
 * side, because it may have been there before and after.
 */
export function barsOf(lane: Lane, scale: Scale): BarShape[] {
  return lane.spans.map((span, i) => {
    const { from: first, to: last } = scale.domain;
    const evidence = dayNumber(span.fades_after);
    const start = dayNumber(span.from) ?? Math.min(first, evidence ?? first);
    const known = span.to_basis === 'known';
    const end = known ? (dayNumber(span.to) ?? evidence ?? start) : (evidence ?? dayNumber(span.to) ?? start);
    const x0 = scale.x(start);
    const x1 = Math.max(scale.x(end + 1), x0 + 2);
    const tail = dayNumber(span.to);
    const fadesTo = !known && tail !== null && tail > end ? scale.x(tail + 1) - x1 : 0;
    return {
      key: `${lane.key}/${i}`,
      x0,
      x1,
      fadeIn:
        span.from_basis === 'known' ? 0 : span.from === null ? Math.max(x0 - scale.x(first), 0) : FADE / 2,
      fadeOut: known ? 0 : Math.max(fadesTo, last > end ? FADE : 0),
      capStart: span.from_basis === 'known' && span.from !== null,
      capEnd: known && span.to !== null,
    };
  });
}

/**
 * From the ends of a lane's bars to what joins it beyond them: the registry may have an actor end before reports let
 * it split, and then both are shown.
 */
export function tailsOf(bars: readonly BarShape[], joins: readonly number[]): { from: number; to: number }[] {
  if (bars.length === 0) return [];
  const edges = bars.flatMap(({ x0, x1, fadeIn, fadeOut }) => [x0 - fadeIn, x1 + fadeOut]);
  const inside = (x: number): boolean =>
    bars.some(({ x0, x1, fadeIn, fadeOut }) => x >= x0 - fadeIn && x <= x1 + fadeOut);
  const tails = new Map<number, { from: number; to: number }>();
  for (const x of joins) {
    if (inside(x)) continue;
    const edge = edges.reduce((best, other) => (Math.abs(other - x) < Math.abs(best - x) ? other : best));
    const before = tails.get(edge);
    tails.set(edge, {
      from: Math.min(before?.from ?? edge, edge, x),
      to: Math.max(before?.to ?? edge, edge, x),
    });
  }
  return [...tails.values()];
}

export interface MarkShape {
  readonly key: string;
  readonly x: number;
  /** Half of the time that the words leave open, in pixels. */
  readonly spread: number;
  readonly marks: readonly LaneMark[];
}

/** The marks of a lane in sight, those closer than `apart` pixels as one with a count. */
export function marksOf(lane: Lane, scale: Scale, apart = 14): MarkShape[] {
  const placed = lane.marks
    .flatMap((mark) => {
      const a = dayNumber(mark.day) ?? dayNumber(mark.day_to);
      const b = dayNumber(mark.day_to) ?? a;
      if (a === null || b === null) return [];
      const [x0, x1] = [scale.x(Math.min(a, b)), scale.x(Math.max(a, b) + 1)];
      return [{ x: (x0 + x1) / 2, spread: (x1 - x0) / 2, mark }];
    })
    .filter(({ x }) => x >= -8 && x <= scale.width + 8)
    .sort((a, b) => a.x - b.x || (a.mark.kind < b.mark.kind ? -1 : 1));
  const shapes: { x: number; spread: number; marks: LaneMark[] }[] = [];
  for (const { x, spread, mark } of placed) {
    const last = shapes[shapes.length - 1];
    if (last !== undefined && x - last.x < apart) {
      last.marks.push(mark);
      last.spread = Math.max(last.spread, spread);
    } else shapes.push({ x, spread, marks: [mark] });
  }
  return shapes.map((shape, i) => ({ key: `${lane.key}/m${i}`, ...shape }));
}

export interface LinkShape {
  readonly link: LaneLink;
  readonly join: boolean;
  readonly path: string;
  /** Where its mark or arrow lies, to be clicked and reached by key. */
  readonly x: number;
  readonly y: number;
  readonly fromLane: number;
  readonly toLane: number;
  /** Direction of the arrow's end: 1 downwards, -1 upwards. */
  readonly down: 1 | -1;
  readonly endX: number;
  readonly endY: number;
  readonly width: number;
}

/**
 * Links between lanes that are both shown. Joins bend from the lane that gives to the one that takes: a split and a
 * defection out of `b` into `a`, a merger and a rename out of `a` into `b`. Arcs stand at their first day, or at the
 * left edge if they began before it and still hold, each a little wider than the one before at the same spot.
 */
export function linksOf(links: readonly LaneLink[], lanes: readonly Lane[], scale: Scale): LinkShape[] {
  const rows = new Map(lanes.map(({ key }, row) => [key, row]));
  const taken = new Map<string, number>();
  return links.flatMap((link): LinkShape[] => {
    const [a, b] = [rows.get(link.a), rows.get(link.b)];
    if (a === undefined || b === undefined || a === b) return [];
    const join = isJoin(link.kind);
    const at = dayNumber(link.day) ?? dayNumber(link.from) ?? dayNumber(link.to);
    if (at === null) return [];
    const last = dayNumber(link.to) ?? at;
    const middle = (row: number): number => row * LANE_HEIGHT + BAR_MIDDLE;
    let x = scale.x(at);
    if (x > scale.width) return [];
    if (x < 0) {
      if (join || scale.x(last + 1) < 0) return [];
      x = 6;
    }
    const outOfB = link.kind === 'split' || link.kind === 'defection' || link.kind === 'formation';
    const [fromLane, toLane] = outOfB ? [b, a] : [a, b];
    const [y0, y1] = [middle(fromLane), middle(toLane)];
    const down = y1 > y0 ? 1 : -1;
    const width = 1 + 2.5 * Math.min(Math.max(link.strength, 0), 1);
    if (join) {
      const [x0, x1] = [x - 9, x + 9];
      const half = (y0 + y1) / 2;
      const endY = y1 - (down * BAR_HEIGHT) / 2;
      return [
        {
          link,
          join,
          path: `M${n(x0)} ${n(y0)}C${n(x0 + 9)} ${n(y0)} ${n(x)} ${n(y0 + down * 8)} ${n(x)} ${n(half)}S${n(x1)} ${n(endY - down * 14)} ${n(x1)} ${n(endY)}`,
          x,
          y: half,
          fromLane,
          toLane,
          down,
          endX: x1,
          endY,
          width,
        },
      ];
    }
    const spot = `${Math.round(x / 10)}:${Math.min(a, b)}`;
    const before = taken.get(spot) ?? 0;
    taken.set(spot, before + 1);
    const bulge = 14 + 9 * before + 3 * Math.abs(a - b);
    return [
      {
        link,
        join,
        path: `M${n(x)} ${n(y0)}C${n(x + bulge * 1.33)} ${n(y0)} ${n(x + bulge * 1.33)} ${n(y1)} ${n(x)} ${n(y1)}`,
        x: x + bulge,
        y: (y0 + y1) / 2,
        fromLane,
        toLane,
        down,
        endX: x,
        endY: y1,
        width,
      },
    ];
  });
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The name that an actor bears on a day, where its names over time say so; else its usual name. */
export function nameAt(lane: Lane, day: number): string {
  const fits = lane.names.filter(({ from, to }) => {
    const [a, b] = [dayNumber(from), dayNumber(to)];
    return (a !== null || b !== null) && (a === null || a <= day) && (b === null || day <= b);
  });
  return fits[0]?.name ?? lane.name;
}

export interface Renaming {
  readonly day: number;
  readonly name: string;
}

/** How wide a letter of a name at a change is, in pixels, more or less. */
const LETTER = 5.6;

/** Changes of names with those left out that would be written over the one before. */
export function written(
  names: readonly Renaming[],
  scale: Scale,
): { renaming: Renaming; hasRoom: boolean }[] {
  let free = -Infinity;
  return names.map((renaming) => {
    const x = scale.x(renaming.day);
    const hasRoom = x >= free;
    if (hasRoom) free = x + renaming.name.length * LETTER + 8;
    return { renaming, hasRoom };
  });
}

/** The longest name that is written at a change of names. */
const LONGEST_NAME = 32;

/**
 * Days on which a lane's name changes, with the new name: the fullest of those that begin then, unless it is too long
 * to be written beside the line.
 */
export function renamings(lane: Lane): Renaming[] {
  const names = new Map<number, string[]>();
  for (const { name, from } of lane.names) {
    const day = dayNumber(from);
    if (day !== null) names.set(day, [...(names.get(day) ?? []), name]);
  }
  const earlier = (day: number): boolean => lane.names.some(({ to }) => (dayNumber(to) ?? Infinity) <= day);
  return [...names]
    .sort(([a], [b]) => a - b)
    .filter(([day], i) => i > 0 || earlier(day))
    .map(([day, all]) => {
      const byLength = [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
      return { day, name: byLength.find((name) => name.length <= LONGEST_NAME) ?? byLength.at(-1) ?? '' };
    });
}

/** A thing that can be chosen by key: in lane order, then in time. */
export interface Stop {
  readonly id: string;
  readonly row: number;
  readonly x: number;
}

export type Move = 'before' | 'after' | 'up' | 'down' | 'first' | 'last';

/** The stop that a key leads to: along a lane in time, or to the nearest in the lane above or below. */
export function nextStop(stops: readonly Stop[], from: string | null, move: Move): Stop | null {
  const sorted = [...stops].sort((a, b) => a.row - b.row || a.x - b.x || (a.id < b.id ? -1 : 1));
  const at = sorted.findIndex(({ id }) => id === from);
  const here = sorted[at];
  if (here === undefined) return sorted[0] ?? null;
  if (move === 'before') return sorted[at - 1] ?? here;
  if (move === 'after') return sorted[at + 1] ?? here;
  if (move === 'first' || move === 'last') {
    const row = sorted.filter(({ row: r }) => r === here.row);
    return (move === 'first' ? row[0] : row[row.length - 1]) ?? here;
  }
  const rows = sorted
    .map(({ row }) => row)
    .filter((row) => (move === 'up' ? row < here.row : row > here.row));
  if (rows.length === 0) return here;
  const row = move === 'up' ? Math.max(...rows) : Math.min(...rows);
  return sorted
    .filter(({ row: r }) => r === row)
    .reduce((best, stop) => (Math.abs(stop.x - here.x) < Math.abs(best.x - here.x) ? stop : best));
}
