import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatKst } from '../../../src/core/index.js';
import { buttonNamed, buttonsOf, replyOf, textOf } from '../../support/desk.js';
import { LOOKERS, type Person, TRADERS } from '../../support/trade-people.js';
import { openTradeRig, type TradeRig } from '../../support/trade-rig.js';

function listed(people: readonly Person[], n: number): Person {
  const person = people[n];
  if (!person) throw new Error(`nobody is listed at ${n}`);
  return person;
}

const OWNER = listed(TRADERS, 0);
const OTHER = listed(TRADERS, 1);
const LOOKER = listed(LOOKERS, 0);

let rig: TradeRig;
beforeEach(async () => {
  rig = await openTradeRig({ seed: 'invariants' });
});
afterEach(() => rig.stop());

/** Whatever the desk says: what the venue has of it. */
const venueOrders = async () => (await rig.venue.ledger()).orders;

async function pressed(by: Person, buttonId: string) {
  return replyOf(await rig.clock.finish(rig.press(by, buttonId)));
}

test('a command orders nothing; its confirmation orders once what the ticket said', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3주 시장가');
  expect(await venueOrders()).toEqual([]);
  expect(rig.journal.map(({ kind }) => kind)).toContain('proposed');
  await pressed(OWNER, ticket.confirm);
  expect(await venueOrders()).toMatchObject([
    { side: 'buy', code: '005930', quantity: 3, price: 0, type: '01' },
  ]);
});

test('a declined ticket orders nothing and cannot be confirmed any more', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  const card = await pressed(OWNER, ticket.decline);
  expect(buttonsOf(card)).toEqual([]);
  expect(textOf(await pressed(OWNER, ticket.confirm))).toContain('취소');
  expect(await venueOrders()).toEqual([]);
});

test('a ticket that nobody answered in time says so on its card and orders nothing', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  await rig.clock.advance(60_000);
  const card = rig.screen.card(ticket.id);
  expect(card?.title).toContain('만료');
  expect(card && buttonsOf(card)).toEqual([]);
  await pressed(OWNER, ticket.confirm);
  expect(await venueOrders()).toEqual([]);
});

test('the press of somebody else changes nothing, is answered privately, and the owner can still confirm', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  for (const person of [OTHER, LOOKER]) {
    const answer = await pressed(person, ticket.confirm);
    expect(answer).toMatchObject({ title: '권한이 없습니다', visibility: 'private' });
  }
  expect(await venueOrders()).toEqual([]);
  await pressed(OWNER, ticket.confirm);
  expect(await venueOrders()).toHaveLength(1);
});

test('who may only look makes no ticket', async () => {
  const answer = replyOf(await rig.clock.finish(rig.type(LOOKER, '/buy 005930 3')));
  expect(answer.title).toBe('권한이 없습니다');
  expect(rig.journal).toEqual([]);
});

test('a price that moved beyond the drift limit leads to a new ticket, and the old one never leaves', async () => {
  rig.setLimits({ drift: 0 });
  const old = await rig.ticket(OWNER, '/buy 005930 3');
  await rig.clock.advance(50_000);
  const card = await pressed(OWNER, old.confirm);
  expect(await venueOrders()).toEqual([]);
  expect(card.card).not.toBe(old.id);
  expect(textOf(card)).toContain('다시 확인해 주세요');
  await pressed(OWNER, buttonNamed(card, '확인').id);
  expect(await venueOrders()).toHaveLength(1);
  await pressed(OWNER, old.confirm);
  expect(await venueOrders()).toHaveLength(1);
});

test('the same order again needs a second confirmation by a different button', async () => {
  rig.setLimits({ repeatSeconds: 30 });
  const first = await rig.ticket(OWNER, '/buy 005930 3');
  await pressed(OWNER, first.confirm);
  const second = await rig.ticket(OWNER, '/buy 005930 3');
  const question = await pressed(OWNER, second.confirm);
  expect(await venueOrders()).toHaveLength(1);
  // The first button is spent: pressing it in a hurry does nothing more.
  await pressed(OWNER, second.confirm);
  expect(await venueOrders()).toHaveLength(1);
  await pressed(OWNER, buttonNamed(question, '같은 주문을 한 번 더 보냄').id);
  expect(await venueOrders()).toHaveLength(2);
});

test('two like tickets that were both made before either left cannot both slip through', async () => {
  rig.setLimits({ repeatSeconds: 30 });
  const one = await rig.ticket(OWNER, '/buy 005930 3');
  const two = await rig.ticket(OWNER, '/buy 005930 3');
  await rig.clock.finish(Promise.all([rig.press(OWNER, one.confirm), rig.press(OWNER, two.confirm)]));
  expect(await venueOrders()).toHaveLength(1);
});

test('a restart ends what was pending, says so on the card, and nothing leaves', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  await rig.restart();
  const card = rig.screen.card(ticket.id);
  expect(card && textOf(card)).toContain('다시 시작되어 만료');
  expect(card && buttonsOf(card)).toEqual([]);
  await pressed(OWNER, ticket.confirm);
  expect(await venueOrders()).toEqual([]);
});

test('an order of unknown outcome holds back like orders, and no others', async () => {
  await rig.venue.addFaults({ kind: 'hang', match: { tr: 'VTTC0012U' } });
  const lost = await rig.ticket(OWNER, '/buy 005930 3');
  const card = await pressed(OWNER, lost.confirm);
  expect(card.title).toContain('결과 확인 중');
  const like = replyOf(await rig.clock.finish(rig.type(OWNER, '/buy 005930 5')));
  expect(like.title).toBe('앞선 주문의 결과를 아직 모릅니다');
  const other = await rig.ticket(OWNER, '/buy 000660 1');
  await pressed(OWNER, other.confirm);
  const sale = await rig.ticket(OWNER, '/sell 005930 1');
  await pressed(OWNER, sale.confirm);
  expect((await venueOrders()).map(({ side, code }) => `${side} ${code}`)).toEqual([
    'buy 000660',
    'sell 005930',
  ]);
});

test('a card of unknown outcome names a look that is still to come, and alerts are not repeated for that', async () => {
  await rig.venue.addFaults({ kind: 'hang', match: { tr: 'VTTC0012U' } });
  const lost = await rig.ticket(OWNER, '/buy 005930 3');
  await pressed(OWNER, lost.confirm);
  const alerts = () => rig.screen.shown.filter(({ message }) => message === undefined).length;
  const before = alerts();
  for (const seconds of [3, 5, 12, 70, 120]) {
    await rig.clock.advance(seconds * 1_000);
    const card = rig.screen.card(lost.id);
    const [, named = ''] = /다음 확인: ([0-9:]{8})/.exec(card ? textOf(card) : '') ?? [];
    expect(named > formatKst(rig.clock.now()).slice(11), `${named} after ${seconds} s more`).toBe(true);
  }
  expect(alerts()).toBe(before);
});

test('after a restart an order that was on its way is looked for, and nothing trades before that', async () => {
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: 'VTTC0012U' } });
  const lost = await rig.ticket(OWNER, '/buy 005930 3');
  await pressed(OWNER, lost.confirm);
  // The venue's list cannot be read for a while.
  await rig.venue.addFaults({ kind: 'empty500', match: { tr: 'VTTC0081R' }, times: 6 });
  await rig.restart();
  const early = replyOf(await rig.clock.finish(rig.type(OWNER, '/buy 000660 1')));
  expect(early.title).toBe('앞선 주문의 결과를 아직 모릅니다');
  let later: Awaited<ReturnType<typeof rig.ticket>> | undefined;
  for (let looks = 0; later === undefined && looks < 24; looks += 1) {
    await rig.clock.advance(5_000);
    later = await rig.ticket(OWNER, '/buy 000660 1').catch(() => undefined);
  }
  expect(rig.screen.card(lost.id)?.title).toMatch(/접수|체결/);
  await pressed(OWNER, later?.confirm ?? '');
  expect(await venueOrders()).toHaveLength(2);
});

test('a halt that comes between ticket and press stops it, and cancels pass', async () => {
  const open = await rig.ticket(OWNER, '/buy 005930 3주 90000');
  await pressed(OWNER, open.confirm);
  const ticket = await rig.ticket(OWNER, '/buy 000660 1');
  await rig.clock.finish(rig.type(OTHER, '/halt'));
  const answer = await pressed(OWNER, ticket.confirm);
  expect(answer.title).toBe('거래가 정지되어 있습니다');
  const before = await venueOrders();
  expect(before).toHaveLength(1);
  const cancel = await rig.ticket(OWNER, '/cancel all');
  await pressed(OWNER, cancel.confirm);
  expect((await rig.venue.ledger()).cancelsAccepted).toBe(1);
});

test('tickets that keep a limit one by one cannot break it together', async () => {
  rig.setLimits({ dayCount: 1 });
  const one = await rig.ticket(OWNER, '/buy 005930 1');
  const two = await rig.ticket(OTHER, '/buy 000660 1');
  await rig.clock.finish(Promise.all([rig.press(OWNER, one.confirm), rig.press(OTHER, two.confirm)]));
  expect(await venueOrders()).toHaveLength(1);
});

test('what cannot be read is not ordered: no quote, no order list', async () => {
  for (const tr of ['FHKST01010100', 'VTTC0081R']) {
    const ticket = await rig.ticket(OWNER, '/buy 005930 1');
    await rig.clock.advance(10_000);
    await rig.venue.addFaults({ kind: 'empty500', match: { tr }, times: 3 });
    await pressed(OWNER, ticket.confirm);
    await rig.venue.clearFaults();
    expect(await venueOrders()).toEqual([]);
    expect(rig.screen.card(ticket.id)?.title).toContain('보내지 않음');
  }
});

test('an order’s one card follows it to its end', async () => {
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  const card = await pressed(OWNER, ticket.confirm);
  expect(card.card).toBe(ticket.id);
  expect(card.title).toContain('접수');
  await rig.clock.advance(3_000);
  expect(rig.screen.card(ticket.id)?.title).toContain('체결');
});

test('a person’s word settles what the venue’s list cannot', async () => {
  await rig.venue.options({ emptyPaperOrderList: true });
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: 'VTTC0012U' } });
  const ticket = await rig.ticket(OWNER, '/buy 005930 3');
  await pressed(OWNER, ticket.confirm);
  await rig.clock.advance(6 * 60_000);
  const card = rig.screen.card(ticket.id);
  expect(card && textOf(card)).toContain('증권사 앱을 열어');
  expect(card && textOf(card)).toContain('+3주');
  const answer = await pressed(OWNER, buttonNamed(card ?? { blocks: [] }, '확인함: 주문 있음').id);
  expect(answer.title).toContain('접수');
  const again = await rig.ticket(OWNER, '/buy 005930 1');
  expect(again.card.title).toContain('매수');
});
