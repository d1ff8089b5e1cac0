import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import type { StreamReader } from '../support/stream-reader.js';
import { LISTED, type StreamRig, streamRig } from '../support/stream-rig.js';

const [SAMSUNG, HYNIX] = LISTED;

const subscribe = (reader: StreamReader, ...stockCodes: string[]) =>
  reader.say({ type: 'SUBSCRIBE', stockCodes });

/** How far apart the broker was asked, ms. */
const gaps = ({ asked }: StreamRig) =>
  asked.map(({ at }, n) => at - (asked[n - 1]?.at ?? -Infinity)).slice(1);

it('answers a subscription with a snapshot, then tells every change and nothing else', async () => {
  const rig = await streamRig();
  const { clock } = rig.parts;
  const reader = await rig.known();
  subscribe(reader, SAMSUNG);
  expect(await reader.next('SNAPSHOT')).toMatchObject({ stockCodes: [SAMSUNG], quotes: [] });
  expect(await reader.next('QUOTE')).toMatchObject({
    quote: { stockCode: SAMSUNG, price: 71_900, change: -1_100, as_of: '2026-11-23T10:00:00.000+09:00' },
  });
  await clock.advance(10_000);
  expect((await reader.all()).filter(({ type }) => type === 'QUOTE')).toHaveLength(1);
  rig.market.set(SAMSUNG, { price: 72_000n });
  await clock.advance(10_000);
  expect(await reader.next('QUOTE')).toMatchObject({ quote: { price: 72_000 } });
  reader.say({ type: 'UNSUBSCRIBE', stockCodes: [SAMSUNG] });
  expect(await reader.next('SUBSCRIBED')).toMatchObject({ stockCodes: [] });
  rig.market.set(SAMSUNG, { price: 72_100n });
  await clock.advance(30_000);
  expect((await reader.all()).filter(({ type }) => type === 'QUOTE')).toHaveLength(2);
});

it('gives who comes later the newest quote at once, without asking the broker for it', async () => {
  const rig = await streamRig();
  const first = await rig.known('first');
  subscribe(first, SAMSUNG);
  await first.next('QUOTE');
  const second = await rig.known('second');
  subscribe(second, SAMSUNG);
  expect(await second.next('SNAPSHOT')).toMatchObject({ quotes: [{ stockCode: SAMSUNG, price: 71_900 }] });
  rig.market.set(SAMSUNG, { price: 1n });
  await rig.parts.clock.advance(2_000);
  for (const reader of [first, second]) {
    await reader.all();
    expect(reader.received.at(-2)).toMatchObject({ type: 'QUOTE', quote: { price: 1 } });
  }
  expect(rig.asked.map(({ at }) => at)).toEqual([0, 2_000]);
});

it('takes twenty codes of one connection, and only those that are listed', async () => {
  const rig = await streamRig({ searchSymbols: () => [] });
  const reader = await rig.known();
  subscribe(reader, SAMSUNG, 'NONE');
  expect(await reader.next('ERROR')).toMatchObject({ code: 'notFound', stockCodes: [SAMSUNG, 'NONE'] });
  expect(await reader.next('SNAPSHOT')).toMatchObject({ stockCodes: [] });
  const all = await streamRig();
  const many = await all.known();
  Object.assign(all.parts.desk.status().symbols, { count: 0 });
  const codes = Array.from({ length: 21 }, (_, n) => String(100_000 + n));
  subscribe(many, ...codes);
  expect(await many.next('ERROR')).toMatchObject({ code: 'limit', most: 20 });
  subscribe(many, ...codes.slice(0, 20));
  expect(await many.next('SNAPSHOT')).toMatchObject({ stockCodes: codes.slice(0, 20) });
  subscribe(many, codes[20] ?? '');
  expect(await many.next('ERROR')).toMatchObject({ code: 'limit' });
  subscribe(many, codes[0] ?? '');
  expect(await many.next('SNAPSHOT')).toMatchObject({ stockCodes: codes.slice(0, 20) });
});

it('asks the broker with a quarter of its rate, for one code at a time, and for each every two seconds', async () => {
  const rig = await streamRig();
  rig.limiter.perSecond = 8;
  let price = 0n;
  for (const code of LISTED) {
    rig.market.set(code, {
      get price() {
        price += 1n;
        return price;
      },
    });
  }
  const reader = await rig.known();
  subscribe(reader, SAMSUNG);
  await reader.next('SNAPSHOT');
  await rig.parts.clock.advance(20_000);
  expect(gaps(rig).every(gap => gap === 2_000)).toBe(true);
  subscribe(reader, ...LISTED);
  await reader.next('SNAPSHOT');
  const before = rig.asked.length;
  await rig.parts.clock.advance(20_000);
  expect(rig.asked.length - before).toBe(40);
  expect(Math.min(...gaps(rig))).toBe(500);
  for (const code of LISTED) {
    expect(rig.asked.slice(before).filter(one => one.code === code)).toHaveLength(8);
  }
});

it('asks ever more rarely for what does not move, and at once again when it does', async () => {
  const rig = await streamRig();
  const reader = await rig.known();
  subscribe(reader, SAMSUNG);
  await reader.next('QUOTE');
  await rig.parts.clock.advance(34_000);
  rig.market.set(SAMSUNG, { price: 72_000n });
  await rig.parts.clock.advance(12_000);
  expect(rig.asked.map(({ at }) => at)).toEqual([0, 2_000, 6_000, 14_000, 24_000, 34_000, 44_000, 46_000]);
});

it('makes way for whoever waits for the broker', async () => {
  const rig = await streamRig();
  rig.limiter.waiting = 1;
  const reader = await rig.known();
  subscribe(reader, SAMSUNG, HYNIX);
  await reader.next('SNAPSHOT');
  await rig.parts.clock.advance(10_000);
  expect(rig.asked).toEqual([]);
  rig.limiter.waiting = 0;
  await rig.parts.clock.advance(1_000);
  expect(rig.asked.map(({ code }) => code)).toEqual([SAMSUNG, HYNIX]);
});

it('asks for nothing when nobody follows, and not sooner again because somebody comes back', async () => {
  const rig = await streamRig();
  const reader = await rig.known();
  for (let n = 0; n < 5; n++) {
    subscribe(reader, SAMSUNG);
    await reader.next('SNAPSHOT');
    reader.say({ type: 'UNSUBSCRIBE', stockCodes: [SAMSUNG] });
    await reader.next('SUBSCRIBED');
    await rig.parts.clock.advance(350);
  }
  expect(rig.asked).toHaveLength(1);
  await rig.parts.clock.advance(60_000);
  expect(rig.asked).toHaveLength(1);
  subscribe(reader, SAMSUNG);
  await reader.next('SNAPSHOT');
  await reader.all();
  expect(rig.asked).toHaveLength(2);
  reader.socket.close();
  await reader.closed;
  await rig.parts.clock.advance(60_000);
  expect(rig.asked).toHaveLength(2);
});

it('says once that there is no quote, spares a broker that fails, and goes on by itself', async () => {
  const rig = await streamRig();
  rig.market.set(SAMSUNG, new DeskError('unavailable', 'no answer'));
  const reader = await rig.known();
  subscribe(reader, SAMSUNG);
  expect(await reader.next('ERROR')).toMatchObject({ code: 'unavailable', stockCodes: [SAMSUNG] });
  await rig.parts.clock.advance(120_000);
  expect((await reader.all()).filter(({ type }) => type === 'ERROR')).toHaveLength(1);
  expect(rig.asked.length).toBeLessThan(9);
  rig.market.delete(SAMSUNG);
  await rig.parts.clock.advance(30_000);
  expect(await reader.next('QUOTE')).toMatchObject({ quote: { price: 71_900 } });
});

it('numbers everything without a gap, whatever is subscribed to and left in whatever order', async () => {
  const rig = await streamRig();
  const code = fc.constantFrom(...LISTED, 'NOSUCH');
  const step = fc.oneof(
    fc.record({
      type: fc.constantFrom('SUBSCRIBE', 'UNSUBSCRIBE'),
      stockCodes: fc.array(code, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ type: fc.constant('TICK'), code, price: fc.bigInt({ min: 1n, max: 5n }) }),
    fc.constant({ type: 'PONG' as const }),
    fc.constant('nonsense'),
  );
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      runs += 1;
      const reader = await rig.known(`run-${runs}`);
      const followed = new Set<string>();
      for (const one of steps) {
        if (typeof one === 'object' && 'price' in one) {
          rig.market.set(one.code, { price: one.price });
          await rig.parts.clock.advance(2_000);
        } else {
          reader.say(one);
          if (typeof one === 'object' && 'stockCodes' in one)
            for (const named of one.stockCodes)
              if (one.type === 'UNSUBSCRIBE') followed.delete(named);
              else if (named !== 'NOSUCH') followed.add(named);
        }
      }
      await reader.all();
      const said = reader.received;
      expect(said.map(({ seq }) => seq)).toEqual(said.map((_, at) => at + 1));
      const told = said.findLast(({ type }) => type === 'SNAPSHOT' || type === 'SUBSCRIBED');
      expect(new Set(told ? Object(told['stockCodes']) : [])).toEqual(followed);
      reader.socket.terminate();
      await reader.closed;
      await rig.parts.clock.advance(1_000);
    }),
    { numRuns: 25 },
  );
});
