/** Reading: words and chips lead to each other, the text is the report's, and nothing in it is obeyed. */

import { describe, expect, inject, it } from 'vitest';

import { openPage, settled, useBrowser } from './browser.ts';
import { HOSTILE } from './server.ts';

useBrowser();
const demo = inject('demo');

interface Named {
  items: { id: string; title: string }[];
}

async function report(server: string, text: string): Promise<string> {
  const answer = (await (
    await fetch(`${server}/api/reports?text=${encodeURIComponent(text)}&limit=1`)
  ).json()) as Named;
  return answer.items[0]?.id ?? '';
}

interface Answer {
  text: string;
  coded: { events: { id: string; trigger: { text: string; start: number; end: number } }[] };
}

const answerOf = async (server: string, id: string): Promise<Answer> =>
  (await (await fetch(`${server}/api/reports/${id}`)).json()) as Answer;

/** What the page shows as the report, with characters that are shown as marks put back. */
function shownText(): string {
  const article = document.querySelector('article.text');
  if (!article) return '';
  let text = '';
  const walk = (node: Node): void => {
    if (node instanceof Text) text += node.data;
    else if (node instanceof HTMLElement && node.dataset['character'] !== undefined)
      text += node.dataset['character'];
    else node.childNodes.forEach(walk);
  };
  walk(article);
  return text;
}

describe('the reading view', () => {
  it('shows the report word for word', async () => {
    const ids = ((await (await fetch(`${demo}/api/reports?limit=60`)).json()) as Named).items.map(
      (item) => item.id,
    );
    expect(ids.length).toBeGreaterThan(50);
    const { page, close } = await openPage(demo, '/reports');
    for (const id of ids.filter((_, n) => n % 6 === 0)) {
      await page.goto(`${demo}/reports/${id}`);
      await page.locator('article.text .run').first().waitFor();
      expect(await page.evaluate(shownText)).toBe((await answerOf(demo, id)).text);
    }
    await close();
  });

  it('marks the trigger of every event at its place', async () => {
    const id = await report(demo, 'Zenki Adah');
    const { coded } = await answerOf(demo, id);
    const { page, close } = await openPage(demo, `/reports/${id}`);
    await page.locator('.run').first().waitFor();
    // A party that a trigger names parts its mark in two: "left", "the alliance".
    const marked = await page.locator('.mark.trigger').allTextContents();
    const words = marked.join(' ').replace(/\s+/g, ' ');
    for (const event of coded.events) expect(words).toContain(event.trigger.text);
    await close();
  });

  it('lights words from their chip and the chip from its words', async () => {
    const id = await report(demo, 'Zenki Adah');
    const { page, close } = await openPage(demo, `/reports/${id}`);
    const card = page.locator('section.event').first();
    await card.locator('button.value', { hasText: 'Adah' }).hover();
    await page.locator('.mark.place.lit', { hasText: 'Adah' }).first().waitFor();
    await page.locator('.run', { hasText: 'Tall Adah' }).first().hover();
    await card.locator('button.value.lit', { hasText: 'Adah' }).waitFor();
    const said = page.locator('#word-card');
    await said.getByText('settlement', { exact: false }).first().waitFor();
    await close();
  });

  it('lets only the words of the chosen event stand out, and keeps the choice in the address', async () => {
    const id = await report(demo, 'Zenki Adah');
    const { page, close } = await openPage(demo, `/reports/${id}`);
    await page.locator('section.event header button').nth(1).click();
    await page.waitForURL(/event=/);
    const shown = await page.locator('.mark:not(.off)').count();
    const all = await page.locator('.mark').count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all / 2);
    await page.reload();
    await page.locator('section.event.chosen').waitFor();
    await page.locator('section.event.chosen .why').first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.search.includes('event='));
    await close();
  });

  it('is walked with the keyboard alone', async () => {
    const id = await report(demo, 'Zenki Adah');
    const { page, close } = await openPage(demo, `/reports/${id}`);
    await page.locator('.run').first().waitFor();
    await page.keyboard.press('j');
    const first = await page.locator('section.event.chosen').getAttribute('id');
    await page.keyboard.press('j');
    await page.waitForFunction((was) => document.querySelector('section.event.chosen')?.id !== was, first);
    await page.keyboard.press('Escape');
    await page.locator('article.text').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.run:focus').waitFor();
    const word = await page.locator('.run:focus').textContent();
    await page.locator('#word-card.shown').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((was) => document.activeElement?.textContent !== was, word);
    await page.keyboard.press('Enter');
    await page.locator('section.event.chosen').waitFor();
    await close();
  });
});

describe('a report that means no good', () => {
  const server = inject('hostile');

  it('is shown as text, and nothing in it runs', async () => {
    const id = await report(server, 'Saraqib');
    const { page, close } = await openPage(server, `/reports/${id}`);
    await page.locator('.run').first().waitFor();
    expect(await page.evaluate(shownText)).toBe((await answerOf(server, id)).text);
    expect(await page.locator('main h1').textContent()).toContain('<script>');
    await page.locator('.hidden-character[data-name="RLO"]').waitFor();
    await page.locator('.hidden-character[data-name="U+0007"]').waitFor();
    for (const path of ['/', '/inbox', '/?text=Saraqib', '/reports']) {
      await page.goto(server + path);
      await settled(page);
    }
    await page.locator('main').getByText('onerror="window.pwned=1"').first().waitFor();
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(await page.locator('main script, main img[onerror], main svg[onload], main b').count()).toBe(0);
    await close();
  });

  it('keeps the offsets right behind an emoji', async () => {
    const id = await report(server, 'Saraqib');
    const answer = await answerOf(server, id);
    const after = answer.coded.events.filter((event) => event.trigger.start > [...answer.text].indexOf('🚨'));
    expect(after.length, 'an event is told behind the emoji').toBeGreaterThan(0);
    const { page, close } = await openPage(server, `/reports/${id}?event=${after[0]?.id}`);
    await page.locator('.mark.trigger:not(.off)').first().waitFor();
    expect(await page.locator('.mark.trigger:not(.off)').first().textContent()).toBe(after[0]?.trigger.text);
    await close();
  });

  it('of two megabytes in one paragraph with 10,000 marks stays responsive', async () => {
    const sentence =
      'Fighters of the Hill Brigade attacked a post at Saraqib on Monday and killed nine soldiers, a resident said. ';
    const text = sentence.repeat(Math.ceil(2_000_000 / sentence.length));
    const kept = {
      id: 'long',
      bytes: '',
      text: '',
      outlet: 'Long Wire',
      tool: 'athir',
      stored: '2017-07-20T00:00:00Z',
    };
    const quote = (n: number, words: string): { text: string; start: number; end: number } => {
      const start = Math.floor(n * 12.84) * sentence.length + sentence.indexOf(words);
      return { text: words, start, end: start + words.length };
    };
    const party = (n: number, words: string): object => ({
      name: words,
      mention: words,
      ...quote(n, words),
      basis: 'stated',
      why: 'w',
    });
    const events = Array.from({ length: 1429 }, (_, n) => ({
      id: `e${n}`,
      kind: 'attack',
      evidence: [quote(n, sentence.trim())],
      trigger: quote(n, 'attacked'),
      initiators: [party(n, 'Fighters of the Hill Brigade')],
      recipients: [party(n, 'nine soldiers')],
      place: {
        ...quote(n, 'Saraqib'),
        name: 'Saraqib',
        mention: 'Saraqib',
        precision: 'settlement',
        geometry: 'point',
        status: 'resolved',
        why: 'w',
      },
      start: '2017-07-17',
      end: '2017-07-17',
      precision: 'day',
      time_basis: 'stated',
      time_mention: quote(n, 'Monday'),
      modality: 'reported',
      phase: 'occurred',
      casualties: [{ kind: 'killed', low: 9, high: 9, victims: 'soldiers', mention: quote(n, 'nine') }],
      weapons: [],
      attribution: [quote(n, 'a resident')],
      codes: {},
      frame: 'attack.verb',
      confidence: { event: 0.5 },
    }));
    const answer = {
      version: 'v',
      report: kept,
      text,
      coding: { report: 'long', coder: 'athir', knowledge: 'k', coded: '2017-07-20T00:00:00Z' },
      coded: { doc: 'long', events, ties: [], diagnostics: [] },
      incidents: {},
      story: null,
      reviews: {},
      sentences: [],
    };
    const { page, close } = await openPage(server, '/codebook');
    await page.route('**/api/reports/long', (route) =>
      route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(answer) }),
    );
    const started = Date.now();
    await page.goto(`${server}/reports/long`);
    await page.locator('.mark').first().waitFor({ timeout: 20_000 });
    const first = Date.now() - started;
    // Near the window a few hundred words are marked, and not all 10,000.
    expect(await page.locator('.mark').count()).toBeLessThan(3000);
    const slowest = await page.evaluate(async () => {
      let worst = 0;
      const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
      let last = await frame();
      for (let n = 0; n < 40; n++) {
        scrollBy(0, 2500);
        const now = await frame();
        worst = Math.max(worst, now - last);
        last = now;
      }
      return worst;
    });
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForTimeout(400);
    await page.locator('.mark').first().waitFor();
    const clicked = Date.now();
    await page.locator('.mark.trigger').last().click();
    await page.locator('section.event.chosen').waitFor({ timeout: 10_000 });
    const chosen = Date.now() - clicked;
    console.info(
      `two megabytes, 10,003 marks: first words ${first} ms, slowest frame ${Math.round(slowest)} ms, choosing ${chosen} ms`,
    );
    expect(first).toBeLessThan(8000);
    expect(slowest).toBeLessThan(1000);
    expect(chosen).toBeLessThan(3000);
    await close();
  });

  it('has the controls of its text in the source too', () => {
    expect(HOSTILE.text).toMatch(/\u202e/);
  });
});
