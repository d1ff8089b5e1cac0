import { expect, test } from 'vitest';
import type { Instrument, Proposal, VenueOrder } from '../../../src/core/index.js';
import { ACCOUNT, amend, at, buy, OPEN_ORDER, QUOTE, rig, SAMSUNG, WHO } from './rig.js';

/** Everything reachable from a value that is an object and not frozen, by path. */
function unfrozen(value: unknown, path = 'content'): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Map) return [];
  const inside = Object.entries(value).flatMap(([key, part]) => unfrozen(part, `${path}.${key}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}

const CANCEL: Proposal = { kind: 'cancel', account: ACCOUNT, which: { kind: 'all' } };

test.each([
  ['a buy', buy()],
  ['an amendment', amend({ price: at(70_500n) })],
  ['a cancel', CANCEL],
] as const)('everything in the ticket of %s is frozen', async (_, proposal) => {
  expect(unfrozen(await rig().make(proposal))).toEqual([]);
});

test('what a ticket sends stays as it was shown, whatever becomes of what it was made from', async () => {
  const instrument: Instrument = { ...SAMSUNG };
  const account = { ...ACCOUNT };
  const { make, world, maker, clock, day } = rig();
  const content = await make(buy({ account, instrument }));
  const before = structuredClone(content.acts);

  instrument.code = '000660';
  instrument.name = '다른 종목';
  account.number = '99999999';
  world.limits = { orderQuantity: 5n };
  world.quote = { price: 50_000n };
  world.limits = {};
  const quote = { ...QUOTE, price: 71_500n, asOf: clock.now(), warnings: [] };
  maker.judgeAgain(content, { quote }, WHO, day, clock.now());

  expect(content.acts).toEqual(before);
  expect(content.facts).toMatchObject({ quote: { price: 71_900n }, instrument: { name: '삼성전자' } });
});

test('what is amended or cancelled stays as the list had it', async () => {
  const row: VenueOrder = { ...OPEN_ORDER };
  const { make } = rig({ open: { orders: [row] } });
  const contents = [await make(amend()), await make(CANCEL)];
  const before = structuredClone(contents.map(({ acts }) => acts));
  row.remaining = 1n;
  row.price = 1n;
  row.number = '9';
  expect(contents.map(({ acts }) => acts)).toEqual(before);
});

test('the reply of a broker is copied, so that it cannot change a ticket later', async () => {
  const warnings: 'vi'[] = [];
  const { make } = rig({ quote: { warnings } });
  const { facts } = await make(buy());
  warnings.push('vi');
  expect(facts).toMatchObject({ quote: { warnings: [] } });
});
