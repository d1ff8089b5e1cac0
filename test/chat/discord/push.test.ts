import { describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

describe('an alert', () => {
  it('is posted to the alert channel, mentioning nobody', async () => {
    await rig.platform.start();
    await rig.platform.push(card({ title: '토큰 갱신 실패 @everyone' }));
    expect(rig.server.posted[0]?.body).toMatchObject({
      embeds: [{ title: '\\[데모\\] 토큰 갱신 실패 \\@everyone' }],
      allowed_mentions: { parse: [] },
      enforce_nonce: true,
    });
  });

  it('whose answer is lost is there once, though it was sent twice', async () => {
    await rig.platform.start();
    rig.server.fail({ on: 'POST /channels', answer: 'lost', times: 1 });
    const pushed = rig.platform.push(card());
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await pushed;
    expect(rig.callsOf('POST /channels')).toHaveLength(2);
    expect(rig.server.posted).toHaveLength(1);
    await rig.platform.push(card());
    expect(rig.server.posted).toHaveLength(2);
  });

  it('waits as long as Discord asks, and rejects when that is over 30 s', async () => {
    await rig.platform.start();
    rig.server.fail({ on: 'POST /channels', answer: 429, retryAfter: 5, times: 1 });
    const pushed = rig.platform.push(card());
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(5100);
    await pushed;
    rig.server.fail({ on: 'POST /channels', answer: 429, retryAfter: 40 });
    await expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'rateLimited' });
  });

  it('rejects when there is no channel, or no connection', async () => {
    await expect(rig.build({ alertChannelId: undefined }).push(card())).rejects.toMatchObject({
      kind: 'notOffered',
    });
    await expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('refused with 401 makes the platform log in anew and speak again', async () => {
    await rig.platform.start();
    rig.server.fail({ on: 'POST /channels', answer: 401, times: 1 });
    await expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'credentials' });
    await rig.state('lost');
    await rig.clock.advance(1000);
    await rig.state('connected');
    await rig.platform.push(card());
    expect(rig.server.posted).toHaveLength(1);
  });
});
