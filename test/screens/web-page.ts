import { resolve } from 'node:path';
import { type Candle, kstDate, type News, type Reply } from '../../src/core/index.js';
import { consoleRig } from '../gateway/console/rig.js';
import { GOLDEN_CARDS } from '../golden/cards.js';
import { MONDAY_TEN, openDesk, replyOf } from '../support/desk.js';
import { testGatewayParts } from '../support/gateway-parts.js';
import { CHROMIUM, openBrowser, openPage } from '../web/browser.js';
import { type Page, page } from './page.js';

const DAY_MS = 86_400_000;
const DESKTOP = { width: 1080, height: 800 };
const PHONE = { width: 375, height: 800 };
const BETWEEN = 24;

const CSS = `
body { display: flex; gap: ${BETWEEN}px; align-items: flex-start; }
img { display: block; border: 1px solid #c9ccd2; border-radius: 8px; }
`;

/** The web console on a desk and on a phone: the real page of a real gateway. undefined without a Chromium. */
export async function webPage(): Promise<Page | undefined> {
  if (CHROMIUM === undefined) return undefined;
  const rig = await consoleRig(
    async ({ content }) => {
      const text = content.kind === 'text' ? content.text : '';
      return { kind: 'reply', reply: await answerTo(text), placement: 'new' };
    },
    {
      pageDirectory: resolve('dist/src/web'),
      stamp: 'demo',
      market: { ...testGatewayParts().market, candles: async () => CANDLES },
    },
  );
  const browser = await openBrowser();
  try {
    const shots: string[] = [];
    for (const [viewport, said, colorScheme] of [
      [DESKTOP, ['/현재가 삼성전자', '삼전 10주 7.19만 매수'], 'light'],
      [PHONE, ['/잔고'], 'dark'],
    ] as const) {
      const { page: shown } = await openPage(browser, { viewport, colorScheme, deviceScaleFactor: 2 });
      await shown.goto(`${rig.url}/console/#${rig.code()}`);
      await shown.waitForSelector('#states .good');
      for (const news of ALERTS) rig.parts.news.tell(news);
      for (const [at, text] of said.entries()) {
        await shown.fill('#line', text);
        await shown.press('#line', 'Enter');
        await shown.locator('#talk .card').nth(at).waitFor();
      }
      if (viewport === DESKTOP) await shown.waitForSelector('#chart svg');
      await shown.evaluate('document.activeElement.blur()');
      const png = await shown.screenshot();
      shots.push(
        `<img width="${viewport.width}" src="data:image/png;base64,${png.toString('base64')}" alt="">`,
      );
    }
    return page('web', DESKTOP.width + BETWEEN + PHONE.width + 4, CSS, shots.join(''));
  } finally {
    await browser.close();
    await rig.close();
  }
}

async function answerTo(text: string): Promise<Reply> {
  if (text.includes('현재가')) return replyOf(await openDesk().type('/price 005930'));
  const make = GOLDEN_CARDS[text.includes('매수') ? 'order-filled' : 'balance'];
  if (!make) throw new Error(`no card for ${text}`);
  return make();
}

/** A made-up half year that ends at the price of the cards. */
const CANDLES: readonly Candle[] = Array.from({ length: 96 }, (_, days) => {
  const wave = (at: number) =>
    719 + Math.round(at * 0.25 - 26 * Math.sin(at / 9) - 9 * Math.sin(at / 3.1) - 4 * Math.sin(at * 1.7));
  const [close, open] = [wave(days), wave(days + 1)];
  const won = (hundreds: number) => BigInt(hundreds) * 100n;
  return {
    date: kstDate(MONDAY_TEN - days * DAY_MS),
    open: won(open),
    high: won(Math.max(open, close) + 3 + (days % 4)),
    low: won(Math.min(open, close) - 2 - (days % 3)),
    close: won(close),
    volume: BigInt(9_000_000 + 4_000_000 * Math.round(Math.abs(Math.sin(days * 2.3)) * 10)),
  };
});

const alert = {
  kind: 'alert',
  about: 'token',
  isPrivate: false,
} as const;

const ALERTS: readonly News[] = [
  {
    ...alert,
    at: MONDAY_TEN - 1_800_000,
    id: 'failing',
    urgency: 'warning',
    tone: 'warning',
    title: '토큰을 갱신하지 못했습니다',
    text: '지금 토큰으로 조회와 주문이 계속됩니다. 1분 뒤 다시 시도합니다.',
  },
  {
    ...alert,
    at: MONDAY_TEN - 1_680_000,
    id: 'renewed',
    urgency: 'info',
    tone: 'good',
    title: '토큰을 다시 받았습니다',
    text: '할 일은 없습니다.',
  },
];
