import type { InstrumentKind, Won } from '../../core/index.js';
import { priceLimits } from '../../market/index.js';
import { type Listing, listingOf } from '../listings.js';
import type { KiwoomRequest } from './route.js';

/**
 * The issue that a code with or without an exchange's suffix names: `005930` KRX, `_NX` NXT, `_AL` both. They all show
 * the same tape. The mock server knows the KRX only.
 */
export function issueOf(code: string, { mode }: Pick<KiwoomRequest, 'mode'>): Listing | undefined {
  const parts = /^([0-9A-Z]{6,7})(_NX|_AL)?$/.exec(code.trim());
  if (!parts || (mode === 'paper' && parts[2] !== undefined)) return undefined;
  return listingOf(parts[1] ?? '');
}

/** FID and field forms share it: 1 upper limit, 2 up, 3 flat, 4 lower limit, 5 down. */
export function directionOf(price: Won, before: Won, kind: InstrumentKind): string {
  if (price === before) return '3';
  const up = price > before;
  // Limits are about 30 % away, and charts ask for thousands of prices.
  const far = (up ? price - before : before - price) * 10n > before;
  if (!far) return up ? '2' : '5';
  const { upper, lower } = priceLimits(before, kind);
  if (up) return price >= upper ? '1' : '2';
  return price <= lower ? '4' : '5';
}
