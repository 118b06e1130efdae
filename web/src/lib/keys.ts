/** Keys for working without a mouse. What each does can be put on another key; the choice is kept in the browser. */

export const ACTIONS = {
  next: 'j',
  previous: 'k',
  accept: 'a',
  reject: 'x',
  edit: 'e',
  skip: ' ',
  undo: 'u',
  nextField: 'f',
  previousField: 'd',
  nextEvent: 'n',
  rule: 'r',
  merge: 'm',
  related: 'l',
  apart: 'p',
  split: 's',
  open: 'o',
  help: '?',
} as const;
export type Action = keyof typeof ACTIONS;
export type Keys = Readonly<Record<Action, string>>;

const KEPT = 'athir.keys';

/** The keys that hold: the usual ones, with those that were changed here. */
export function keptKeys(): Keys {
  try {
    return merged(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as unknown);
  } catch {
    return ACTIONS;
  }
}

/** The usual keys with changes laid over them; a change that would give one key two actions is left out. */
export function merged(changes: unknown): Keys {
  const keys: Record<Action, string> = { ...ACTIONS };
  if (typeof changes !== 'object' || changes === null) return keys;
  for (const action of Object.keys(ACTIONS) as Action[]) {
    const key = (changes as Record<string, unknown>)[action];
    if (typeof key !== 'string' || !isFree(keys, action, key)) continue;
    keys[action] = key;
  }
  return keys;
}

/** Whether a key can be given to an action: one character, no digit, and no other action has it. */
export function isFree(keys: Keys, action: Action, key: string): boolean {
  if ([...key].length !== 1 || /\d/.test(key)) return false;
  return (Object.keys(keys) as Action[]).every((other) => other === action || keys[other] !== key);
}

export function keepKeys(keys: Keys): void {
  const changes = Object.fromEntries(
    (Object.keys(ACTIONS) as Action[]).filter((a) => keys[a] !== ACTIONS[a]).map((a) => [a, keys[a]]),
  );
  try {
    localStorage.setItem(KEPT, JSON.stringify(changes));
  } catch {
    // The keys then hold as long as the page.
  }
}

/** The action of a key press; none while something is typed or a dialog is open, or with Ctrl, Alt or Meta. */
export function actionOf(keys: Keys, event: KeyboardEvent): Action | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return null;
  if (
    event.target instanceof Element &&
    event.target.closest('input, select, textarea, dialog, [contenteditable]')
  ) {
    return null;
  }
  // Space and Enter on a button press it.
  if (event.key === ' ' && event.target instanceof Element && event.target.closest('button, a, summary'))
    return null;
  return (Object.keys(keys) as Action[]).find((action) => keys[action] === event.key) ?? null;
}

/** A key as it is written on a keyboard. */
export function keyName(key: string): string {
  return key === ' ' ? '␣' : key;
}

/** Whether a key presses what is no button by itself, as a part of a drawing. Nothing else comes of the key then. */
export function isPress(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  event.preventDefault();
  return true;
}
