/** The filter's period and the axis's days, to and fro. */

import { type Filter, without } from '../../filter.ts';
import type { Domain } from './axis.ts';
import type { Period } from './brush.ts';
import { dayNumber, dayText } from './day.ts';

/** The period of the filter on an axis; an open end reaches to the axis's end. */
export function periodOf({ since, until }: Pick<Filter, 'since' | 'until'>, bounds: Domain): Period | null {
  const [a, b] = [dayNumber(since), dayNumber(until)];
  if (a === null && b === null) return null;
  const [from, to] = [a ?? Math.floor(bounds.from), b ?? Math.ceil(bounds.to) - 1];
  return from <= to ? { since: from, until: to } : null;
}

/** The filter with another period. */
export function withPeriod(filter: Filter, period: Period | null): Filter {
  const rest = without(filter, 'since', 'until');
  return period === null ? rest : { ...rest, since: dayText(period.since), until: dayText(period.until) };
}

/** What is in sight of an axis as a setting of the address ("2017-01-01..2017-06-30"), and back. */
export function domainText({ from, to }: Domain): string {
  return `${dayText(from)}..${dayText(to - 1)}`;
}

export function domainOf(text: string | null): Domain | null {
  const [a, b] = (text ?? '').split('..').map(dayNumber);
  return a != null && b != null && a <= b ? { from: a, to: b + 1 } : null;
}

/** The days from the first to the last of an answer, as the bounds of an axis. */
export function boundsOf(first: string | null | undefined, last: string | null | undefined): Domain | null {
  const [a, b] = [dayNumber(first), dayNumber(last)];
  if (a === null || b === null) return null;
  return { from: Math.min(a, b), to: Math.max(a, b) + 1 };
}
