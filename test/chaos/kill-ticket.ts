import { type BrokerId, systemClock } from '../../src/core/index.js';
import { roundToTick } from '../../src/market/index.js';
import { createTape } from '../../src/simulator/tape.js';
import { ISSUES } from '../support/trade-venue.js';

/** One order that a worker types, unlike every other of its lane, and what the worker said of it so far. */
export interface KillTicket {
  readonly text: string;
  readonly side: 'buy' | 'sell';
  readonly code: string;
  readonly quantity: number;
  readonly price: number;
  /** Undefined until its card was shown. */
  id: string | undefined;
  pressed: boolean;
  /** The title of its card as it was shown last; undefined while that is the ticket itself. */
  title: string | undefined;
}

/** Kiwoom's list of issues, without which it gives no quote, takes codes of six characters. */
const QUOTED: Readonly<Record<BrokerId, typeof ISSUES>> = {
  kis: ISSUES,
  kiwoom: ISSUES.filter(({ code }) => code.length === 6),
};

const tape = createTape({ seed: 'simulator', alwaysOpen: true });

/** The nth order of a lane; every issue comes up once before any comes up again, so that none is held back for another. */
export function killTicket(n: number, broker: BrokerId = 'kis'): KillTicket {
  const issues = QUOTED[broker];
  const issue = issues[n % issues.length];
  if (!issue) throw new RangeError('no issue');
  const side = n % 3 === 2 ? 'sell' : 'buy';
  // Half of them reach the other side of the book and trade at once; the rest stays open.
  const percent = n % 2 === 0 ? 100n : side === 'buy' ? 96n : 104n;
  const last = tape.price(issue.code, systemClock.now());
  const price = roundToTick((last * percent) / 100n, issue.kind, side === 'buy' ? 'up' : 'down');
  const quantity = n + 1;
  return {
    text: `/${side} ${issue.code} ${quantity}주 ${price}`,
    side,
    code: issue.code,
    quantity,
    price: Number(price),
    id: undefined,
    pressed: false,
    title: undefined,
  };
}

/** A buy too cheap to trade, on the nth issue. */
export function restingBuy(n: number) {
  const issue = ISSUES[n % ISSUES.length];
  if (!issue) throw new RangeError('no issue');
  const last = tape.price(issue.code, systemClock.now());
  const price = roundToTick((last * 88n) / 100n, issue.kind, 'down');
  // So much cheaper that it is another price than that of an order which rests since the last price was another.
  const cheaper = roundToTick((last * 84n) / 100n, issue.kind, 'down');
  return { code: issue.code, price: Number(price), cheaper: Number(cheaper) };
}
