import { beforeEach, describe, expect, it } from 'vitest';
import { createFlood, type Flood } from '../../../src/chat/telegram/flood.js';
import type { Lane } from '../../../src/chat/telegram/pace.js';
import { DeskError } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';

const PERSON = 7001;
const GROUP = -100_500;

let clock: ManualClock;
let flood: Flood;
let stopping: AbortController;
/** What went out, and when. */
let made: { what: string; at: number }[];

beforeEach(() => {
  clock = manualClock();
  stopping = new AbortController();
  flood = createFlood(clock, stopping.signal);
  made = [];
});

const note = (what: string) => async () => void made.push({ what, at: clock.monotonic() });

function send(chat: number, what: string, lane: Lane = 'answer'): Promise<void> {
  return flood.send({ chat, lane }, note(what));
}

const sendMany = (chat: number, count: number, lane: Lane = 'answer') =>
  Promise.all(Array.from({ length: count }, (_, n) => send(chat, `${chat}/${n}`, lane)));

/** The most calls in any window of this length. */
function densest(spanMs: number): number {
  return Math.max(...made.map(({ at }) => made.filter(one => one.at >= at && one.at < at + spanMs).length));
}

describe('the pace', () => {
  it('lets five messages into a private chat at once, then one a second, in order', async () => {
    void sendMany(PERSON, 8);
    await clock.advance(0);
    expect(made).toHaveLength(5);
    await clock.advance(999);
    expect(made).toHaveLength(5);
    await clock.advance(1);
    expect(made).toHaveLength(6);
    await clock.advance(2000);
    expect(made.map(({ what }) => what)).toEqual(Array.from({ length: 8 }, (_, n) => `${PERSON}/${n}`));
  });

  it('never lets more than 20 messages a minute into a group', async () => {
    void sendMany(GROUP, 60);
    await clock.advance(300_000);
    expect(made).toHaveLength(60);
    expect(densest(60_001)).toBe(20);
  });

  it('never lets more than 30 messages a second out over all', async () => {
    for (let chat = 1; chat <= 100; chat += 1) void send(chat, `to ${chat}`);
    await clock.advance(5000);
    expect(made).toHaveLength(100);
    expect(densest(1000)).toBeLessThanOrEqual(30);
  });

  it('does not let one chat wait for another', async () => {
    void sendMany(GROUP, 20);
    await clock.advance(0);
    void send(PERSON, 'mine');
    await clock.advance(200);
    expect(made.map(({ what }) => what)).toContain('mine');
  });
});

describe('the lanes', () => {
  it('let an answer go ahead of alerts that wait in the same chat', async () => {
    void sendMany(GROUP, 10, 'update');
    await clock.advance(0);
    void send(GROUP, 'answer');
    await clock.advance(4000);
    expect(made[5]?.what).toBe('answer');
  });

  it('make of several edits of a message that wait only the newest', async () => {
    void sendMany(GROUP, 5);
    await clock.advance(0);
    const edit = (text: string, lane: Lane) =>
      flood.edit({ chat: GROUP, lane }, 9, async () => {
        await note(text)();
        return true;
      });
    const ends = ['접수', '부분체결', '체결'].map(text => edit(text, 'update'));
    await clock.advance(4000);
    // The first of them had begun to wait for its turn already.
    await clock.advance(4000);
    expect(await Promise.all(ends)).toEqual(['edited', 'superseded', 'edited']);
    expect(made.slice(5).map(({ what }) => what)).toEqual(['접수', '체결']);
  });

  it('never let an older edit of an update arrive after a newer answer', async () => {
    void sendMany(GROUP, 6, 'update');
    await clock.advance(0);
    const older = flood.edit({ chat: GROUP, lane: 'update' }, 9, async () => true);
    const newer = flood.edit({ chat: GROUP, lane: 'answer' }, 9, async () => true);
    await clock.advance(8000);
    expect(await Promise.all([older, newer])).toEqual(['superseded', 'edited']);
  });
});

describe('a failure', () => {
  const refused = (seconds: number) => new DeskError('rateLimited', '429', { retryAfterMs: seconds * 1000 });

  it('by 429 closes that chat for as long as Telegram asks, and no other', async () => {
    let isFirst = true;
    void flood.send({ chat: PERSON, lane: 'answer' }, async () => {
      if (isFirst) {
        isFirst = false;
        throw refused(7);
      }
      await note('again')();
    });
    void send(PERSON, 'next');
    void send(8002, 'other');
    await clock.advance(6999);
    expect(made.map(({ what }) => what)).toEqual(['other']);
    await clock.advance(1);
    expect(made.map(({ what }) => what)).toEqual(['other', 'again', 'next']);
  });

  it('by 429 that would cost more than 30 s refuses what comes after it, without a call', async () => {
    const closed = flood.send({ chat: PERSON, lane: 'answer' }, async () => {
      throw refused(31);
    });
    await expect(closed).rejects.toMatchObject({ kind: 'rateLimited' });
    await expect(send(PERSON, 'next')).rejects.toMatchObject({ kind: 'rateLimited' });
    expect(made).toEqual([]);
    await clock.advance(1000);
    void send(PERSON, 'later');
    await clock.advance(30_000);
    expect(made.map(({ what }) => what)).toEqual(['later']);
  });

  it('ends as the call did, and the next one goes on', async () => {
    const bad = flood.send({ chat: PERSON, lane: 'answer' }, async () => {
      throw new DeskError('refused', 'kicked');
    });
    const good = send(PERSON, 'good');
    await expect(bad).rejects.toMatchObject({ kind: 'refused' });
    await good;
    expect(made.map(({ what }) => what)).toEqual(['good']);
  });
});

it('refuses what does not fit: more than 200 in one chat', async () => {
  const all = Array.from({ length: 202 }, (_, n) => send(GROUP, String(n)).catch(error => error));
  await expect(all[201]).resolves.toMatchObject({ kind: 'busy' });
  await expect(send(PERSON, 'elsewhere')).resolves.toBeUndefined();
});

it('lets go of everybody who waits when the program stops', async () => {
  const all = Array.from({ length: 7 }, (_, n) => send(PERSON, String(n)).catch(error => error));
  await clock.advance(0);
  stopping.abort();
  await expect(all[6]).resolves.toMatchObject({ kind: 'cancelled' });
  expect(clock.sleepers).toBe(0);
});

it('lets an alert out even after the stop, if it need not wait', async () => {
  stopping.abort();
  await send(PERSON, 'stopped', 'update');
  expect(made).toHaveLength(1);
});
