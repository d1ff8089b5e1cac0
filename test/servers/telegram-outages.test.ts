import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeTelegram, fakeTelegram } from '../support/fake-telegram.js';
import { callsAreNotNoted } from '../support/platform-calls.js';

callsAreNotNoted();

let server: FakeTelegram;

beforeEach(async () => {
  server = await fakeTelegram({ now: () => 0 });
});
afterEach(() => server.close());

const send = (signal?: AbortSignal) =>
  fetch(`${server.url}/bot${server.token}/sendMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: 7001, text: 'x' }),
    ...(signal ? { signal } : {}),
  });

it.each([
  ['silence', 0],
  ['hang', 1],
  ['reset', 0],
  ['lost', 1],
] as const)('made to answer with %s has done %i of what it was asked', async (answer, done) => {
  server.fail({ method: '*', answer, times: 1 });
  await expect(send(AbortSignal.timeout(60))).rejects.toThrow();
  expect(server.shown).toHaveLength(done);
});

it('behind a proxy that answers with its own page has done what it was asked', async () => {
  server.fail({ method: 'sendMessage', answer: 'page', times: 1 });
  const response = await send();
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('<h1>');
  expect(server.shown).toHaveLength(1);
});

it('a person who blocked the bot gets nothing', async () => {
  server.block(7001);
  expect(await (await send()).json()).toMatchObject({ ok: false, error_code: 403 });
  expect(server.shown).toEqual([]);
});

it('off the net refuses connections, and is found again at the same address', async () => {
  await server.plug.pull();
  await expect(send()).rejects.toThrow();
  await server.plug.push();
  expect((await send()).status).toBe(200);
});
