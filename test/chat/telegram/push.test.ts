import { describe, expect, it } from 'vitest';
import { card, until } from '../../support/fake-desk.js';
import { ALERTS, telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

describe('an alert', () => {
  it('goes to the alert chat', async () => {
    await rig.platform.push(card({ visibility: 'public' }));
    expect(rig.server.shown[0]).toMatchObject({
      chatId: Number(ALERTS),
      payload: { protect_content: false },
    });
  });

  it('rejects when there is no alert chat', async () => {
    await expect(rig.build({ alertChatId: undefined }).push(card())).rejects.toMatchObject({
      kind: 'notOffered',
    });
  });

  it('rejects without waiting when Telegram asks for more patience than 30 s', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 429, retryAfter: 31 });
    await expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'rateLimited' });
    expect(rig.clock.sleepers).toBe(0);
  });

  it('is tried four times while the server fails, then rejects', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 502 });
    const rejected = expect(rig.platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
    for (const [attempt, wait] of [1000, 2000, 4000].entries()) {
      await until(
        () => rig.callsOf('sendMessage').length === attempt + 1 && rig.clock.sleepers === 1,
        'a wait',
      );
      await rig.clock.advance(wait);
    }
    await rejected;
    expect(rig.callsOf('sendMessage')).toHaveLength(4);
  });
});
