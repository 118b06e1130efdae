/** A time axis: days to pixels and back, where to draw lines, what to write at them. */

import { addSteps, dateOf, startOfStep, type Step } from './day.ts';

/** Days that are in sight: `from` is the first, `to` the one after the last. */
export interface Domain {
  readonly from: number;
  readonly to: number;
}

export interface Scale {
  readonly domain: Domain;
  readonly width: number;
  /** Pixels from the start of the axis to the beginning of a day. */
  x(day: number): number;
  /** The day, with its fraction, at so many pixels. */
  day(x: number): number;
}

/** Days to pixels. In right-to-left writing time still runs from left to right, as on any chart in such a text. */
export function timeScale(domain: Domain, width: number): Scale {
  const span = Math.max(domain.to - domain.from, 1e-9);
  return {
    domain,
    width,
    x: (day) => ((day - domain.from) / span) * width,
    day: (x) => domain.from + (x / Math.max(width, 1e-9)) * span,
  };
}

/** A line of the axis. `major` lines carry the larger unit: the year over months, the month over days. */
export interface Tick {
  readonly day: number;
  readonly label: string;
  readonly major: boolean;
}

interface Rhythm {
  readonly step: Step;
  readonly every: number;
  readonly days: number;
}

const RHYTHMS: readonly Rhythm[] = [
  { step: 'day', every: 1, days: 1 },
  { step: 'day', every: 2, days: 2 },
  { step: 'week', every: 1, days: 7 },
  { step: 'week', every: 2, days: 14 },
  { step: 'month', every: 1, days: 30.4 },
  { step: 'month', every: 3, days: 91.3 },
  { step: 'month', every: 6, days: 182.6 },
  { step: 'year', every: 1, days: 365.25 },
  { step: 'year', every: 2, days: 730.5 },
  { step: 'year', every: 5, days: 1826 },
  { step: 'year', every: 10, days: 3652.5 },
  { step: 'year', every: 50, days: 18262 },
  { step: 'year', every: 100, days: 36525 },
];

/** The lines of an axis, none nearer to the next than `apart` pixels, with labels in the language given. */
export function ticks(scale: Scale, locale: string, apart = 72): Tick[] {
  const { from, to } = scale.domain;
  const perPixel = (to - from) / Math.max(scale.width, 1);
  const least = perPixel * apart;
  const rhythm = RHYTHMS.find(({ days }) => days >= least) ?? RHYTHMS[RHYTHMS.length - 1];
  if (rhythm === undefined || !(to > from)) return [];
  const label = labeller(rhythm, locale);
  const made: Tick[] = [];
  // The loop is bounded by the pixels: a rhythm is at least `apart` wide.
  for (let day = firstAt(from, rhythm); day < to && made.length < 400; day = nextAt(day, rhythm)) {
    if (day >= from) made.push({ day, ...label(day, made.length === 0) });
  }
  return made;
}

function firstAt(from: number, { step, every }: Rhythm): number {
  const start = startOfStep(from, step);
  if (every === 1) return start;
  if (step === 'day') return start - (((start % every) + every) % every);
  if (step === 'week') {
    const week = Math.round((start + 3) / 7);
    return start - 7 * (((week % every) + every) % every);
  }
  const date = dateOf(start);
  const number = step === 'month' ? date.getUTCMonth() : date.getUTCFullYear();
  return addSteps(start, step, -(((number % every) + every) % every));
}

function nextAt(day: number, { step, every }: Rhythm): number {
  return addSteps(day, step, every);
}

function labeller(
  { step }: Rhythm,
  locale: string,
): (day: number, first: boolean) => { label: string; major: boolean } {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', calendar: 'gregory' });
  const year = format({ year: 'numeric' });
  const month = format({ month: 'short' });
  const monthOfYear = format({ month: 'short', year: 'numeric' });
  const day = format({ day: 'numeric', month: 'short' });
  const dayOfYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
  if (step === 'year') return (at) => ({ label: year.format(dateOf(at)), major: true });
  if (step === 'month') {
    return (at, first) => {
      const date = dateOf(at);
      const major = date.getUTCMonth() === 0;
      if (major) return { label: year.format(date), major };
      return { label: (first ? monthOfYear : month).format(date), major };
    };
  }
  let lastYear: number | null = null;
  return (at, first) => {
    const date = dateOf(at);
    const changed = date.getUTCFullYear() !== lastYear;
    lastYear = date.getUTCFullYear();
    return { label: (first || changed ? dayOfYear : day).format(date), major: changed && !first };
  };
}

/** The axis drawn nearer (`factor` below 1) or farther, with the day at `x` kept where it is. */
export function zoomed(domain: Domain, at: number, factor: number, bounds: Domain, least = 3): Domain {
  const span = domain.to - domain.from;
  const widest = Math.max(bounds.to - bounds.from, least);
  const next = Math.min(Math.max(span * factor, least), widest);
  const share = span > 0 ? (at - domain.from) / span : 0.5;
  return clamped({ from: at - share * next, to: at + (1 - share) * next }, bounds);
}

/** The axis moved by some days, but never past its bounds. */
export function panned(domain: Domain, days: number, bounds: Domain): Domain {
  return clamped({ from: domain.from + days, to: domain.to + days }, bounds);
}

function clamped(domain: Domain, bounds: Domain): Domain {
  const span = Math.min(domain.to - domain.from, bounds.to - bounds.from);
  const from = Math.min(Math.max(domain.from, bounds.from), bounds.to - span);
  return { from, to: from + span };
}

/** Round numbers from 0 up to a count, few enough to read: the lines of a vertical axis. */
export function countTicks(most: number, about = 4): number[] {
  if (!(most > 0)) return [0];
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].map((m) => m * power).find((u) => u >= rough) ?? 10 * power;
  const step = Math.max(1, Math.round(unit));
  const lines: number[] = [];
  for (let at = 0; at < most + step; at += step) lines.push(at);
  return lines;
}
