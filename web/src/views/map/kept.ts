/** The user's boundary file, kept in the browser until it is taken off. */

const NAME = 'athir.map';
const STORE = 'files';
const KEY = 'boundaries';

export interface KeptFile {
  readonly name: string;
  readonly text: string;
}

export async function keptBoundaries(): Promise<KeptFile | null> {
  try {
    const file = await inStore('readonly', (store) => store.get(KEY) as IDBRequest<KeptFile | undefined>);
    return file ?? null;
  } catch {
    // Storage can be forbidden: the bundled boundaries then stand.
    return null;
  }
}

/** Keeps the file; false if the browser refuses, and the file then lasts as long as the page. */
export async function keepBoundaries(file: KeptFile | null): Promise<boolean> {
  try {
    if (file === null) await inStore('readwrite', (store) => store.delete(KEY));
    else await inStore('readwrite', (store) => store.put(file, KEY));
    return true;
  } catch {
    return false;
  }
}

async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await answer(opening());
  try {
    return await answer(ask(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function opening(): IDBOpenDBRequest {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return request;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });
}
