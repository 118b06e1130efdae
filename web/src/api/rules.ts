/** Rules of the project's own: aliases, actors, places and frames that hold for every report. */

import type { GivenField } from '../lib/given.ts';
import { send } from './client.ts';

export type Rule =
  | { readonly kind: 'alias'; readonly name: string; readonly actor: string }
  | { readonly kind: 'actor'; readonly name: string; readonly actor_kind: string; readonly country: string }
  | {
      readonly kind: 'place';
      readonly name: string;
      readonly lat: number;
      readonly lon: number;
      readonly country: string;
      readonly precision: string;
    }
  | { readonly kind: 'frame'; readonly toml: string };

/** What is known of a rule that somebody is about to make. */
export type RuleStart = Partial<Rule> & { readonly kind: Rule['kind'] };

/** A value of an event without a rule and with it, in the form of a correction. */
export interface ValueChange {
  readonly field: GivenField;
  readonly before: unknown;
  readonly after: unknown;
}

export interface EventChange {
  readonly event: string;
  readonly trigger: string;
  readonly becomes: 'changed' | 'new' | 'gone';
  readonly values: readonly ValueChange[];
}

export interface RuleChange {
  readonly report: string;
  readonly title: string;
  readonly events: readonly EventChange[];
  readonly n_ties: number;
}

/** What a rule would change in some of the reports that it is about. */
export interface RulePreview {
  readonly reports_affected: number;
  /** How many of them were coded without and with it. */
  readonly n_read: number;
  /** Where to go on; `null` when all were coded. */
  readonly next: number | null;
  readonly events_before: number;
  readonly events_after: number;
  /** How many values of events that stay would be others, by field. */
  readonly values: Readonly<Partial<Record<GivenField, number>>>;
  readonly changes: readonly RuleChange[];
  readonly problems: readonly { readonly detail: string }[];
}

export function previewRule(rule: Rule, from: number, signal?: AbortSignal): Promise<RulePreview> {
  return send<RulePreview>('POST', '/rules/preview', { ...rule, from }, signal);
}

/** One preview for two that follow each other. */
export function joined(first: RulePreview, then: RulePreview): RulePreview {
  const values: Partial<Record<GivenField, number>> = { ...first.values };
  for (const field of Object.keys(then.values) as GivenField[]) {
    values[field] = (values[field] ?? 0) + (then.values[field] ?? 0);
  }
  return {
    reports_affected: then.reports_affected,
    n_read: first.n_read + then.n_read,
    next: then.next,
    events_before: first.events_before + then.events_before,
    events_after: first.events_after + then.events_after,
    values,
    changes: [...first.changes, ...then.changes],
    problems: then.problems,
  };
}

export function addRule(rule: Rule): Promise<{ job: string }> {
  return send<{ job: string }>('POST', '/rules', rule);
}

export function removeRule(id: string): Promise<{ job: string }> {
  return send<{ job: string }>('DELETE', `/rules/${encodeURIComponent(id)}`);
}
