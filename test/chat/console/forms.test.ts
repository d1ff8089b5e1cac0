import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.js';
import { createConsole } from '../../../src/chat/console/index.js';
import type { Form, Language } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, fakeDesk } from '../../support/fake-desk.js';

const FORM: Form = {
  title: '매수 005930',
  fields: [
    { name: 'quantity', label: '수량', hint: '예: 10주, 전량', required: true, rest: false, secret: false },
    { name: 'price', label: '가격', hint: '예: 71000', required: false, rest: false, secret: false },
  ],
};
const REASON: Form = {
  title: '정지',
  fields: [{ name: 'reason', label: '사유', hint: '사유', required: false, rest: true, secret: false }],
};

const CARD = card({
  blocks: [{ kind: 'buttons', buttons: [{ id: 'buy', label: '매수…', style: 'plain' }] }],
});

interface Script {
  readonly form?: Form;
  readonly language?: Language;
  readonly interactive?: boolean;
}

/** A script whose first line brings a card with one button, which has a form. */
async function converse(
  lines: readonly string[],
  { form = FORM, language = 'ko', interactive = false }: Script = {},
) {
  const desk = fakeDesk(() => ({ kind: 'reply', placement: 'new', reply: CARD }));
  desk.form = ({ content }) => (content.kind === 'press' && content.given === undefined ? form : undefined);
  const output = new PassThrough();
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: desk,
    language,
    clock: manualClock(),
    input: Readable.from(['/price 005930\n', ...lines.map(line => `${line}\n`)]),
    output,
    interactive,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  await chat.ended;
  output.end();
  const [, ...received] = desk.received.map(({ content }) => content);
  return { text: (await output.toArray()).join(''), received, desk };
}

test('a button with a form asks line by line and presses with the answers', async () => {
  const { text, received, desk } = await converse(['1', ' 10주 ', '7.1만']);
  expect(received).toEqual([{ kind: 'press', buttonId: 'buy', given: { quantity: '10주', price: '7.1만' } }]);
  expect(text).toContain('\n수량 (예: 10주, 전량):\n가격 (예: 71000, 건너뛰려면 Enter):\n[데모]');
  expect(desk.answers).toEqual(desk.received);
});

test('at a terminal the question stands where the prompt was, and the prompt comes back', async () => {
  const { text, received } = await converse(['1', '10', '', '/help'], { interactive: true });
  expect(text).toMatch(
    /\n수량 \(예: 10주, 전량\): 10\n가격 \(예: 71000, 건너뛰려면 Enter\): \n[\s\S]*\n› \/help\n/,
  );
  expect(received).toEqual([
    { kind: 'press', buttonId: 'buy', given: { quantity: '10' } },
    { kind: 'text', text: '/help' },
  ]);
});

test('an optional answer may be left empty, and a number is an answer and no button', async () => {
  expect((await converse(['1', '1', ''])).received).toEqual([
    { kind: 'press', buttonId: 'buy', given: { quantity: '1' } },
  ]);
});

test.each([
  ['an empty line where an answer is required', ['1', '']],
  ['취소', ['1', '취소']],
  ['cancel at a later question', ['1', '10', 'Cancel']],
])('%s gives up, presses nothing and says so', async (_what, lines) => {
  const { text, received } = await converse([...lines, '/help']);
  expect(received).toEqual([{ kind: 'text', text: '/help' }]);
  expect(text).toContain('입력을 그만두었습니다. 아무것도 나가지 않았습니다.');
  expect((await converse(lines, { language: 'en' })).text).toContain('Left off; nothing was sent.');
});

test('a command in the middle is a command, and the form is over', async () => {
  const { received } = await converse(['1', '/balance', '10']);
  expect(received).toEqual([
    { kind: 'text', text: '/balance' },
    { kind: 'text', text: '10' },
  ]);
});

test('a halt is a halt also where a quantity is asked for, and a reason may be any words', async () => {
  expect((await converse(['1', '정지 30분'])).received).toEqual([{ kind: 'text', text: '정지 30분' }]);
  expect((await converse(['1', '정지 공시 확인'], { form: REASON })).received).toEqual([
    { kind: 'press', buttonId: 'buy', given: { reason: '정지 공시 확인' } },
  ]);
});

test('input that ends in the middle presses nothing', async () => {
  expect((await converse(['1', '10'])).received).toEqual([]);
});
