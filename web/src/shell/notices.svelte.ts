/** Short messages at the edge of the window: what was done, with a way back, and what failed. */

import { Problem, Unreachable } from '../api/problem.ts';
import { t } from '../messages/index.svelte.ts';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
  readonly action?: { readonly label: string; readonly run: () => void };
}

let notices = $state.raw<readonly Notice[]>([]);
let last = 0;

export function shownNotices(): readonly Notice[] {
  return notices;
}

/** Shows a message; good news goes by itself, bad news stays until it is closed. */
export function notify(text: string, options: { bad?: boolean; action?: Notice['action'] } = {}): void {
  const id = ++last;
  const notice: Notice = {
    id,
    text,
    bad: options.bad ?? false,
    ...(options.action ? { action: options.action } : {}),
  };
  notices = [...notices.slice(-3), notice];
  if (!notice.bad) setTimeout(() => dismiss(id), 8000);
}

export function dismiss(id: number): void {
  notices = notices.filter((notice) => notice.id !== id);
}

/** What a failed write says to its reader. */
export function failureText(error: unknown): string {
  if (error instanceof Unreachable) return t('error.offline');
  if (error instanceof Problem) {
    const text = error.body.detail ?? error.body.title;
    return error.body.field ? `${text} (${t('error.field', { field: error.body.field })})` : text;
  }
  return t('error.unexpected');
}
