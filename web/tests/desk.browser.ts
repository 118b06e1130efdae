/** The desk around reviewing: rules, imports, jobs, signing in, and dialogs that are in nobody's way. */

import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';

import { openPage, settled, signIn, useBrowser } from './browser.ts';

useBrowser();
const demo = inject('demo');
const guarded = inject('guarded');
const spare = inject('spare');

async function answer<T>(path: string): Promise<T> {
  return (await (await fetch(demo + path)).json()) as T;
}

describe('a rule', () => {
  it('is shown by what it would change: events and values, report by report', async () => {
    const { page, close } = await openPage(demo, '/rules?new=alias&name=Jaysh%20Khalid&of=sy-hts');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByText('It would change something in 1 report', { exact: true }).waitFor();
    // As many events as before, whatever the coder makes of the report.
    await dialog
      .locator('dl')
      .getByText(/^(\d+) → \1$/)
      .waitFor();
    const row = dialog.locator('tbody tr').first();
    await row.getByText('Jaysh Khalid', { exact: true }).waitFor();
    // The name of the actor, and not its code.
    await row.getByText("Hay'at Tahrir al-Sham", { exact: true }).waitFor();
    expect(await dialog.locator('article').textContent()).not.toContain('sy-hts');
    expect(await dialog.getByRole('button', { name: 'Add the rule' }).isEnabled()).toBe(true);
    // Another name asks for another look.
    await dialog.getByLabel('Name as reports write it').fill('Nobody At All');
    expect(await dialog.getByRole('button', { name: 'Add the rule' }).isEnabled()).toBe(false);
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByText('No report that is here holds these words.', { exact: false }).waitFor();
    await close();
  });

  it('goes on through many reports, and says how far it is', async () => {
    const { page, close } = await openPage(demo, '/rules?new=alias&name=Idlib&of=sy-hts');
    const dialog = page.getByRole('dialog');
    const asked: number[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/rules/preview')) {
        asked.push((JSON.parse(request.postData() ?? '{}') as { from: number }).from);
      }
    });
    // The second piece takes its time.
    await page.route('**/api/rules/preview', async (route) => {
      if (asked.length > 1) await new Promise((done) => setTimeout(done, 600));
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByText(/^\d+ of 24 reports coded without and with the rule$/).waitFor();
    await dialog.getByText(/^It would change something in \d+ reports$/).waitFor();
    await dialog.locator('progress').waitFor({ state: 'detached', timeout: 30_000 });
    expect(asked.length).toBeGreaterThan(1);
    expect(asked[0]).toBe(0);
    await close();
  });

  it.each([
    ['it', 'pronoun'],
    ['the jihadists', 'common noun'],
  ])('is not offered for “%s”, and the reader is told why', async (name, why) => {
    const { page, close } = await openPage(
      demo,
      `/rules?new=alias&name=${encodeURIComponent(name)}&of=sy-hts`,
    );
    const dialog = page.getByRole('dialog');
    await dialog.getByText(why, { exact: false }).first().waitFor();
    expect(await dialog.getByRole('button', { name: 'Show what it would change' }).isEnabled()).toBe(false);
    await close();
  });

  it('says what is wrong with a frame, and cannot be added then', async () => {
    const { page, close } = await openPage(demo, '/rules');
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Frame', { exact: true }).click();
    const toml = dialog.getByLabel('The frame (TOML)');
    await toml.fill('[[frame');
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('button', { name: 'Add the rule' }).isEnabled()).toBe(false);
    await toml.fill(
      '[[frame]]\nname = "picnic.market"\nkind = "picnic"\nverbs = ["shell"]\ninitiator = ["subj"]\n',
    );
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByText('picnic', { exact: false }).last().waitFor();
    expect(await dialog.getByRole('button', { name: 'Add the rule' }).isEnabled()).toBe(false);
    expect((await answer<{ items: unknown[] }>('/api/rules')).items).toEqual([]);
    await close();
  });
});

describe('an import', () => {
  it('shows every complaint of a row, and reads dates as it is told to', async () => {
    const { page, close } = await openPage(spare, '/data');
    const table =
      'Summary,When\n"Rebels shelled Killi and killed two people.",08/09/2017\n"",soon\n"Rebels shelled Saraqib.",some day\n';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await page.getByText('Which of its columns is what').waitFor();
    await page.getByLabel(/^Text/).selectOption('Summary');
    await page.getByLabel('Published').selectOption('When');
    await page.getByText('4 complaints among the first rows').waitFor();
    await page.getByText('2 reports would be taken in').waitFor();
    await page.locator('.outcome').getByText('1 not taken in').waitFor();
    await page.locator('.outcome').getByText('2 taken in with a fault').waitFor();
    const read = page.getByRole('list', { name: 'How they are read' });
    await read.getByText('08/09/2017 → cannot be read').waitFor();
    const form = page.getByLabel('How its dates are written');
    await form.selectOption('day-first');
    await read.getByText('08/09/2017 → 8 Sept 2017').waitFor();
    await form.selectOption('month-first');
    await read.getByText('08/09/2017 → 9 Aug 2017').waitFor();
    await page.getByText('3 complaints among the first rows').waitFor();
    await page.getByRole('button', { name: 'Read it in' }).click();
    const job = page.locator('.job').first();
    await job.getByText('Done', { exact: true }).waitFor({ timeout: 30_000 });
    await job.getByText('1 not taken in').waitFor();
    await job.getByText('1 taken in with a fault').waitFor();
    await close();
  });

  it('tells how far it is over the stream, and is stopped when asked to', async () => {
    const { page, close } = await openPage(spare, '/data');
    const rows = Array.from(
      { length: 1500 },
      (_, n) =>
        `"Rebels shelled a mill near Saraqib on Monday and killed ${n + 2} people there.",2018-01-${(n % 28) + 1}`,
    );
    await page.locator('input[type=file]').setInputFiles({
      name: 'many.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`text,date\n${rows.join('\n')}\n`),
    });
    await page.getByRole('button', { name: 'Read it in' }).click();
    const job = page.locator('.job').first();
    await job.waitFor();
    // It moves without being asked: from here on no question is answered.
    await page.route(/\/api\/jobs\/j\d+$/, (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    const done = async (): Promise<number> =>
      Number((await job.locator('p .number').first().innerText()).replace(/\D/g, ''));
    await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(0);
    const first = await done();
    await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(first);
    await job.getByRole('button', { name: 'Stop', exact: true }).click();
    await job.getByText('Stopped', { exact: true }).waitFor({ timeout: 30_000 });
    expect(await job.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
    const { items } = (await (await fetch(`${spare}/api/jobs`)).json()) as { items: { state: string }[] };
    expect(items[0]?.state).toBe('cancelled');
    expect(await done()).toBeLessThan(1500);
    await close();
  });
});

describe('a dialog that has just been closed', () => {
  it('swallows no key', async () => {
    const { page, close } = await openPage(demo, '/inbox');
    await page.locator('.queue .item').first().waitFor();
    await page.locator('.place-in-queue', { hasText: /^1 of/ }).waitFor();
    for (let n = 2; n < 8; n++) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      // One after the other, with nothing waited for in between.
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('j')]);
      await page.locator('.place-in-queue', { hasText: new RegExp(`^${n} of`) }).waitFor({ timeout: 3000 });
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    await close();
  });
});

/** An incident that the one who has signed in may see. */
async function anIncident(page: Page): Promise<string> {
  const answer = await page.request.get(`${guarded}/api/incidents?limit=1`);
  return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
}

describe('where people have accounts', () => {
  it('nothing is shown to who has not signed in, and a wrong password is told', async () => {
    const { page, complaints, close } = await openPage(guarded, '/incidents');
    await page.getByLabel('Password').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('rafiq');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Saraqib');
    complaints.length = 0;
    await close();
  });

  it('a viewer looks, and is offered nothing to decide', async () => {
    const { page, complaints, close } = await openPage(guarded, '/');
    await signIn(page, 'vera');
    await page.goto(`${guarded}/incidents/${await anIncident(page)}`);
    await settled(page);
    expect(await page.getByRole('button', { name: 'Accept', exact: true }).count()).toBe(0);
    await page.goto(`${guarded}/rules`);
    await settled(page);
    expect(await page.getByRole('button', { name: 'New rule' }).count()).toBe(0);
    complaints.length = 0;
    await close();
  });

  it('a reviewer decides under their name, and signs out', async () => {
    const { page, complaints, close } = await openPage(guarded, '/');
    await signIn(page, 'rafiq');
    await page.goto(`${guarded}/incidents/${await anIncident(page)}`);
    await page.getByRole('button', { name: 'Accept', exact: true }).first().click();
    await page.getByText('Accepted.').waitFor();
    await page.goto(`${guarded}/decisions`);
    await page.getByText('rafiq').first().waitFor();
    await page.goto(`${guarded}/login`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    const cookies = await page.context().cookies();
    expect((await page.request.get(`${guarded}/api/summary`)).status()).toBe(401);
    expect(cookies.every((cookie) => cookie.httpOnly)).toBe(true);
    complaints.length = 0;
    await close();
  });
});
