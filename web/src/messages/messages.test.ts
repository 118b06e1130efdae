import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import ar from './ar.json';
import en from './en.json';
import fr from './fr.json';

type Text = string | Record<string, string>;
const english: Record<string, Text> = en;
const others: Record<string, Record<string, Text>> = { ar, fr };

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

/** Groups whose keys the code puts together from data: `word('kind', …)`, and `kind.${…}` in backquotes. */
const groups = new Set(
  [...code.matchAll(/\bword\(\s*'([\w.]+)'/g), ...code.matchAll(/`([\w]+(?:\.[\w]+)*)[._]\$\{/g)].map(
    (m) => m[1] ?? '',
  ),
);

function putTogether(key: string): boolean {
  return [...groups].some((group) => key.startsWith(`${group}.`) || key.startsWith(`${group}_`));
}

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
      (key) => !putTogether(key) && !code.includes(`'${key}'`) && !code.includes(`"${key}"`),
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
