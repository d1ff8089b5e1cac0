import { type Reply, won } from '../../src/core/index.js';
import { faceOf, marked, replyOf } from '../../src/desk/alerts/cards.js';
import { countedText, markText } from '../../src/desk/alerts/texts/counted.js';
import { renewalFailed } from '../../src/desk/alerts/texts/token.js';
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

let drawn = 0;
/** Renewal has failed for hours, and a person is asked to answer. */
const RENEWAL = faceOf(
  {
    kind: 'token',
    urgency: 'warning',
    incident: 'token',
    stage: 'two hours',
    draft: renewalFailed(
      {
        kind: 'tokenRefreshFailed',
        at: MONDAY_TEN,
        code: 'EGW00133',
        message: '접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)',
        remainingMs: 2 * 3_600_000,
        retryAt: MONDAY_TEN + 60_000,
      },
      2 * 3_600_000,
      MONDAY_TEN,
      'ko',
    ),
    at: MONDAY_TEN,
    actions: [{ label: '강제 갱신', call: { command: 'token', args: { action: 'refresh' } } }],
  },
  {
    counted: countedText(
      'stage',
      { count: 44, more: 43, span: 0, lasted: 22 * 3_600_000, lastAt: MONDAY_TEN - 1_000 },
      'ko',
    ),
    reference: 'K7Q2MXA',
    language: 'ko',
  },
  () => `button-of-the-alert-${'123'[drawn++]}`,
);

/** Cards that no command makes today, or only rarely: an alert before and after somebody has answered it, and the vocabulary's edges. */
export const HAND_CARDS: Readonly<Record<string, Reply>> = {
  alert: replyOf(RENEWAL, 'live'),
  'alert-answered': replyOf(
    marked(RENEWAL, markText.acknowledged('아빠', MONDAY_TEN + 95_000, 'ko'), ['acknowledge']),
    'live',
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
