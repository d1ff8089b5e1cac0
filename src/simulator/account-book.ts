import { createHash } from 'node:crypto';
import { kstDate, type Shares, type Won } from '../core/index.js';
import { type Account, beginDay } from './account.js';
import { LISTINGS, PAPER_FLOOR } from './listings.js';
import type { Tape } from './tape.js';

/** A position an account begins with. */
export interface SeedHolding {
  readonly code: string;
  readonly quantity: Shares;
  readonly averagePrice: Won;
}

export interface AccountBook {
  /**
   * The account on the day of this instant, opened with seeded cash and positions when it is seen for the first time.
   * Days only go forward: an earlier instant gives the account as it is.
   */
  at(key: string, now: number): Account;
  /** Replaces the cash and the positions that are given. */
  set(key: string, given: Opening, now: number): void;
  all(): readonly Account[];
  restore(accounts: readonly Account[]): void;
}

/** What is left out is as the seed has it, or as it was. */
interface Opening {
  readonly cash: Won | undefined;
  readonly holdings: readonly SeedHolding[] | undefined;
}

const FIRST_CASH = 10_000_000n;
const FIRST_POSITIONS = 6;
const POSITION_VALUE = 1_500_000n;

export function createAccountBook(tape: Tape, seed: string, opening: Opening): AccountBook {
  const accounts = new Map<string, Account>();

  function open(key: string, now: number): Account {
    const given = opening.holdings ?? inventedHoldings(seed, key);
    const account: Account = {
      key,
      day: '',
      settled: opening.cash ?? FIRST_CASH,
      pending: [],
      holdings: holdingRows(given),
      openingAssets: 0n,
    };
    accounts.set(key, account);
    beginDay(account, kstDate(now), code => tape.base(code, now));
    return account;
  }

  function at(key: string, now: number): Account {
    const account = accounts.get(key) ?? open(key, now);
    const today = kstDate(now);
    if (account.day < today) beginDay(account, today, code => tape.base(code, now));
    return account;
  }

  return {
    at,
    set(key, given, now) {
      const account = at(key, now);
      if (given.cash !== undefined) {
        account.settled = given.cash;
        account.pending = [];
      }
      if (given.holdings) account.holdings = holdingRows(given.holdings);
      beginDay(account, account.day, code => tape.base(code, now));
    },
    all: () => [...accounts.values()],
    restore(list) {
      accounts.clear();
      for (const account of list) accounts.set(account.key, account);
    },
  };
}

function holdingRows(given: readonly SeedHolding[]): Account['holdings'] {
  return given
    .map(h => ({ code: h.code, quantity: h.quantity, cost: h.quantity * h.averagePrice, clearedOn: null }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The same account number and seed always begin with the same positions, of issues that can be bought on paper too. */
function inventedHoldings(seed: string, key: string): SeedHolding[] {
  const digest = createHash('sha256').update(`${seed}/${key}`).digest();
  const pool = LISTINGS.map(l => l.instrument).filter(i => !i.halted);
  const picked = new Map<string, SeedHolding>();
  for (let n = 0; picked.size < Math.min(FIRST_POSITIONS, pool.length); n += 1) {
    const instrument = pool[(digest.readUInt16BE((n * 2) % 30) + n) % pool.length];
    if (!instrument || instrument.basePrice < PAPER_FLOOR) continue;
    const { code, basePrice } = instrument;
    const averagePrice = (basePrice * BigInt(85 + ((digest[n % 32] ?? 0) % 31))) / 100n;
    picked.set(code, { code, averagePrice, quantity: POSITION_VALUE / basePrice + 1n });
  }
  return [...picked.values()];
}
