import { afterEach, describe, expect, it } from 'vitest';
import type { ExecutionNotice, TradingMode, VenueOrderRef } from '../../src/core/index.js';
import { soon } from '../support/soon.js';
import { type ExchangeDesk, openDesk, STOCK } from './kis-exchange-desk.js';

let desk: ExchangeDesk;
afterEach(() => desk.stop());

interface Listening {
  readonly notices: readonly ExecutionNotice[];
  readonly state: () => string;
}

async function listen(mode: TradingMode): Promise<Listening> {
  desk = await openDesk(mode, { htsId: 'someone' });
  const notices: ExecutionNotice[] = [];
  desk.kis.executions.listen(notice => void notices.push(notice));
  const state = () => desk.kis.executions.status().state;
  await soon(state).toBe('live');
  return { notices, state };
}

function order(changes: Partial<Parameters<ExchangeDesk['kis']['trading']['place']>[0]> = {}) {
  const base = {
    side: 'buy',
    code: STOCK,
    quantity: 5n,
    price: 0n,
    type: 'market',
    exchange: 'KRX',
  } as const;
  return { account: desk.account, ...base, ...changes };
}

async function placed(...given: Parameters<typeof order>): Promise<VenueOrderRef> {
  const outcome = await desk.kis.trading.place(order(...given));
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${outcome.kind}`);
  return outcome.order;
}

const states = () => desk.events.flatMap(event => (event.kind === 'executions' ? [event.state] : []));

describe.each(['paper', 'live'] as const)('the execution notices of the %s exchange', mode => {
  it('say the same in the 26 fields of the document', async () => {
    const { notices } = await listen(mode);
    await desk.control('options', { executionFields: 26 });
    await placed({ quantity: 1n });
    await soon(() => notices.map(notice => [notice.what, notice.quantity])).toEqual([
      ['received', 1n],
      ['filled', 1n],
    ]);
  });
});

describe('a session that the exchange ends', () => {
  it('is opened anew, after a minute while the old one lingers', async () => {
    const { notices, state } = await listen('paper');
    await desk.control('sockets', { do: 'refuse', times: 1 });
    await desk.control('sockets', { do: 'drop' });
    await soon(state).toBe('lost');
    await desk.clock.advance(1_000);
    await soon(() => desk.kis.executions.status().reason?.en).toMatch(/OPSP8996/);
    await desk.clock.advance(60_000);
    await soon(state).toBe('live');
    await placed({ quantity: 1n });
    await soon(() => notices.length).toBe(2);
    expect(states()).toEqual(['live', 'lost', 'live']);
  });

  it('by falling silent is given up, and opened anew with another key', async () => {
    const { state } = await listen('paper');
    await desk.control('sockets', { do: 'silence', ms: 100_000 });
    await desk.clock.advance(90_000);
    await soon(state).toBe('lost');
    expect(desk.kis.executions.status().reason?.en).toMatch(/silent/);
    const before = await desk.kis.approvalKey();
    await desk.clock.advance(10_000);
    await soon(() => desk.kis.approvalKey()).not.toBe(before);
    await soon(state).toBe('live');
  });

  it('because it does not know the HTS id is tried again half an hour later', async () => {
    desk = await openDesk('paper', { htsId: 'someone' });
    await desk.control('options', { htsIds: ['another'] });
    desk.kis.executions.listen(() => undefined);
    const state = () => desk.kis.executions.status().state;
    await soon(async () => {
      await desk.clock.advance(500);
      return state();
    }).toBe('off');
    expect(states()).toEqual(['lost', 'lost']);
    await desk.control('options', { htsIds: null });
    await desk.clock.advance(1_800_000);
    await soon(state).toBe('live');
  });
});
