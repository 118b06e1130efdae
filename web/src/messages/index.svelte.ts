/**
 * The texts of the interface.
 *
 * English is in the first bundle; the others, as complete, are loaded when chosen. A text is a string with `{name}` gaps, or one string for each plural form of the language.
 */

import en from './en.json';

export type MessageKey = keyof typeof en;
type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Texts = Partial<Record<MessageKey, Text>>;
export type Gaps = Readonly<Record<string, string | number>>;

export const LANGUAGES = [
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'ar', name: 'العربية', dir: 'rtl' },
  { code: 'fr', name: 'Français', dir: 'ltr' },
] as const;
export type Language = (typeof LANGUAGES)[number]['code'];

const loaders: Record<Exclude<Language, 'en'>, () => Promise<{ default: Texts }>> = {
  ar: () => import('./ar.json'),
  fr: () => import('./fr.json'),
};

const kept = 'athir.language';
const english: Texts = en;
let texts = $state.raw<Texts>(english);
let language = $state<Language>('en');

/** The language that is shown. */
export function currentLanguage(): Language {
  return language;
}

/** Shows the language that was chosen here before, else the browser's if there are texts for it. */
export async function startLanguage(): Promise<void> {
  const wished = read() ?? navigator.language.slice(0, 2);
  const known = LANGUAGES.find((l) => l.code === wished)?.code ?? 'en';
  await chooseLanguage(known, false);
}

export async function chooseLanguage(code: Language, keep = true): Promise<void> {
  if (code === 'en') texts = english;
  else texts = (await loaders[code]()).default;
  language = code;
  const dir = LANGUAGES.find((l) => l.code === code)?.dir ?? 'ltr';
  document.documentElement.lang = code;
  document.documentElement.dir = dir;
  if (keep) {
    try {
      localStorage.setItem(kept, code);
    } catch {
      // Storage can be forbidden; the choice then lasts as long as the page.
    }
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
}

/** A text in the chosen language. `n` among the gaps picks the plural form and is written with digit groups. */
export function t(key: MessageKey, gaps: Gaps = {}): string {
  const mine = texts[key];
  return format(mine ?? english[key] ?? key, mine === undefined ? 'en' : language, gaps);
}

/** A text whose key is put together from data ("kind.air-strike"); without such a text, the word itself. */
export function word(group: string, value: string): string {
  const key = `${group}.${value}`;
  return key in english ? t(key as MessageKey) : value.replaceAll('-', ' ');
}

/** Fills the gaps of a text. Apart from the state above, so that tests can call it. */
export function format(text: Text, code: Language, gaps: Gaps): string {
  let pattern: string;
  if (typeof text === 'string') pattern = text;
  else {
    const n = Number(gaps['n'] ?? 0);
    pattern = text[new Intl.PluralRules(code).select(n)] ?? text.other ?? '';
  }
  return pattern.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = gaps[name];
    if (value === undefined) return gap;
    return typeof value === 'number' ? number(value, code) : isolated(name, value, code);
  });
}

// The isolate whose direction is that of its first strong letter, and its end. Never typed as they are: nobody sees them.
const [FIRST_STRONG, POP] = [String.fromCodePoint(0x2068), String.fromCodePoint(0x2069)];
/** Gaps that hold what this page wrote itself, in its own direction. */
const OWN = new Set(['day', 'count']);
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Keeps a name, a quote or a range of numbers from turning the text around it, or being turned by it: an Arabic name
 * in an English sentence, a Latin one or "5–27" in an Arabic sentence. What reads the same way is left as it is.
 */
function isolated(gap: string, value: string, code: Language): string {
  if (OWN.has(gap) || value === '') return value;
  const rtl = LANGUAGES.find((l) => l.code === code)?.dir === 'rtl';
  const foreign = rtl ? /[\p{sc=Latin}\p{sc=Cyrillic}]|\d\D+\d/u.test(value) : RTL.test(value);
  return foreign ? FIRST_STRONG + value + POP : value;
}

/** A number with digit groups, in the chosen language's digits. */
export function number(value: number, code: Language = language): string {
  return new Intl.NumberFormat(code).format(value);
}
