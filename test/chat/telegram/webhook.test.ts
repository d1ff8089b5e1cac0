import { createServer, request } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/index.js';
import { until } from '../../support/fake-desk.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const SECRET = 'a-secret_of-16-or-more';
const URL_GIVEN = 'https://desk.example.com/telegram/hook';
const PATH = '/telegram/hook';
let port: number;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

const webhook = () => ({ url: URL_GIVEN, port, secret: new Secret(SECRET) });

beforeEach(async () => {
  port = await freePort();
  rig.server.proxy = `http://127.0.0.1:${port}`;
  rig.platform = rig.build({ webhook: webhook() });
});

/** The status of the answer to a call from anywhere. */
function call(
  change: { method?: string; path?: string; secret?: string | undefined; body?: string | Buffer } = {},
) {
  const { method = 'POST', path = PATH, body = '{"update_id":1}' } = change;
  const secret = 'secret' in change ? change.secret : SECRET;
  const headers = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret };
  return new Promise<number>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What the server says of the delivery. */
async function info(): Promise<string> {
  const { url, token } = rig.server;
  return (await fetch(`${url}/bot${token}/getWebhookInfo`)).text();
}

const looks = () => rig.callsOf('getWebhookInfo').length;

describe('delivery by calls', () => {
  it('is asked for with the secret, for messages and presses alone, on few connections', async () => {
    await rig.platform.start();
    expect(rig.callsOf('setWebhook').map(({ payload }) => payload)).toEqual([
      {
        url: URL_GIVEN,
        secret_token: SECRET,
        allowed_updates: ['message', 'callback_query'],
        max_connections: 4,
      },
    ]);
    expect(rig.callsOf('getUpdates')).toEqual([]);
    expect(rig.platform.status().state).toBe('connected');
  });

  it('answers commands and presses', async () => {
    await rig.platform.start();
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
    const [card] = rig.server.shown;
    if (!card) throw new Error('no card');
    const id = rig.server.press(card, 'again');
    await until(() => rig.desk.received.length === 2, 'the press');
    expect(rig.server.answered.has(id)).toBe(true);
    await until(() => rig.server.pending.length === 0, 'both confirmed');
  });

  it('confirms an update once it is written down; until then it is delivered again, and handled once', async () => {
    let write: () => void = () => undefined;
    rig.desk.taking = () =>
      new Promise(resolve => {
        write = resolve;
      });
    await rig.platform.start();
    rig.server.say('/balance');
    await until(() => rig.desk.received.length === 1 && rig.clock.sleepers === 2, 'the command');
    await rig.clock.advance(25_000);
    await until(async () => (await info()).includes('503'), 'the refusal');
    const again = rig.server.redeliver();
    expect(rig.server.pending).toHaveLength(1);
    await until(() => rig.clock.sleepers === 2, 'the second delivery');
    expect(rig.server.shown).toEqual([]);
    write();
    await again;
    expect(rig.server.pending).toEqual([]);
    expect(rig.desk.received).toHaveLength(1);
  });

  it('brings what waited while the program was away', async () => {
    await rig.platform.start();
    await rig.platform.stop();
    rig.server.say('/balance');
    await until(() => rig.server.pending.length === 1, 'a message that waits');
    rig.platform = rig.build({ webhook: webhook() });
    await rig.platform.start();
    await until(() => rig.server.shown.length === 1, 'an answer');
  });

  it('gives way to polling when it is not wanted any more', async () => {
    await rig.platform.start();
    await rig.platform.stop();
    rig.platform = rig.build();
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
  });

  it('passes over an update that makes no sense, for good', async () => {
    await rig.platform.start();
    rig.server.deliver({ message: { message_id: 9, date: 1, from: { id: 1, is_bot: false }, text: '/x' } });
    await until(() => rig.server.pending.length === 0, 'the confirmation');
    expect(rig.lines.filter(line => line.event === 'telegram.updateSkipped')).toHaveLength(1);
  });
});

describe('the address', () => {
  beforeEach(() => rig.platform.start());

  it.each([
    ['an update with the secret', {}, 200],
    ['another path', { path: '/' }, 404],
    ['a path below', { path: `${PATH}/x` }, 404],
    ['another method', { method: 'GET', body: '' }, 405],
    ['no secret', { secret: undefined }, 401],
    ['a wrong secret', { secret: SECRET.replace('a', 'b') }, 401],
    ['a shorter secret', { secret: SECRET.slice(1) }, 401],
    ['no JSON', { body: '{"update_id":' }, 400],
    ['JSON that is no update', { body: '[1]' }, 400],
    ['more than 1 MiB', { body: Buffer.alloc(1024 * 1024 + 1, 32) }, 413],
  ] as const)('answers to %s as it should', async (_, change, status) => {
    expect(await call(change)).toBe(status);
  });

  it('tells nothing of the secret in the log, and takes nothing without it', async () => {
    const update = { update_id: 9, message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' } } };
    expect(await call({ secret: 'wrong', body: JSON.stringify(update) })).toBe(401);
    expect(rig.desk.received).toEqual([]);
    expect(JSON.stringify(rig.lines)).not.toContain(SECRET);
  });
});

describe('a press, of which Telegram does not say when it was', () => {
  async function cardShown() {
    await rig.platform.start();
    rig.server.say('/balance');
    await until(() => rig.desk.answers.length === 1 && rig.server.pending.length === 0, 'a card');
    const [card] = rig.server.shown;
    if (!card) throw new Error('no card');
    return card;
  }

  it('counts from the last time when Telegram said that nothing waits', async () => {
    const card = await cardShown();
    await until(() => looks() === 1 && rig.clock.sleepers === 1, 'the first look');
    await rig.clock.advance(10_000);
    await until(() => looks() === 2 && rig.clock.sleepers === 1, 'the second look');
    const lookedAt = rig.clock.now();
    await rig.clock.advance(4000);
    rig.server.press(card, 'again');
    await until(() => rig.desk.received.length === 2, 'the press');
    expect(rig.desk.received[1]?.sentAt).toBe(lookedAt);
  });

  it('that could not be delivered for a while does not pass for new', async () => {
    const card = await cardShown();
    await until(() => looks() === 1 && rig.clock.sleepers === 1, 'the first look');
    const lookedAt = rig.clock.now();
    rig.server.proxy = 'http://127.0.0.1:1';
    rig.server.press(card, 'again');
    await rig.clock.advance(10_000);
    await until(() => looks() === 2 && rig.clock.sleepers === 1, 'the second look');
    await rig.clock.advance(9000);
    rig.server.proxy = `http://127.0.0.1:${port}`;
    await rig.server.redeliver();
    expect(rig.desk.received[1]?.sentAt).toBe(lookedAt);
  });
});

describe('trouble', () => {
  it('is told while Telegram cannot reach the address, and over when it can again', async () => {
    await rig.platform.start();
    await until(() => looks() === 1 && rig.clock.sleepers === 1, 'the first look');
    rig.server.proxy = 'http://127.0.0.1:1';
    rig.server.say('/balance');
    await rig.clock.advance(10_000);
    await until(() => rig.platform.status().state === 'lost', 'loss');
    expect(rig.platform.status().reason).toContain('웹훅에 닿지 못함');

    rig.server.proxy = `http://127.0.0.1:${port}`;
    await rig.server.redeliver();
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(10_000);
    await until(() => rig.platform.status().state === 'connected', 'recovery');
    expect(rig.changes.map(({ state }) => state)).toEqual(['connected', 'lost', 'connected']);
  });

  it('is told when another program takes the delivery over, which is then taken back', async () => {
    await rig.platform.start();
    await until(() => looks() === 1 && rig.clock.sleepers === 1, 'the first look');
    const { url, token } = rig.server;
    await fetch(`${url}/bot${token}/deleteWebhook`, { method: 'POST' });
    await rig.clock.advance(10_000);
    await until(() => rig.platform.status().state === 'lost', 'loss');
    expect(rig.platform.status().reason).toContain('웹훅');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await until(() => rig.callsOf('setWebhook').length === 2, 'the delivery taken back');
    await until(() => rig.platform.status().state === 'connected', 'recovery');
  });

  it('with the port is told, and nothing is thrown', async () => {
    const squatter = createServer();
    await new Promise<void>(resolve => squatter.listen(port, '127.0.0.1', resolve));
    await rig.platform.start();
    expect(rig.platform.status()).toMatchObject({ state: 'lost' });
    expect(rig.platform.status().reason).toContain('EADDRINUSE');
    await new Promise(resolve => squatter.close(resolve));
  });

  it('leaves no port open after the stop', async () => {
    await rig.platform.start();
    await rig.platform.stop();
    await expect(call()).rejects.toThrow('ECONNREFUSED');
    expect(rig.clock.sleepers).toBe(0);
  });
});
