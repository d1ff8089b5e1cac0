import type { OrderRequest, Quote, VenueOrder, Won } from '../../core/index.js';
import type { WeighedOrder } from '../risk/limits.js';

/** What an order counts against the limits; of an amendment the day counts only what it adds. */
export function weigh(
  { side, code, quantity, price }: Pick<OrderRequest, 'side' | 'code' | 'quantity' | 'price'>,
  quote: Pick<Quote, 'upperLimit'>,
  original: VenueOrder | undefined,
): WeighedOrder {
  const value = quantity * worthOf(price, quote);
  const adds =
    original === undefined
      ? { amount: value, count: 1 }
      : { amount: atLeastNone(value - quantity * worthOf(original.price, quote)), count: 0 };
  return Object.freeze({ side, code, quantity, price, value, adds: Object.freeze(adds) });
}

/** A share without a price is valued at the upper limit price, whichever side it is on. */
function worthOf(price: Won, { upperLimit }: Pick<Quote, 'upperLimit'>): Won {
  return price > 0n ? price : upperLimit;
}

const atLeastNone = (amount: Won) => (amount > 0n ? amount : 0n);
