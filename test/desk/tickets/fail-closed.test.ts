import { describe, expect, test } from 'vitest';
import { type AccountRef, DeskError, type Proposal } from '../../../src/core/index.js';
import { deniedWith } from './denied-with.js';
import { ACCOUNT, amend, at, buy, MARKET, rig, sell } from './rig.js';

const LOST = new DeskError('unavailable', 'nobody answers', { code: 'X' });
const account: AccountRef = ACCOUNT;

/** Every order with every read that it needs. */
const NEEDED: readonly [string, Proposal, readonly string[]][] = [
  ['a buy at a price', buy(), ['quote', 'buyingPower limit 71900', 'balance']],
  ['a buy at the market', buy({ price: MARKET }), ['quote', 'buyingPower market 0', 'balance']],
  ['a sell', sell(), ['quote', 'sellable']],
  ['an amendment', amend(), ['openOrders', 'quote']],
  [
    'an amendment that costs more',
    amend({ price: at(70_100n) }),
    ['openOrders', 'quote', 'buyingPower limit 70100', 'balance'],
  ],
  ['a cancel', { kind: 'cancel', account, which: { kind: 'all' } }, ['openOrders']],
];
const PAIRS = NEEDED.flatMap(([name, proposal, reads]) => reads.map(read => [name, read, proposal] as const));

describe('what cannot be read makes no ticket', () => {
  test.each(PAIRS)('%s without %s', async (_, read, proposal) => {
    const { make, asked } = rig({ failing: new Map([[read, LOST]]), limits: { dayLoss: 1n } });
    const outcome = await deniedWith(() => make(proposal));
    expect(outcome).toEqual({ kind: 'unavailable', detail: { code: 'X' } });
    expect(asked).toContain(read);
  });

  test.each(NEEDED)('%s is made when nothing is missing', async (_, proposal) => {
    expect((await rig({ limits: { dayLoss: 1n } }).make(proposal)).acts).toHaveLength(1);
  });

  test('the first failure is told, and no other is left unhandled', async () => {
    const failing = new Map<string, unknown>([
      ['quote', LOST],
      ['buyingPower limit 71900', new DeskError('timeout', 'late')],
    ]);
    expect((await deniedWith(() => rig({ failing }).make(buy()))).kind).toBe('unavailable');
  });
});

describe('a quote that says nothing makes no ticket', () => {
  test.each([
    ['without a price', { price: 0n }, 'unavailable'],
    ['with a negative price', { price: -1n }, 'unavailable'],
    ['of another issue', { code: '000660' }, 'unavailable'],
    ['older than five seconds', { asOf: Date.parse('2026-11-23T09:59:54.999+09:00') }, 'unavailable'],
    ['without an upper limit', { upperLimit: 0n }, 'impossible'],
    ['without a lower limit', { lowerLimit: 0n }, 'impossible'],
    ['with limits the wrong way round', { upperLimit: 50_000n, lowerLimit: 60_000n }, 'impossible'],
  ])('%s', async (_, quote, kind) => {
    for (const proposal of [buy(), buy({ price: MARKET }), sell(), amend()]) {
      expect((await deniedWith(() => rig({ quote }).make(proposal))).kind).toBe(kind);
    }
  });

  test('of exactly five seconds ago still serves', async () => {
    const quote = { asOf: Date.parse('2026-11-23T09:59:55+09:00') };
    expect((await rig({ quote }).make(buy())).acts).toHaveLength(1);
  });

  test('that grows too old while the cash is read', async () => {
    const { make, clock, world } = rig();
    world.beforeCash = async () => {
      await clock.advance(5_001);
    };
    const { detail } = await deniedWith(() => make(buy()));
    expect(detail).toEqual({ what: 'quote' });
  });
});

test('a tick that the quote does not tell is taken from the table of price units', async () => {
  const { detail } = await deniedWith(() => rig({ quote: { tick: 0n } }).make(buy({ price: at(71_950n) })));
  expect(detail).toMatchObject({ problem: 'tick', below: '71900', above: '72000' });
});
