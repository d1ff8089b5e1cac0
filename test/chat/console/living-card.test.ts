import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createConsole } from '../../../src/chat/console/index.js';
import type { Reply } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, type FakeDesk, fakeDesk, ticket, until } from '../../support/fake-desk.js';

const WHERE = { platform: 'console', place: 'console', message: 'ticket-1' } as const;

/** A person at a terminal, or a script, with a desk that answers every line with this reply. */
async function open(reply: Reply, interactive: boolean) {
  const desk: FakeDesk = fakeDesk(() => ({ kind: 'reply', reply, placement: 'new' }));
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 80 });
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
  let text = '';
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const line = async (typed: string) => {
    const before = desk.received.length;
    input.write(`${typed}\n`);
    await until(() => desk.received.length === before + 1, typed);
    await new Promise(resolve => setImmediate(resolve));
  };
  return { chat, desk, input, line, text: () => text };
}

test('a living card is reported under its own id, any other reply not at all', async () => {
  const { chat, desk, line } = await open(ticket('삼성전자 10주'), false);
  await line('/buy');
  expect(desk.cards).toEqual([{ card: 'ticket-1', ...WHERE }]);
  await chat.stop();
  const other = await open(card(), false);
  await other.line('/balance');
  expect(other.desk.cards).toEqual([]);
  await other.chat.stop();
});

test('a rewrite writes the card anew below, with what is half typed behind the prompt again', async () => {
  const { chat, desk, input, line, text } = await open(ticket('삼성전자 10주'), true);
  await line('/buy');
  input.write('/ord');
  await until(() => text().endsWith('/ord'), 'the half line');
  const before = text().length;
  await chat.rewrite(WHERE, ticket('체결 10주', []));
  await until(() => text().slice(before).includes('› /ord'), 'the prompt');
  const added = text().slice(before);
  expect(added).toContain('[데모] 매수 주문\n  체결 10주\n');
  expect(added.indexOf('› /ord')).toBeGreaterThan(added.indexOf('체결'));
  input.write('ers\n');
  await until(() => desk.received.length === 2, 'the whole line');
  expect(desk.received[1]?.content).toEqual({ kind: 'text', text: '/orders' });
  await chat.stop();
});

test('after a rewrite a number presses what is written behind it, and a button that is gone is not pressed', async () => {
  const { chat, desk, line, text } = await open(ticket('삼성전자 10주'), false);
  await line('/buy');
  await chat.rewrite(WHERE, ticket('접수', ['정정']));
  await until(() => text().includes('[3] 정정'), 'the card');
  await line('1');
  expect(desk.received.at(-1)?.content).toEqual({ kind: 'text', text: '1' });
  await chat.stop();
});

test('a card of an earlier run is written with its buttons, which can be pressed', async () => {
  const { chat, desk, line, text } = await open(card({ blocks: [] }), false);
  await chat.rewrite({ ...WHERE, message: 'old' }, ticket('부분체결', ['취소']));
  await until(() => text().includes('[1] 취소'), 'the card');
  await line('1');
  expect(desk.received[0]?.content).toEqual({ kind: 'press', buttonId: 't1-취소' });
  await chat.stop();
});

test('a rewrite that changes nothing writes nothing, unless there are buttons to press', async () => {
  const { chat, text } = await open(card({ blocks: [] }), false);
  const copies = (words: string) => text().split(words).length - 1;
  for (const reply of [
    ticket('체결 3주', []),
    ticket('체결 3주', []),
    ticket('접수 3주'),
    ticket('접수 3주'),
  ]) {
    await chat.rewrite(WHERE, reply);
  }
  await until(() => copies('접수 3주') === 2, 'the card with buttons, twice');
  expect(copies('체결 3주')).toBe(1);
  await chat.rewrite(WHERE, ticket('체결 3주', []));
  await until(() => copies('체결 3주') === 2, 'the card as it was before');
  await chat.stop();
});

test('an answer that says just what a rewrite has written before it is not written again', async () => {
  const { chat, desk, line, text } = await open(ticket('체결 3주', []), false);
  await chat.rewrite(WHERE, ticket('체결 3주', []));
  await line('1');
  await until(() => desk.cards.length === 1, 'the report of where the answer stands');
  expect(text().split('체결 3주')).toHaveLength(2);
  await chat.stop();
});

test('a rewrite rejects once the console is closed', async () => {
  const { chat, text } = await open(ticket('삼성전자 10주'), false);
  await chat.stop();
  await expect(chat.rewrite(WHERE, ticket('체결', []))).rejects.toMatchObject({ kind: 'unavailable' });
  expect(text()).toBe('');
});
