import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buy, openRemoteRig, type RemoteRig } from './remote-rig.js';

let it: RemoteRig;
beforeAll(async () => {
  it = await openRemoteRig('remote-once');
});
afterEach(async () => {
  it.faults.answerFails = false;
  it.rig.setLimits({ orderQuantity: undefined });
  await it.rig.venue.clearFaults();
  await it.rig.lift();
});
afterAll(() => it.rig.stop());

const atOnce = ['trade', 'unattended'] as const;

test('of many identical requests at once one orders, and all get its answer; so does a later one', async () => {
  const program = await it.program(atOnce);
  let ids: readonly string[] = [];
  const arrived = await it.arriving(async () => {
    const views = await Promise.all(
      Array.from({ length: 6 }, () => program.order(buy(it.rig, 2n), { key: 'many' })),
    );
    views.push(await program.order(buy(it.rig, 2n), { key: 'many' }));
    expect(views.at(-1)).toMatchObject({ state: 'confirmed', acts: [{ state: 'accepted' }] });
    ids = views.map(({ id }) => id);
  });
  expect(arrived).toBe(1);
  expect(new Set(ids).size).toBe(1);
});

test('the same key of another program is another request; another body under it is a conflict, at once and later', async () => {
  const [one, other] = [await it.program(atOnce), await it.program(atOnce)];
  const arrived = await it.arriving(async () => {
    const first = one.order(buy(it.rig, 2n), { key: 'shared', body: 'a' });
    const conflict = { kind: 'conflict', detail: { what: 'idempotency' } };
    await expect(one.order(buy(it.rig, 3n), { key: 'shared', body: 'b' })).rejects.toMatchObject(conflict);
    await first;
    await expect(one.order(buy(it.rig, 3n), { key: 'shared', body: 'b' })).rejects.toMatchObject(conflict);
    await other.order(buy(it.rig, 3n), { key: 'shared', body: 'b' });
  });
  expect(arrived).toBe(2);
});

test.each(['propose', 'answer'] as const)(
  'killed at the step “%s” nothing has left, and the request made again orders once',
  async step => {
    const program = await it.program(atOnce);
    const arrived = await it.arriving(async () => {
      expect(await it.arriving(() => program.orderKilledAt(step, buy(it.rig, 2n), step))).toBe(0);
      const views = await Promise.all([1, 2, 3].map(() => program.order(buy(it.rig, 2n), { key: step })));
      expect(new Set(views.map(({ id }) => id)).size).toBe(1);
      expect(views[0]).toMatchObject({ state: 'confirmed' });
    });
    expect(arrived).toBe(1);
  },
);

test('killed between the kept answer and the confirmation it is over: told as such, never sent', async () => {
  const program = await it.program(atOnce);
  const arrived = await it.arriving(async () => {
    await program.orderKilledAt('confirm', buy(it.rig, 2n), 'kept');
    const again = await program.order(buy(it.rig, 2n), { key: 'kept' });
    expect(again).toMatchObject({ state: 'over', ended: 'restart' });
  });
  expect(arrived).toBe(0);
});

test('killed while the order is on its way, it is looked for and never sent again', async () => {
  const program = await it.program(atOnce);
  const arrived = await it.arriving(async () => {
    await program.orderKilledAt('send', buy(it.rig, 2n, undefined, '000660'), 'flying');
    const again = await program.order(buy(it.rig, 2n, undefined, '000660'), { key: 'flying' });
    expect(again).toMatchObject({ state: 'confirmed', acts: [{ state: 'unknown', reason: 'restart' }] });
    await it.rig.clock.advance(60_000);
  });
  expect(arrived).toBe(0);
});

test('after a restart the answer of an order that was taken is given again', async () => {
  const program = await it.program(atOnce);
  const arrived = await it.arriving(async () => {
    const first = await program.order(buy(it.rig, 2n), { key: 'lasting' });
    await it.restart();
    const again = await program.order(buy(it.rig, 2n), { key: 'lasting' });
    expect(again.acts[0]?.orderNumber).toBe(first.acts[0]?.orderNumber);
    expect(again.id).toBe(first.id);
  });
  expect(arrived).toBe(1);
});

test('an answer that cannot be kept lets nothing leave, and the key is free when the disk is', async () => {
  const program = await it.program(atOnce);
  const arrived = await it.arriving(async () => {
    it.faults.answerFails = true;
    const asked = program.order(buy(it.rig, 2n), { key: 'full' });
    await expect(asked).rejects.toMatchObject({ kind: 'storage' });
    expect(it.remote().tickets(program.who())[0]).toMatchObject({ state: 'over', ended: 'blocked' });
    it.faults.answerFails = false;
    await program.order(buy(it.rig, 2n), { key: 'full' });
  });
  expect(arrived).toBe(1);
});

test('a refusal is the answer for good, across a restart and whatever has changed since', async () => {
  const program = await it.program(atOnce);
  it.rig.setLimits({ orderQuantity: 1n });
  const refusal = { kind: 'limit', detail: { limit: 'ORDER_QUANTITY', most: '1', given: '2' } };
  await expect(program.order(buy(it.rig, 2n), { key: 'refused' })).rejects.toMatchObject(refusal);
  it.rig.setLimits({ orderQuantity: undefined });
  await it.restart();
  const arrived = await it.arriving(async () => {
    await expect(program.order(buy(it.rig, 2n), { key: 'refused' })).rejects.toMatchObject(refusal);
  });
  expect(arrived).toBe(0);
});

test('what failed before there was a ticket may be tried again under the same key', async () => {
  const program = await it.program(atOnce);
  await it.rig.clock.advance(10_000);
  await it.rig.venue.addFaults({ kind: 'status', match: { tr: 'FHKST01010100' }, status: 503, times: 10 });
  await expect(program.order(buy(it.rig, 2n), { key: 'later' })).rejects.toMatchObject({
    kind: 'unavailable',
  });
  await it.rig.venue.clearFaults();
  expect(await it.arriving(() => program.order(buy(it.rig, 2n), { key: 'later' }))).toBe(1);
});

test('whoever waits for a first one that hangs up takes its place', async () => {
  const program = await it.program(atOnce);
  const leaving = new AbortController();
  const arrived = await it.arriving(async () => {
    const first = program.order(buy(it.rig, 2n), { key: 'left', signal: leaving.signal });
    const second = program.order(buy(it.rig, 2n), { key: 'left' });
    leaving.abort();
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await second).toMatchObject({ state: 'confirmed' });
  });
  expect(arrived).toBe(1);
});
