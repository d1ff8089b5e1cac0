import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../../commands/index.js';
import type { Dispatcher, Inbound } from '../../../src/core/index.js';
import { replySchema } from '../../../src/gateway/desk/reply-json.js';
import { openDesk, PERSON, placeOn } from '../../support/desk.js';
import { openGatewayRig } from '../../support/gateway-rig.js';

/** The real dispatcher, which takes whoever comes over HTTP for a listed person who may look. */
async function open(over: Partial<Dispatcher> = {}) {
  const desk = openDesk();
  const heard: Inbound[] = [];
  const answered: Inbound[] = [];
  const rig = await openGatewayRig({
    commands: COMMANDS,
    clock: desk.clock,
    dispatcher: {
      ...desk.dispatcher,
      handle(inbound) {
        heard.push(inbound);
        const who = { userId: PERSON, name: '아빠' };
        return desk.dispatcher.handle({
          ...inbound,
          platform: 'discord',
          who,
          where: placeOn('discord', true),
        });
      },
      answered: inbound => void answered.push(inbound),
      ...over,
    },
  });
  onTestFinished(() => rig.close());
  const key = { 'x-api-key': rig.parts.keys.add('reader', ['read']) };
  const run = (name: string, body: unknown = {}) => rig.send('POST', `/api/v1/commands/${name}`, body, key);
  return { rig, key, heard, answered, run };
}

const answer = z.object({ reply: replySchema });

it('runs a command as its key and gives the reply as data', async () => {
  const { run, heard, answered } = await open();
  const told = await run('price', { args: { symbol: '005930' } });
  expect(told.status).toBe(200);
  const { reply } = answer.parse(told.json);
  expect(reply.title).toContain('삼성전자');
  const { eventId = '', ...inbound } = heard[0] ?? {};
  expect(eventId).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(inbound).toEqual({
    platform: 'web',
    who: { userId: 'key:reader', name: 'reader' },
    where: { platform: 'web', id: 'key:reader', group: undefined, kind: 'private' },
    sentAt: heard[0]?.sentAt,
    content: { kind: 'command', name: 'price', options: { symbol: '005930' } },
  });
  expect(answered).toEqual(heard);
  await run('price', { args: { symbol: '005930' } });
  expect(heard[1]?.eventId).not.toBe(eventId);
});

it('what the command itself refuses is an answer, and what is no such command is none', async () => {
  const { run, heard } = await open();
  const denied = answer.parse((await run('halt')).json);
  expect(denied.reply).toMatchObject({ tone: 'warning', title: '권한이 없습니다' });
  expect(heard).toHaveLength(1);
  expect((await run('rm')).status).toBe(404);
  expect((await run('constructor')).status).toBe(404);
  expect((await run('PRICE')).status).toBe(400);
  expect((await run('price')).status).toBe(400);
  expect((await run('price', { args: { symbol: '005930', extra: '1' } })).status).toBe(400);
  expect((await run('price', { args: { symbol: 5930 } })).status).toBe(400);
  expect((await run('price', { symbol: '005930' })).status).toBe(400);
  expect(heard).toHaveLength(1);
});

it('whoever the desk does not let in is denied', async () => {
  const { run, rig } = await open({ handle: async () => ({ kind: 'refused' }) });
  expect((await run('status')).status).toBe(403);
  expect((await rig.send('POST', '/api/v1/commands/status', {})).status).toBe(403);
});

it('lists the allow-list', async () => {
  const { rig, key } = await open();
  const { json } = await rig.get('/api/v1/commands', key);
  const { commands } = z.object({ commands: z.array(z.looseObject({ name: z.string() })) }).parse(json);
  expect(commands.map(({ name }) => name)).toEqual(COMMANDS.map(({ name }) => name));
  expect(commands.find(({ name }) => name === 'price')).toMatchObject({
    access: 'view',
    usage: { ko: '/price <종목>' },
    args: [{ name: 'symbol', kind: 'symbol', required: true }],
  });
});
