import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../src/core/index.js';
import { alertOf, FATHER } from '../chat/web/rig.js';
import { type ConsoleRig, consoleRig } from '../gateway/console/rig.js';
import { GOLDEN_CARDS } from '../golden/cards.js';
import { card, ticket, until } from '../support/fake-desk.js';
import { testGatewayParts } from '../support/gateway-parts.js';
import { startRelay, type TradeRelay } from '../support/trade-relay.js';
import { CHROMIUM, openBrowser, openPage, type Watched } from './browser.js';
import { freePort } from './free-port.js';
import { hostileReply, WICKED } from './hostile-reply.js';

const inBrowser = test.skipIf(CHROMIUM === undefined);

type Answer = Parameters<typeof consoleRig>[0];

const candle = { open: 70_000n, high: 73_000n, low: 69_000n, close: 72_000n, volume: 1_000n };
const market = {
  ...testGatewayParts().market,
  candles: async () => ['20261123', '20261120', '20261119'].map(date => ({ ...candle, date })),
};

let answer: Answer;
let browser: Browser;
let watched: Watched;
let page: Page;
let rig: ConsoleRig;
/** How much the desk had been asked before the test. */
let before = 0;
/** Between browser and gateway; it can be broken. */
let way: TradeRelay;

/** One browser and one page for all: every test enters anew, as its own session. */
beforeAll(async () => {
  const port = await freePort();
  way = await startRelay(`http://127.0.0.1:${port}`);
  rig = await consoleRig(inbound => answer?.(inbound) ?? replies(card()), {
    pageDirectory: resolve('dist/src/web'),
    market,
    settings: { ...testGatewayParts().settings, port, url: way.url },
  });
  if (CHROMIUM === undefined) return;
  browser = await openBrowser();
  watched = await openPage(browser);
  ({ page } = watched);
});

afterAll(async () => {
  await browser?.close();
  way.stop();
  await rig.close();
});

afterEach(() => expect(watched?.troubles ?? []).toEqual([]));

/** Opens the console by a link; the desk answers like this from now on. */
async function enter(next: Answer): Promise<void> {
  answer = next;
  rig.desk.form = () => undefined;
  rig.desk.proposals = () => [];
  before = rig.desk.received.length;
  const entered = page.waitForResponse(response => isEvents(response.url()) && response.ok());
  await page.goto(`${way.url}/console/#${rig.code()}`);
  await entered;
  await page.waitForSelector('#states .good');
}

const isEvents = (url: string) => url.endsWith('/console/events');
const received = () => rig.desk.received.slice(before);
const replies = (reply: Reply) => ({ kind: 'reply', reply, placement: 'new' }) as const;

async function say(text: string): Promise<void> {
  await page.fill('#line', text);
  await page.press('#line', 'Enter');
}

const cards = () => page.locator('#talk .card');

inBrowser('whatever is said is shown as text: no part of a reply becomes a part of the page', async () => {
  await enter(() => replies(hostileReply()));
  rig.desk.form = () => ({
    title: WICKED,
    fields: [{ name: 'a', label: WICKED, hint: WICKED, required: false, rest: false, secret: false }],
  });
  rig.desk.proposals = () => [{ value: WICKED, label: WICKED }];
  await say(WICKED);
  rig.parts.news.tell(alertOf('a1', { title: WICKED, text: WICKED }));
  await cards().waitFor();
  await page.waitForSelector('#alerts b');
  await page.fill('#line', '/buy x');
  await page.waitForSelector('#suggestions li');
  await page.click('#talk .card button[data-press]');
  await page.waitForSelector('dialog[open]');
  expect(await page.locator('#talk img[src^="data:image/png"]').count()).toBe(1);
  expect(await page.locator('img[src="x"], script:not([src]), [onerror]').count()).toBe(0);
  expect(await page.evaluate('window.broken')).toBeUndefined();
  for (const place of ['#talk .said', '#talk h3', '#talk dd', '#talk td', '#alerts b', '#ask-title']) {
    expect([place, await page.locator(place).first().innerText()]).toEqual([
      place,
      expect.stringContaining(WICKED),
    ]);
  }
});

inBrowser('the code leaves the address bar, and a reload keeps the conversation', async () => {
  await enter(() => replies(card({ title: '잔고' })));
  expect(new URL(page.url()).hash).toBe('');
  await say('/잔고');
  await cards().waitFor();
  await page.reload();
  await cards().waitFor();
  expect(await page.locator('#talk').innerText()).toMatch(/^\/잔고\s[\s\S]*잔고/);
  expect(received()).toHaveLength(1);
});

inBrowser(
  'a page that loses the desk says so, comes back by itself, and shows what it has missed',
  async () => {
    await enter(() => replies(card({ title: '잔고' })));
    await say('/잔고');
    await cards().waitFor();
    way.stop();
    await page.getByText('끊김, 다시 연결 중…').waitFor();
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join();
    await rig.act('/console/say', { text: '/주문' }, { cookie });
    await way.open();
    await page.waitForSelector('#states .good');
    await page.getByText('/주문').waitFor();
    expect(await page.locator('.said').allInnerTexts()).toEqual(['/잔고', '/주문']);
  },
);

inBrowser('a living card changes in its place, and the focus stays on its button', async () => {
  await enter(({ content }) =>
    replies(content.kind === 'text' && content.text === '매수' ? ticket('대기') : card({ blocks: [] })),
  );
  await say('매수');
  await say('/잔고');
  await until(async () => (await cards().count()) === 2, 'both cards');
  await page.getByRole('button', { name: '취소' }).focus();
  const shown = rig.desk.cards.at(-1);
  if (shown) await rig.parts.web.rewrite(shown, ticket('체결 1/2주'));
  await page.getByText('체결 1/2주').waitFor();
  expect(await cards().count()).toBe(2);
  expect(await cards().first().innerText()).toContain('체결 1/2주');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('취소');
});

inBrowser('a press is disabled while it is under way, so that a double click is one', async () => {
  let answerNow = () => {};
  await enter(({ content }) =>
    content.kind === 'text'
      ? replies(ticket('대기'))
      : new Promise(answered => {
          answerNow = () => answered({ ...replies(ticket('접수', [])), placement: 'replace' });
        }),
  );
  await say('매수');
  await page.getByRole('button', { name: '확인' }).dblclick();
  expect(await page.getByRole('button', { name: '확인' }).isDisabled()).toBe(true);
  await until(() => received().length === 2, 'the press');
  answerNow();
  await page.getByText('접수').waitFor();
  expect(received()).toHaveLength(2);
});

inBrowser('a form asks first; giving up presses nothing', async () => {
  await enter(() => replies(ticket('대기')));
  rig.desk.form = () => ({
    title: '매수 005930',
    fields: [{ name: 'quantity', label: '수량', hint: '10주', required: true, rest: false, secret: false }],
  });
  await say('/현재가 005930');
  await page.getByRole('button', { name: '확인' }).click();
  await page.waitForSelector('dialog[open]');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '확인' }).click();
  await page.waitForSelector('dialog[open]');
  await page.keyboard.type('10');
  await page.keyboard.press('Enter');
  await until(() => received().length === 2, 'the press');
  expect(received().at(-1)?.content).toMatchObject({ kind: 'press', given: { quantity: '10' } });
});

inBrowser('a code is typed unseen, kept by no browser, and gone from the page once it is sent', async () => {
  await enter(() => replies(ticket('대기')));
  rig.desk.form = ({ content }) =>
    content.kind === 'press' && content.given === undefined
      ? {
          title: '주문 확인',
          fields: [{ name: 'code', label: '인증 코드', hint: '', required: true, rest: false, secret: true }],
        }
      : undefined;
  await say('/현재가 005930');
  await page.getByRole('button', { name: '확인' }).click();
  await page.waitForSelector('dialog[open]');
  const input = page.locator('#ask-code');
  expect([await input.getAttribute('type'), await input.getAttribute('autocomplete')]).toEqual([
    'password',
    'one-time-code',
  ]);
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await until(() => received().length === 2, 'the press');
  expect(received().at(-1)?.content).toMatchObject({ given: { code: '123456' } });
  expect(await input.inputValue()).toBe('');
});

inBrowser('Enter sends nothing while a letter is being composed, and the word once afterwards', async () => {
  await enter(() => replies(card()));
  await page.focus('#line');
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send('Input.imeSetComposition', { text: '잔고', selectionStart: 2, selectionEnd: 2 });
  await page.keyboard.press('Enter');
  await page.evaluate('document.getElementById("say").requestSubmit()');
  expect(await page.inputValue('#line')).toBe('잔고');
  expect(await page.locator('.said').count()).toBe(0);
  await keyboard.send('Input.insertText', { text: '잔고' });
  // Where the system ends the composition first, the key that ended it still is not Enter.
  await page.evaluate(
    'document.getElementById("line").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229 }))',
  );
  expect(await page.locator('.said').count()).toBe(0);
  await page.keyboard.press('Enter');
  await cards().waitFor();
  expect(received().map(({ content }) => content)).toEqual([{ kind: 'text', text: '잔고' }]);
});

inBrowser('a line is completed by the keyboard alone', async () => {
  await enter(() => replies(card()));
  rig.desk.proposals = ({ typed }) => [{ value: '005930', label: `삼성전자 ${typed}` }];
  await page.keyboard.type('/pri');
  await page.waitForSelector('#suggestions li');
  await page.keyboard.press('Tab');
  expect(await page.inputValue('#line')).toBe('/price ');
  await page.keyboard.type('삼');
  await page.getByText('삼성전자 삼').waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await page.getAttribute('#line', 'aria-activedescendant')).toBe('suggestion-0');
  await page.keyboard.press('Enter');
  expect(await page.inputValue('#line')).toBe('/price 005930');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await cards().waitFor();
  expect(received()[0]?.content).toEqual({ kind: 'text', text: '/price 005930' });
  await page.keyboard.press('ArrowUp');
  expect(await page.inputValue('#line')).toBe('/price 005930');
});

inBrowser('no card makes a phone scroll sideways, and no figure is cut', async () => {
  const names = [...Object.keys(GOLDEN_CARDS), '긴 말'.repeat(60)];
  await enter(async ({ content }) => {
    const make = content.kind === 'text' ? GOLDEN_CARDS[content.text.slice(1)] : undefined;
    return replies(make ? await make() : card({ title: '가'.repeat(120), footer: 'x'.repeat(300) }));
  });
  const desktop = page.viewportSize() ?? { width: 1100, height: 700 };
  await page.setViewportSize({ width: 375, height: 700 });
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join();
  for (const name of names) await rig.act('/console/say', { text: `/${name}` }, { cookie });
  await until(async () => (await cards().count()) === names.length, 'every card');
  const width = await page.evaluate('document.documentElement.scrollWidth');
  const cut = await page.evaluate(
    '[...document.querySelectorAll(".card")].filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)',
  );
  await page.setViewportSize(desktop);
  expect({ width, cut }).toEqual({ width: 375, cut: [] });
});

inBrowser('a price opens its chart, drawn from the gateway by the session alone', async () => {
  await enter(() => replies(card({ title: '삼성전자 005930 · KOSPI' })));
  await say('/현재가 삼성전자');
  await page.waitForSelector('#chart svg');
  expect(await page.locator('#chart-now').innerText()).toContain('005930 72,000원');
  expect(await page.locator('#chart rect.up:not(.volume)').count()).toBe(3);
});

inBrowser('who is removed sees the way in, and nothing that was said stays on the screen', async () => {
  await enter(() => replies(card({ title: '잔고' })));
  await say('/잔고');
  await cards().waitFor();
  rig.people.delete(FATHER.id);
  await rig.parts.clock.advance(2_000);
  await page.getByText('세션이 끝났습니다').waitFor();
  rig.people.set(FATHER.id, FATHER);
  expect(await page.locator('#talk').innerHTML()).toBe('');
  expect(await page.locator('#desk').isVisible()).toBe(false);
});

inBrowser('a used link says so; an API key lets in whoever only looks', async () => {
  const who = { ...FATHER, byKey: { id: 'dash', limits: undefined } };
  rig.keyPeople.set('dash', who);
  const key = rig.parts.keys.add('dash', ['read'], { who });
  const code = rig.code();
  rig.parts.web.enter(code);
  await page.context().clearCookies();
  await page.goto(`${way.url}/console/?again#${code}`);
  await page.getByText('이미 썼거나 시간이 지난 링크입니다').waitFor();
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');
  await page.getByText('주문 불가').waitFor();
});

test('the whole page is smaller than 60 KB', async () => {
  const paths = ['', 'page.css', ...readdirSync('dist/src/web').filter(name => name !== 'wire.js')];
  const parts = await Promise.all(paths.map(path => rig.get(`/console/${path}`)));
  expect(parts.filter(({ status }) => status !== 200)).toEqual([]);
  expect(parts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThan(60_000);
});
