/** The map: what lies where, drawn no more precisely than it is known, and played over time. */

import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';

import { openPage, PICTURES, settled, useBrowser } from './browser.ts';

useBrowser();
const demo = inject('demo');

interface Point {
  id: string;
  lat: number;
  lon: number;
  geometry: string;
  precision: string;
  place: string;
  start: string | null;
  end: string | null;
}

interface Answer {
  points: Point[];
  n_unplaced: number;
}

const answer = async (query = ''): Promise<Answer> =>
  (await (await fetch(`${demo}/api/map?zoom=1${query}`)).json()) as Answer;

async function drawn(page: Page): Promise<void> {
  await settled(page);
  await page.locator('.canvas[data-drawn]').waitFor({ timeout: 50_000 });
}

function exact(points: readonly Point[]): { place: string; lat: number; lon: number; n: number }[] {
  const places = new Map<string, { place: string; lat: number; lon: number; n: number }>();
  for (const { geometry, precision, place, lat, lon } of points) {
    if (geometry !== 'point' || !['spot', 'settlement'].includes(precision)) continue;
    const key = `${lat} ${lon}`;
    const there = places.get(key);
    if (there) there.n += 1;
    else places.set(key, { place, lat, lon, n: 1 });
  }
  return [...places.values()].sort((a, b) => b.n - a.n);
}

/** The place that lies farthest from all others, so that nothing else can be hit. */
function lonely(points: readonly Point[]): { place: string; lat: number; lon: number; n: number } {
  const far = ({ lat, lon }: { lat: number; lon: number }): number =>
    Math.min(
      ...points
        .filter((other) => other.lat !== lat || other.lon !== lon)
        .map((other) => Math.hypot(other.lat - lat, other.lon - lon)),
    );
  const all = exact(points);
  const best = all.reduce((a, b) => (far(b) > far(a) ? b : a));
  return best;
}

async function clickMiddle(page: Page): Promise<void> {
  const box = await page.locator('.canvas canvas').boundingBox();
  if (box === null) throw new Error('no map');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

describe('the map', () => {
  it('has every incident either on it or beside it', async () => {
    const { points, n_unplaced } = await answer();
    const { page, close } = await openPage(demo, '/map');
    await drawn(page);
    expect(await page.locator('#tab-view').textContent()).toContain(String(points.length));
    expect(await page.locator('#tab-unplaced').textContent()).toContain(String(n_unplaced));
    const summary = (await (await fetch(`${demo}/api/summary`)).json()) as { n_incidents: number };
    expect(points.length + n_unplaced).toBe(summary.n_incidents);
    expect(points.filter(({ precision }) => precision === 'country')).toEqual([]);
    await page.locator('#tab-unplaced').click();
    await page.locator('#tab-body li').first().waitFor();
    await page.screenshot({ path: join(PICTURES, 'map-unplaced.png') });
    await close();
  });

  it('lists what lies where it is clicked, and leads to each incident', async () => {
    const { points } = await answer();
    const site = lonely(points);
    const { page, close } = await openPage(demo, `/map?m=${site.lat},${site.lon},8`);
    await drawn(page);
    await clickMiddle(page);
    const panel = page.locator('aside');
    await panel.locator('h2').waitFor();
    expect(await panel.locator('h2').textContent()).toBe(site.place);
    expect(await panel.locator('li').count()).toBe(site.n);
    await page.screenshot({ path: join(PICTURES, 'map-here.png') });
    const href = await panel.locator('li a').first().getAttribute('href');
    await panel.locator('li a').first().click();
    await page.waitForURL((url) => url.pathname === href);
    await close();
  });

  it('can be used without a mouse', async () => {
    const { page, close } = await openPage(demo, '/map');
    await drawn(page);
    const first = page.locator('#tab-body button.place').first();
    const name = await first.locator('span').evaluate((span) => span.firstChild?.textContent ?? '');
    await first.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('aside h2').textContent()).toBe(name.trim());
    await page.locator('.canvas canvas').focus();
    const before = new URL(page.url()).searchParams.get('m');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((m) => new URL(location.href).searchParams.get('m') !== m, before);
    await close();
  });

  it('makes its window the filter, and lets go of it', async () => {
    const { points } = await answer();
    const site = lonely(points);
    const { page, close } = await openPage(demo, `/map?m=${site.lat},${site.lon},9`);
    await drawn(page);
    await page.getByRole('button', { name: 'Filter to this view' }).click();
    await page.waitForURL(/bbox=/);
    await page.waitForFunction(
      (n) => document.querySelector('#tab-view b')?.textContent === String(n),
      site.n,
    );
    await page.getByRole('button', { name: 'Leave this window' }).click();
    await page.waitForURL((url) => !url.searchParams.has('bbox'));
    await close();
  });

  it('plays a window of time in which incidents show for all their days', async () => {
    const { points } = await answer();
    const long = points.find(
      ({ start, end }) => start !== null && end !== null && start.slice(0, 7) < end.slice(0, 7),
    );
    if (long?.start == null || long.end == null)
      throw new Error('no incident that lasts over the end of a month');
    const touching = (since: string, until: string): number =>
      points.filter(({ start, end }) => (start ?? end ?? '') <= until && (end ?? start ?? '') >= since)
        .length;
    const month = (day: string): [string, string] => {
      const [y, m] = day.split('-').map(Number) as [number, number];
      const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
      return [`${day.slice(0, 7)}-01`, `${day.slice(0, 7)}-${String(last).padStart(2, '0')}`];
    };
    const { page, close } = await openPage(demo, `/map?play=${month(long.start)[0]},month,1`);
    await drawn(page);
    const said = (): Promise<string | null> => page.locator('.now span').textContent();
    expect(await said()).toContain(String(touching(...month(long.start))));
    await page.locator('h1').evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('.');
    const next = new Date(`${month(long.start)[1]}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    const after = month(next.toISOString().slice(0, 10));
    await page.waitForURL(new RegExp(`play=${after[0]}`));
    expect(await said()).toContain(String(touching(...after)));
    await page.screenshot({ path: join(PICTURES, 'map-playing.png') });
    await page.keyboard.press('p');
    await page.waitForFunction((url) => location.href !== url, page.url());
    await page.keyboard.press('p');
    await close();
  });

  it('draws names in Arabic, heat and hexagons', async () => {
    const { page, close } = await openPage(demo, '/map?layers=heat,cells&m=34.5,39,5', {
      language: 'ar',
      dark: true,
    });
    await drawn(page);
    await page.screenshot({ path: join(PICTURES, 'map-layers-arabic.png') });
    await close();
  });

  it("takes the user's own boundaries, keeps them, and says what is wrong with a file", async () => {
    const { page, close } = await openPage(demo, '/map');
    await drawn(page);
    const layers = page.getByRole('button', { name: 'Layers' });
    await layers.click();
    const input = page.locator('input[type=file]');
    const file = (name: string, text: string) => ({
      name,
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    await input.setInputFiles(file('wrong.geojson', '{"type":"FeatureCollection","features":[]}'));
    expect(await page.locator('[role=alert]').textContent()).toContain('no lines or polygons');
    const line = {
      type: 'LineString',
      coordinates: [
        [20, 10],
        [60, 50],
      ],
    };
    await input.setInputFiles(file('ours.geojson', JSON.stringify(line)));
    await page.locator('.boundaries p', { hasText: 'ours.geojson' }).waitFor();
    await page.reload();
    await drawn(page);
    await page.locator('.legend .source', { hasText: 'ours.geojson' }).waitFor();
    await page.screenshot({ path: join(PICTURES, 'map-own-boundaries.png') });
    await layers.click();
    await page.getByRole('button', { name: 'Take the file off' }).click();
    await page.locator('.legend .source', { hasText: 'Natural Earth' }).waitFor();
    await close();
  });
});
