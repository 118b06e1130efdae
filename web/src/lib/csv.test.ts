import { expect, it } from 'vitest';

import { csv } from './csv.ts';

it('quotes what would break a row', () => {
  expect(csv([['a', 'b, c', 'say "d"', 'two\nlines', 7, null]])).toBe(
    'a,"b, c","say ""d""","two\nlines",7,\r\n',
  );
});

it('keeps a spreadsheet from running what a report says', () => {
  expect(csv([['=HYPERLINK("x")', '+1', '-1', '@a', -1]])).toBe(`"'=HYPERLINK(""x"")",'+1,'-1,'@a,-1\r\n`);
});
