import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/core/index.js';
import { replyOf, textOf } from '../../support/desk.js';
import { type Person, TRADERS } from '../../support/trade-people.js';
import { openTradeRig, type Ticket, type TradeRig } from '../../support/trade-rig.js';

const LIST = 'VTTC0081R';
/** With this seed a buy that rests a step below the first price is filled so long after it left, s. */
const FILLED_AFTER = 13;
/** The first look at the list after that, by the schedule of an accepted order, s. */
const LOOKED_AFTER = 20;

let rig: TradeRig;
afterEach(() => rig.stop());

/** A desk that hears of executions by the real client from the real exchange. */
async function open(): Promise<Person> {
  rig = await openTradeRig({ seed: 'executions', htsId: 'someone' });
  await rig.clock.advance(2_000);
  expect(rig.desk().broker.executions.status().state).toBe('live');
  const [owner] = TRADERS;
  if (!owner) throw new Error('nobody may trade');
  return owner;
}

async function confirmed(by: Person, line: string): Promise<Ticket> {
  const ticket = await rig.ticket(by, line);
  replyOf(await rig.clock.finish(rig.press(by, ticket.confirm)));
  return ticket;
}

function cardOf({ id }: Ticket): Reply {
  const card = rig.screen.card(id);
  if (!card) throw new Error('no card');
  return card;
}

const listsRead = async () => (await rig.venue.ledger()).requestsByTr[LIST] ?? 0;

/** A buy a step below the price: it rests until the price comes down. */
async function rest(by: Person): Promise<Ticket> {
  const { price } = await rig.clock.finish(rig.desk().broker.market.quote('005930'));
  const ticket = await confirmed(by, `/buy 005930 3주 ${price - 100n}`);
  expect(cardOf(ticket).title).toMatch(/^접수 /);
  return ticket;
}

/** Lets time pass by the second until the card says so; how many seconds that is after the order left. */
async function passUntil({ id }: Ticket, word: RegExp): Promise<number> {
  const left = rig.journal.find(event => event.kind === 'sent' && event.ticket === id);
  for (let seconds = 0; seconds < 300; seconds += 1) {
    await rig.clock.advance(1_000);
    const { title } = rig.screen.card(id) ?? { title: '' };
    if (left && word.test(title)) return Math.round((rig.clock.now() - left.at) / 1_000);
  }
  throw new Error(`never ${word}`);
}

const ended = () => rig.journal.filter(({ kind }) => kind === 'done').length;
const told = () => rig.screen.notices.map(({ kind, stage }) => `${kind} ${stage}`);

test('a fill as time passes stands on the card ahead of any look at the list, which then confirms it', async () => {
  const ticket = await rest(await open());
  expect(await passUntil(ticket, /^체결 /)).toBe(FILLED_AFTER);
  expect(textOf(cardOf(ticket))).toContain('체결 통보로 확인했습니다');
  expect(ended()).toBe(0);
  const before = await listsRead();
  await rig.clock.advance(1_000);
  expect(await listsRead()).toBe(before + 1);
  expect(textOf(cardOf(ticket))).not.toContain('체결 통보');
  expect(ended()).toBe(1);
  expect(told()).toEqual(['order accepted', 'fill filled']);
});

test('without its session the desk reads the list as ever, and comes to the same card', async () => {
  const owner = await open();
  const heard = await rest(owner);
  await passUntil(heard, /^체결 /);
  await rig.clock.advance(1_000);
  const { title, blocks } = cardOf(heard);
  const news = told();
  await rig.stop();

  const same = await open();
  await rig.venue.sockets({ do: 'refuse', times: 1_000 });
  await rig.venue.sockets({ do: 'drop' });
  const polled = await rest(same);
  expect(await passUntil(polled, /^체결 /)).toBe(LOOKED_AFTER);
  expect(rig.desk().broker.executions.status().state).toBe('lost');
  expect(cardOf(polled)).toMatchObject({ title, blocks });
  expect(told()).toEqual(news);
});

test('an order that fills as it arrives is shown as filled without a look, and told as taken first', async () => {
  const ticket = await confirmed(await open(), '/buy 005930 3주');
  const before = await listsRead();
  await rig.clock.settle();
  expect(cardOf(ticket).title).toMatch(/^체결 /);
  expect(await listsRead()).toBe(before);
  expect(told()).toEqual(['order accepted', 'fill filled']);
});

test('where the list leaves out its rows, the notices end an order, and the card says how that is known', async () => {
  const owner = await open();
  await rig.venue.options({ emptyPaperOrderList: true });
  const ticket = await confirmed(owner, '/buy 005930 3주');
  await rig.clock.advance(5_000);
  expect(ended()).toBe(1);
  expect(cardOf(ticket).title).toMatch(/^체결 /);
  expect(textOf(cardOf(ticket))).toContain('체결 통보로 확인했습니다');
});

test('an order that somebody places in the broker’s app is none of ours: nothing is said of it', async () => {
  const ticket = await rest(await open());
  const card = cardOf(ticket);
  const byHand = { account: '5010123401', side: 'buy', code: '005930', type: 'market' } as const;
  await rig.venue.placeByHand({ ...byHand, quantity: 3n, price: 0n });
  await rig.clock.settle();
  expect(rig.desk().broker.executions.status().lastNoticeAt).toBe(rig.clock.now());
  expect(told()).toEqual(['order accepted']);
  expect(cardOf(ticket)).toEqual(card);
});

test('an order of unknown outcome is looked for the moment the venue tells of one that may be it', async () => {
  const owner = await open();
  const { price } = await rig.clock.finish(rig.desk().broker.market.quote('005930'));
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: 'VTTC0012U' } });
  // After the look at the press: those after 1, 2, 5 and 10 s.
  const body = { rt_cd: '1', msg_cd: 'OPSQ0002', msg1: '없는 서비스 코드 입니다.' };
  await rig.venue.addFaults({ kind: 'status', status: 200, body, match: { tr: LIST }, times: 4, skip: 1 });
  const ticket = await confirmed(owner, `/buy 005930 3주 ${price - 100n}`);
  expect(cardOf(ticket).title).toContain('결과 확인 중');
  expect(await passUntil(ticket, /^(접수|체결) /)).toBe(FILLED_AFTER);
  await rig.clock.advance(2_000);
  expect(cardOf(ticket).title).toMatch(/^체결 /);
  expect(told()).toEqual(['order unknown', 'order settled', 'fill filled']);
});
