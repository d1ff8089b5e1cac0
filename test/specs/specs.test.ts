import { describe, expect, it } from 'vitest';
import type { PlatformCall } from '../support/platform-calls.js';
import { checkDiscord, checkGateway } from './discord.js';
import { findings } from './findings.js';
import { checkTelegram } from './telegram.js';

const noted: PlatformCall = {
  platform: 'discord',
  test: 'a test',
  method: 'POST',
  path: '/channels/5/messages',
  query: '',
  type: 'application/json',
  body: { content: 'x' },
  files: [],
  status: 200,
  answer: { id: '1' },
};

const DISCORD = {
  openapi: '3.1.0',
  paths: {
    '/channels/{channel_id}/messages': {
      parameters: [{ name: 'channel_id', in: 'path', schema: { $ref: '#/components/schemas/Id' } }],
      post: {
        parameters: [{ name: 'wait', in: 'query', schema: { type: 'boolean' } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } },
        },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Made' } } } },
        },
      },
    },
    '/webhooks/{token}/messages/{message_id}': { patch: { responses: { 204: {} } } },
    '/webhooks/{token}/messages/@original': { patch: { responses: { 204: {} } } },
  },
  components: {
    schemas: {
      Id: { type: 'string', format: 'snowflake' },
      Made: { type: 'object', required: ['id'], properties: { id: { $ref: '#/components/schemas/Id' } } },
      Message: {
        type: 'object',
        properties: {
          content: { type: ['string', 'null'], maxLength: 5 },
          parts: {
            type: 'array',
            items: { oneOf: [{ $ref: '#/components/schemas/Button' }, { type: 'null' }] },
          },
        },
      },
      Button: {
        type: 'object',
        required: ['type'],
        properties: { type: { type: 'integer', enum: [2], format: 'int32' } },
      },
    },
  },
};

function discordFaults(change: Partial<PlatformCall>) {
  const book = findings();
  checkDiscord(DISCORD, [{ ...noted, ...change }], book);
  return book.found.map(({ of, what }) => `${of}: ${what}`);
}

describe('a call to Discord', () => {
  it('that the document describes is in order, and counted', () => {
    const book = findings();
    checkDiscord(
      DISCORD,
      [noted, { ...noted, query: '?wait=true', body: { parts: [{ type: 2 }, null] } }],
      book,
    );
    expect(book.found).toEqual([]);
    expect([...book.counts]).toEqual([['discord POST /channels/{channel_id}/messages', 2]]);
  });

  it('is looked up under the most exact path', () => {
    const book = findings();
    const path = '/webhooks/t/messages/%40original';
    checkDiscord(DISCORD, [{ ...noted, method: 'PATCH', path, body: undefined, status: 204 }], book);
    expect([...book.counts.keys()]).toEqual(['discord PATCH /webhooks/{token}/messages/@original']);
  });

  it.each<[string, Partial<PlatformCall>, string]>([
    ['to a path that there is not', { path: '/channels/5/letters' }, 'there is no such operation'],
    ['by a method that there is not', { method: 'PUT' }, 'there is no such operation'],
    ['with an id that is none', { path: '/channels/x/messages' }, 'path channel_id'],
    ['with an unknown question', { query: '?how=1' }, 'query how is not known'],
    ['with a question of another kind', { query: '?wait=maybe' }, 'must be boolean'],
    ['without a body', { body: undefined }, 'the body is missing'],
    ['with a body of another kind', { type: 'text/plain' }, 'no body of type text/plain'],
    ['with a text too long', { body: { content: 'x'.repeat(6) } }, '/content: must NOT have more than 5'],
    ['with an unknown field', { body: { contents: 'x' } }, '/contents: the document does not know'],
    [
      'with an unknown field deep inside',
      { body: { parts: [{ type: 2, x: 1 }] } },
      '/parts/0/x: the document',
    ],
    ['with a part of another kind', { body: { parts: [{ type: 3 }] } }, '/parts/0'],
  ])('%s is found', (_, change, what) => {
    const faults = discordFaults(change);
    expect(faults.filter(fault => fault.startsWith('call: ') && fault.includes(what))).not.toEqual([]);
  });

  it('whose answer is not as described is told apart from a wrong call', () => {
    expect(discordFaults({ answer: { id: 'x' } })).toEqual([expect.stringMatching(/^answer: \/id/)]);
    expect(discordFaults({ status: 201 })).toEqual(['answer: status 201 is not among those described']);
    expect(discordFaults({ status: 404, answer: {} })).toEqual([]);
  });
});

it('frames to the gateway are known ones, and at most 120 a minute', () => {
  const frame = (op: number, at: number) =>
    ({ platform: 'gateway', test: '', connection: 'one', at, frame: { op } }) as const;
  const book = findings();
  checkGateway([frame(4, 0), ...Array.from({ length: 120 }, (_, i) => frame(1, 60_000 + 500 * i))], book);
  expect(book.found.map(({ what }) => what)).toEqual(['an opcode that a bot like this one never sends']);
  checkGateway(
    Array.from({ length: 121 }, (_, i) => frame(1, i)),
    book,
  );
  expect(book.found.at(-1)?.what).toBe('more than 120 frames in a minute');
});

const field = (name: string, types: string[], required = false, description = '') => ({
  name,
  types,
  required,
  description,
});
const TELEGRAM = {
  methods: {
    send: {
      returns: ['Message'],
      fields: [
        field('chat', ['Integer', 'String'], true),
        field('text', ['String'], true, 'Text, 1-5 characters after entities parsing'),
        field('parse_mode', ['String']),
        field('scope', ['Scope']),
        field('rows', ['Array of Array of Button'], false, 'At most 2 rows can be specified'),
        field('photo', ['InputFile', 'String']),
      ],
    },
  },
  types: {
    Message: { fields: [field('id', ['Integer'], true)] },
    Button: { fields: [field('data', ['String'], true, 'Data, 1-4 bytes')] },
    Scope: { subtypes: ['ScopeAll', 'ScopeChat'] },
    ScopeAll: { fields: [field('type', ['String'], true, 'Scope type, must be all')] },
    ScopeChat: {
      fields: [field('type', ['String'], true, 'Scope type, must be chat'), field('chat', ['Integer'], true)],
    },
  },
};

function telegramFaults(body: object, change: Partial<PlatformCall> = {}) {
  const book = findings();
  const answer = { ok: true, result: { id: 1 } };
  const call = { ...noted, platform: 'telegram', path: 'send', answer, ...change } as const;
  checkTelegram(TELEGRAM, [{ ...call, body: { chat: 1, text: 'x', ...body } }], book);
  return book.found.map(({ of, what }) => `${of}: ${what}`);
}

describe('a call to Telegram', () => {
  it('that the document describes is in order', () => {
    expect(telegramFaults({ chat: '@x', parse_mode: 'HTML', text: '<b>12345</b>' })).toEqual([]);
    expect(telegramFaults({ scope: { type: 'chat', chat: 5 }, rows: [[{ data: '가x' }]] })).toEqual([]);
    expect(telegramFaults({ photo: 'attach://p' }, { files: [{ key: 'p', name: 'x', size: 1 }] })).toEqual(
      [],
    );
  });

  it.each<[string, object, string]>([
    ['without a field that it needs', { text: undefined }, 'call: text is missing'],
    ['with an unknown field', { silent: true }, 'call: silent is not known'],
    ['with a field of another kind', { chat: 1.5 }, 'call: chat is no Integer'],
    ['with a text too long', { text: '123456' }, 'call: text has 6 characters, not 1-5'],
    [
      'with nothing but markup',
      { text: '<b></b>', parse_mode: 'HTML' },
      'call: text has 0 characters, not 1-5',
    ],
    [
      'with markup that is none',
      { text: '<b>', parse_mode: 'HTML' },
      'call: text is no HTML that Telegram reads',
    ],
    ['with too many bytes', { rows: [[{ data: '가나' }]] }, 'call: rows[0][0].data has 6 bytes, not 1-4'],
    ['with too many rows', { rows: [[], [], []] }, 'call: rows is over 2'],
    [
      'with an unknown field deep inside',
      { rows: [[{ data: 'x', y: 1 }]] },
      'call: rows[0][0].y is not known',
    ],
    ['with a scope that is none', { scope: { type: 'none' } }, 'call: scope.type is not all'],
    ['with a scope that lacks its chat', { scope: { type: 'chat' } }, 'call: scope.type is not all'],
  ])('%s is found', (_, change, what) => {
    expect(telegramFaults(change)).toEqual([what]);
  });

  it('of another name is found, and an answer of another kind is told', () => {
    expect(telegramFaults({}, { path: 'shout' })).toEqual(['call: there is no such method']);
    const answer = { ok: true, result: { id: 'x' } };
    expect(telegramFaults({}, { answer })).toEqual(['answer: result.id is no Integer']);
  });
});
