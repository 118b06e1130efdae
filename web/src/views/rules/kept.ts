/** The rules that the server keeps, as lines to show. */

export interface KeptRule {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly file: string;
}

export interface KeptRules {
  readonly folder: string;
  readonly rules: readonly KeptRule[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the answer of `/api/rules`: entries, alone or by file. */
export function rulesOf(answer: unknown): KeptRules {
  if (!isRecord(answer)) return { folder: '', rules: [] };
  const rules: KeptRule[] = [];
  const take = (entry: unknown, file: string): void => {
    if (!isRecord(entry) || text(entry['id']) === '') return;
    rules.push({
      id: text(entry['id']),
      kind: text(entry['kind']),
      what: whatOf(entry),
      file: text(entry['file']) || file,
    });
  };
  for (const list of [answer['rules'], answer['items'], answer['entries']]) {
    if (Array.isArray(list)) for (const entry of list) take(entry, '');
  }
  if (Array.isArray(answer['files'])) {
    for (const file of answer['files']) {
      if (!isRecord(file) || !Array.isArray(file['entries'])) continue;
      for (const entry of file['entries']) take(entry, text(file['file']) || text(file['path']));
    }
  }
  return { folder: text(answer['folder']) || text(answer['data']), rules };
}

function whatOf(entry: Record<string, unknown>): string {
  const said = text(entry['summary']) || text(entry['what']);
  // The actor by name; its code only where it has none.
  const actorName = text(entry['stands_for']);
  if (actorName !== '') return said.replace(/ is \S+$/, ` → ${actorName}`);
  if (said !== '') return said;
  const [name, actor] = [text(entry['name']), text(entry['actor'])];
  return actor !== '' ? `${name} → ${actor}` : name;
}
