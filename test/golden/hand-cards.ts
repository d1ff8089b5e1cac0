import { type Reply, won } from '../../src/core/index.js';
import { alertFor } from '../../src/desk/alert-text.js';
import { MONDAY_TEN } from '../support/desk.js';

const base: Omit<Reply, 'title' | 'blocks'> = { stamp: 'demo', tone: 'neutral', visibility: 'private' };

/** 9,000 characters of sentences with numbers in them. */
function longText(): string {
  const sentences = Array.from(
    { length: 240 },
    (_, i) =>
      `${i + 1}번째 문장입니다. 평가금액은 ${(1_234_567 + i * 98_765).toLocaleString('en-US')}원, 수익률은 +${i}.25%입니다.`,
  );
  return sentences.join(' ').slice(0, 9_000);
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Cards that no command makes today, or only rarely: the alert of a renewal that failed, and the vocabulary's edges. */
export const HAND_CARDS: Readonly<Record<string, Reply>> = {
  alert: alertFor(
    {
      kind: 'tokenRefreshFailed',
      at: MONDAY_TEN,
      code: 'EGW00133',
      message: '접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)',
      remainingMs: 2 * 3_600_000 + 11 * 60_000,
      retryAt: MONDAY_TEN + 60_000,
    },
    { language: 'ko', stamp: 'live', reference: 'K7Q2MXA', repeats: 4 },
  ),
  'long-text': { ...base, title: '긴 글', blocks: [{ kind: 'text', text: longText() }] },
  image: {
    ...base,
    title: '차트 · 삼성전자 005930',
    blocks: [
      { kind: 'text', text: '일봉 60개' },
      { kind: 'image', png: PIXEL, alt: `삼성전자 005930의 최근 일봉. ${longText().slice(0, 1_300)}` },
      { kind: 'fields', fields: [{ label: '종가', value: won(71_900n) }] },
      { kind: 'buttons', buttons: [{ id: 'chart-again', label: '새로고침', style: 'plain' }] },
    ],
    footer: '2026-11-23 10:00:00 KST',
  },
  markup: {
    ...base,
    tone: 'bad',
    title: 'R&D <b>*제목*</b> @everyone',
    blocks: [
      {
        kind: 'notice',
        tone: 'bad',
        text: '</pre>```js\n# 큰 글씨\n> 인용 [링크](https://example.com) ||가림||',
      },
      {
        kind: 'table',
        columns: [
          { label: '```', align: 'left' },
          { label: '<i>', align: 'right' },
        ],
        rows: [
          ['a & b', '<@1>'],
          ['`x`', won(-1n)],
        ],
      },
      { kind: 'fields', fields: [{ label: '_밑줄_', value: '~~취소선~~ & <a href="x">' }] },
    ],
  },
};
