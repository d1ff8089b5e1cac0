import { afterEach, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../support/clock.js';
import { type FakeDiscord, fakeDiscord } from '../support/fake-discord.js';
import { callsAreNotNoted } from '../support/platform-calls.js';

callsAreNotNoted();

const MINSU = '700000000000000007';
let clock = manualClock();
let server: FakeDiscord;

beforeEach(async () => {
  clock = manualClock();
  server = await fakeDiscord({ now: clock.now });
});
afterEach(() => server.close());

async function post(path: string, body: object): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${server.url}/v10${path}`, {
    method: 'POST',
    headers: { authorization: `Bot ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

const idOf = ({ json }: { json: unknown }) =>
  typeof json === 'object' && json !== null && 'id' in json ? String(json.id) : '';
const words = (content: string, nonce: string) => ({
  content,
  nonce,
  enforce_nonce: true,
  allowed_mentions: { parse: [] },
});

it('the channel with a person is the same each time it is asked for, and another for each person', async () => {
  const first = await post('/users/@me/channels', { recipient_id: MINSU });
  expect(first).toMatchObject({ status: 200, json: { type: 1, recipients: [{ id: MINSU }] } });
  expect(idOf(await post('/users/@me/channels', { recipient_id: MINSU }))).toBe(idOf(first));
  expect(idOf(await post('/users/@me/channels', { recipient_id: '7' }))).not.toBe(idOf(first));
  expect(await post('/users/@me/channels', { recipient_id: 'minsu' })).toMatchObject({ status: 400 });
  expect(server.violations.splice(0)).toHaveLength(1);
});

it('a channel that was not asked for cannot be written to, nor can a person who takes no messages', async () => {
  expect(await post('/channels/5/messages', words('x', 'a'))).toMatchObject({ json: { code: 50_001 } });
  const room = idOf(await post('/users/@me/channels', { recipient_id: MINSU }));
  server.closeTo(MINSU);
  const refused = await post(`/channels/${room}/messages`, words('x', 'a'));
  expect(refused).toMatchObject({ status: 403, json: { code: 50_007 } });
  expect(server.postedTo(MINSU)).toEqual([]);
});

it('a nonce gives back the message that bore it, in whatever channel, for three minutes', async () => {
  const room = idOf(await post('/users/@me/channels', { recipient_id: MINSU }));
  const first = await post(`/channels/${server.channelId}/messages`, words('x', 'one'));
  expect(idOf(await post(`/channels/${room}/messages`, words('x', 'one')))).toBe(idOf(first));
  clock.step(3 * 60_000);
  expect(idOf(await post(`/channels/${room}/messages`, words('x', 'one')))).not.toBe(idOf(first));
  expect(server.posted).toHaveLength(1);
  expect(server.postedTo(MINSU)).toHaveLength(1);
});

it('off the net refuses connections, and is found again at the same address', async () => {
  const send = (nonce: string) => post(`/channels/${server.channelId}/messages`, words('x', nonce));
  await server.plug.pull();
  await expect(send('a')).rejects.toThrow();
  await server.plug.push();
  expect((await send('b')).status).toBe(200);
  expect(server.posted).toHaveLength(1);
});

it.each([
  ['silence', 0],
  ['hang', 1],
] as const)('made to answer with %s has done %i of what it was asked', async (answer, done) => {
  server.fail({ on: 'POST', answer, times: 1 });
  const signal = AbortSignal.timeout(60);
  const call = fetch(`${server.url}/v10/channels/${server.channelId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(words('x', 'a')),
    signal,
  });
  await expect(call).rejects.toThrow();
  expect(server.posted).toHaveLength(done);
});
