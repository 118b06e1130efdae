import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import ar from './ar.json';
import en from './en.json';
import fr from './fr.json';
import { format } from './index.svelte.ts';

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

  it('are all there in every language', () => {
    for (const [code, texts] of Object.entries(others)) {
      expect(
        Object.keys(english).filter((key) => !(key in texts)),
        code,
      ).toEqual([]);
      // As a phrase or by number, alike in all.
      const unlike = Object.keys(english).filter(
        (key) => english[key] !== undefined && typeof english[key] !== typeof texts[key],
      );
      expect(
        unlike.filter((key) => typeof english[key] === 'object'),
        code,
      ).toEqual([]);
    }
  });

  it('are translated, but for names and abbreviations', () => {
    const same =
      /^(map\.own_file|map\.candidate|tie\.happened|network\.(png|json)|report\.digest|edit\.far)$/;
    const untouched = Object.keys(english).filter(
      (key) => typeof english[key] === 'string' && english[key] === others['ar']?.[key] && !same.test(key),
    );
    expect(untouched).toEqual([]);
    for (const [key, text] of Object.entries(others['ar'] ?? {})) {
      for (const one of typeof text === 'string' ? [text] : Object.values(text)) {
        // The comma, the semicolon and the question mark of Arabic, outside of names and code.
        if (/[\u0600-\u06ff]/.test(one)) expect(one, key).not.toMatch(/[\u0600-\u06ff\s][,;?](\s|$)/);
      }
    }
  });

  it('take each number in the form that its language has for it', () => {
    const text = others['ar']?.['counts.incidents'] ?? '';
    expect(
      [0, 1, 2, 3, 11, 100].map((n) => format(text, 'ar', { n }).replace(/[\d\u0660-\u0669]+/, '#')),
    ).toEqual(['لا حوادث', 'حادثة واحدة', 'حادثتان', '# حوادث', '# حادثة', '# حادثة']);
    expect(format(others['fr']?.['counts.incidents'] ?? '', 'fr', { n: 0 })).toBe('0 incident');
  });

  it('keep names and ranges from turning the words around them', () => {
    expect(format('أزل {what}', 'ar', { what: 'Ahrar al-Sham' })).toBe('أزل \u2068Ahrar al-Sham\u2069');
    expect(format('{range} قتلى', 'ar', { range: '5–27' })).toBe('\u20685–27\u2069 قتلى');
    expect(format('Remove {what}', 'en', { what: 'أحرار الشام' })).toBe('Remove \u2068أحرار الشام\u2069');
    expect(format('Remove {what}', 'en', { what: 'Ahrar al-Sham' })).toBe('Remove Ahrar al-Sham');
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
