/** The shell: the one filter in the address, history, keyboard, size and speed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, inject, it } from 'vitest';

import { openPage, settled, useBrowser } from './browser.ts';

useBrowser();
const demo = inject('demo');

describe('the filter', () => {
  it('lives in the address, goes back and forth, and holds in every view', async () => {
    const { page, close } = await openPage(demo, '/');
    await settled(page);
    const counts = page.locator('.counts');
    const all = await counts.locator('.first').textContent();
    await page.getByRole('button', { name: 'What', exact: true }).click();
    await page.getByLabel('Fighting').first().check();
    await page.waitForURL(/family=fighting/);
    await page.waitForFunction((was) => document.querySelector('.counts .first')?.textContent !== was, all);
    const some = await counts.locator('.first').textContent();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.waitForURL(/\/timeline\?.*family=fighting/);
    expect(await counts.locator('.first').textContent()).toBe(some);
    await page.goBack();
    await page.goBack();
    await page.waitForFunction(() => location.search === '');
    await page.waitForFunction((was) => document.querySelector('.counts .first')?.textContent === was, all);
    await page.goForward();
    await page.waitForURL(/family=fighting/);
    await page.getByRole('button', { name: 'Remove Fighting' }).click();
    await page.waitForFunction(() => !location.search.includes('family'));
    await close();
  });

  it('finds by words and says when nothing fits', async () => {
    const { page, close } = await openPage(demo, '/');
    await settled(page);
    const words = page.getByRole('searchbox', { name: 'Words' });
    await words.fill('Killi');
    await words.press('Enter');
    await page.waitForURL(/text=Killi/);
    await page.locator('[role=row][data-n]').first().waitFor();
    await words.fill('xyzzyplugh');
    await words.press('Enter');
    await page.getByText('No incident fits the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.locator('[role=row][data-n]').first().waitFor();
    await close();
  });
});

describe('an address', () => {
  it('that asks for what nobody understands is told so', async () => {
    const { page, close } = await openPage(demo, '/?since=2017-99-99&country=XX');
    await page.getByText('left out of the filter: since=2017-99-99, country=XX').waitFor();
    await close();
  });
});

describe('the list of incidents', () => {
  it('has the focus on the row that was opened, for whoever comes back', async () => {
    const { page, close } = await openPage(demo, '/');
    await page.locator('[role=row][data-n]').first().waitFor();
    for (let n = 0; n < 4; n += 1) await page.keyboard.press('j');
    await page.locator('[data-n="3"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What the reports say' }).waitFor();
    expect(await page.title()).not.toBe('Incident · athir');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goBack();
    await page.locator('[data-n="3"]:focus').waitFor();
    expect(asked).not.toContain('/api/incidents/');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await close();
  });

  it('is virtual, sorts, and is walked with the keyboard', async () => {
    const { page, close } = await openPage(demo, '/');
    await page.locator('[role=row][data-n]').first().waitFor();
    expect(await page.locator('[role=row][data-n]').count()).toBeLessThan(80);
    await page.getByRole('button', { name: 'Killed' }).click();
    await page.waitForURL(/sort=-killed/);
    await settled(page);
    await page.keyboard.press('j');
    await page.locator('[data-n="0"]:focus').waitFor();
    await page.keyboard.press('j');
    await page.locator('[data-n="1"]:focus').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    await page.locator('[data-n="0"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/incidents\//);
    await page.getByRole('heading', { name: 'What the reports say' }).waitFor();
    await page.goBack();
    await page.waitForURL(/sort=-killed/);
    await close();
  });

  it('is copied as CSV with a link for every incident', async () => {
    const { page, close } = await openPage(demo, '/?text=Killi');
    await page.locator('[role=row][data-n]').first().waitFor();
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    await page.getByText(/copied/).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toMatch(/^id,start,end,.*,link$/);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[1]).toContain(`${demo}/incidents/`);
    await close();
  });

  it('keeps the columns that were chosen', async () => {
    const { page, close } = await openPage(demo, '/');
    await page.locator('[role=row][data-n]').first().waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Outlets').check();
    await page.getByRole('columnheader', { name: 'Outlets' }).waitFor();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Outlets' }).waitFor();
    await close();
  });
});

describe('an incident', () => {
  it('leads to the words of each claim', async () => {
    const { page, close } = await openPage(demo, '/?sort=-sources');
    await page.locator('[role=row][data-n="0"]').click();
    await page.getByRole('heading', { name: 'What the reports say' }).waitFor();
    const claim = page.locator('a.claim.kind').first();
    const words = await claim.locator('q').textContent();
    await claim.click();
    await page.waitForURL(/\/reports\/.*at=/);
    await page.locator('section.event.chosen').waitFor();
    await page
      .locator('.mark.trigger:not(.off)', { hasText: words ?? '' })
      .first()
      .waitFor();
    await close();
  });

  it('that is not there says so', async () => {
    const { page, close } = await openPage(demo, '/incidents/0000000000000000');
    await page.getByRole('alert').waitFor();
    await close();
  });
});

it('opens the demo in less than a second', async () => {
  const { page, close } = await openPage(demo, '/codebook');
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    await page.evaluate(() => caches.keys());
    await page.goto(`${demo}/`);
    await page.locator('[role=row][data-n]').first().waitFor();
    times.push(await page.evaluate(() => performance.now()));
  }
  // The best of five, for what else the machine does is not what is measured.
  const best = Math.min(...times);
  console.info(`first view of the demo: ${times.map(Math.round).join(', ')} ms`);
  expect(best).toBeLessThan(1000);
  await close();
});

it('has under 250 KB of JavaScript, compressed, without the map', () => {
  const folder = join(import.meta.dirname, '../dist/assets');
  const sizes = readdirSync(folder)
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => ({ name, size: gzipSync(readFileSync(join(folder, name))).length }));
  const map = sizes.filter(({ name }) => /maplibre|engine/i.test(name));
  expect(map.length, 'the map is a chunk of its own').toBeGreaterThan(0);
  const rest = sizes.filter((file) => !map.includes(file));
  const sum = rest.reduce((total, { size }) => total + size, 0);
  console.info(`JavaScript without the map: ${Math.round(sum / 1024)} KB in ${rest.length} files`);
  expect(sum).toBeLessThan(250 * 1024);
});

it('answers to the keyboard from the first Tab on', async () => {
  const { page, close } = await openPage(demo, '/reports');
  await settled(page);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  await close();
});

it('remembers theme and language, and mirrors the page for Arabic', async () => {
  const { page, close } = await openPage(demo, '/');
  await settled(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Theme').selectOption('dark');
  await page.getByLabel('Language').selectOption('ar');
  await page.waitForFunction(() => document.documentElement.dir === 'rtl');
  await page.reload();
  await settled(page);
  expect(
    await page.evaluate(() => [document.documentElement.dataset['theme'], document.documentElement.lang]),
  ).toEqual(['dark', 'ar']);
  await close();
});
