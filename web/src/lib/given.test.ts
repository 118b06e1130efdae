import { describe, expect, it } from 'vitest';

import type { InboxField } from '../api/types.ts';
import { asGiven, doubtful, givenText, nameless, noRule, ruleFor } from './given.ts';

describe('values as a person gives them', () => {
  it('keep what a correction needs of the coder’s record, and no more', () => {
    const coded = {
      name: 'Tall Adah',
      within: 'Idlib',
      country: 'SY',
      lat: 36.25,
      lon: 36.8,
      precision: 'settlement',
      geometry: 'point',
      radius_km: 1,
      mention: 'Tall Adah',
      start: 31,
      end: 40,
      status: 'resolved',
      code: 'x:1',
      why: 'because',
    };
    expect(asGiven('place', coded)).toEqual({
      name: 'Tall Adah',
      within: 'Idlib',
      country: 'SY',
      lat: 36.25,
      lon: 36.8,
      precision: 'settlement',
      code: 'x:1',
      quote: { text: 'Tall Adah', start: 31, end: 40 },
    });
  });

  it('never have half a position', () => {
    expect(asGiven('place', { name: 'Somewhere', lat: 3, lon: null, precision: 'spot' })).toEqual({
      name: 'Somewhere',
      precision: 'spot',
    });
  });

  it('can be empty', () => {
    expect(asGiven('place', null)).toBeNull();
    expect(asGiven('killed', null)).toBeNull();
    expect(asGiven('initiators', null)).toEqual([]);
    for (const field of ['kind', 'initiators', 'place', 'time', 'killed'] as const) {
      expect(givenText(field, null)).toBe('');
    }
  });

  it('keep an open bound open', () => {
    expect(asGiven('killed', { kind: 'killed', low: 26, high: null, victims: 'civilians' })).toEqual({
      low: 26,
      high: null,
    });
    expect(givenText('killed', { low: 26, high: null })).toContain('26');
  });
});

describe('the field to look at first', () => {
  const field = (confidence: number | null, n = 0): InboxField => ({
    field: 'place',
    value: null,
    quote: null,
    confidence,
    alternatives: Array.from({ length: n }, () => ({ value: null, label: '', why: '' })),
  });

  it('is the least sure one that has other readings', () => {
    expect(doubtful([field(0.2), field(0.7, 2), field(0.5, 1), field(null, 3)])).toBe(2);
  });

  it('is the least sure one where none has', () => {
    expect(doubtful([field(0.9), field(0.3), field(null)])).toBe(1);
  });
});

describe('the rule that a correction suggests', () => {
  const quote = { text: 'the Hill Men', start: 4, end: 16 };

  it('is the name as the report writes it, for the actor that was given', () => {
    expect(ruleFor('initiators', [{ name: 'Hill Front', actor: 'xx-hill' }], quote)).toEqual({
      kind: 'alias',
      name: 'the Hill Men',
      actor: 'xx-hill',
    });
  });

  it('is a place with its position, and none for counts and days', () => {
    const place = { name: 'Upper Village', lat: 1, lon: 2, country: 'XX', precision: 'spot' };
    expect(ruleFor('place', place, null)).toEqual({
      kind: 'place',
      name: 'Upper Village',
      country: 'XX',
      precision: 'spot',
      lat: 1,
      lon: 2,
    });
    expect(ruleFor('killed', { low: 1, high: 1 }, quote)).toBeNull();
    expect(ruleFor('time', {}, quote)).toBeNull();
  });
});

describe('words that no rule can be about', () => {
  it('are pronouns and common nouns, in whatever case they stand', () => {
    expect(nameless('It')).toBe('rule.pronoun');
    expect(nameless('them')).toBe('rule.pronoun');
    expect(nameless('the jihadists')).toBe('rule.common_noun');
    expect(nameless('the Hill Men')).toBeNull();
    expect(nameless('al-Nur')).toBeNull();
    expect(nameless('رجال التل')).toBeNull();
  });

  it('keep the rule from being offered for parties only', () => {
    const quote = { text: 'fighters', start: 0, end: 8 };
    expect(noRule('recipients', quote)).toBe('rule.common_noun');
    expect(noRule('place', quote)).toBeNull();
    expect(noRule('initiators', null)).toBeNull();
  });
});
