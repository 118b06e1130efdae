/** The map's own settings in the address. */

import { dayNumber, type Step } from '../timeline/day.ts';
import type { View } from './engine.ts';
import type { Shown } from './style.ts';

/** "35.93,36.63,8": latitude, longitude, zoom. */
export function viewText({ lat, lon, zoom }: View): string {
  return [lat.toFixed(3), lon.toFixed(3), zoom.toFixed(1)].map((part) => String(Number(part))).join(',');
}

export function viewOf(text: string | null): View | null {
  const parts = (text ?? '').split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [lat, lon, zoom] = parts;
  if (parts.length !== 3 || lat === undefined || lon === undefined || zoom === undefined) return null;
  const fits = Math.abs(lat) <= 90 && Math.abs(lon) <= 540 && zoom >= 0 && zoom <= 22;
  return fits ? { lat, lon, zoom } : null;
}

/** Which layers are on: "heat,cells"; the marks are unless the list says otherwise. */
export function shownOf(text: string | null): Shown {
  const names = (text ?? 'marks').split(',');
  return { marks: names.includes('marks'), heat: names.includes('heat'), cells: names.includes('cells') };
}

export function shownText({ marks, heat, cells }: Shown): string | null {
  const names = [marks && 'marks', heat && 'heat', cells && 'cells'].filter(Boolean);
  return names.length === 1 && marks ? null : names.join(',') || 'none';
}

/** How a playback goes, and where it stands. */
export interface Playing {
  readonly since: number;
  readonly step: Step;
  readonly width: number;
}

const STEPS: readonly Step[] = ['day', 'week', 'month', 'year'];

/** "2017-07-10,week,4": the window's first day, the step, how many steps it holds. */
export function playingText({ width, step }: Playing, since: string): string {
  return `${since},${step},${width}`;
}

export function playingOf(text: string | null): Playing | null {
  const [day, name, count] = (text ?? '').split(',');
  const since = dayNumber(day);
  const step = STEPS.find((s) => s === name);
  const width = Number(count);
  if (since === null || step === undefined || !Number.isInteger(width) || width < 1 || width > 60)
    return null;
  return { since, step, width };
}
