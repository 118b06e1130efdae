/** What the server tells of its own accord: that the database has changed, and how its jobs go on. */

import type { Job } from './types.ts';

const state = $state<{ changes: number; jobs: Record<string, Job>; connected: boolean }>({
  changes: 0,
  jobs: {},
  connected: false,
});

/** The newest version that was heard of; the first one is what the views are drawn from, and no change. */
let version = '';

export const live = {
  /** Grows whenever the database changes. Whoever reads it in an effect asks anew. */
  get changes(): number {
    return state.changes;
  },
  get jobs(): Readonly<Record<string, Job>> {
    return state.jobs;
  },
  get connected(): boolean {
    return state.connected;
  },
};

/** Called with every version that is heard of: by the stream, and by the answer to a write of this page. */
export function noteVersion(heard: string): void {
  if (heard === '' || heard === version) return;
  if (version !== '') state.changes += 1;
  version = heard;
}

/** Listens until the returned function is called. EventSource connects again by itself. */
export function listen(): () => void {
  const stream = new EventSource('/api/events');
  stream.addEventListener('open', () => (state.connected = true));
  stream.addEventListener('error', () => (state.connected = false));
  for (const name of ['hello', 'changed']) {
    stream.addEventListener(name, (event) => {
      noteVersion(parse<{ version: string }>(event)?.version ?? '');
    });
  }
  stream.addEventListener('job', (event) => {
    const job = parse<Job>(event);
    if (job !== null) state.jobs[job.id] = job;
  });
  return () => stream.close();
}

function parse<T>(event: Event): T | null {
  try {
    return JSON.parse((event as MessageEvent<string>).data) as T;
  } catch {
    return null;
  }
}
