/** Starts the real server on the demo reports before the tests, and stops it after them. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server on the demo reports. Tests of this one only look. */
    demo: string;
    /** Address of a server on a database of its own, for tests that decide and correct. */
    bench: string;
    /** Address of a server on reports that mean no good. */
    hostile: string;
    /** Address of a server on a database of its own, for tests that bring much in. */
    spare: string;
    /** Address of a server on a database of its own where people log in: `ACCOUNTS`. */
    guarded: string;
  }
}

const root = resolve(import.meta.dirname, '../..');

function program(): string {
  const asked = process.env['ATHIR'];
  const built = [join(root, 'target/release/athir'), join(root, 'target/debug/athir')].filter((path) =>
    existsSync(path),
  );
  // The one that was built last.
  built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const found = asked ? resolve(asked) : built[0];
  if (found === undefined) throw new Error('no athir to test with: build it, or name it with ATHIR');
  return found;
}

/** A report whose title, outlet and text try everything that a text can try. */
export const HOSTILE = {
  id: 'hostile',
  title: '<script>window.pwned=1</script><img src=x onerror="window.pwned=1"> nine killed in Saraqib',
  outlet: '<img src=x onerror=window.pwned=1>, Inc.',
  published: '2017-07-20',
  text:
    'Rebels attacked a post of the Syrian army in Saraqib on Monday and killed nine soldiers, <b onmouseover="pwned=1">a resident</b> said. ' +
    '\u202Eevil txt.exe\u202C went on. Hidden\u200B space\uFEFF and a bell\u0007 here. \'"><svg/onload=window.pwned=1> {{7*7}} ${7*7} \uD83D\uDEA8 ' +
    'Fighters of Ahrar al-Sham shelled Killi on Tuesday and killed two people.\n\n' +
    'قُصفت بلدة سراقب يوم الاثنين \u2067(Saraqib)\u2069 وقُتل تسعة جنود.',
};

/** Who may log in, by name, with the role and the password. */
export const ACCOUNTS = {
  vera: { role: 'viewer', password: 'only looks at it 1' },
  rafiq: { role: 'reviewer', password: 'decides about it 2' },
  paula: { role: 'publisher', password: 'signs with care 33' },
} as const;

async function serve(
  athir: string,
  db: string,
  dist: string,
  data: string,
  more: readonly string[],
): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(
    athir,
    ['serve', '--db', db, '--port', '0', '--assets', dist, '--data', data, ...more],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  const url = await new Promise<string>((done, fail) => {
    const hear = (part: Buffer): void => {
      said += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => fail(new Error(`athir serve ended with ${code}: ${said}`)));
    setTimeout(() => fail(new Error(`athir serve named no address: ${said}`)), 60_000).unref();
  });
  return { url, child };
}

export default async function setup(project: TestProject): Promise<() => void> {
  const dist = join(root, 'web/dist');
  if (!existsSync(join(dist, 'index.html'))) throw new Error('the page is not built: npm run build');
  const athir = program();
  const folder = mkdtempSync(join(tmpdir(), 'athir-web-'));
  const started: ChildProcess[] = [];
  const open = async (name: string, reports: string, more: readonly string[] = []): Promise<string> => {
    const db = join(folder, `${name}.db`);
    const data = join(folder, `${name}-data`);
    mkdirSync(data);
    execFileSync(athir, ['ingest', reports, '--db', db], { stdio: 'pipe' });
    if (more.includes('--accounts')) {
      for (const [who, { role, password }] of Object.entries(ACCOUNTS)) {
        execFileSync(athir, ['account', 'add', who, '--role', role, '--db', db], {
          input: `${password}\n`,
          stdio: 'pipe',
        });
      }
    }
    const { url, child } = await serve(athir, db, dist, data, more);
    started.push(child);
    return url;
  };
  const hostile = join(folder, 'hostile.jsonl');
  writeFileSync(hostile, `${JSON.stringify(HOSTILE)}\n`);
  project.provide('demo', await open('demo', join(root, 'data/demo')));
  project.provide('bench', await open('bench', join(root, 'data/demo')));
  project.provide('hostile', await open('hostile', hostile));
  project.provide('spare', await open('spare', hostile));
  project.provide('guarded', await open('guarded', hostile, ['--accounts']));
  return () => {
    for (const child of started) child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
}
