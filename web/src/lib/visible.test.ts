import { describe, expect, it } from 'vitest';

import { oneLine, pieces } from './visible.ts';

describe('characters that are not seen', () => {
  it('keeps every character of the text, shown or marked', () => {
    const text = 'a\u202eb\u0000c\r\nd\u200fe\ufeff\u200cf';
    expect(
      pieces(text)
        .map((p) => p.text)
        .join(''),
    ).toBe(text);
  });

  it('names controls of direction', () => {
    expect(pieces('x\u202etxt.exe\u202c').map((p) => p.mark ?? p.text)).toEqual([
      'x',
      'RLO',
      'txt.exe',
      'PDF',
    ]);
  });

  it('names old control codes by their number', () => {
    expect(pieces('\u0007').map((p) => p.mark)).toEqual(['U+0007']);
  });

  it('leaves joiners, tabs and line ends alone', () => {
    for (const text of ['می\u200cخواهم', '👨\u200d👩', 'a\tb\nc\r\nd'])
      expect(pieces(text)).toEqual([{ text }]);
  });

  it('puts titles on one line, with nothing hidden in them', () => {
    expect(oneLine('Two\nlines\u202e of it')).toBe('Two lines[RLO] of it');
    expect(oneLine('nothing special')).toBe('nothing special');
    expect(oneLine('again\u202e')).toBe('again[RLO]');
  });
});
