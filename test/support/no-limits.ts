import type { Limits } from '../../src/core/index.js';

/** Nothing is too much: what is looked for here is not what limits keep back. */
export const NO_LIMITS: Limits = {
  orderAmount: undefined,
  orderQuantity: undefined,
  dayAmount: undefined,
  dayCount: undefined,
  priceDistance: undefined,
  drift: 100,
  repeatSeconds: 0,
  allow: undefined,
  deny: [],
  marketBuyCash: 100,
  dayLoss: undefined,
  approveAbove: undefined,
  approvers: 1,
  breakGlassMinutes: undefined,
  stepUpAbove: undefined,
};
