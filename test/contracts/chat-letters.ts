import { beforeEach, expect, test } from 'vitest';
import type { Destination, Reply } from '../../src/core/index.js';
import { until } from '../support/fake-desk.js';
import { type Seat, SITTERS, type Standing } from './chat-seat.js';

/** What must be true of what the desk says unasked, wherever it says it. Called inside of a `describe`. */

const KEY = /^[\w-]{1,22}$/;
let letters = 0;
let key = '';

function letter(change: Partial<Reply> = {}): Reply {
  return {
    title: `알림 ${key}`,
    stamp: 'paper',
    tone: 'warning',
    visibility: 'public',
    blocks: [
      { kind: 'notice', tone: 'warning', text: `토큰 갱신 실패 <b> & @everyone **${key}**` },
      { kind: 'buttons', buttons: [{ id: `B${key}`, label: `눌러 ${key}`, style: 'primary' }] },
    ],
    ...change,
  };
}

/** Posts one; what is new at the destination. */
async function send(
  seat: Seat,
  reply: Reply,
  how: { silent?: boolean; plain?: boolean; to?: Destination } = {},
): Promise<readonly Standing[]> {
  const { silent = false, plain = false, to = alertPlace(seat) } = how;
  const before = seat.platform === 'console' ? 0 : seat.standing(to).length;
  await seat.chat.post(to, reply, { key, silent, plain });
  const added = () => seat.standing(to).slice(before);
  await until(() => textIn(added()).includes(key), 'the letter');
  return added();
}

function alertPlace({ chat, platform }: Seat): Destination {
  if (chat.alertPlace === undefined) throw new Error('no place for alerts');
  return { platform, kind: 'place', id: chat.alertPlace };
}

const textIn = (standing: readonly Standing[]) => standing.map(({ seen }) => seen.text()).join('\n');
const times = (text: string, part: string) => text.split(part).length - 1;

export function describeLetters(seatNow: () => Seat): void {
  let seat: Seat;
  beforeEach(() => {
    seat = seatNow();
    letters += 1;
    key = `letter-${letters}`;
    expect(key).toMatch(KEY);
  });

  test('an unasked letter stands at the alert place word for word, and notifies', async () => {
    const standing = await send(seat, letter());
    expect(textIn(standing)).toContain(`[모의] 알림 ${key}`);
    expect(textIn(standing)).toContain(`토큰 갱신 실패 <b> & @everyone **${key}**`);
    expect(standing.at(-1)?.seen.buttons()).toContain(`눌러 ${key}`);
    if (seat.platform !== 'console') expect(standing.map(({ isSilent }) => isSilent)).toEqual([false]);
  });

  test('a silent letter is silent', async () => {
    const standing = await send(seat, letter(), { silent: true });
    expect(standing.map(({ isSilent }) => isSilent)).toEqual([true]);
  });

  test('the button of a letter reaches the desk as a press', async () => {
    const standing = await send(seat, letter());
    const last = standing.at(-1);
    if (!last) throw new Error('no letter');
    const answer = await seat.press('owner', last.seen, `눌러 ${key}`);
    expect(answer.text()).toContain('만료된 버튼입니다');
  });

  test('a letter is found again by what the post resolves to', async () => {
    const to = alertPlace(seat);
    const card = await seat.chat.post(to, letter(), { key, silent: true, plain: false });
    if (!card) throw new Error('nowhere');
    expect(card.platform).toBe(seat.platform);
    await seat.chat.rewrite(card, letter({ title: `복구 ${key}`, blocks: [] }));
    await until(() => textIn(seat.standing(to)).includes(`복구 ${key}`), 'the new words');
    if (seat.platform === 'console') return;
    expect(textIn(seat.standing(to))).not.toContain(`알림 ${key}`);
  });

  test('a letter that is posted again under its key stands once, where keys mean something', async () => {
    const to = alertPlace(seat);
    const how = { key, silent: false, plain: false };
    const first = await seat.chat.post(to, letter(), how);
    if (seat.chat.sameKeyMs > 0) expect(await seat.chat.post(to, letter(), how)).toEqual(first);
    await until(() => textIn(seat.standing(to)).includes(key), 'the letter');
    expect(times(textIn(seat.standing(to)), `알림 ${key}`)).toBe(1);
  });

  test.each([false, true])('what is too long is split, and nothing of it is cut (plain: %s)', async plain => {
    const lines = Array.from({ length: 250 }, (_, i) => `${key} ${i}번째 줄: 1,234,567원 <&> @everyone`);
    const blocks = [{ kind: 'text', text: lines.join('\n') }] as const;
    const standing = await send(seat, letter({ blocks, footer: `끝 ${key}` }), { plain });
    if (seat.platform !== 'console') expect(standing.length).toBeGreaterThan(1);
    await until(() => textIn(standing).includes(`끝 ${key}`), 'the end');
    for (const line of lines) expect(textIn(standing)).toContain(line);
  });

  test('markup that the platform refuses costs no word', async () => {
    seat.refuseMarkup?.();
    expect(textIn(await send(seat, letter()))).toContain(`토큰 갱신 실패 <b> & @everyone **${key}**`);
  });

  test('the words alone have no buttons', async () => {
    const standing = await send(seat, letter(), { plain: true });
    if (seat.platform === 'console') return;
    expect(standing.flatMap(({ seen }) => seen.buttons())).toEqual([]);
    expect(textIn(standing)).toContain(`토큰 갱신 실패 <b> & @everyone **${key}**`);
  });

  test('a letter to a person stands in their own chat, or there is no way to one', async () => {
    const to: Destination = { platform: seat.platform, kind: 'person', id: SITTERS.owner };
    if (seat.platform === 'console') {
      const refused = seat.chat.post(to, letter(), { key, silent: false, plain: false });
      return expect(refused).rejects.toMatchObject({ kind: 'notOffered', detail: { posted: 'no' } });
    }
    const standing = await send(seat, letter(), { to });
    expect(textIn(standing)).toContain(`알림 ${key}`);
    expect(textIn(seat.standing(alertPlace(seat)))).not.toContain(`알림 ${key}`);
    const last = standing.at(-1);
    if (!last) throw new Error('no letter');
    expect((await seat.press('owner', last.seen, `눌러 ${key}`)).text()).toContain('만료된 버튼입니다');
  });
}
