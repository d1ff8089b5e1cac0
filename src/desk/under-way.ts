import type { Dispatcher, Outcome } from '../core/index.js';

export interface TrackedDispatcher extends Dispatcher {
  /** Resolves when nothing that was handed in is still being answered or audited. */
  settled(): Promise<void>;
}

/** A dispatcher whose work can be waited for, so that the store is not closed under it. */
export function trackUnderWay(dispatcher: Dispatcher): TrackedDispatcher {
  const underWay = new Set<Promise<Outcome>>();
  return {
    handle(inbound, taken) {
      const handling = dispatcher.handle(inbound, taken).finally(() => underWay.delete(handling));
      underWay.add(handling);
      return handling;
    },
    admits: inbound => dispatcher.admits(inbound),
    visibilityOf: inbound => dispatcher.visibilityOf(inbound),
    shown: (card, where) => dispatcher.shown(card, where),
    formOf: inbound => dispatcher.formOf(inbound),
    suggest: typing => dispatcher.suggest(typing),
    answered: inbound => dispatcher.answered(inbound),
    leftOver: platform => dispatcher.leftOver(platform),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
