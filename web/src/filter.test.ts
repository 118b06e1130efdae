import { describe, expect, it } from 'vitest';

import {
  countConditions,
  day,
  EVERYTHING,
  type Filter,
  filterParams,
  isEverything,
  notRead,
  parseFilter,
  toggled,
  without,
} from './filter.ts';

const read = (query: string): Filter => parseFilter(new URLSearchParams(query));
const write = (filter: Filter): string => new URLSearchParams(filterParams(filter)).toString();

describe('the filter in the address', () => {
  it('comes back from the address that it wrote, whatever is in it', () => {
    const filter: Filter = {
      text: 'convoy "shot at" -drill',
      since: '2017-07-01',
      until: '2017-07-31',
      where: '35.99,36.69,25km',
      bbox: [36, 35.5, 37.25, 36.5],
      kind: ['air-strike', 'clash'],
      family: ['harm'],
      actor: ['sy-hts', 'name:the Hill, Valley Brigade'],
      outlet: ['Orontes Wire, North', 'back\\slash'],
      grade: ['contested'],
      status: ['reviewed'],
      min_sources: 2,
      disputed: true,
      unplaced: false,
    };
    expect(read(write(filter))).toEqual(filter);
  });

  it('writes the same filter in the same way, however it was put together', () => {
    expect(write(read('unplaced=true&kind=clash&text=a'))).toBe(
      write(read('text=a&kind=clash&unplaced=true')),
    );
  });

  it('asks for everything when the address says nothing', () => {
    expect(read('')).toEqual(EVERYTHING);
    expect(isEverything(read('sort=day&view=wide'))).toBe(true);
    expect(write(EVERYTHING)).toBe('');
  });

  it('tells what an address asks for that it cannot read, and passes over what asks for nothing', () => {
    const others = new Set(['sort']);
    const told = (query: string): string[] => notRead(new URLSearchParams(query), others);
    expect(told('since=2017-99-99&country=XX&kind=clash&sort=day')).toEqual([
      'since=2017-99-99',
      'country=XX',
    ]);
    expect(told('disputed=false&min_sources=1&text=&kind=clash')).toEqual([]);
  });

  it.each([
    'since=2017-02-30',
    'since=yesterday',
    'bbox=1,2,3',
    'bbox=1,x,3,4',
    'bbox=1,40,3,20',
    'bbox=0,-91,1,0',
    'bbox=,,,',
    'min_sources=1',
    'min_sources=two',
    'disputed=perhaps',
    'unplaced=',
    'kind=',
    'kind=,,',
    'where=%20',
  ])('passes over what it cannot read: %s', (query) => {
    expect(read(query)).toEqual(EVERYTHING);
  });

  it('names a value once, however often the address repeats it', () => {
    expect(read('kind=clash,clash, clash').kind).toEqual(['clash']);
  });

  it('keeps a window that crosses the date line', () => {
    expect(read('bbox=170,-20,-170,20').bbox).toEqual([170, -20, -170, 20]);
  });
});

describe('changing the filter', () => {
  it('adds a value and takes it off again', () => {
    const once = toggled(EVERYTHING, 'grade', 'fair');
    expect(once.grade).toEqual(['fair']);
    expect(toggled(once, 'grade', 'fair')).toEqual(EVERYTHING);
    expect(EVERYTHING.grade).toEqual([]);
  });

  it('takes fields off and leaves the others', () => {
    const filter = read('since=2017-07-01&until=2017-07-31&kind=clash&text=a');
    expect(without(filter, 'since', 'until', 'kind')).toEqual({ ...EVERYTHING, text: 'a' });
  });

  it('counts a period as one condition', () => {
    expect(countConditions(read('since=2017-07-01&until=2017-07-31'))).toBe(1);
    expect(countConditions(read('until=2017-07-31&kind=a,b'))).toBe(2);
  });

  it('knows days of the calendar', () => {
    expect(day('2016-02-29')).toBe('2016-02-29');
    expect(day('2017-02-29')).toBeUndefined();
    expect(day('17-02-01')).toBeUndefined();
  });
});
