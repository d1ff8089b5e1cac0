import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Place, Reply } from '../../../src/core/index.js';
import { buttonNamed, buttonsOf, replyOf, textOf } from '../../support/desk.js';
import { groupOf, type Person } from '../../support/trade-people.js';
import { openTradeRig, type TradeRig } from '../../support/trade-rig.js';
import { chatOf } from '../../support/trade-screen.js';

const ON_TELEGRAM: Person = { platform: 'telegram', userId: '1001' };
const ON_DISCORD: Person = { platform: 'discord', userId: '1002' };
const LOOKER: Person = { platform: 'discord', userId: '3001' };

let rig: TradeRig;
beforeAll(async () => {
  rig = await openTradeRig({ seed: 'four eyes' });
});
afterEach(() => rig.lift());
afterAll(() => rig.stop());

/** The chat in which somebody alone reads what the bot puts there. */
function own({ platform, userId }: Person): Place {
  const id = chatOf({ platform, kind: 'person', id: userId });
  return { platform, id, group: undefined, kind: 'private' };
}

function copyOf(ticket: string, of: Person): Reply {
  const found = rig.screen.inChat(own(of).id).findLast(({ card }) => card === ticket);
  if (!found) throw new Error('no copy');
  return found;
}

async function asked(by: Person): Promise<{ id: string; card: Reply }> {
  rig.setLimits({ approveAbove: 100n, approvers: 1 });
  const { id, confirm } = await rig.ticket(by, '/buy 005930 2주');
  const card = replyOf(await rig.clock.finish(rig.press(by, confirm)));
  await rig.clock.settle();
  return { id, card };
}

const orders = async () => (await rig.venue.ledger()).orders.length;

test.each([
  ['Telegram', 'Discord', ON_TELEGRAM, ON_DISCORD],
  ['Discord', 'Telegram', ON_DISCORD, ON_TELEGRAM],
])(
  'asked for on %s and agreed to on %s, an order is sent once, and every copy follows it',
  async (_, __, by, other) => {
    const before = await orders();
    const { id, card } = await asked(by);
    expect(card.title).toContain('승인 대기');
    const approve = buttonNamed(copyOf(id, other), '승인').id;
    for (const wrong of [by, LOOKER]) {
      await rig.clock.finish(rig.press(wrong, approve, { where: own(wrong) }));
      expect(rig.desk().trade.viewOf(id)?.approval?.given).toBe(0);
    }
    const agreed = replyOf(await rig.clock.finish(rig.press(other, approve, { where: own(other) })));
    expect(agreed.title).toContain('승인됨');
    await rig.clock.settle();
    const now = rig.screen.inChat(groupOf(by).id).findLast(reply => reply.card === id);
    expect(await orders()).toBe(before);
    const sent = replyOf(await rig.clock.finish(rig.press(by, buttonNamed(now ?? card, '전송').id)));
    expect(sent.title).toMatch(/접수|체결/);
    await rig.clock.advance(5_000);
    expect(await orders()).toBe(before + 1);
    expect(copyOf(id, other).title).toContain('체결');
    expect(buttonsOf(copyOf(id, other))).toEqual([]);
    expect(textOf(copyOf(id, other))).toContain('1/1');
  },
);

test('a denial on one platform ends what waits on the other', async () => {
  const before = await orders();
  const { id } = await asked(ON_TELEGRAM);
  const deny = buttonNamed(copyOf(id, ON_DISCORD), '거부').id;
  await rig.clock.finish(rig.press(ON_DISCORD, deny, { where: own(ON_DISCORD) }));
  await rig.clock.settle();
  const card = rig.screen.inChat('-100500').findLast(reply => reply.card === id);
  expect(card?.title).toContain('승인 거부');
  expect(card && buttonsOf(card)).toEqual([]);
  await rig.clock.advance(120_000);
  expect(await orders()).toBe(before);
});
