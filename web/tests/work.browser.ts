/** Reviewing: the path of a new user from a report to a decision, by keyboard and by pointer, alone and beside others. */

import { describe, expect, inject, it } from 'vitest';

import { openPage, settled, useBrowser } from './browser.ts';

useBrowser();
const server = inject('bench');

const paths = Object.keys(
  ((await (await fetch(`${server}/api/openapi.json`)).json()) as { paths: Record<string, unknown> }).paths,
);
const can = (path: string): boolean => paths.includes(path);

async function answer<T>(path: string): Promise<T> {
  return (await (await fetch(server + path)).json()) as T;
}

interface Rows {
  items: { id: string; kind: string; status: string }[];
  total: number;
}

describe('a new user', () => {
  it('finds the report on Killi, sees why each event was coded, and finds the actor’s lineage', async () => {
    const { page, close } = await openPage(server, '/');
    await settled(page);
    const words = page.getByRole('searchbox', { name: 'Words' });
    await words.fill('Killi');
    await words.press('Enter');
    await page.waitForURL(/text=Killi/);
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('link', { name: /Guns fall quiet in Killi/ }).click();
    await page.locator('.run').first().waitFor();
    const events = await page.locator('section.event').count();
    expect(events).toBeGreaterThan(0);
    for (let n = 0; n < events; n++) {
      await page.locator('section.event header button').nth(n).click();
      const card = page.locator('section.event.chosen');
      await card.waitFor();
      const reasons = await card.locator('.why').allTextContents();
      expect(reasons.length).toBeGreaterThan(1);
      for (const reason of reasons) expect(reason.trim()).not.toBe('');
    }
    await page.getByRole('link', { name: 'Actors', exact: true }).click();
    const find = page.getByPlaceholder('Find an actor');
    await find.fill('Ahrar al-Sham');
    await page.getByRole('link', { name: 'Ahrar al-Sham', exact: true }).first().click();
    await page.waitForURL(/\/actors\/sy-ahrar/);
    await page.getByRole('heading', { name: 'Lineage' }).waitFor();
    await page.getByText('Islamic Front', { exact: false }).first().waitFor();
    await close();
  });

  it('merges two incidents on the bench and undoes it', async () => {
    const before = (await answer<Rows>('/api/incidents?limit=1')).total;
    const { page, close } = await openPage(server, '/merge');
    await page.locator('nav .item').first().waitFor();
    await page.locator('.pair table').waitFor();
    await page.getByPlaceholder('Note').fill('the same morning, told twice');
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('Merged.').waitFor();
    expect((await answer<Rows>('/api/incidents?limit=1')).total).toBe(before - 1);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Taken back.').waitFor();
    expect((await answer<Rows>('/api/incidents?limit=1')).total).toBe(before);
    await page.getByRole('link', { name: 'Decisions' }).click();
    // Other tests take decisions back too.
    const merge = page.locator('li', { hasText: 'the same morning, told twice' }).first();
    await merge.getByText('taken back', { exact: true }).waitFor();
    await close();
  });

  it('merges an incident with one that was looked for, and parts them again', async () => {
    const rows = (await answer<Rows>('/api/incidents?kind=shelling&where=SY&limit=5')).items;
    const [one, other] = rows;
    if (!one || !other) throw new Error('the demo has two shellings');
    const { page, close } = await openPage(server, `/merge?with=${one.id}&and=${other.id}`);
    await page.locator('.pair table').waitFor();
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.waitForURL(/\/incidents\//);
    await page.getByRole('heading', { name: 'What the reports say' }).waitFor();
    await page.getByRole('button', { name: 'Split…' }).click();
    const choices = page.getByRole('dialog').getByRole('checkbox');
    await choices.first().check();
    await page.getByRole('dialog').getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByText('Split in two.').waitFor();
    await close();
  });

  it.skipIf(!can('/api/rules'))('corrects an alias for all reports and sees it applied', async () => {
    // One report writes this name of the Khalid ibn al-Walid Army, and the registry does not know it.
    const army = (
      await answer<{ items: { code: string; name: string }[] }>(
        '/api/registry?text=Khalid%20ibn%20al-Walid&limit=1',
      )
    ).items[0];
    if (!army) throw new Error('the registry has the Khalid ibn al-Walid Army');
    const joined = (): Promise<number> =>
      answer<Rows>(`/api/incidents?kind=joining&actor=${encodeURIComponent(army.code)}`).then(
        (rows) => rows.total,
      );
    expect(await joined()).toBe(0);
    const { page, close } = await openPage(server, '/rules');
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name as reports write it').fill('Jaysh Khalid');
    await dialog.getByRole('combobox', { name: 'The actor that it stands for' }).fill(army.name);
    await dialog.getByRole('option', { name: army.code }).first().click();
    await dialog.getByRole('button', { name: 'Show what it would change' }).click();
    await dialog.getByText(/It would change something in \d+ report/).waitFor({ timeout: 45_000 });
    await dialog.getByRole('button', { name: 'Add the rule' }).click();
    await dialog.getByText('Done').waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await page.getByText('Jaysh Khalid').first().waitFor();
    await expect.poll(joined, { timeout: 20_000 }).toBeGreaterThan(0);
    await close();
  });
});

describe('the inbox', () => {
  it('is worked with the keyboard alone: twenty decisions, two of them taken back', async () => {
    const { page, close } = await openPage(server, '/inbox?where=SY');
    await page.locator('.queue .item').first().waitFor();
    const open = (): Promise<number> =>
      answer<{ n_open: number }>('/api/inbox?where=SY&limit=1').then((a) => a.n_open);
    const inForce = (): Promise<number> =>
      answer<{ items: { verdict: string; undone_by: string | null }[] }>('/api/decisions?limit=200').then(
        ({ items }) => items.filter((made) => made.verdict !== 'undo' && made.undone_by === null).length,
      );
    const [before, decided] = [await open(), await inForce()];
    for (let n = 0; n < 20; n++) {
      await page.keyboard.press(n % 5 === 4 ? 'x' : 'a');
      // A reviewer looks at the next one, if only for a moment.
      await page.waitForTimeout(150);
    }
    expect(await page.locator('.notice.bad').allTextContents()).toEqual([]);
    await expect.poll(inForce, { timeout: 20_000 }).toBe(decided + 20);
    await page.keyboard.press('u');
    await expect.poll(inForce, { timeout: 10_000 }).toBe(decided + 19);
    await page.keyboard.press('u');
    await expect.poll(inForce, { timeout: 10_000 }).toBe(decided + 18);
    // What is left of a report whose main happening was rejected may be one with another incident: fewer wait then.
    expect(await open()).toBeLessThanOrEqual(before - 18);
    await close();
  });

  it('takes another reading by its number, and edits a field by hand', async () => {
    const { page, close } = await openPage(server, '/inbox?kind=attack');
    await page.locator('.queue .item').first().waitFor();
    // To a field with other readings.
    for (let n = 0; n < 40; n++) {
      if ((await page.locator('li.active .alternative').count()) > 1) break;
      await page.keyboard.press(n % 7 === 6 ? 'j' : 'f');
      if (n % 7 === 6) for (let back = 0; back < 7; back++) await page.keyboard.press('d');
    }
    expect(await page.locator('li.active .alternative').count()).toBeGreaterThan(1);
    await page.keyboard.press('1');
    await page.getByText(/^Corrected /).waitFor();
    await page.keyboard.press('u');
    await page.getByText('Taken back.').waitFor();
    // What was taken back is loaded anew, and begins at its least sure field then.
    await expect
      .poll(async () => {
        for (let n = 0; n < 7; n++) await page.keyboard.press('f');
        await page.keyboard.press('d');
        return page.locator('li.active .role').innerText();
      })
      .toBe('killed');
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('At least').fill('3');
    await dialog.getByLabel('At most').fill('2');
    await dialog.getByText('At most is less than at least.').waitFor();
    await dialog.getByLabel('At most').fill('7');
    await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
    await page.getByText(/^Corrected killed: 3–7/).waitFor();
    await close();
  });

  it('shows its keys and lets them be put elsewhere', async () => {
    const { page, close } = await openPage(server, '/inbox');
    await page.locator('.queue .item').first().waitFor();
    await page.keyboard.press('?');
    const field = page.getByRole('dialog').getByLabel('Next', { exact: true });
    await field.focus();
    await page.keyboard.press('x');
    await page.getByText('x cannot be used').waitFor();
    await page.keyboard.press('n');
    await page.getByText('n cannot be used').waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.place-in-queue', { hasText: /^1 of/ }).waitFor();
    // The dialog gives the focus back in its own time.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('h');
          return page.locator('.place-in-queue').innerText();
        },
        { timeout: 10_000, interval: 500 },
      )
      .not.toMatch(/^1 of/);
    await close();
  });
});

describe('two people at one incident', () => {
  it('do not overwrite each other: the second is told, and sees what is there now', async () => {
    const row = (await answer<Rows>('/api/incidents?kind=bombing&status=machine&limit=1')).items[0];
    if (!row) throw new Error('the demo has bombings');
    const first = await openPage(server, `/incidents/${row.id}`);
    const second = await openPage(server, '/codebook');
    // The second one's window sleeps: it hears nothing of changes.
    await second.page.route('**/api/events', (route) => route.abort());
    await second.page.goto(`${server}/incidents/${row.id}`);
    await second.page.getByRole('button', { name: 'Reject', exact: true }).waitFor();
    await first.page.getByRole('button', { name: 'Accept', exact: true }).click();
    await first.page.getByText('Accepted.').waitFor();
    await second.page.getByRole('button', { name: 'Reject', exact: true }).click();
    await second.page.getByText('Somebody changed this incident meanwhile', { exact: false }).waitFor();
    await second.page.locator('.badge.reviewed').waitFor();
    const now = await answer<{ status: string }>(`/api/incidents/${row.id}`);
    expect(now.status).toBe('reviewed');
    // The stream that was cut off complains in the console, and nothing else does.
    second.complaints.splice(
      0,
      second.complaints.length,
      ...second.complaints.filter((c) => !c.includes('/api/events')),
    );
    await first.close();
    await second.close();
  });

  it('see each other’s decisions without asking', async () => {
    const row = (await answer<Rows>('/api/incidents?kind=capture&status=machine&limit=1')).items[0];
    if (!row) throw new Error('the demo has captures');
    const first = await openPage(server, `/incidents/${row.id}`);
    const second = await openPage(server, `/incidents/${row.id}`);
    await second.page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await first.page.getByRole('button', { name: 'Accept', exact: true }).click();
    await second.page.locator('.badge.reviewed').waitFor({ timeout: 10_000 });
    await first.close();
    await second.close();
  });
});

describe('the reading view', () => {
  it('corrects a value where it was read, and shows that it was', async () => {
    const id = (await answer<Rows>('/api/reports?text=Zenki%20Adah&limit=1')).items[0]?.id ?? '';
    const { page, close } = await openPage(server, `/reports/${id}`);
    await page.locator('section.event header button').first().click();
    await page.getByRole('button', { name: 'Correct…' }).click();
    await page
      .locator('.popover')
      .getByRole('button', { name: /^killed/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Exactly').fill('9');
    await dialog.getByLabel('Note').fill('nine in the last sentence');
    await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
    await page.getByText('Corrected killed: 9').waitFor();
    await page.locator('section.event').first().getByText('corrected', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page
      .locator('section.event')
      .first()
      .getByText('corrected', { exact: true })
      .first()
      .waitFor({ state: 'detached' });
    await close();
  });
});

describe('bringing reports in', () => {
  it.skipIf(!can('/api/imports/preview'))(
    'maps columns, shows the first rows, and tells what was wrong by row',
    async () => {
      const { page, close } = await openPage(server, '/data');
      const table =
        'Summary,When,Paper\n"Rebels shelled Killi on Monday and killed two people.",2017-07-20,Hill Post\n"",not a day,Hill Post\n';
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
      await page.getByText('Which of its columns is what').waitFor();
      await page.getByLabel(/^Text/).selectOption('Summary');
      await page.getByLabel('Published').selectOption('When');
      await page.getByLabel('Outlet').selectOption('Paper');
      await page.getByRole('cell', { name: /Rebels shelled Killi/ }).waitFor();
      await page.getByRole('button', { name: 'Read it in' }).click();
      await page.getByText('Done').first().waitFor({ timeout: 45_000 });
      // "Done" may be what an earlier job says.
      await expect
        .poll(async () => (await answer<Rows>('/api/reports?outlet=Hill%20Post')).items.length, {
          timeout: 45_000,
        })
        .toBeGreaterThan(0);
      await close();
    },
  );

  it.skipIf(!can('/api/export'))('gives out what the filter leaves', async () => {
    const { page, close } = await openPage(server, '/data?where=SY');
    const link = page.getByRole('link', { name: 'CSV', exact: true });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.url()).toContain('where=SY');
    await page.getByLabel('acled: inter', { exact: true }).selectOption('numbers');
    const acled = page.getByRole('link', { name: 'acled', exact: true });
    const [shaped] = await Promise.all([page.waitForEvent('download'), acled.click()]);
    expect(shaped.url()).toContain('where=SY');
    expect(decodeURIComponent(shaped.url())).toContain('set=inter=numbers');
    expect(shaped.suggestedFilename()).toBe('acled.csv');
    await close();
  });
});
