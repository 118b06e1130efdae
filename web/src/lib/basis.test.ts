import { describe, expect, it } from 'vitest';

import { partyWords, strongest } from './basis.ts';

describe('the basis of a party', () => {
  it('is the strongest that a report gives', () => {
    expect(strongest(['implied', 'blamed'])).toBe('blamed');
    expect(strongest(['blamed', 'stated'])).toBe('stated');
    expect(strongest([])).toBe('stated');
  });

  it('stands beside the name unless the report states it', () => {
    expect(
      partyWords([
        { name: 'SDF', basis: 'blamed' },
        { name: 'civilians', basis: 'stated' },
      ]),
    ).toBe('SDF (blamed); civilians');
  });
});
