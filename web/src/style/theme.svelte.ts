/** Light, dark, or as the system has it. */

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT = 'athir.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

let theme = $state<Theme>(keptTheme());
let systemDark = $state(system.matches);
system.addEventListener('change', (event) => {
  systemDark = event.matches;
  show();
});

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

/** Puts the theme that holds at the root, as public/theme.js does before the first paint. */
function show(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
}

export function currentTheme(): Theme {
  return theme;
}

/** Whether the page is dark now. Views that draw on a canvas read it to draw anew. */
export function isDark(): boolean {
  return theme === 'dark' || (theme === 'auto' && systemDark);
}

export function chooseTheme(next: Theme): void {
  theme = next;
  show();
  try {
    localStorage.setItem(KEPT, next);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}
