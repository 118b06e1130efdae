/** Rules of the project's own: aliases, actors, places and frames that hold for every report. */

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

export interface RulePreview {
  readonly reports_affected: number;
  /** How many of them were read for the preview. */
  readonly n_read?: number;
  readonly changes: readonly {
    readonly report: string;
    readonly title: string;
    /** Events that would be gone or other, and what would stand in their place, in words. */
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
  readonly problems: readonly (string | { readonly detail: string; readonly line?: number | null })[];
}

export function previewRule(rule: Rule, signal?: AbortSignal): Promise<RulePreview> {
  return send<RulePreview>('POST', '/rules/preview', rule, signal);
}

export function addRule(rule: Rule): Promise<{ job: string }> {
  return send<{ job: string }>('POST', '/rules', rule);
}

export function removeRule(id: string): Promise<{ job: string }> {
  return send<{ job: string }>('DELETE', `/rules/${encodeURIComponent(id)}`);
}
