/** A browser for the tests, which hears every complaint and every request that leaves the server. */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { ACCOUNTS } from './server.ts';

const FLAGS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
];

const AXE = readFileSync(join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8');

export const PICTURES = join(import.meta.dirname, 'out');

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: 'en' | 'ar' | 'fr';
}

export interface Watched {
  readonly page: Page;
  /** Closes the page, and fails if it complained or asked for anything outside its server. */
  close(): Promise<void>;
  readonly complaints: string[];
}

let browser: Browser;

/** Starts the browser for a file of tests and stops it after them. */
export function useBrowser(): void {
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: FLAGS,
    });
  });
  afterAll(async () => {
    await browser.close();
  });
}

export async function openPage(server: string, path: string, look: Look = {}): Promise<Watched> {
  const options: BrowserContextOptions = {
    viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
    colorScheme: look.dark ? 'dark' : 'light',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  };
  const context = await browser.newContext(options);
  if (look.language) {
    await context.addInitScript((code) => localStorage.setItem('athir.language', code), look.language);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The answers with 4xx that a test asks for are told by the browser too; the page shows them by itself.
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
    // WebGL in software is slow and says so.
    if (message.type() === 'warning' && !/GPU stall|GL Driver|WebGL/.test(text)) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server) && !/^(data|blob|about):/.test(url)) complaints.push(`request to ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
  await page.goto(server + path);
  return {
    page,
    complaints,
    async close() {
      await context.close();
      expect(complaints, `complaints of ${path}`).toEqual([]);
    },
  };
}

/** Waits until nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.waitForFunction(
    () => document.querySelector('main')?.textContent !== '' && !document.querySelector('.waiting'),
    undefined,
    {
      timeout: 30_000,
    },
  );
}

/** Signs in, and waits for what is then shown. */
export async function signIn(page: Page, name: keyof typeof ACCOUNTS): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password').fill(ACCOUNTS[name].password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await settled(page);
  await page
    .getByText(/Saraqib/)
    .first()
    .waitFor();
}

/** Looks for what keeps people from using a page, by the rules of axe. */
export async function accessibility(page: Page): Promise<string[]> {
  // Run by the debugger: the policy of the server forbids scripts of others in the page, as it should.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run: (o: unknown) => Promise<AxeResult> } }).axe;
    interface AxeResult {
      violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[];
    }
    const result = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] });
    return result.violations.map(
      (violation) =>
        `${violation.id}: ${violation.help}: ${violation.nodes
          .slice(0, 4)
          .map(
            (node) =>
              `${node.target.join(' ')} (${node.failureSummary?.split('\n').slice(1, 3).join(';') ?? ''})`,
          )
          .join(' | ')}`,
    );
  });
}
