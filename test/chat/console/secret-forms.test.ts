import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createConsole } from '../../../src/chat/console/index.js';
import type { Form } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, fakeDesk, until } from '../../support/fake-desk.js';

const CODE: Form = {
  title: '주문 확인',
  fields: [
    { name: 'code', label: '인증 코드', hint: '여섯 자리', required: true, rest: false, secret: true },
  ],
};
const CARD = card({
  blocks: [{ kind: 'buttons', buttons: [{ id: 'ok', label: '확인', style: 'plain' }] }],
});
const UP = '\x1b[A';

/** A terminal with a card on it whose one button has been pressed; it asks for a code now. */
async function asked(interactive = true) {
  const desk = fakeDesk(() => ({ kind: 'reply', placement: 'new', reply: CARD }));
  desk.form = ({ content }) => (content.kind === 'press' && content.given === undefined ? CODE : undefined);
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.on('data', chunk => {
    shown += String(chunk);
  });
  const chat = createConsole({
    commands: [],
    dispatcher: desk,
    language: 'ko',
    clock: manualClock(),
    input,
    output,
    interactive,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  const type = async (keys: string, seen: () => boolean) => {
    input.write(keys);
    await until(seen, JSON.stringify(keys));
  };
  await type('/price\n', () => shown.includes('[1] 확인'));
  await type('1\n', () => shown.includes('인증 코드 (여섯 자리):'));
  return {
    desk,
    type,
    input,
    chat,
    shown: () => shown,
    presses: () => desk.received.flatMap(({ content }) => (content.kind === 'press' ? [content.given] : [])),
  };
}

test('a code is typed unseen at a terminal, and what comes after it is seen again', async () => {
  const { type, shown, presses, input, chat } = await asked();
  await type('123456', () => true);
  await type('\n', () => presses().length === 1);
  expect(presses()).toEqual([{ code: '123456' }]);
  await until(() => shown().split('[1] 확인').length === 3, 'the answer');
  expect(shown()).not.toContain('123456');
  await type('/help', () => shown().includes('/help'));
  input.end();
  await chat.ended;
});

test('the arrow keys bring back the line before a code, and not the code', async () => {
  const { type, shown, presses, input, chat } = await asked();
  await type('123456\n', () => presses().length === 1);
  await until(() => shown().split('[1] 확인').length === 3, 'the answer');
  const before = shown().length;
  await type(`${UP}${UP}`, () => shown().slice(before).includes('/price'));
  expect(shown()).not.toContain('123456');
  input.end();
  await chat.ended;
});

test('a command in the place of a code is one, and seen from the next line on', async () => {
  const { desk, type, shown, input, chat } = await asked();
  await type('/halt\n', () => desk.received.length === 2);
  expect(desk.received[1]?.content).toEqual({ kind: 'text', text: '/halt' });
  await until(() => shown().split('[1] 확인').length === 3, 'the answer');
  await type('seen', () => shown().includes('seen'));
  input.end();
  await chat.ended;
});

test('a script answers a question for a code like any other', async () => {
  const { type, presses, input, chat } = await asked(false);
  await type('123456\n', () => presses().length === 1);
  expect(presses()).toEqual([{ code: '123456' }]);
  input.end();
  await chat.ended;
});
