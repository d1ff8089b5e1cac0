import { describe, expect, test } from 'vitest';
import type { Inbound, InboundContent, Place } from '../../../src/core/index.js';
import { openDesk, placeOn, replyOf, STRANGER, textOf } from '../../support/desk.js';

const NOT_LISTED = placeOn('telegram', false);
const chatOf = (id: string): Place => ({ platform: 'telegram', id, group: id, kind: 'private' });

function room(options: Parameters<typeof openDesk>[0] = {}) {
  const desk = openDesk({ roles: ['view', 'trade'], ...options });
  const owner = desk.members.find('discord', '1001');
  if (!owner) throw new Error('no owner');
  const code = () => desk.members.newCode(owner).code;
  const stranger = (content: InboundContent, over: Partial<Inbound> = {}) =>
    desk.dispatcher.handle(
      desk.inbound(content, {
        platform: 'telegram',
        who: { userId: STRANGER, name: 'x' },
        where: chatOf(STRANGER),
        ...over,
      }),
    );
  const say = (text: string, over?: Partial<Inbound>) => stranger({ kind: 'text', text }, over);
  const isKnown = () => desk.members.find('telegram', STRANGER) !== undefined;
  return { ...desk, code, stranger, say, isKnown };
}

describe('a stranger with the right code', () => {
  test.each([
    ['in a private chat with the bot', {}],
    ['in a listed group', { where: placeOn('telegram', true) }],
  ])('%s becomes the member, and is told so', async (_, over) => {
    const desk = room();
    const reply = replyOf(await desk.say(`/link ${desk.code()}`, over));
    expect([reply.title, reply.visibility]).toEqual(['연결했습니다', 'private']);
    expect(textOf(reply)).toContain('계정: discord:1001, telegram:9999');
    expect(desk.members.find('telegram', STRANGER)).toEqual(desk.members.find('discord', '1001'));
    expect(desk.notices).toMatchObject([{ draft: { title: '구성원에 계정이 연결되었습니다' } }]);
  });

  test('may use a typed option or the Korean name', async () => {
    for (const content of [
      (code: string) => ({ kind: 'command', name: 'link', options: { code } }) as const,
      (code: string) => ({ kind: 'text', text: `연결 ${code}` }) as const,
    ]) {
      const desk = room();
      expect(replyOf(await desk.stranger(content(desk.code()))).title).toBe('연결했습니다');
    }
  });

  test('delivered twice at once joins once and answers once', async () => {
    const desk = room();
    const text = `/link ${desk.code()}`;
    const outcomes = await Promise.all([
      desk.say(text, { eventId: 'same' }),
      desk.say(text, { eventId: 'same' }),
    ]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['ignored', 'reply']);
    expect(desk.notices).toHaveLength(1);
  });

  test.each([
    ['a group that is not listed', { where: NOT_LISTED }],
    ['the private chat of somebody else', { where: chatOf('1') }],
    ['another platform’s place', { where: placeOn('discord', true) }],
  ])('in %s stays a stranger, and the code stays good', async (_, over) => {
    const desk = room();
    const code = desk.code();
    expect(await desk.say(`/link ${code}`, over)).toEqual({ kind: 'refused' });
    expect(desk.isKnown()).toBe(false);
    expect(replyOf(await desk.say(`/link ${code}`)).title).toBe('연결했습니다');
  });

  test('on the platform where its owner is known already stays a stranger', async () => {
    const desk = room();
    const over = { platform: 'discord', where: placeOn('discord', true) } as const;
    expect(await desk.say(`/link ${desk.code()}`, over)).toEqual({ kind: 'refused' });
    expect(desk.members.find('discord', STRANGER)).toBeUndefined();
  });
});

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Every other one is a neighbour of the open code, one letter off; the rest lie all over. */
function guess(n: number, open = ''): string {
  const far = String(n).padStart(10, 'Z').replaceAll(/[01]/g, 'Y');
  if (n % 2 === 1 || open === '') return far;
  const at = n % 10;
  const letter = ALPHABET[Math.floor(n / 10) % 32] ?? '';
  return open[at] === letter ? `${open}2` : open.slice(0, at) + letter + open.slice(at + 1);
}

describe('a stranger with a wrong code', () => {
  test('gets what every stranger gets, and leaves nothing but that trace', async () => {
    const guessing = room();
    guessing.code();
    const talking = room();
    expect(await guessing.say('/link ABCDEFGHJK')).toEqual(await talking.say('/balance'));
    expect(guessing.audit).toEqual(talking.audit);
    expect(guessing.notices.map(({ draft }) => draft.title)).toEqual(
      talking.notices.map(({ draft }) => draft.title),
    );
    expect(guessing.inbox.taken.size).toBe(0);
  });

  test('never gets in, however many guesses, against codes that are kept open', async () => {
    const desk = room();
    const kinds = new Set<string>();
    for (let n = 0; n < 2_000; n += 1) {
      const open = n % 10 === 0 ? desk.code() : undefined;
      kinds.add((await desk.say(`/link ${guess(n, open)}`)).kind);
    }
    expect([...kinds]).toEqual(['refused']);
    expect(desk.isKnown()).toBe(false);
  });

  test('finds none in 100,000 guesses, and the owner is told again and again', async () => {
    const { members, notices, code, isKnown } = room();
    let open = '';
    let found = 0;
    for (let n = 0; n < 100_000; n += 1) {
      if (n % 10 === 0) open = code();
      await members.redeem(guess(n, open), `telegram:${STRANGER}`).then(
        () => (found += 1),
        () => undefined,
      );
    }
    expect([found, isKnown()]).toEqual([0, false]);
    expect(notices).toHaveLength(100_000 / 20);
  });
});

test('a code stands neither in the audit trail nor in the log, right or wrong', async () => {
  const desk = room();
  const code = desk.code();
  await desk.say(`/link ${code}`);
  await desk.type(`/link ${code}`);
  await desk.type(`/link ${code.toLowerCase()} yes`);
  await desk.type(`/link ${code} what is this`);
  await desk.type('/link WRONGCODE2 yes');
  const written = JSON.stringify([desk.audit, desk.logged]).toUpperCase();
  for (const secret of [code, 'WRONGCODE2']) expect(written).not.toContain(secret);
  expect(desk.audit.map(({ act }) => act)).toContain('text /link ***');
});

test('a stranger is reported with what to type', async () => {
  const desk = room();
  await desk.say('hello');
  const [notice] = desk.notices;
  expect(notice && textOf(notice.draft)).toContain('/members add telegram:9999 이름 view');
  expect(notice && textOf(notice.draft)).toContain('/link');
});
