/** Every view at two widths, in two themes, with a picture of each and no barrier in any. */

import { join } from 'node:path';

import { describe, expect, inject, it } from 'vitest';

import { accessibility, openPage, PICTURES, settled, useBrowser, type Look } from './browser.ts';

useBrowser();
const demo = inject('demo');

interface Named {
  items: { id: string; title: string }[];
}

async function idOf(path: string): Promise<string> {
  const answer = (await (await fetch(demo + path)).json()) as Named;
  const id = answer.items[0]?.id;
  if (id === undefined) throw new Error(`${path} finds nothing`);
  return id;
}

async function actorOf(text: string): Promise<string> {
  const answer = (await (
    await fetch(`${demo}/api/actors?text=${encodeURIComponent(text)}&limit=1`)
  ).json()) as {
    items: { key: string }[];
  };
  return encodeURIComponent(answer.items[0]?.key ?? '');
}

const VIEWS: readonly (readonly [name: string, path: () => string | Promise<string>])[] = [
  ['incidents', () => '/?where=SY'],
  ['incident', async () => `/incidents/${await idOf('/api/incidents?sort=-sources&limit=1')}`],
  ['reports', () => '/reports'],
  ['report', async () => `/reports/${await idOf('/api/reports?text=Zenki%20Adah&limit=1')}`],
  ['inbox', () => '/inbox'],
  ['merge', () => '/merge'],
  ['map', () => '/map'],
  ['timeline', () => '/timeline'],
  ['actors', () => '/actors'],
  ['actor', async () => `/actors/${await actorOf('Ahrar al-Sham')}`],
  ['lifelines', () => '/lifelines'],
  ['network', () => '/network'],
  ['trends', () => '/trends'],
  ['data', () => '/data'],
  ['publish', () => '/publish'],
  ['decisions', () => '/decisions'],
  ['rules', () => '/rules'],
  ['codebook', () => '/codebook'],
  ['login', () => '/login'],
  ['missing', () => '/no/such/view'],
];

const LOOKS: readonly (readonly [name: string, look: Look])[] = [
  ['1280-light', {}],
  ['1280-dark', { dark: true }],
  ['390-light', { width: 390, height: 844 }],
  ['390-dark', { width: 390, height: 844, dark: true }],
];

describe.each(VIEWS)('the view %s', (name, path) => {
  it.each(LOOKS)('has no barrier and asks nobody else: %s', async (looks, look) => {
    const { page, close } = await openPage(demo, await path(), look);
    await settled(page);
    if (name === 'map') await page.locator('canvas').first().waitFor({ timeout: 45_000 });
    await page.waitForTimeout(name === 'map' ? 4000 : 250);
    await page.screenshot({ path: join(PICTURES, `${name}-${looks}.png`) });
    expect(await accessibility(page)).toEqual([]);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, 'wider than the window').toBeLessThanOrEqual(0);
    await close();
  });
});

it.each(['incidents', 'incident', 'report', 'inbox', 'rules', 'publish'])(
  'is laid out from right to left in Arabic: %s',
  async (name) => {
    const path = VIEWS.find(([view]) => view === name)?.[1];
    const { page, close } = await openPage(demo, (await path?.()) ?? '/', { language: 'ar' });
    await settled(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    const navigation = await page.locator('#navigation').boundingBox();
    // No English is left of the page's own: of its buttons, headings and labels none is without an Arabic letter.
    const foreign = await page.evaluate(() =>
      [...document.querySelectorAll('main button, main label, nav a, main h1, main th')]
        .filter((node) => node.querySelector('bdi, q, code') === null)
        .map((node) => node.textContent?.trim() ?? '')
        .filter((text) => /[a-z]{3}/.test(text) && !/[\u0600-\u06ff]/.test(text)),
    );
    expect(foreign.filter((text) => !/^(CSV|JSON|PNG|GeoJSON)$/i.test(text))).toEqual([]);
    expect(navigation?.x ?? 0, 'the navigation is at the right').toBeGreaterThan(640);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(PICTURES, `${name}-arabic.png`) });
    expect(await accessibility(page)).toEqual([]);
    await close();
  },
);
