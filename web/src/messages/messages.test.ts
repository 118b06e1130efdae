import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import ar from './ar.json';
import en from './en.json';
import fr from './fr.json';

type Text = string | Record<string, string>;
const english: Record<string, Text> = en;
const others: Record<string, Record<string, Text>> = { ar, fr };

/** Groups whose keys are put together from data. */
const GROUPS =
  /^(family|kind|grade|grade_help|status|precision|harm|theme|view|filter\.unplaced|reason|review|time_precision|tie|reason_help|basis|basis_help|modality|phase|voice|role|time_basis|geometry|place_status|column|origin|ground|claim_state|field|verdict|key|bond|sign|band|job_state|job_kind|dispute|error_title|timeline\.split|timeline\.by|map\.layer|map\.mark|map\.short|map\.step)\./;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

const code = sources(join(import.meta.dirname, '..'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

function gaps(text: Text): string[] {
  const all = typeof text === 'string' ? [text] : Object.values(text);
  return [...new Set(all.flatMap((t) => [...t.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')))].sort();
}

describe('the texts of the interface', () => {
  it('are there for every key that the code names', () => {
    const used = [...code.matchAll(/\bt\(\s*'([a-z_]+\.[a-z0-9_.-]+)'/g)].map((m) => m[1] ?? '');
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter((key) => !(key in english))).toEqual([]);
  });

  it('are all used', () => {
    const unused = Object.keys(english).filter(
      (key) => !GROUPS.test(key) && !code.includes(`'${key}'`) && !code.includes(`"${key}"`),
    );
    expect(unused).toEqual([]);
  });

  it('have no key in another language that English lacks', () => {
    for (const [code, texts] of Object.entries(others)) {
      expect(
        Object.keys(texts).filter((key) => !(key in english)),
        code,
      ).toEqual([]);
    }
  });

  it('have the same gaps in every language', () => {
    for (const [code, texts] of Object.entries(others)) {
      for (const [key, text] of Object.entries(texts)) {
        const theirs = gaps(text).filter((gap) => gap !== 'n');
        const ours = gaps(english[key] ?? '').filter((gap) => gap !== 'n');
        expect(theirs, `${code} ${key}`).toEqual(ours);
      }
    }
  });

  it('have every plural form that their language needs', () => {
    for (const [code, texts] of Object.entries({ en: english, ...others })) {
      const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
      for (const [key, text] of Object.entries(texts)) {
        if (typeof text === 'string') continue;
        // French uses "many" for whole millions only; "other" does there.
        const missing = forms.filter((form) => !(form in text) && !(code === 'fr' && form === 'many'));
        expect(missing, `${code} ${key}`).toEqual([]);
      }
    }
  });
});
