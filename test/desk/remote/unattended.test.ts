import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTape } from '../../../src/simulator/tape.js';
import { textOf } from '../../support/desk.js';
import { ISSUES } from '../../support/trade-venue.js';
import { buy, OWNER, openRemoteRig, type RemoteRig, RICH } from './remote-rig.js';

const SEED = 'remote-unattended';
/** What the exchange's prices will be. */
const tape = createTape({ seed: SEED, alwaysOpen: true });

let it: RemoteRig;
beforeAll(async () => {
  it = await openRemoteRig(SEED);
});
afterEach(async () => {
  it.faults.beforeConfirm = undefined;
  it.faults.down.clear();
  it.rig.setLimits({ drift: 100, repeatSeconds: 0 });
  await it.rig.venue.clearFaults();
  await it.rig.lift();
});
afterAll(() => it.rig.stop());

const atOnce = ['trade', 'unattended'] as const;
/** Far below the market, so that it rests, and reckons to a round sum. */
const PRICE = 70_000n;

test('a program that needs nobody orders at once, and its owner sees it in chat and in the alerts', async () => {
  const program = await it.program(atOnce);
  const noticed = it.rig.screen.notices.length;
  expect(await it.arriving(() => program.order(buy(it.rig, 3n)))).toBe(1);
  await it.rig.clock.advance(60_000);
  const card = it.inChat(OWNER);
  expect(card?.title).toContain('체결');
  const told = it.rig.screen.notices.slice(noticed).filter(({ kind }) => kind === 'order' || kind === 'fill');
  expect(told.length).toBeGreaterThan(0);
  expect(told.every(({ about = [] }) => about.includes(`${OWNER.platform}:${OWNER.userId}`))).toBe(true);
});

test('a card that its chat did not take is put there once the chat is back', async () => {
  const program = await it.program(atOnce);
  it.faults.down.add('discord');
  const { id } = await program.order(buy(it.rig, 1n));
  await it.rig.clock.advance(5_000);
  expect(it.inChat(OWNER)?.card).not.toBe(id);
  it.faults.down.clear();
  await it.rig.clock.advance(60_000);
  expect(it.inChat(OWNER)?.card).toBe(id);
});

test('the limits of a key hold to the won: one order, the day’s amount and the day’s count, a restart or not', async () => {
  const limits = { orderAmount: PRICE * 3n, dayAmount: PRICE * 5n, dayCount: 3 };
  const program = await it.program(atOnce, { limits });
  const order = (quantity: bigint, won = PRICE) => program.order(buy(it.rig, quantity, won));
  const refusedBy = (limit: string, given: string) => ({
    kind: 'limit',
    detail: { limit, given, of: 'key' },
  });
  const arrived = await it.arriving(async () => {
    await expect(order(4n)).rejects.toMatchObject(refusedBy('ORDER_AMOUNT', '280000'));
    await order(3n);
    await it.restart();
    await expect(order(2n, PRICE + 100n)).rejects.toMatchObject(refusedBy('DAY_AMOUNT', '350200'));
    await order(1n);
    await order(1n);
  });
  expect(arrived).toBe(3);
  await expect(order(1n, 66_000n)).rejects.toMatchObject({
    kind: 'limit',
    detail: { limit: 'DAY_COUNT', of: 'key' },
  });
  // What its owner and other programs order is none of its.
  const other = await it.program(atOnce, { limits });
  expect(await it.arriving(() => other.order(buy(it.rig, 3n, PRICE)))).toBe(1);
});

test('of orders at once that together break the day of their key only so many leave as it has room for', async () => {
  const program = await it.program(atOnce, { limits: { ...RICH, dayCount: 2 } });
  const arrived = await it.arriving(() =>
    Promise.allSettled([1n, 2n, 3n, 4n].map(quantity => program.order(buy(it.rig, quantity, PRICE)))),
  );
  expect(arrived).toBe(2);
});

test('cancels stand under no limit of the key', async () => {
  const program = await it.program(atOnce, { limits: { ...RICH, dayCount: 1 } });
  const { acts } = await program.order(buy(it.rig, 1n, PRICE));
  const number = acts[0]?.orderNumber ?? '';
  const cancel = { kind: 'cancel', account: it.rig.account(), which: { kind: 'one', number } } as const;
  const view = await program.order(cancel);
  expect(view).toMatchObject({
    state: 'confirmed',
    acts: [{ kind: 'cancel', quantity: 'all', state: 'accepted' }],
  });
});

test('a halt stops a program as it stops a person, also one that comes after the ticket', async () => {
  const program = await it.program(atOnce);
  const { halts } = it.rig.desk();
  const stop = () => halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: 'test' }, 'discord:1');
  const arrived = await it.arriving(async () => {
    it.faults.beforeConfirm = stop;
    await expect(program.order(buy(it.rig, 1n))).rejects.toMatchObject({ kind: 'halted' });
    it.faults.beforeConfirm = undefined;
    await expect(program.order(buy(it.rig, 1n))).rejects.toMatchObject({ kind: 'halted' });
  });
  expect(arrived).toBe(0);
  expect(it.remote().tickets(program.who())[0]).toMatchObject({ state: 'over', ended: 'blocked' });
});

test('the same order again is refused instead of asked about, one after the other and both at once', async () => {
  const program = await it.program(atOnce);
  it.rig.setLimits({ repeatSeconds: 30 });
  const repeat = { kind: 'impossible', detail: { problem: 'repeat' } };
  const arrived = await it.arriving(async () => {
    await program.order(buy(it.rig, 7n));
    await expect(program.order(buy(it.rig, 7n))).rejects.toMatchObject(repeat);
    await it.rig.clock.advance(31_000);
    const both = await Promise.allSettled([1, 2].map(() => program.order(buy(it.rig, 7n))));
    const lost = both.filter(result => result.status === 'rejected');
    expect(lost).toMatchObject([{ reason: repeat }]);
  });
  expect(arrived).toBe(2);
  expect(
    it
      .remote()
      .tickets(program.who())
      .filter(({ state }) => state === 'waiting'),
  ).toEqual([]);
});

test('a price that moved between ticket and confirmation ends it; no new ticket comes in its place', async () => {
  const program = await it.program(atOnce);
  it.rig.setLimits({ drift: 0 });
  const at = it.rig.clock.now();
  const moving = ISSUES.find(({ code }) => tape.price(code, at) !== tape.price(code, at + 50_000));
  it.faults.beforeConfirm = () => it.rig.clock.sleep(50_000);
  const before = it.remote().tickets(program.who()).length;
  const arrived = await it.arriving(async () => {
    const asked = program.order(buy(it.rig, 1n, undefined, moving?.code));
    await expect(asked).rejects.toMatchObject({ kind: 'impossible', detail: { problem: 'moved' } });
  });
  expect(arrived).toBe(0);
  expect(it.remote().tickets(program.who())).toHaveLength(before + 1);
});

test('a key that was revoked, or whose owner lost the role, between ticket and confirmation sends nothing', async () => {
  const program = await it.program(atOnce);
  const name = it.keysOf(OWNER).list().at(-1)?.name ?? '';
  it.faults.beforeConfirm = () => it.keysOf(OWNER).revoke(name);
  const arrived = await it.arriving(async () => {
    await expect(program.order(buy(it.rig, 1n))).rejects.toMatchObject({ kind: 'denied' });
  });
  expect(arrived).toBe(0);
});

test('no other way leads past a person: neither another’s ticket, nor a key without limits of its own', async () => {
  const attended = await it.program();
  const { id } = await attended.order(buy(it.rig, 1n));
  const { trade } = it.rig.desk();
  const unattended = await it.program(atOnce);
  const arrived = await it.arriving(async () => {
    for (const [{ who, where }, need] of [
      [attended, 'person'],
      [unattended, 'owner'],
      [{ who: unattended.who, where: attended.where }, 'owner'],
    ] as const) {
      const sent = it.rig.clock.finish(trade.confirmUnattended(id, who(), where, who));
      await expect(sent).rejects.toMatchObject({ kind: 'denied', detail: { need } });
    }
  });
  expect(arrived).toBe(0);
});

test('an order whose answer was lost is told as unknown, found in the venue’s list, and stands once', async () => {
  const program = await it.program(atOnce);
  await it.rig.venue.addFaults({ kind: 'resetAfter', match: { tr: 'VTTC0012U' } });
  let id = '';
  const arrived = await it.arriving(async () => {
    const view = await program.order(buy(it.rig, 1n, PRICE), { key: 'lost' });
    id = view.id;
    expect(view).toMatchObject({ state: 'confirmed', acts: [{ state: 'unknown' }] });
    expect(it.rig.screen.notices.at(-1)).toMatchObject({ urgency: 'critical' });
    const again = await program.order(buy(it.rig, 1n, PRICE), { key: 'lost' });
    expect(again.id).toBe(id);
    await it.rig.clock.advance(120_000);
  });
  expect(arrived).toBe(1);
  expect(it.remote().ticket(id, program.who())).toMatchObject({ acts: [{ state: 'accepted', filled: 0n }] });
  const card = it.inChat(OWNER);
  expect(card && textOf(card)).not.toContain('결과 확인 중');
});

test('the trail names the program: who proposed, who confirmed, and what was refused', async () => {
  const program = await it.program(atOnce, { limits: { orderAmount: 1n, dayAmount: 1n, dayCount: 1 } });
  await expect(program.order(buy(it.rig, 1n))).rejects.toMatchObject({ kind: 'limit' });
  const trader = await it.program(atOnce);
  const { id } = await trader.order(buy(it.rig, 1n));
  await it.rig.clock.settle();
  const everything = { words: [], from: undefined, to: undefined, limit: 1_000 };
  const lines = await it.rig.clock.finish(it.rig.desk().auditReads.search(everything));
  expect(lines).toContainEqual(
    expect.objectContaining({
      who: `web:key:${program.id}`,
      platform: 'web',
      act: 'propose',
      outcome: 'refused',
    }),
  );
  const own = lines.filter(({ intent, who }) => intent === id && who === `web:key:${trader.id}`);
  expect(new Set(own.map(({ act }) => act.split(' ')[0]))).toEqual(new Set(['proposed', 'claimed']));
});
