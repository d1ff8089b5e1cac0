import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { complete } from '../../../src/chat/console/completion.js';
import { createConsole } from '../../../src/chat/console/index.js';
import {
  type Command,
  type Dispatcher,
  type Inbound,
  type Outcome,
  systemClock,
} from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';

const COMMANDS: readonly Command[] = [
  {
    name: 'token',
    aliases: ['토큰'],
    summary: { ko: '토큰', en: 'Token' },
    access: 'view',
    visibility: 'private',
    args: [
      {
        name: 'action',
        ko: '동작',
        kind: 'choice',
        description: { ko: '할 일', en: 'what' },
        choices: [{ value: 'refresh', label: { ko: '갱신', en: 'Refresh' } }],
      },
    ],
    run: async () => ({ title: '', tone: 'neutral', blocks: [] }),
  },
];

/** Answers after a turn of the event loop, so that a second line could overtake if lines were not queued. */
function echoDispatcher(
  seen: Inbound[],
  answered: Inbound[] = [],
  left: readonly Inbound[] = [],
): Dispatcher {
  return {
    admits: () => true,
    visibilityOf: () => 'private',
    shown: () => undefined,
    formOf: () => undefined,
    suggest: async () => [],
    answered: inbound => void answered.push(inbound),
    leftOver: platform => left.filter(inbound => inbound.platform === platform),
    handle: async inbound => {
      seen.push(inbound);
      await new Promise(resolve => setTimeout(resolve, seen.length === 1 ? 20 : 0));
      const said =
        inbound.content.kind === 'press'
          ? `press ${inbound.content.buttonId}`
          : 'text' in inbound.content
            ? inbound.content.text
            : '';
      return {
        kind: 'reply',
        placement: 'new',
        reply: {
          title: said,
          stamp: 'demo',
          tone: 'neutral',
          visibility: 'private',
          blocks:
            said === '/balance'
              ? [{ kind: 'buttons', buttons: [{ id: 'b-next', label: '다음', style: 'plain' }] }]
              : [],
        },
      };
    },
  };
}

async function converse(
  script: string,
  left: readonly Inbound[] = [],
): Promise<{ text: string; seen: Inbound[]; answered: Inbound[] }> {
  const seen: Inbound[] = [];
  const answered: Inbound[] = [];
  const output = new PassThrough();
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: echoDispatcher(seen, answered, left),
    language: 'ko',
    clock: manualClock(),
    input: Readable.from([script]),
    output,
    interactive: false,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  await chat.ended;
  output.end();
  return { text: (await output.toArray()).join(''), seen, answered };
}

test('a script is answered line by line in order, without prompt, greeting or colour', async () => {
  const { text, seen } = await converse('/help\n\n/price 005930\n/quit\n/never\n');
  expect(text).toBe('[데모] /help\n\n[데모] /price 005930\n\n');
  expect(new Set(seen.map(s => s.eventId)).size).toBe(2);
  expect(seen[0]).toMatchObject({
    platform: 'console',
    who: { userId: 'operator' },
    where: { kind: 'private' },
  });
});

test('every line counts as answered, and so does what was typed at a terminal that is gone', async () => {
  const [first] = (await converse('/help\n')).seen;
  if (!first) throw new Error('nothing was asked');
  const { text, seen, answered } = await converse('/price 005930\n', [first]);
  expect(answered).toEqual([first, ...seen]);
  expect(text).not.toContain('/help');
});

test('the end of the input ends the conversation like a farewell', async () => {
  expect((await converse('/help')).text).toContain('/help');
  expect((await converse('')).text).toBe('');
});

test('a number presses the button of that number on the last card that had one', async () => {
  const { seen } = await converse('/balance\n/help\n1\n2\n');
  expect(seen.map(s => s.content)).toEqual([
    { kind: 'text', text: '/balance' },
    { kind: 'text', text: '/help' },
    { kind: 'press', buttonId: 'b-next' },
    { kind: 'text', text: '2' },
  ]);
});

test('stopping a conversation nobody ends leaves nothing open', async () => {
  const output = new PassThrough();
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: echoDispatcher([]),
    language: 'ko',
    clock: systemClock,
    input: new PassThrough(),
    output,
    interactive: false,
    colour: false,
    version: '9.9.9',
    eventId: () => 'x',
  });
  await chat.start();
  expect(chat.status().state).toBe('connected');
  await chat.post(
    { platform: 'console', kind: 'place', id: 'console' },
    { title: '경보', stamp: 'demo', tone: 'bad', visibility: 'private', blocks: [] },
    { key: 'a', silent: false, plain: false },
  );
  await chat.stop();
  expect(chat.status().state).toBe('stopped');
  expect(String(output.read())).toContain('[데모] 경보');
});

/** A person at a terminal of so many columns; everything that was written to it. */
async function atTerminal(keys: string, columns = 100): Promise<string> {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { columns });
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: echoDispatcher([]),
    language: 'ko',
    clock: manualClock(),
    input,
    output,
    interactive: true,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  input.end(keys);
  await chat.ended;
  output.end();
  return (await output.toArray()).join('');
}

test('lines pasted together are each shown again above their own answer', async () => {
  const text = await atTerminal('/balance\n/help\n/quit\n');
  expect(text).toContain('[데모] /balance\n  [1] 다음\n\n› /help\n[데모] /help\n\n› /quit\n');
});

test('leaving with Ctrl-C or Ctrl-D leaves the shell a line of its own', async () => {
  expect(await atTerminal('/help\n\u0004')).toMatch(/\n$/);
  expect(await atTerminal('half a line\u0003\u0003')).toMatch(/\n$/);
});

test('Ctrl-C does not wait for an answer that does not come, and shows nothing of it later', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  let answer: (outcome: Outcome) => void = () => undefined;
  let noteAsked: () => void = () => undefined;
  let handled = 0;
  const asked = new Promise<void>(resolve => {
    noteAsked = resolve;
  });
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher: {
      admits: () => true,
      visibilityOf: () => 'private',
      shown: () => undefined,
      formOf: () => undefined,
      suggest: async () => [],
      answered: () => undefined,
      leftOver: () => [],
      handle: () =>
        new Promise(resolve => {
          answer = resolve;
          handled += 1;
          noteAsked();
        }),
    },
    language: 'ko',
    clock: manualClock(),
    input,
    output,
    interactive: true,
    colour: false,
    version: '9.9.9',
    eventId: randomUUID,
  });
  await chat.start();
  input.write('/price 005930\n/balance\n');
  await asked;
  input.write('\u0003');
  await chat.ended;
  const late = {
    title: '늦은 답',
    stamp: 'demo',
    tone: 'neutral',
    visibility: 'private',
    blocks: [],
  } as const;
  answer({ kind: 'reply', placement: 'new', reply: late });
  await chat.stop();
  await new Promise(resolve => setImmediate(resolve));
  expect(String(output.read())).not.toContain('늦은 답');
  expect(handled).toBe(1);
});

test('completion heeds no letter case, as commands do not', () => {
  expect(complete(COMMANDS, '/TO')).toEqual([['/token '], '/TO']);
  expect(complete(COMMANDS, '/Token re')).toEqual([['refresh'], 're']);
});

test('completion offers commands, aliases and choices', () => {
  expect(complete(COMMANDS, '/to')).toEqual([['/token '], '/to']);
  expect(complete(COMMANDS, 'to')).toEqual([['/token '], 'to']);
  expect(complete(COMMANDS, '토')).toEqual([['토큰 '], '토']);
  expect(complete(COMMANDS, '/token re')).toEqual([['refresh'], 're']);
  expect(complete(COMMANDS, '/nothing x')).toEqual([[], 'x']);
});
