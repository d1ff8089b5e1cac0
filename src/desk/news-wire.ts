import { asDeskError, type Log, type News, type NewsWire } from '../core/index.js';

/** Carries what happens at the desk to whoever looks on, in the order in which they came. */
export function createNewsWire(log: Log): NewsWire {
  const listeners = new Set<{ readonly heard: (news: News) => void }>();
  return {
    tell(news) {
      for (const { heard } of [...listeners]) {
        try {
          heard(news);
        } catch (thrown) {
          // Orders and alerts are told from their midst: who looks on must not stand in their way.
          log('warn', 'news listener failed', { kind: news.kind, reason: asDeskError(thrown).message });
        }
      }
    },
    listen(heard) {
      // A listener of its own each time: the same function twice is told twice.
      const listener = { heard };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
