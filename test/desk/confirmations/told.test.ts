import { afterEach, beforeEach, expect, test } from 'vitest';
import { buttonNamed, replyOf } from '../../support/desk.js';
import { type Person, TRADERS } from '../../support/trade-people.js';
import { openTradeRig, type Ticket, type TradeRig } from '../../support/trade-rig.js';

const ORDER_TR = 'VTTC0012U';

let rig: TradeRig;
let owner: Person;
beforeEach(async () => {
  const [first] = TRADERS;
  if (!first) throw new Error('nobody may trade');
  owner = first;
  rig = await openTradeRig({ seed: 'told' });
});
afterEach(() => rig.stop());

async function confirmed(line: string): Promise<Ticket> {
  const ticket = await rig.ticket(owner, line);
  replyOf(await rig.clock.finish(rig.press(owner, ticket.confirm)));
  return ticket;
}

const told = () => rig.screen.notices.map(({ stage, over }) => `${stage}${over ? ' over' : ''}`);

test('tickets are no news; what becomes of an order is: taken, filled, refused, cancelled, unknown and found', async () => {
  const declined = await rig.ticket(owner, '/buy 000660 1주');
  await rig.clock.finish(rig.press(owner, declined.decline));
  await rig.ticket(owner, '/buy 000660 2주');
  await rig.clock.advance(61_000);
  expect(told()).toEqual([]);
  const { lowerLimit } = await rig.clock.finish(rig.desk().broker.market.quote('005930'));
  await confirmed(`/buy 005930 1주 ${lowerLimit}`);
  await confirmed('/cancel all');
  await rig.clock.advance(2_000);
  expect(told().toSorted()).toEqual(['accepted', 'accepted', 'cancelled', 'cancelled']);
  const body = { rt_cd: '7', msg_cd: 'APBK0952', msg1: '주문가능금액을 초과 했습니다' };
  await rig.venue.addFaults({ kind: 'status', status: 200, body, match: { tr: ORDER_TR } });
  await confirmed('/buy 005930 1주');
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: ORDER_TR } });
  await confirmed('/buy 005930 2주');
  await rig.clock.advance(10_000);
  expect(told().slice(4)).toEqual(['refused', 'unknown', 'settled over', 'filled']);
});

test('a doubt is told again by the next run unless its first look ends it, and a person’s word ends it', async () => {
  const body = { rt_cd: '1', msg_cd: 'OPSQ0002', msg1: '없는 서비스 코드 입니다.' };
  const list = { kind: 'status', status: 200, body, match: { tr: 'VTTC0081R' } };
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: ORDER_TR } });
  const ticket = await confirmed('/buy 005930 3주');
  await rig.restart();
  await rig.clock.advance(10_000);
  expect(told()).toEqual(['unknown', 'settled over', 'filled']);

  await rig.venue.addFaults({ kind: 'resetBefore', match: { tr: ORDER_TR } });
  const lost = await confirmed('/buy 000660 3주');
  await rig.venue.addFaults({ ...list, times: 2 });
  await rig.restart();
  await rig.clock.advance(10 * 60_000);
  expect(told().slice(3)).toEqual(['unknown', 'unknown', 'asked']);
  const card = rig.screen.card(lost.id);
  const none = buttonNamed(card ?? { blocks: [] }, '확인함: 이 주문 없음');
  await rig.clock.finish(rig.press(owner, none.id));
  expect(told().slice(6)).toEqual(['notPlaced over']);
  expect(rig.screen.notices.map(({ incident }) => incident)).toEqual([
    ...Array.from({ length: 3 }, () => `order:${ticket.id}`),
    ...Array.from({ length: 4 }, () => `order:${lost.id}`),
  ]);
});

test('orders of unknown outcome can be looked for besides their schedule, and a list that fails says so', async () => {
  const body = { rt_cd: '1', msg_cd: 'OPSQ0002', msg1: '없는 서비스 코드 입니다.' };
  await expect(rig.clock.finish(rig.desk().trade.settle())).resolves.toBeUndefined();
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: ORDER_TR } });
  await confirmed('/buy 005930 3주');
  await rig.venue.addFaults({ kind: 'status', status: 200, body, match: { tr: 'VTTC0081R' } });
  await expect(rig.clock.finish(rig.desk().trade.settle())).rejects.toMatchObject({ kind: 'unavailable' });
  expect(rig.desk().trade.unsettled()).toBe(1);
  await rig.clock.finish(rig.desk().trade.settle());
  expect(rig.desk().trade.unsettled()).toBe(0);
});
