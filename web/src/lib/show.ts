/** How values are written for readers. */

import type { Estimate, RowPlace, TimePrecision } from '../api/types.ts';
import { currentLanguage, LANGUAGES, number, t } from '../messages/index.svelte.ts';

/** A number with its bounds: "8", "12 (9–15)", "26+". */
export function estimate(value: Estimate): string {
  return leftToRight(bounded(value));
}

/** Keeps a row of numbers in its order where the text around it runs from right to left. */
function leftToRight(text: string): string {
  return LANGUAGES.find((l) => l.code === currentLanguage())?.dir === 'rtl' ? `\u200e${text}\u200e` : text;
}

function bounded(value: Estimate): string {
  const best = number(value.best) + (value.open && value.best >= value.high ? '+' : '');
  if (value.low === value.high) return best;
  const high = number(value.high) + (value.open ? '+' : '');
  return value.best === value.low && value.best === value.high
    ? best
    : `${best} (${number(value.low)}–${high})`;
}

/** A count as the text bounds it: "8", "26 or more", "up to 4", "20–30". */
export function count(low: number | null, high: number | null): string {
  if (low !== null && low === high) return number(low);
  if (low !== null && high !== null) return leftToRight(`${number(low)}–${number(high)}`);
  if (low !== null) return t('show.at_least', { count: number(low) });
  if (high !== null) return t('show.at_most', { count: number(high) });
  return t('show.unknown_number');
}

/** A day in the reader's language: "15 Jul 2017". */
export function day(value: string | null | undefined): string {
  if (!value) return '';
  const date = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : currentLanguage(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/**
 * A time as precise as it is known, no more: a day, a range, an open end, or a mark that only the publication date
 * bounds it.
 */
export function period(
  start: string | null | undefined,
  end: string | null | undefined,
  precision?: TimePrecision,
): string {
  if (!start && !end) return t('show.no_day');
  const about = precision === 'unknown' ? '~ ' : '';
  if (!start) return about + t('show.by_day', { day: day(end) });
  if (!end) return about + t('show.from_day', { day: day(start) });
  if (start === end) return about + day(start);
  return about + range(start, end);
}

function range(start: string, end: string): string {
  const format = new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : currentLanguage(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const [a, b] = [new Date(`${start}T00:00:00Z`), new Date(`${end}T00:00:00Z`)];
  if (Number.isNaN(a.getTime()) || Number.isNaN(b.getTime())) return `${start} – ${end}`;
  return format.formatRange(a, b);
}

/** A moment in UTC, to the minute. */
export function moment(value: string | null | undefined): string {
  if (!value) return '';
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : currentLanguage(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  }).format(date);
}

export function placeName(place: Pick<RowPlace, 'name' | 'within' | 'country'> | null | undefined): string {
  if (!place) return '';
  const within = place.within === place.name ? null : place.within;
  return [place.name, within, place.country].filter(Boolean).join(', ');
}

/** The name of a country in the reader's language; the code where there is none. */
export function countryName(code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code;
  try {
    return new Intl.DisplayNames([currentLanguage()], { type: 'region' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 0 }).format(
    value,
  );
}
