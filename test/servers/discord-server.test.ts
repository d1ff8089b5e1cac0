import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../support/clock.js';
import { type FakeDiscord, fakeDiscord } from '../support/fake-discord.js';
import { callsAreNotNoted } from '../support/platform-calls.js';

callsAreNotNoted();

let clock = manualClock();
let server: FakeDiscord;

beforeEach(async () => {
  clock = manualClock();
  server = await fakeDiscord({ now: clock.now });
});
afterEach(() => server.close());

const QUIET = { allowed_mentions: { parse: [] } };
const words = (content: string) => ({ content, ...QUIET });

async function call(method: string, path: string, body?: unknown, token = server.token) {
  const response = await fetch(`${server.url}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, json, headers: response.headers };
}

const messages = () => `/channels/${server.channelId}/messages`;
const callback = ({ id, token }: { id: string; token: string }) => `/interactions/${id}/${token}/callback`;
const original = ({ token }: { token: string }) => `/webhooks/900000000000000001/${token}/messages/@original`;
const DEFER = { type: 5, data: { flags: 64 } };

describe('an interaction', () => {
  it('is acknowledged once, and within 3 s', async () => {
    const asked = server.command('balance');
    clock.step(3000);
    expect((await call('POST', callback(asked), DEFER)).status).toBe(204);
    expect(await call('POST', callback(asked), DEFER)).toMatchObject({ status: 400, json: { code: 40_060 } });
    const late = server.command('balance');
    clock.step(3001);
    expect(await call('POST', callback(late), DEFER)).toMatchObject({ status: 404, json: { code: 10_062 } });
    expect(server.violations).toHaveLength(2);
  });

  it('that nobody caused is unknown', async () => {
    const answer = await call('POST', callback({ id: '1', token: 'guessed' }), DEFER);
    expect(answer).toMatchObject({ status: 404, json: { code: 10_062 } });
  });

  it('can be spoken through for 15 minutes, and not before it was acknowledged', async () => {
    const asked = server.command('balance');
    expect((await call('PATCH', original(asked), words('x'))).status).toBe(401);
    await call('POST', callback(asked), DEFER);
    clock.step(15 * 60_000);
    expect((await call('PATCH', original(asked), words('x'))).status).toBe(200);
    clock.step(1);
    expect(await call('PATCH', original(asked), words('y'))).toMatchObject({
      status: 401,
      json: { code: 50_027 },
    });
  });

  it('answered in private cannot be edited by the channel’s own call', async () => {
    const asked = server.command('balance');
    await call('POST', callback(asked), DEFER);
    await call('PATCH', original(asked), words('x'));
    const edit = await call('PATCH', `${messages()}/${asked.original?.id}`, words('y'));
    expect(edit).toMatchObject({ status: 404, json: { code: 10_008 } });
    expect(asked.original?.edits).toBe(0);
  });
});

describe('a message', () => {
  it('with an enforced nonce is there once, as long as Discord remembers it', async () => {
    const body = { ...words('x'), nonce: 'n', enforce_nonce: true };
    const [one, two] = [await call('POST', messages(), body), await call('POST', messages(), body)];
    expect(one.json).toEqual(two.json);
    clock.step(3 * 60_000);
    await call('POST', messages(), body);
    expect(server.posted).toHaveLength(2);
  });

  it('that is refused is counted, and so is what the test asked to fail not', async () => {
    await call('POST', messages(), {});
    server.fail({ on: 'POST /channels', answer: 400, times: 1 });
    await call('POST', messages(), {});
    expect(server.violations).toEqual([expect.stringContaining('50006')]);
  });
});

describe('rates', () => {
  it('are not kept unless asked for', async () => {
    for (let i = 0; i < 60; i += 1) expect((await call('GET', '/gateway/bot')).status).toBe(200);
  });

  it('of all calls are answered with 429 and the time to wait, interactions aside', async () => {
    server.limits.global({ calls: 2, perMs: 1000 });
    await call('GET', '/gateway/bot');
    clock.step(400);
    await call('GET', '/gateway/bot');
    const third = await call('GET', '/gateway/bot');
    expect(third).toMatchObject({ status: 429, json: { retry_after: 0.6, global: true } });
    expect(third.headers.get('retry-after')).toBe('1');
    const asked = server.command('balance');
    expect((await call('POST', callback(asked), DEFER)).status).toBe(204);
    clock.step(600);
    expect((await call('GET', '/gateway/bot')).status).toBe(200);
    expect(server.violations).toEqual([]);
  });

  it('of one route leave the others alone', async () => {
    server.limits.route('POST /channels/', { calls: 1, perMs: 5000 });
    await call('POST', messages(), words('a'));
    const second = await call('POST', messages(), words('b'));
    expect(second).toMatchObject({ status: 429, json: { retry_after: 5, global: false } });
    expect((await call('GET', '/gateway/bot')).status).toBe(200);
    expect(server.posted).toHaveLength(1);
    expect(server.limits.invalidRequests).toBe(1);
  });

  it('count what is refused with 401, 403 and 429, and 10,000 in ten minutes shut the bot out', async () => {
    await call('GET', '/gateway/bot', undefined, 'wrong');
    await call('POST', '/channels/5/messages', words('x'));
    expect(server.limits.invalidRequests).toBe(2);
    for (let i = 2; i < 10_000; i += 1) server.limits.refused(403);
    expect((await call('GET', '/gateway/bot')).status).toBe(429);
    expect(server.violations).toHaveLength(1);
    clock.step(10 * 60_000);
    expect((await call('GET', '/gateway/bot')).status).toBe(200);
  });
});
