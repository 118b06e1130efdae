import { describe, expect, it } from 'vitest';

import type { CodedReport } from '../api/types.ts';
import { chunksOf, LANES, marksAt, marksOf, runsOf } from './marks.ts';
import { Offsets } from './offsets.ts';
import type { Role, Value } from './values.ts';

const coded = (diagnostics: CodedReport['diagnostics'] = []): CodedReport => ({
  doc: 'r',
  events: [],
  ties: [],
  diagnostics,
});

function value(event: string, role: Role, start: number, end: number): Value {
  return {
    id: `${event}:${role}:${start}`,
    event,
    role,
    text: '',
    note: '',
    quote: { text: '', start, end },
    basis: 'stated',
    why: '',
    confidence: null,
  };
}

describe('marks', () => {
  const text = '🚨 Eight fighters of the Brigade were killed at Tall Adah.';
  const offsets = new Offsets(text);

  it('stand on the words of the record, after a wide character too', () => {
    const [mark] = marksOf(coded(), [value('e', 'trigger', 37, 43)], offsets);
    expect(text.slice(mark?.start, mark?.end)).toBe('killed');
  });

  it('are one where several events read the same words in the same role', () => {
    const marks = marksOf(coded(), [value('a', 'place', 47, 56), value('b', 'place', 47, 56)], offsets);
    expect(marks.map((m) => m.values.map((v) => v.event))).toEqual([['a', 'b']]);
  });

  it('that overlap are drawn in lanes of their own', () => {
    const marks = marksOf(
      coded(),
      [value('a', 'recipient', 2, 31), value('a', 'loss', 2, 16), value('b', 'initiator', 20, 43)],
      offsets,
    );
    expect(new Set(marks.map((m) => m.lane)).size, 'a lane that has become free is used again').toBe(2);
    const runs = runsOf(marks, 0, text.length);
    expect(runs.map((r) => text.slice(r.start, r.end)).join('')).toBe(text);
    for (const run of runs) {
      const lanes = run.marks.map((m) => m.lane);
      expect(new Set(lanes).size).toBe(lanes.length);
    }
  });

  it('beyond the lanes are still found by pointing', () => {
    const values = Array.from({ length: 9 }, (_, n) => value(`e${n}`, 'means', n, 40));
    const marks = marksOf(coded(), values, offsets);
    expect(marks.filter((m) => m.lane >= 0)).toHaveLength(LANES);
    expect(marksAt(marks, 20)).toHaveLength(9);
  });

  it('of what was not coded give way to a trigger of the same words', () => {
    const trigger = { text: 'killed', start: 37, end: 43 };
    const seen = { sentence: 0, trigger, frame: 'f', reason: 'merged', note: '' };
    const marks = marksOf(coded([seen]), [value('e', 'trigger', 37, 43)], offsets);
    expect(marks.map((m) => m.role)).toEqual(['trigger']);
  });

  it('without words are left out', () => {
    expect(marksOf(coded(), [value('e', 'time', 5, 5)], offsets)).toEqual([]);
  });

  it('ten thousand on the same words are laid out at once', () => {
    const long = 'word '.repeat(20_000);
    const values = Array.from({ length: 10_000 }, (_, n) => value(`e${n}`, 'loss', n, n + 500));
    const start = performance.now();
    const marks = marksOf(coded(), values, new Offsets(long));
    let runs = 0;
    for (const chunk of chunksOf(long)) runs += runsOf(marks, chunk.start, chunk.end).length;
    expect(runs).toBeGreaterThan(10);
    // A busy machine takes its time; what grows with the square of the text takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('chunks', () => {
  it.each([
    ['paragraphs', 'One.\n\nTwo two.\n \nThree.\n'],
    ['one long paragraph', 'A sentence of some length. '.repeat(1000)],
    ['no spaces at all', 'x'.repeat(10_000)],
    ['wide characters without spaces', '🚨'.repeat(4_000)],
    ['long lines', `${'y'.repeat(2000)}\n`.repeat(6)],
    ['blank lines only', '\n\n\n\n'],
  ])('joined are the text again: %s', (_, text) => {
    const chunks = chunksOf(text);
    expect(chunks.map((c) => text.slice(c.start, c.end)).join('')).toBe(text);
    for (const chunk of chunks) {
      expect(chunk.end - chunk.start).toBeLessThanOrEqual(3001);
      const last = text.charCodeAt(chunk.end - 1);
      expect(last >= 0xd800 && last <= 0xdbff, 'cut through a character').toBe(false);
    }
  });

  it('of two million characters without a break are cut at once', () => {
    const start = performance.now();
    const chunks = chunksOf('a sentence goes on and on '.repeat(80_000));
    expect(chunks.length).toBeGreaterThan(600);
    // A busy machine takes its time; what grows with the square of the text takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
