import type { Inbox } from './core/index.js';

/** An inbox that remembers how much the last run left unanswered. Programs and pages are gone, and ask again. */
export function countLeftOver(inbox: Inbox): Inbox & { count(): number } {
  let count = 0;
  return {
    ...inbox,
    leftOver(platform) {
      const left = inbox.leftOver(platform);
      if (platform !== 'web') count += left.length;
      return left;
    },
    count: () => count,
  };
}
