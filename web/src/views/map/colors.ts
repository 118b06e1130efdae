/** The colours of the page as the map and the graph need them: as strings, not as custom properties. */

import { FAMILIES } from '../../style/families.ts';

export interface Colors {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly halo: string;
  readonly accent: string;
  readonly sheet: string;
  readonly focus: string;
  readonly good: string;
  readonly danger: string;
  readonly family: Readonly<Record<string, string>>;
  readonly dark: boolean;
}

/** Reads the colours of the present theme. To be called again when the theme changes. */
export function currentColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const dark = style.colorScheme.includes('dark');
  return {
    sea: dark ? '#0f1418' : '#dfe7ec',
    land: dark ? '#20272d' : '#f8f7f3',
    border: dark ? '#56626d' : '#9aa4ac',
    ink: of('ink'),
    inkSoft: of('ink-2'),
    halo: dark ? '#171c20' : '#ffffff',
    accent: of('accent'),
    sheet: of('sheet'),
    focus: of('focus'),
    good: of('good'),
    danger: of('danger'),
    family: Object.fromEntries(FAMILIES.map((family) => [family, of(`family-${family}`)])),
    dark,
  };
}

/** The colour as red, green and blue from 0 to 255. Only the form #rrggbb is known, as the tokens have it. */
export function channels(color: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (hex === null) return [128, 128, 128];
  return [1, 2, 3].map((i) => parseInt(hex[i] as string, 16)) as [number, number, number];
}
