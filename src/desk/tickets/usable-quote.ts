import { DeskError, type Quote } from '../../core/index.js';
import { impossible } from './impossible.js';

/** A price older than this says nothing about an order, ms. */
const QUOTE_AGE_MS = 5_000;

/**
 * At the press a quote is read again well before it is too old: there must be time left for what else is awaited
 * between the look and the claim.
 */
const REREAD_AGE_MS = 2_000;

/** Throws `unavailable` for a quote of another issue, without a price or too old, `impossible` for one without limits. */
export function requireUsable(quote: Quote, code: string, now: number): void {
  if (quote.code !== code || quote.price <= 0n) throw noQuote('a quote without a price');
  if (now - quote.asOf > QUOTE_AGE_MS) throw noQuote('a quote that is too old');
  if (quote.upperLimit <= 0n || quote.lowerLimit <= 0n || quote.upperLimit < quote.lowerLimit) {
    throw impossible('noPriceLimits');
  }
}

export function isDueForReread(quotedAt: number, now: number): boolean {
  return now - quotedAt > REREAD_AGE_MS;
}

const noQuote = (message: string) => new DeskError('unavailable', message, { what: 'quote' });
