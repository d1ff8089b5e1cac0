import { beforeEach, describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

describe('one attempt', () => {
  beforeEach(() => rig.platform.start());

  it.each([
    [429, 'rateLimited', 0],
    [400, 'refused', 50_035],
    [403, 'refused', 50_013],
    [403, 'notOffered', 50_001],
    [404, 'notOffered', 10_003],
  ] as const)('answered with %s proves that nothing stands there (%s)', async (answer, kind, code) => {
    rig.server.fail({ on: 'POST /channels', answer, code, retryAfter: 5, times: 1 });
    const fault = await rig.post().catch(error => error);
    expect(fault).toMatchObject({ kind, detail: { posted: 'no' } });
    if (answer === 429) expect(fault.detail['retryAfterMs']).toBeGreaterThanOrEqual(5000);
    expect(rig.callsOf('POST /channels')).toHaveLength(1);
    expect(rig.clock.sleepers).toBe(0);
  });

  it.each([500, 503, 504, 'reset', 'lost'] as const)('that ends with %s proves nothing', async answer => {
    rig.server.fail({ on: 'POST /channels', answer, times: 1 });
    const fault = await rig.post().catch(error => error);
    expect(fault.kind).toBe('unavailable');
    expect(fault.detail['posted']).toBeUndefined();
    expect(rig.callsOf('POST /channels')).toHaveLength(1);
    await rig.post();
    expect(rig.server.posted).toHaveLength(1);
  });

  it.each(['silence', 'hang'] as const)('that nobody answers (%s) is over after 15 s', async answer => {
    rig.server.fail({ on: 'POST /channels', answer, times: 1 });
    const posted = rig.post().catch(error => error);
    await until(() => rig.callsOf('POST /channels').length === 1 && rig.clock.sleepers === 1, 'the call');
    await rig.clock.advance(15_000);
    const fault = await posted;
    expect(fault.kind).toBe('timeout');
    expect(fault.detail['posted']).toBeUndefined();
    await rig.post();
    expect(rig.server.posted).toHaveLength(1);
  });

  it('that finds Discord off the net proves that nothing stands there', async () => {
    await rig.server.plug.pull();
    await rig.state('lost');
    await expect(rig.post()).rejects.toMatchObject({ kind: 'unavailable', detail: { posted: 'no' } });
    await rig.server.plug.push();
  });

  it('refused with 401 makes the platform log in anew and speak again', async () => {
    rig.server.fail({ on: 'POST /channels', answer: 401, times: 1 });
    await expect(rig.post()).rejects.toMatchObject({ kind: 'credentials', detail: { posted: 'no' } });
    await rig.state('lost');
    await rig.clock.advance(1000);
    await rig.state('connected');
    await rig.post();
    expect(rig.server.posted).toHaveLength(1);
  });
});

it('before there is a connection nothing is posted, and the alert channel is known', async () => {
  await expect(rig.post()).rejects.toMatchObject({ kind: 'unavailable', detail: { posted: 'no' } });
  expect(rig.platform.alertPlace).toBe(rig.server.channelId);
  expect(rig.build({ alertChannelId: undefined }).alertPlace).toBeUndefined();
});

it('50 letters under resets, lost answers, 5xx and silence, repeated until they stand, stand once each', async () => {
  await rig.platform.start();
  const faults = ['lost', 500, 'reset', 503, 'hang', 'lost', 504, 'silence'] as const;
  for (let n = 0; n < 50; n += 1) {
    const key = `letter-${n}`;
    const answer = faults[n % faults.length] ?? 'lost';
    rig.server.fail({ on: 'POST /channels', answer, times: 1 + (n % 3) });
    for (let attempt = 0; ; attempt += 1) {
      const calls = rig.callsOf('POST /channels').length;
      const posted = rig.post(card({ title: key }), { key }).then(
        () => true,
        () => false,
      );
      if (answer === 'hang' || answer === 'silence') {
        await until(() => rig.callsOf('POST /channels').length > calls, 'the call');
        await rig.clock.advance(15_000);
      }
      if (await posted) break;
      await rig.clock.advance(1000 * 2 ** attempt);
    }
    rig.server.heal();
  }
  const titles = rig.server.posted.map(({ body }) => JSON.stringify(body['embeds']));
  expect(titles).toHaveLength(50);
  expect(new Set(titles).size).toBe(50);
});
