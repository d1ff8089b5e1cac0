import type { ChatPlatform, Reply } from '../../src/core/index.js';
import type { TradeScreen } from '../support/trade-screen.js';

/** A chat on which every call succeeds at once; `rewritten` hears of every card that the desk rewrites by itself. */
export function toldChat(rewritten: (reply: Reply) => void): TradeScreen {
  const chat: ChatPlatform = {
    id: 'discord',
    start: async () => undefined,
    stop: async () => undefined,
    status: () => ({ id: 'discord', state: 'connected', reason: undefined }),
    push: async () => undefined,
    rewrite: async (_, reply) => rewritten(reply),
  };
  return { platforms: [chat], shown: [], card: () => undefined, put: () => undefined };
}
