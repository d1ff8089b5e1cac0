import type { Dispatcher, Outcome } from '../core/index.js';

export interface TrackedDispatcher extends Dispatcher {
  /** Resolves when nothing that was handed in is still being answered or audited. */
  settled(): Promise<void>;
}

/** A dispatcher whose work can be waited for, so that the store is not closed under it. */
export function trackUnderWay(dispatcher: Dispatcher): TrackedDispatcher {
  const underWay = new Set<Promise<Outcome>>();
  return {
    handle(inbound) {
      const handling = dispatcher.handle(inbound).finally(() => underWay.delete(handling));
      underWay.add(handling);
      return handling;
    },
    visibilityOf: inbound => dispatcher.visibilityOf(inbound),
    shown: (card, where) => dispatcher.shown(card, where),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
