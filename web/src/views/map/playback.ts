/**
 * Playing incidents over time: a window of days slides over them.
 *
 * An incident has an interval, and shows in every window that touches it: a siege of three months is there for
 * three months, and "some time in June" is there all June. One that nothing dates is never shown in a window; its
 * count is.
 */

import { addSteps, dayNumber, endOfStep, startOfStep, type Step } from '../timeline/day.ts';
import type { Period } from '../timeline/brush.ts';
import { stepsBetween } from '../timeline/brush.ts';

export interface Dated {
  readonly start: string | null;
  readonly end: string | null;
}

/** The days that an incident may have happened on, or null where nothing dates it. */
export function interval({ start, end }: Dated): Period | null {
  const since = dayNumber(start);
  const until = dayNumber(end);
  if (since === null && until === null) return null;
  const [a, b] = [since ?? (until as number), until ?? (since as number)];
  return a <= b ? { since: a, until: b } : { since: b, until: a };
}

/** Whether two periods have a day in common. */
export function touches(a: Period, b: Period): boolean {
  return a.since <= b.until && b.since <= a.until;
}

/** How a playback goes: windows of `width` steps that move by one step at a time. */
export interface Reel {
  readonly step: Step;
  readonly width: number;
  /** First and last window's first step. */
  readonly first: number;
  readonly last: number;
  readonly frames: number;
}

/** Windows over all the days from `since` to `until`. The last window still holds the last day. */
export function reel(period: Period, step: Step, width: number): Reel {
  const first = startOfStep(period.since, step);
  const steps = stepsBetween(first, Math.max(period.until, first), step) + 1;
  const frames = Math.max(1, steps - width + 1);
  return { step, width, first, last: addSteps(first, step, frames - 1), frames };
}

/** The window of a frame; frames outside the reel give its first or last. */
export function windowAt({ step, width, first, frames }: Reel, frame: number): Period {
  const at = Math.min(Math.max(Math.floor(frame), 0), frames - 1);
  const since = addSteps(first, step, at);
  return { since, until: endOfStep(addSteps(since, step, width - 1), step) };
}

/** The frame whose window begins with the step of a day. */
export function frameOf(reel: Reel, day: number): number {
  return Math.min(Math.max(stepsBetween(reel.first, day, reel.step), 0), reel.frames - 1);
}

/** Steps of a length that a playback of the period goes through in a bearable number of frames. */
export function fittingStep(period: Period): Step {
  const days = period.until - period.since + 1;
  if (days <= 120) return 'day';
  if (days <= 3 * 365) return 'week';
  if (days <= 20 * 365) return 'month';
  return 'year';
}

/** Frames a second that can be chosen. */
export const SPEEDS = [1, 2, 4, 8] as const;

/**
 * How many frames have gone by: whole ones, with the rest of the time left for the next call. A page that was
 * hidden for a minute goes on by one frame and does not jump.
 */
export function elapsed(ms: number, speed: number): { frames: number; rest: number } {
  const each = 1000 / speed;
  if (ms >= 4 * each) return { frames: 1, rest: 0 };
  const frames = Math.floor(ms / each);
  return { frames, rest: ms - frames * each };
}
