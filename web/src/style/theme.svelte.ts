/** Light, dark, or as the system has it. */

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const kept = 'athir.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const chosen = document.documentElement.dataset['theme'];

let theme = $state<Theme>(chosen === 'light' || chosen === 'dark' ? chosen : 'auto');
let systemDark = $state(system.matches);
system.addEventListener('change', (event) => (systemDark = event.matches));

export function currentTheme(): Theme {
  return theme;
}

/** Whether the page is dark now. Views that draw on a canvas read it to draw anew. */
export function isDark(): boolean {
  return theme === 'dark' || (theme === 'auto' && systemDark);
}

export function chooseTheme(next: Theme): void {
  theme = next;
  if (next === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(kept, next);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}
