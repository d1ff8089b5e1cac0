import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createConsole } from '../../../src/chat/console/index.js';
import type { ChatPlatform, Reply } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, fakeDesk, until } from '../../support/fake-desk.js';

type How = Parameters<ChatPlatform['post']>[2];

const HERE = { platform: 'console', kind: 'place', id: 'console' } as const;
const BELL = '\x07';

async function open(interactive: boolean) {
  const desk = fakeDesk(() => ({ kind: 'ignored' }));
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns: 80 });
  let text = '';
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
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
  const post = (reply: Reply = card(), how: Partial<How> = {}) =>
    chat.post(HERE, reply, { key: 'letter-1', silent: false, plain: false, ...how });
  const breath = () => new Promise(resolve => setImmediate(resolve));
  return { chat, desk, input, post, breath, text: () => text };
}

test('a letter is written above what is half typed, and rings', async () => {
  const { chat, input, post, text } = await open(true);
  await chat.start();
  input.write('/ord');
  await until(() => text().endsWith('/ord'), 'the half line');
  const before = text().length;
  expect(await post()).toEqual({ platform: 'console', place: 'console', message: 'letter-1' });
  await until(() => text().slice(before).includes('› /ord'), 'the prompt');
  const added = text().slice(before);
  expect(added).toContain('[데모] 잔고\n  총평가 1,234,567원\n');
  expect(added.split(BELL)).toHaveLength(2);
  await chat.stop();
});

test.each([
  ['a silent letter', true, true],
  ['a script', false, false],
])('%s makes no sound', async (_, interactive, silent) => {
  const { chat, post, text, breath } = await open(interactive);
  await chat.start();
  await post(card(), { silent });
  await breath();
  expect(text()).toContain('총평가');
  expect(text()).not.toContain(BELL);
  await chat.stop();
});

test('a letter under a key that stands there is not written again', async () => {
  const { chat, post, text, breath } = await open(false);
  await chat.start();
  const first = await post();
  expect(await post()).toEqual(first);
  await post(card(), { key: 'letter-2' });
  await breath();
  expect(text().split('총평가')).toHaveLength(3);
  await chat.stop();
});

test('the button of a letter has a number, which it loses when the letter is rewritten without it', async () => {
  const { chat, desk, input, post, text } = await open(false);
  await chat.start();
  const where = await post();
  await until(() => text().includes('[1] 새로고침'), 'the button');
  input.write('1\n');
  await until(() => desk.received.length === 1, 'the press');
  expect(desk.received[0]?.content).toEqual({ kind: 'press', buttonId: 'again' });
  if (!where) throw new Error('nowhere');
  await chat.rewrite(where, card({ blocks: [] }));
  input.write('1\n');
  await until(() => desk.received.length === 2, 'the line');
  expect(desk.received[1]?.content).toEqual({ kind: 'text', text: '1' });
  expect(desk.cards).toEqual([]);
  await chat.stop();
});

test('there is no way to a person nor to another place', async () => {
  const { chat } = await open(false);
  const how = { key: 'a', silent: false, plain: false };
  await chat.start();
  for (const to of [
    { platform: 'console', kind: 'person', id: 'operator' } as const,
    { ...HERE, id: 'elsewhere' },
  ]) {
    await expect(chat.post(to, card(), how)).rejects.toMatchObject({
      kind: 'notOffered',
      detail: { posted: 'no' },
    });
  }
  expect(chat.alertPlace).toBe('console');
  await chat.stop();
});

test('before it is open and after it is closed nothing is written', async () => {
  const { chat, post, text, breath } = await open(false);
  const refused = { kind: 'unavailable', detail: { posted: 'no' } };
  await expect(post()).rejects.toMatchObject(refused);
  await chat.start();
  await chat.stop();
  await expect(post()).rejects.toMatchObject(refused);
  await breath();
  expect(text()).toBe('');
});
