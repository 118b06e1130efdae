/** Publishing from the page: look, sign, agree, fetch, withdraw. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';

import { accessibility, openPage, PICTURES, settled, signIn, useBrowser } from './browser.ts';

useBrowser();
const bench = inject('bench');
const guarded = inject('guarded');

function profile(page: Page, name: string): Locator {
  return page.getByRole('article', { name, exact: true });
}

/** Shows what would come out under a profile, and waits for it. */
async function look(page: Page, name: string): Promise<Locator> {
  await profile(page, name).getByRole('button', { name: 'Show what would come out' }).click();
  const preview = page.getByRole('region', { name: `What would come out: ${name}` });
  await preview.getByText(/^\d+ incidents? would come out$/).waitFor();
  return preview;
}

/** The publication that stands first in the list. */
function newest(page: Page): Locator {
  return page.getByRole('region', { name: 'Publications' }).getByRole('article').first();
}

describe('publishing on this machine', () => {
  it('shows what stays back, is signed with every answer, is fetched and withdrawn', async () => {
    const { page, close } = await openPage(bench, '/publish');
    await settled(page);
    await page.getByText('Nothing was signed yet.').waitFor();
    const preview = await look(page, 'public');
    expect(await preview.getByRole('table', { name: 'Stays back' }).innerText()).toMatch(
      /\d\s+above the ceiling: \w/,
    );
    expect(await preview.getByRole('table', { name: /coarser/ }).innerText()).toMatch(
      /\d\s+place made coarser/,
    );
    expect(await accessibility(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, 'publish-preview.png'), fullPage: true });

    const sign = preview.getByRole('button', { name: 'Sign and write' });
    await page.getByLabel('Your name').fill('Ann');
    const risk = preview.getByLabel('Who could come to harm');
    await risk.fill('  ');
    expect(await sign.isDisabled(), 'a question is open').toBe(true);
    await risk.fill('Ben and I went through the list on Monday.');
    await page.getByLabel('Your name').fill('');
    expect(await sign.isDisabled(), 'nobody is named').toBe(true);
    await page.getByLabel('Your name').fill('Ann');
    await sign.click();
    const made = newest(page);
    await made.getByText('written', { exact: true }).waitFor();
    await made.getByText(/signed by Ann/).waitFor();
    await made.getByText('What was answered and signed').click();
    await made.getByText('Ben and I went through the list on Monday.').waitFor();
    expect(await accessibility(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, 'publish-written.png'), fullPage: true });

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      made.getByRole('link', { name: 'Fetch the files (ZIP)' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^public-[0-9a-f]{12}\.zip$/);
    const archive = readFileSync(await download.path());
    expect(archive.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(archive.includes('manifest.json') && archive.includes('plover.jsonl')).toBe(true);
    // Towns are finer than the profile lets through.
    expect(archive.includes('Killi')).toBe(false);

    await made.getByRole('button', { name: 'Withdraw…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByLabel('All of it').check();
    const withdraw = dialog.getByRole('button', { name: 'Withdraw', exact: true });
    expect(await withdraw.isDisabled(), 'no reason is given').toBe(true);
    await dialog.getByLabel('Why').fill('A name was left in.');
    await withdraw.click();
    await newest(page).getByText('withdrawn', { exact: true }).waitFor();
    await close();
  });

  it('signs nothing that nobody has looked at', async () => {
    const { page, close } = await openPage(bench, '/publish');
    await settled(page);
    const before = await page.getByRole('region', { name: 'Publications' }).getByRole('article').count();
    const preview = await look(page, 'public');
    await page.getByLabel('Your name').fill('Ann');
    // What was seen is another thing by the time that it is signed.
    await page.route('**/api/publications', async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.continue();
      const sent = JSON.parse(request.postData() ?? '{}') as Record<string, unknown>;
      return route.continue({ postData: JSON.stringify({ ...sent, if_match: '0000000000000000' }) });
    });
    await preview.getByRole('button', { name: 'Sign and write' }).click();
    await page.getByText(/look again, then sign/).waitFor();
    expect(await page.getByRole('region', { name: 'Publications' }).getByRole('article').count()).toBe(
      before,
    );
    await close();
  });

  it('works at the width of a telephone', async () => {
    const { page, close } = await openPage(bench, '/publish', { width: 390, height: 844, dark: true });
    await settled(page);
    await look(page, 'partners');
    expect(await accessibility(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, 'publish-telephone.png'), fullPage: true });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, 'wider than the window').toBeLessThanOrEqual(0);
    await close();
  });
});

describe('publishing where people log in', () => {
  it('takes two: one signs, another agrees, and then it is written', async () => {
    const paula = await openPage(guarded, '/');
    await signIn(paula.page, 'paula');
    await paula.page.goto(`${guarded}/publish`);
    const preview = await look(paula.page, 'partners');
    await preview.getByText('You sign as paula.').waitFor();
    await preview.getByRole('button', { name: 'Sign; a second person has to agree' }).click();
    const hers = newest(paula.page);
    await hers.getByText('waits for a second person', { exact: true }).waitFor();
    await hers.getByText('You signed it: somebody else has to agree.').waitFor();
    expect(await hers.getByRole('button', { name: 'Agree' }).count()).toBe(0);

    const rafiq = await openPage(guarded, '/');
    await signIn(rafiq.page, 'rafiq');
    await rafiq.page.goto(`${guarded}/publish`);
    const his = newest(rafiq.page);
    await his.getByRole('button', { name: 'Show what would come out' }).click();
    await rafiq.page.getByText('Signing takes the role of a publisher.').waitFor();
    await his.getByRole('button', { name: 'Agree' }).click();
    await his.getByText('agreed to, not written', { exact: true }).waitFor();
    await his.getByText(/agreed to by rafiq/).waitFor();

    // Without asking anew: the stream of changes tells her.
    await hers.getByRole('button', { name: 'Write it' }).click();
    await hers.getByText('written', { exact: true }).waitFor();
    await hers.getByRole('link', { name: 'Fetch the files (ZIP)' }).waitFor();
    for (const { complaints, close } of [paula, rafiq]) {
      complaints.length = 0;
      await close();
    }
  });

  it('is not offered to those who only look', async () => {
    const { page, complaints, close } = await openPage(guarded, '/');
    await signIn(page, 'vera');
    await page.getByRole('link', { name: 'Incidents', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Publish', exact: true }).count()).toBe(0);
    await page.goto(`${guarded}/publish`);
    await page.getByText('your role does not allow it').waitFor();
    complaints.length = 0;
    await close();
  });
});
