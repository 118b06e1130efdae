/** A period chosen on a time axis, by dragging or by keys. */

import { addSteps, endOfStep, startOfStep, type Step } from './day.ts';

/** Days from `since` to `until`, both in it. */
export interface Period {
  readonly since: number;
  readonly until: number;
}

/** The whole steps that lie under a drag from one day to another, in either direction. */
export function brushed(a: number, b: number, step: Step): Period {
  const [low, high] = a <= b ? [a, b] : [b, a];
  return { since: startOfStep(low, step), until: endOfStep(high, step) };
}

/** What a drag has hold of: an edge of the period, all of it, or nothing yet. */
export type Grip = 'since' | 'until' | 'all' | null;

/** What lies under the pointer, with `reach` days around an edge still being the edge. */
export function gripAt(day: number, period: Period | null, reach: number): Grip {
  if (period === null) return null;
  const toSince = Math.abs(day - period.since);
  const toUntil = Math.abs(day - (period.until + 1));
  if (Math.min(toSince, toUntil) <= reach) return toSince <= toUntil ? 'since' : 'until';
  return day > period.since && day < period.until + 1 ? 'all' : null;
}

/** The period after its grip was dragged from one day to another. */
export function dragged(
  period: Period,
  grip: Exclude<Grip, null>,
  from: number,
  to: number,
  step: Step,
): Period {
  if (grip === 'since') return brushed(to, Math.max(period.until, to), step);
  if (grip === 'until') return brushed(Math.min(period.since, to), to, step);
  return moved(period, stepsBetween(from, to, step), step);
}

/** The period so many steps on. A period of whole months stays one of whole months. */
export function moved(period: Period, n: number, step: Step): Period {
  if (n === 0) return period;
  const whole =
    period.since === startOfStep(period.since, step) && period.until === endOfStep(period.until, step);
  if (!whole) {
    const days = addSteps(period.since, step, n) - startOfStep(period.since, step);
    return { since: period.since + days, until: period.until + days };
  }
  const length = stepsBetween(period.since, period.until, step);
  const since = addSteps(period.since, step, n);
  return { since, until: endOfStep(addSteps(since, step, length), step) };
}

/** The period with its end moved by so many steps, but never before its start. */
export function extended(period: Period, n: number, step: Step): Period {
  const until = endOfStep(addSteps(period.until, step, n), step);
  return { since: period.since, until: Math.max(until, endOfStep(period.since, step)) };
}

/** How many steps lie between the steps of two days; negative if the second comes first. */
export function stepsBetween(from: number, to: number, step: Step): number {
  const [a, b] = [startOfStep(from, step), startOfStep(to, step)];
  if (step === 'day') return b - a;
  if (step === 'week') return Math.round((b - a) / 7);
  // Months and years differ in length but never by so much that rounding could miss the count.
  return Math.round((b - a) / (step === 'month' ? 30.436875 : 365.2425));
}
