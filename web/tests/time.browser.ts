/** Views over time: the timeline, the lives of actors, their network at a date, and trends. */

import { join } from 'node:path';

import { describe, expect, inject, it } from 'vitest';

import { openPage, PICTURES, settled, useBrowser } from './browser.ts';

useBrowser();
const demo = inject('demo');

const json = async <T>(path: string): Promise<T> => (await (await fetch(demo + path)).json()) as T;

describe('the timeline', () => {
  it('makes a dragged period the filter of all views', async () => {
    const { page, close } = await openPage(demo, '/timeline?span=2017-01-01..2017-12-31&by=month');
    await settled(page);
    const chart = page.locator('.chart > svg').first();
    await chart.locator('.piece').first().waitFor();
    // The chart takes the width of its place as soon as that is known.
    await page.waitForFunction(() => (document.querySelector('.chart > svg')?.clientWidth ?? 0) > 900);
    const box = await chart.boundingBox();
    if (box === null) throw new Error('no chart');
    const x = (share: number): number => box.x + 38 + share * (box.width - 46);
    await page.mouse.move(x(6.5 / 12), box.y + 80);
    await page.mouse.down();
    await page.mouse.move(x(7.5 / 12), box.y + 90, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/since=2017-07-01&until=2017-08-31/);
    const { n_incidents } = await json<{ n_incidents: number }>(
      '/api/summary?since=2017-07-01&until=2017-08-31',
    );
    await page.getByText(`${n_incidents} incidents`).first().waitFor();
    await page.screenshot({ path: join(PICTURES, 'timeline-period.png') });
    await page.getByRole('button', { name: 'All time' }).click();
    await page.waitForURL((url) => !url.searchParams.has('since'));
    await close();
  });

  it('is worked by keys, and tells each bar', async () => {
    const { page, close } = await openPage(demo, '/timeline?by=month');
    await settled(page);
    const chart = page.locator('.chart > svg').first();
    await chart.focus();
    await page.keyboard.press('Home');
    const first = await chart.getAttribute('aria-valuetext');
    const { buckets } = await json<{ buckets: { start: string; end: string; n: number }[] }>(
      '/api/timeline?by=month',
    );
    expect(first).toContain(`${buckets[0]?.n} incidents`);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`since=${buckets[0]?.start}&until=${buckets[0]?.end}`));
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL(new RegExp(`until=${buckets[1]?.end}`));
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('since'));
    await page.keyboard.press('+');
    await page.waitForURL(/span=/);
    await close();
  });

  it('counts the same in its bars and in its table', async () => {
    const { page, close } = await openPage(demo, '/timeline?by=year&split=country');
    await settled(page);
    await page.locator('details summary').click();
    const rows = await page.locator('details tbody tr').count();
    const { buckets } = await json<{ buckets: { n: number }[] }>('/api/timeline?by=year');
    expect(rows).toBe(buckets.filter(({ n }) => n > 0).length);
    const shown = await page.locator('details tbody tr td:nth-child(2)').allTextContents();
    const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
    expect(sum(shown.map(Number))).toBe(sum(buckets.map(({ n }) => n)));
    await close();
  });
});

describe('the lives of actors', () => {
  it('open the words behind a mark, by keys alone, and lead to them in the report', async () => {
    const { page, close } = await openPage(demo, '/lifelines?top=20&arcs=friends,foes');
    await settled(page);
    await page.locator('.lanes [tabindex="0"]').first().focus();
    for (let i = 0; i < 40; i += 1) {
      const role = await page.evaluate(() => document.activeElement?.getAttribute('class') ?? '');
      if (/link|mark/.test(role)) break;
      await page.keyboard.press('ArrowRight');
    }
    let read = page.getByRole('link', { name: 'Read it in the report' }).first();
    for (let i = 0; i < 20 && !(await read.isVisible()); i += 1) {
      await page.keyboard.press('Enter');
      await page.waitForTimeout(200);
      read = page.getByRole('link', { name: 'Read it in the report' }).first();
      if (!(await read.isVisible())) await page.keyboard.press('ArrowRight');
    }
    const words = await page.locator('blockquote').first().textContent();
    await page.screenshot({ path: join(PICTURES, 'lifelines-evidence.png') });
    await read.click();
    await page.waitForURL(/\/reports\//);
    await settled(page);
    const text = await page.locator('article.text').textContent();
    expect(text?.replace(/\s+/g, ' ')).toContain(words?.replace(/\s+/g, ' ').trim());
    await close();
  });

  it('draw what joins lanes only between lanes that are shown', async () => {
    const { links } = await json<{ links: { a: string; b: string; kind: string; day: string | null }[] }>(
      '/api/lifelines?top=20',
    );
    const split = links.find(({ kind, day }) => kind === 'split' && day !== null);
    if (split === undefined) throw new Error('the demo has no split');
    const lanes = [split.a, split.b].map(encodeURIComponent).join(',');
    const { page, close } = await openPage(demo, `/lifelines?lanes=${lanes}`);
    await settled(page);
    expect(await page.locator('.link.split').count()).toBeGreaterThan(0);
    await page.goto(`${demo}/lifelines?lanes=${encodeURIComponent(split.a)}`);
    await settled(page);
    await page.locator('text.name').first().waitFor();
    expect(await page.locator('.link').count()).toBe(0);
    await close();
  });

  it('lead to the page of an actor, and from there to the correction of a name', async () => {
    const { page, close } = await openPage(demo, '/actors?name=Zenki');
    await settled(page);
    await page.locator('tbody th a', { hasText: 'Zenki' }).first().click();
    await page.waitForURL(/\/actors\//);
    await page.locator('h1').waitFor();
    const href = await page.getByRole('link', { name: 'Another name of it' }).getAttribute('href');
    expect(href).toMatch(/^\/rules\?new=alias&of=/);
    await page.getByRole('link', { name: 'Another name of it' }).click();
    await page.getByRole('dialog').locator('.chosen strong', { hasText: /\S/ }).waitFor();
    await close();
  });
});

describe('the network', () => {
  it('keeps everybody in place when the date moves', async () => {
    const at = async (day: string): Promise<Map<string, string>> => {
      const { nodes } = await json<{ nodes: { key: string; x: number; y: number }[] }>(
        `/api/network?at=${day}`,
      );
      return new Map(nodes.map(({ key, x, y }) => [key, `${x} ${y}`]));
    };
    const [one, two] = [await at('2017-07-10'), await at('2017-07-25')];
    const both = [...one.keys()].filter((key) => two.has(key));
    expect(both.length).toBeGreaterThan(3);
    for (const key of both) expect(two.get(key)).toBe(one.get(key));
  });

  it('says in its list what it draws, and opens the evidence of a tie', async () => {
    const { nodes } = await json<{ nodes: { key: string; name: string }[] }>('/api/network?at=2017-07-20');
    const { page, close } = await openPage(demo, '/network?at=2017-07-20');
    await settled(page);
    await page.locator('.canvas canvas').first().waitFor();
    expect(await page.locator('aside tbody tr').count()).toBe(nodes.length);
    await page.locator('aside tbody button').first().click();
    await page.locator('aside li button.row').first().click();
    await page.locator('aside blockquote').first().waitFor();
    await page.screenshot({ path: join(PICTURES, 'network-evidence.png') });
    await close();
  });

  it('hides kinds of ties, and the actors that then stand alone', async () => {
    const { page, close } = await openPage(demo, '/network?at=2017-07-20');
    await settled(page);
    const before = await page.locator('aside tbody tr').count();
    for (const button of await page.locator('.kinds button').all()) {
      if (!(await button.textContent())?.includes('part of')) await button.click();
    }
    const after = await page.locator('aside tbody tr').count();
    expect(after).toBeLessThan(before);
    expect(after).toBeGreaterThan(1);
    await close();
  });

  it('is given away as a picture and as JSON', async () => {
    const { page, close } = await openPage(demo, '/network?at=2017-07-20');
    await settled(page);
    await page.locator('.canvas canvas').first().waitFor();
    for (const [name, ending] of [
      ['PNG', 'png'],
      ['JSON', 'json'],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name, exact: true }).click();
      expect((await download).suggestedFilename()).toBe(`network-2017-07-20.${ending}`);
    }
    await close();
  });
});

describe('trends', () => {
  it('compare with a baseline in words as well as colours, and follow the filter', async () => {
    const { rows } = await json<{ rows: { kind: string }[] }>(
      '/api/trends?by=month&baseline=4&until=2017-08-31',
    );
    const { page, close } = await openPage(demo, '/trends?until=2017-08-31&by=month&of=actor');
    await settled(page);
    const shown = await page.locator('.table tbody tr').count();
    expect(shown).toBe(Math.min(rows.filter(({ kind }) => kind === 'actor').length, 25));
    const bands = await page.locator('.table .band .visually-hidden').allTextContents();
    expect(bands.every((text) => text.trim() !== '')).toBe(true);
    await page.getByText('No data is not no violence').waitFor();
    await page.screenshot({ path: join(PICTURES, 'trends-actors.png'), fullPage: true });
    await close();
  });
});
