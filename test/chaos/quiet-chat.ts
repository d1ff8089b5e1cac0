import type { ChatPlatform } from '../../src/core/index.js';

/** A chat that takes everything at once. */
export function quietChat(): ChatPlatform {
  let posts = 0;
  return {
    id: 'discord',
    alertPlace: '90',
    sameKeyMs: 60_000,
    start: async () => undefined,
    stop: async () => undefined,
    status: () => ({ id: 'discord', state: 'connected', reason: undefined }),
    async post(to) {
      posts += 1;
      return { platform: 'discord', place: to.id, message: String(posts) };
    },
    rewrite: async () => undefined,
  };
}
