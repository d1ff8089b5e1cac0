import type { Shares, Size, Won } from '../../core/index.js';
import { impossible } from './impossible.js';

/** What a size is reckoned from. */
export interface SizeBasis {
  /** What one share costs, won: the order's price, or the last one where it has none. Above 0n. */
  readonly price: Won;
  /** The most shares there can be: that the cash buys, that may be sold, or that are left open. */
  readonly most: Shares;
}

/**
 * A size in shares, cut to whole ones; `all` and `percent` are of `most`. Whether so many can be had, the caller
 * asks. Throws `impossible` when it comes to no share, though one could be had.
 */
export function sharesOf(size: Size, { price, most }: SizeBasis): Shares {
  const shares = wholeShares(size, { price, most });
  if (shares <= 0n && most > 0n) throw impossible('zero', { price });
  return shares;
}

function wholeShares(size: Size, { price, most }: SizeBasis): Shares {
  switch (size.kind) {
    case 'shares':
      return size.shares;
    case 'all':
      return most;
    case 'percent':
      return (most * BigInt(size.percent)) / 100n;
    case 'amount':
      return size.won / price;
  }
}
