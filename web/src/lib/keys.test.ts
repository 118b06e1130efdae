import { expect, it } from 'vitest';

import { ACTIONS, isFree, merged } from './keys.ts';

it('has a key of its own for every action', () => {
  const keys = Object.values(ACTIONS);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.some((key) => /\d/.test(key))).toBe(false);
});

it('takes changes and leaves out those that cannot be', () => {
  const keys = merged({ accept: 'y', reject: 'j', undo: '5', skip: 'ab', help: 7, nonsense: 'q' });
  expect(keys).toEqual({ ...ACTIONS, accept: 'y' });
  expect(merged(null)).toEqual(ACTIONS);
  expect(merged('x')).toEqual(ACTIONS);
});

it('knows which keys are free', () => {
  expect(isFree(ACTIONS, 'accept', 'a')).toBe(true);
  expect(isFree(ACTIONS, 'accept', 'x')).toBe(false);
  expect(isFree(ACTIONS, 'accept', '1')).toBe(false);
});
