import { describe, expect, it } from 'vitest';

import { Offsets } from './offsets.ts';

/** The text between two offsets in characters, the slow way. */
const slice = (text: string, start: number, end: number): string => [...text].slice(start, end).join('');

describe('offsets in characters', () => {
  it.each([
    ['plain words', 'Two posts were shelled.'],
    ['an emoji in front', '🚨 Two posts were shelled.'],
    ['emoji in between and at the end', 'Two 🚁🚁 over the hill 🏔'],
    ['letters beyond U+FFFF next to each other', '𐤀𐤁𐤂 and 𞤀𞤁'],
    ['Arabic with marks', 'قُصِفَتِ القريةُ 🔥 ليلًا'],
    ['combining signs and joiners', 'é 👨‍👩‍👧 ا‌ب'],
    ['nothing', ''],
  ])('cut the same words as the record does: %s', (_, text) => {
    const offsets = new Offsets(text);
    const n = [...text].length;
    expect(offsets.length).toBe(n);
    for (let start = 0; start <= n; start++) {
      for (let end = start; end <= n; end++) {
        expect(text.slice(offsets.units(start), offsets.units(end))).toBe(slice(text, start, end));
      }
    }
  });

  it('lead back from the string to the record', () => {
    const text = 'a🚨b🚨';
    const offsets = new Offsets(text);
    for (let at = 0; at <= offsets.length; at++) expect(offsets.characters(offsets.units(at))).toBe(at);
    expect(offsets.characters(2), 'the second half of a wide character is that character').toBe(1);
  });

  it('stay inside the text, whatever a record says', () => {
    const offsets = new Offsets('a🚨b');
    expect(offsets.units(-5)).toBe(0);
    expect(offsets.units(99)).toBe(4);
    expect(offsets.characters(99)).toBe(3);
  });

  it('are quick in a text of two million characters', () => {
    const text = 'word 🚨 '.repeat(300_000);
    const start = performance.now();
    const offsets = new Offsets(text);
    let sum = 0;
    for (let at = 0; at < 10_000; at++) sum += offsets.units(at * 200);
    expect(sum).toBeGreaterThan(0);
    // A busy machine takes its time; what grows with the square of the text takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
