/** The records that the page reads are those that the server documents, field by field. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { expect, inject, it } from 'vitest';

import { PICTURES } from './browser.ts';

/** Ours → the server's, where the names differ. Records that a server does not document are left out. */
const NAMES: Readonly<Record<string, string>> = {
  Summary: 'Summary',
  IncidentRow: 'IncidentRow',
  RowPlace: 'RowPlace',
  RowParty: 'RowParty',
  Estimate: 'Estimate',
  Incident: 'Incident',
  IncidentEvent: 'IncidentEvent',
  IncidentSide: 'IncidentSide',
  Loss: 'Loss',
  LossClaim: 'LossClaim',
  Dispute: 'Dispute',
  Join: 'Join',
  Ground: 'Ground',
  Support: 'Support',
  Dossier: 'Dossier',
  Account: 'Account',
  Event: 'Event',
  Party: 'Party',
  Place: 'Place',
  PlaceCandidate: 'PlaceCandidate',
  Casualty: 'Casualty',
  Quote: 'Quote',
  Confidence: 'Confidence',
  Diagnostic: 'Diagnostic',
  Tie: 'Tie',
  CodedReport: 'CodedReport',
  KeptReport: 'KeptReport',
  Coding: 'Coding',
  Story: 'Story',
  StoryReport: 'StoryReport',
  GivenParty: 'GivenParty',
  GivenPlace: 'GivenPlace',
  GivenTime: 'GivenTime',
  InboxEvent: 'InboxEvent',
  InboxIncident: 'InboxIncident',
  InboxItem: 'InboxItem',
  InboxField: 'Field',
  Candidate: 'Candidate',
  DecisionRow: 'DecisionRow',
  Shape: 'Shape',
  ShapeSetting: 'ShapeSetting',
  ProfileList: 'ProfileList',
  ProfileRow: 'ProfileRow',
  ProfileShows: 'ProfileShows',
  AnswerRow: 'AnswerRow',
  PublicationReason: 'PublicationReason',
  PreviewAnswer: 'PreviewAnswer',
  PublicationPreview: 'PublicationPreview',
  PublicationRow: 'PublicationRow',
};

/** Fields that only the page's own code adds, or that a record has in some answers only. */
const EXTRA: Readonly<Record<string, readonly string[]>> = { StoryReport: ['title'] };

it('agrees with the document of the server', async () => {
  const document = (await (await fetch(`${inject('bench')}/api/openapi.json`)).json()) as {
    components: { schemas: Record<string, unknown> };
  };
  const known = new Set(Object.keys(document.components.schemas));
  const compared = Object.entries(NAMES).filter(([, theirs]) => known.has(theirs));
  expect(compared.length, 'records to compare').toBeGreaterThan(20);

  const folder = join(PICTURES, 'contract');
  mkdirSync(folder, { recursive: true });
  // openapi-typescript prints types of the document; the compiler then says which of our fields it lacks.
  const types = astToString(await openapiTS(document as Parameters<typeof openapiTS>[0]));
  writeFileSync(join(folder, 'openapi.ts'), types);
  const check = [
    `import type { components } from './openapi.ts';`,
    `import type * as own from '${join(import.meta.dirname, '../src/api/types.ts')}';`,
    `type Schemas = components['schemas'];`,
    `type KeysOf<T> = T extends unknown ? keyof T : never;`,
    ...compared.map(([ours, theirs]) => {
      const extra = (EXTRA[ours] ?? []).map((field) => `'${field}'`).join(' | ') || 'never';
      const lacking = `Exclude<keyof own.${ours}, KeysOf<Schemas['${theirs}']> | ${extra}>`;
      // A field that the server lacks makes the type its name, which `true` is not.
      return `export const ${ours}: [${lacking}] extends [never] ? true : ${lacking} = true;`;
    }),
  ].join('\n');
  const file = join(folder, 'agree.ts');
  writeFileSync(file, check);
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const said = ts
    .getPreEmitDiagnostics(program)
    .filter((diagnostic) => diagnostic.file?.fileName.endsWith('agree.ts'))
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
  expect(said).toEqual([]);
});
