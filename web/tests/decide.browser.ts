/** Decisions: kept apart, warned of, listed with what they changed; and filters that cannot be. */

import { describe, expect, inject, it } from 'vitest';

import { openPage, settled, useBrowser } from './browser.ts';

useBrowser();
const server = inject('bench');

async function answer<T>(path: string): Promise<T> {
  return (await (await fetch(server + path)).json()) as T;
}

interface Told {
  etag: string;
  dossier: { incident: { kind: string; events: { report: string; event: string }[] } };
}

describe('a pair that was never one', () => {
  it('is kept apart on the bench, is proposed no more, and is proposed again once that is taken back', async () => {
    const before = (await answer<{ total: number }>('/api/candidates?limit=1')).total;
    const { page, close } = await openPage(server, '/merge');
    await page.locator('.pair table').waitFor();
    await page.getByRole('button', { name: 'Not the same', exact: true }).click();
    await page.getByText('They are kept apart.').waitFor();
    await expect
      .poll(async () => (await answer<{ total: number }>('/api/candidates?limit=1')).total)
      .toBe(before - 1);
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await page.getByText('Taken back.').waitFor();
    await expect
      .poll(async () => (await answer<{ total: number }>('/api/candidates?limit=1')).total)
      .toBe(before);
    await close();
  });
});

describe('a correction', () => {
  it('that would part an incident of several reports is warned of, and is listed with both values', async () => {
    const rows = await answer<{ items: { id: string; n_sources: number; kind: string }[] }>(
      '/api/incidents?kind=clash&min_sources=2&sort=-sources&limit=20',
    );
    // One whose events are of one kind, so that another kind parts them.
    const id = rows.items[0]?.id ?? '';
    const told = await answer<Told>(`/api/incidents/${id}`);
    const event = told.dossier.incident.events[0];
    expect(told.dossier.incident.events.length).toBeGreaterThan(1);
    const { page, close } = await openPage(server, `/reports/${event?.report}?event=${event?.event}`);
    const card = page.locator('section.event.chosen');
    await card.waitFor();
    await card.getByRole('button', { name: 'Correct…' }).click();
    await page.locator('.popover').getByRole('button', { name: /^what/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('negotiation');
    await dialog.getByRole('button', { name: 'Correct', exact: true }).click();
    await dialog.getByText(/the incident would fall into/).waitFor();
    expect((await answer<Told>(`/api/incidents/${id}`)).etag, 'nothing is done yet').toBe(told.etag);
    await dialog.getByRole('button', { name: 'Correct all the same' }).click();
    await page.getByText('Corrected what: negotiation').waitFor();
    await page.goto(`${server}/decisions`);
    const row = page.locator('ol > li').first();
    await row.locator('del', { hasText: 'clash' }).waitFor();
    await row.locator('ins', { hasText: 'negotiation' }).waitFor();
    // The incident by what it is, and no code.
    await row.getByRole('link', { name: /negotiation/ }).waitFor();
    expect(await row.innerText()).not.toMatch(/[0-9a-f]{8}/);
    await row.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    await close();
  });
});

describe('a period that ends before it begins', () => {
  it('is said at its fields', async () => {
    const { page, close } = await openPage(server, '/?since=2018-01-02&until=2017-01-01');
    await settled(page);
    await page.getByRole('button', { name: /^When/ }).click();
    await page.getByText('The last day is before the first.').waitFor();
    expect(await page.getByLabel('To', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('To', { exact: true }).fill('2018-02-01');
    await page.getByText('The last day is before the first.').waitFor({ state: 'detached' });
    await close();
  });
});

describe('a message', () => {
  it('covers nothing that can be pressed', async () => {
    const { page, close } = await openPage(server, '/inbox?where=SY');
    await page.locator('.actions button').first().waitFor();
    await page.keyboard.press('a');
    const notice = page.locator('.notice');
    await expect
      .poll(
        async () => {
          if ((await notice.count()) === 0) await page.keyboard.press('u');
          return notice.count();
        },
        { timeout: 15_000, interval: 400 },
      )
      .toBeGreaterThan(0);
    const covered = await page.evaluate(() => {
      const box = document.querySelector('.notice')?.getBoundingClientRect();
      if (!box) return ['no message'];
      return [...document.querySelectorAll('button, a, input, select')]
        .filter((node) => node.closest('.notice') === null)
        .filter((node) => {
          const other = node.getBoundingClientRect();
          const across = other.left < box.right && other.right > box.left;
          return across && other.width > 0 && other.top < box.bottom && other.bottom > box.top;
        })
        .map((node) => node.textContent?.trim() ?? '');
    });
    expect(covered).toEqual([]);
    await close();
  });
});

describe('places on the map', () => {
  it('are not called exact where a namesake may be meant', async () => {
    const { page, close } = await openPage(server, '/map?text=Chilapa');
    await page.locator('aside tbody tr').first().waitFor({ timeout: 45_000 });
    await page.getByText('one of several namesakes').first().waitFor();
    await close();
  });
});

describe('the network', () => {
  it('opens on a day with ties, and not on the last', async () => {
    const { page, close } = await openPage(server, '/network');
    await settled(page);
    await page.locator('canvas').first().waitFor();
    const network = await answer<{ at: string; edges: unknown[] }>('/api/network');
    const last = await answer<{ last_day: string }>('/api/summary');
    expect(network.at < last.last_day).toBe(true);
    expect(network.edges.length).toBeGreaterThan(10);
    await close();
  });
});
