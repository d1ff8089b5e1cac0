import type { AccountRef, Instrument, OrderRequest, Quote, VenueOrder } from '../../core/index.js';

/* Copies that nobody can change, so that what a ticket shows is what is judged and sent, whatever happens around it. */

const frozen = <T extends object>(value: T): Readonly<T> => Object.freeze({ ...value });

export const frozenAccount = (account: AccountRef): AccountRef => frozen(account);

export const frozenInstrument = (instrument: Instrument): Instrument => frozen(instrument);

export const frozenVenueOrder = (order: VenueOrder): VenueOrder => frozen(order);

export const frozenOrder = (order: OrderRequest): Readonly<OrderRequest> =>
  frozen({ ...order, account: frozenAccount(order.account) });

export const frozenQuote = (quote: Quote): Quote =>
  frozen({ ...quote, warnings: Object.freeze([...quote.warnings]) });
