import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeskError } from '../../../src/core/index.js';
import { buttonsOf, replyOf, textOf } from '../../support/desk.js';
import { TRADERS } from '../../support/trade-people.js';
import { openTradeRig, type Ticket, type TradeRig } from '../../support/trade-rig.js';

let rig: TradeRig;
let owner: (typeof TRADERS)[number];
beforeEach(async () => {
  const [first] = TRADERS;
  if (!first) throw new Error('nobody may trade');
  owner = first;
  rig = await openTradeRig({ seed: 'invariants' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.stop();
});

/** Until the next start no card can be rewritten. */
function chatsAway(): void {
  const desk = rig.desk();
  for (const platform of rig.screen.platforms) {
    const rewrite = platform.rewrite.bind(platform);
    vi.spyOn(platform, 'rewrite').mockImplementation((card, reply) =>
      rig.desk() === desk ? Promise.reject(new DeskError('unavailable', 'away')) : rewrite(card, reply),
    );
  }
}

/** A press whose answer nobody gets to see. */
async function pressUnseen(buttonId: string): Promise<void> {
  const { platform, userId } = owner;
  const where = { platform, id: '71', group: '500', kind: 'group' } as const;
  const pressed = rig.desk().dispatcher.handle({
    platform,
    eventId: `unseen ${buttonId}`,
    who: { userId, name: userId },
    where,
    sentAt: rig.clock.now(),
    content: { kind: 'press', buttonId },
  });
  await rig.clock.finish(pressed);
}

async function restarted({ id }: Ticket) {
  await rig.restart();
  await rig.clock.advance(10_000);
  const card = rig.screen.card(id);
  if (!card) throw new Error('no card');
  return card;
}

test.each<[string, string, (ticket: Ticket) => Promise<void>, string]>([
  ['an order that stays open', '/buy 005930 3주 90000', ({ confirm }) => pressUnseen(confirm), '접수'],
  [
    'an order that was filled',
    '/buy 005930 3주',
    async ({ confirm }) => {
      await pressUnseen(confirm);
      await rig.clock.advance(5_000);
      expect(rig.journal.at(-1)?.kind).toBe('done');
    },
    '체결',
  ],
  [
    'a refused order',
    '/buy 005930 3주',
    async ({ confirm }) => {
      const body = { rt_cd: '7', msg_cd: 'APBK0952', msg1: '주문가능금액을 초과 했습니다' };
      await rig.venue.addFaults({ kind: 'status', status: 200, body, match: { tr: 'VTTC0012U' } });
      await pressUnseen(confirm);
    },
    '거부',
  ],
  ['a declined ticket', '/buy 005930 3주', ({ decline }) => pressUnseen(decline), '취소함'],
  ['an expired ticket', '/buy 005930 3주', () => rig.clock.advance(60_000), '만료'],
])(
  '%s whose card a crash left as the ticket is shown as what it is after the next start',
  async (_, line, happens, word) => {
    const ticket = await rig.ticket(owner, line);
    chatsAway();
    await happens(ticket);
    expect(rig.screen.card(ticket.id)?.title).toBe(ticket.card.title);
    const card = await restarted(ticket);
    expect(card.title).toMatch(new RegExp(`^${word} `));
    expect(buttonsOf(card)).toEqual([]);
    expect(textOf(card)).not.toContain('다시 시작');
  },
);

test('a restart leaves the cards alone that show all that happened', async () => {
  const filled = await rig.ticket(owner, '/buy 005930 3주');
  await rig.clock.finish(rig.press(owner, filled.confirm));
  const declined = await rig.ticket(owner, '/buy 000660 1주');
  await rig.clock.finish(rig.press(owner, declined.decline));
  const expired = await rig.ticket(owner, '/buy 000660 2주');
  await rig.clock.advance(61_000);
  expect(rig.screen.card(filled.id)?.title).toMatch(/^체결 /);
  expect(rig.screen.card(expired.id)?.title).toMatch(/^만료 /);
  const before = rig.screen.shown.length;
  await rig.restart();
  await rig.clock.advance(2_000);
  expect(rig.screen.shown.slice(before)).toEqual([]);
});

test('a restart does not write an older ticket over the one that took its place', async () => {
  rig.setLimits({ drift: 0 });
  const old = await rig.ticket(owner, '/buy 005930 3주');
  await rig.clock.advance(50_000);
  const now = replyOf(await rig.clock.finish(rig.press(owner, old.confirm)));
  expect(now.card).not.toBe(old.id);
  const before = rig.screen.shown.length;
  await rig.restart();
  const later = rig.screen.shown.slice(before).map(({ reply }) => reply);
  expect(later).toMatchObject([{ card: now.card, title: expect.stringMatching(/^만료 /) }]);
});
