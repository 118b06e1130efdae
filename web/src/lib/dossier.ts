/** What an incident's page shows, put in order: claims by field, losses as ranges, reports as a tree. */

import type { Account, Claim, Dossier, LossClaim, Story, StoryReport } from '../api/types.ts';
import { count, period, placeName } from './show.ts';
import { word } from '../messages/index.svelte.ts';

export const FIELDS = [
  'kind',
  'initiator',
  'recipient',
  'place',
  'time',
  'casualty',
  'weapon',
  'modality',
  'phase',
] as const;
export type Field = (typeof FIELDS)[number];

/** One field over all accounts: what each report gives for it, none where it is silent. */
export interface FieldRow {
  readonly field: Field;
  readonly cells: readonly (readonly Claim[])[];
  /** Whether the reports say different things of it. */
  readonly differs: boolean;
}

export function fieldRows(dossier: Dossier): FieldRow[] {
  const rows: FieldRow[] = [];
  for (const field of FIELDS) {
    const cells = dossier.accounts.map((account) => account.claims.filter((claim) => claim.field === field));
    if (cells.every((cell) => cell.length === 0)) continue;
    const said = new Set(
      cells.filter((cell) => cell.length > 0).map((cell) => cell.map(claimText).sort().join('\n')),
    );
    rows.push({ field, cells, differs: said.size > 1 });
  }
  return rows;
}

/** The value of a claim in words. */
export function claimText(claim: Claim): string {
  switch (claim.field) {
    case 'kind':
      return word('kind', claim.value);
    case 'modality':
      return word('modality', claim.value);
    case 'phase':
      return word('phase', claim.value);
    case 'initiator':
    case 'recipient':
      return claim.value.name;
    case 'place':
      return placeName({
        name: claim.value.name,
        within: claim.value.within ?? null,
        country: claim.value.country ?? null,
      });
    case 'time':
      return period(claim.value.start, claim.value.end, claim.value.precision);
    case 'casualty':
      return `${count(claim.value.low, claim.value.high)} ${word('harm', claim.value.kind)}`;
    case 'weapon':
      return claim.value.text;
  }
}

/** More about a claim, quieter: whose word, how precise, who the victims were. */
export function claimNote(claim: Claim): string {
  switch (claim.field) {
    case 'initiator':
    case 'recipient':
      return claim.value.basis === 'stated' ? '' : word('basis', claim.value.basis);
    case 'place':
      return claim.value.status === 'resolved'
        ? word('precision', claim.value.precision)
        : word('place_status', claim.value.status);
    case 'time':
      return word('time_basis', claim.value.time_basis);
    case 'casualty':
      return claim.value.victims === 'unknown' ? '' : claim.value.victims;
    default:
      return '';
  }
}

/** Why a claim has its value, where the coder says so. */
export function claimWhy(claim: Claim): string {
  return claim.field === 'initiator' || claim.field === 'recipient' || claim.field === 'place'
    ? claim.value.why
    : '';
}

/** Accounts by independent source, then date: those that count as one stand side by side. */
export function orderedAccounts(accounts: readonly Account[]): Account[] {
  return [...accounts].sort(
    (a, b) =>
      a.source - b.source ||
      (a.report.published ?? '').localeCompare(b.report.published ?? '') ||
      (a.report.id < b.report.id ? -1 : 1),
  );
}

/** A report in the tree of who copied whom. */
export interface Branch {
  readonly report: StoryReport;
  readonly copies: readonly Branch[];
}

/** Puts the reports of a story in a tree. A report whose model is not in the story stands at the root. */
export function treeOf(story: Story): Branch[] {
  const known = new Set(story.reports.map((report) => report.report));
  const children = new Map<string | null, StoryReport[]>();
  for (const report of story.reports) {
    const from = report.from && report.from !== report.report && known.has(report.from) ? report.from : null;
    children.set(from, [...(children.get(from) ?? []), report]);
  }
  const placed = new Set<string>();
  const grow = (report: StoryReport): Branch => {
    placed.add(report.report);
    const copies = (children.get(report.report) ?? []).filter((copy) => !placed.has(copy.report)).map(grow);
    return { report, copies };
  };
  const roots = (children.get(null) ?? []).map(grow);
  // Reports that name each other in a circle have no root; they are shown rather than lost.
  for (const report of story.reports) if (!placed.has(report.report)) roots.push(grow(report));
  return roots;
}

/** The end of the axis on which the counts of a loss are drawn, and its ticks: round numbers, few of them. */
export function axis(claims: readonly LossClaim[], high: number): { max: number; ticks: number[] } {
  const top = Math.max(1, high, ...claims.map((claim) => Math.max(claim.low ?? 0, claim.high ?? 0)));
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((m) => m * power >= rough) ?? 10) * power);
  const max = Math.ceil(top / step) * step;
  const ticks: number[] = [];
  for (let tick = 0; tick <= max + step / 2; tick += step) ticks.push(tick);
  return { max, ticks };
}
