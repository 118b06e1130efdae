/**
 * Days as whole numbers since 1970-01-01, for axes and windows of time.
 *
 * The server's dates are days of the calendar without a time zone. A `Date` has both, so that arithmetic on it
 * is off by one wherever the clock is not Greenwich's; numbers are not.
 */

const MS = 86_400_000;

/** How finely time is divided. */
export type Step = 'day' | 'week' | 'month' | 'year';

/** The number of a day, or null for what is no day of the calendar. */
export function dayNumber(text: string | null | undefined): number | null {
  if (text == null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) return null;
  const number = ms / MS;
  return dayText(number) === text ? number : null;
}

/** The day of a number, as YYYY-MM-DD. Numbers between days give the day that they fall into. */
export function dayText(number: number): string {
  return dateOf(number).toISOString().slice(0, 10);
}

/** Midnight of the day at Greenwich, for `Intl` with `timeZone: 'UTC'`. */
export function dateOf(number: number): Date {
  return new Date(Math.floor(number) * MS);
}

/** The first day of the step that a day falls into. Weeks begin on Monday. */
export function startOfStep(number: number, step: Step): number {
  const day = Math.floor(number);
  if (step === 'day') return day;
  // 1970-01-01 was a Thursday, so Monday is three days before it.
  if (step === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const date = dateOf(day);
  return Date.UTC(date.getUTCFullYear(), step === 'month' ? date.getUTCMonth() : 0, 1) / MS;
}

/** The first day of the step that lies `n` steps after the one of a day; months and years differ in length. */
export function addSteps(number: number, step: Step, n: number): number {
  const start = startOfStep(number, step);
  if (step === 'day') return start + n;
  if (step === 'week') return start + 7 * n;
  const date = dateOf(start);
  const months = step === 'month' ? n : 12 * n;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MS;
}

/** The last day of the step that a day falls into. */
export function endOfStep(number: number, step: Step): number {
  return addSteps(number, step, 1) - 1;
}
