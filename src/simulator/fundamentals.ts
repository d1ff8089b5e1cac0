import type { Won } from '../core/index.js';
import { decimal } from './decimal.js';
import { noiseKey, unit } from './hash-noise.js';
import type { Listing } from './listings.js';

/** Company figures: invented, but the same at every look and in proportion to the issue. */
export interface Fundamentals {
  /** Won a share; 0n for funds and notes. */
  readonly eps: Won;
  readonly bps: Won;
  /** 자본금, 억 won. */
  readonly capital: bigint;
  /** Foreign holding in hundredths of a percent. */
  readonly foreign: bigint;
}

export function fundamentalsOf(issue: Listing): Fundamentals {
  const { code, kind, basePrice } = issue.instrument;
  const key = noiseKey(code);
  const company = kind === 'stock' || kind === 'reit';
  return {
    eps: company ? basePrice / BigInt(6 + Math.floor(24 * unit(key, 1))) : 0n,
    bps: company ? (basePrice * 100n) / BigInt(60 + Math.floor(300 * unit(key, 2))) : 0n,
    capital: (issue.faceValue * issue.listedShares) / 100_000_000n,
    foreign: BigInt(Math.floor(6000 * unit(key, 3))),
  };
}

/** `per`, `pbr`, `eps` and `bps` at a price; all zero where there is nothing to divide by. */
export function ratioFields(facts: Fundamentals, price: Won) {
  return {
    per: decimal(price, facts.eps, 2),
    pbr: decimal(price, facts.bps, 2),
    eps: `${facts.eps}.00`,
    bps: `${facts.bps}.00`,
  };
}

/** 시가총액 in 억 won, as KIS counts it. */
export function marketCap(issue: Listing, price: Won): bigint {
  return (price * issue.listedShares) / 100_000_000n;
}
