/**
 * Characters that change how a text is shown without being seen: controls of direction, zero-width characters, old
 * control codes. In a report they are evidence of tampering or of careless copying, so they are shown as marks, and
 * those that turn the order of the letters around lose their power.
 */

export type Piece =
  { readonly text: string; readonly mark?: undefined } | { readonly text: string; readonly mark: string };

const NAMES: Readonly<Record<string, string>> = {
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u2060': 'WJ',
  '\ufeff': 'BOM',
  '\u00ad': 'SHY',
  '\u2028': 'LS',
  '\u2029': 'PS',
};

// Joiners (U+200C, U+200D) stay: Persian spelling and emoji need them. Tab and line feed are layout.
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** The short name of a character that is not seen. */
export function markName(char: string): string {
  const code = char.charCodeAt(0);
  return NAMES[char] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Cuts a text into what is shown as it stands and what is shown as a mark. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const hit of text.matchAll(HIDDEN)) {
    // CR before LF is how some systems end a line, and no more than that.
    if (hit[0] === '\r' && text[hit.index + 1] === '\n') continue;
    if (hit.index > from) found.push({ text: text.slice(from, hit.index) });
    found.push({ text: hit[0], mark: markName(hit[0]) });
    from = hit.index + hit[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** A text for one line (titles, names): hidden characters as bracketed marks, line breaks as spaces. */
export function oneLine(text: string): string {
  HIDDEN.lastIndex = 0;
  if (!HIDDEN.test(text) && !/[\n\t]/.test(text)) return text;
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(HIDDEN, (char) => (/[\u200e\u200f\u061c\u00ad]/.test(char) ? '' : `[${markName(char)}]`));
}
