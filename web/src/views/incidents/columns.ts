/** The columns of the list of incidents: what each shows, how it is sorted, what it gives to a spreadsheet. */

import type { IncidentRow } from '../../api/types.ts';
import { partyWords } from '../../lib/basis.ts';
import { estimate, period, placeName } from '../../lib/show.ts';
import { word } from '../../messages/index.svelte.ts';

export const COLUMNS = [
  'when',
  'what',
  'who',
  'where',
  'killed',
  'injured',
  'sources',
  'grade',
  'status',
  'title',
  'outlets',
] as const;
export type Column = (typeof COLUMNS)[number];

export const USUAL: readonly Column[] = [
  'when',
  'what',
  'who',
  'where',
  'killed',
  'sources',
  'grade',
  'status',
];

export type Sort = '-day' | 'day' | '-killed' | '-sources' | 'grade';
export const SORTS: readonly Sort[] = ['-day', 'day', '-killed', '-sources', 'grade'];

/** The sorts of a column, in the order in which its head is clicked through them. */
export const SORTS_OF: Partial<Record<Column, readonly Sort[]>> = {
  when: ['-day', 'day'],
  killed: ['-killed'],
  sources: ['-sources'],
  grade: ['grade'],
};

/** Widths as tracks of a grid. */
export const TRACKS: Readonly<Record<Column, string>> = {
  when: '8.3rem',
  what: '10rem',
  who: 'minmax(8rem, 5fr)',
  where: 'minmax(6rem, 3fr)',
  killed: '5.2rem',
  injured: '5.2rem',
  sources: '3.8rem',
  grade: '6.3rem',
  status: '4.9rem',
  title: 'minmax(8rem, 5fr)',
  outlets: 'minmax(6rem, 3fr)',
};

type Parties = IncidentRow['initiators'];
const names = (parties: Parties): string => parties.map((party) => party.name).join('; ');
const bases = (parties: Parties): string => parties.map((party) => party.basis).join('; ');

/** The columns of a spreadsheet for a column of the list, with their heads. */
export function csvHead(column: Column): string[] {
  switch (column) {
    case 'when':
      return ['start', 'end', 'time_precision'];
    case 'what':
      return ['kind', 'family', 'modality', 'phase'];
    case 'who':
      return ['initiators', 'initiator_bases', 'recipients', 'recipient_bases'];
    case 'where':
      return ['place', 'within', 'country', 'lat', 'lon', 'place_precision'];
    case 'killed':
    case 'injured':
      return [`${column}_low`, `${column}_best`, `${column}_high`];
    case 'sources':
      return ['n_sources', 'n_reports'];
    default:
      return [column];
  }
}

export function csvCells(row: IncidentRow, column: Column): (string | number | null)[] {
  switch (column) {
    case 'when':
      return [row.start, row.end, row.time_precision];
    case 'what':
      return [row.kind, row.family, row.modality, row.phase];
    case 'who':
      return [names(row.initiators), bases(row.initiators), names(row.recipients), bases(row.recipients)];
    case 'where': {
      const place = row.place;
      return [
        place?.name ?? null,
        place?.within ?? null,
        place?.country ?? null,
        place?.lat ?? null,
        place?.lon ?? null,
        place?.precision ?? null,
      ];
    }
    case 'killed':
    case 'injured': {
      const loss = row[column];
      return [loss?.low ?? null, loss?.best ?? null, loss?.high ?? null];
    }
    case 'sources':
      return [row.n_sources, row.n_reports];
    case 'outlets':
      return [row.outlets.join('; ')];
    default:
      return [row[column]];
  }
}

/** What a column says of an incident, in words. */
export function cellText(row: IncidentRow, column: Column): string {
  switch (column) {
    case 'when':
      return period(row.start, row.end, row.time_precision);
    case 'what':
      return word('kind', row.kind);
    case 'who':
      return [partyWords(row.initiators), partyWords(row.recipients)].filter(Boolean).join(' → ');
    case 'where':
      return placeName(row.place);
    case 'killed':
    case 'injured':
      return row[column] ? estimate(row[column]) : '';
    case 'sources':
      return String(row.n_sources);
    case 'grade':
      return word('grade', row.grade);
    case 'status':
      return word('status', row.status);
    case 'title':
      return row.title;
    case 'outlets':
      return row.outlets.join(', ');
  }
}
