import { isoKst } from '../desk/amounts.js';
import type { Message } from './message.js';
import type { QuoteFeed } from './quote-feed.js';

const MOST_CODES = 20;

/** The codes that one connection follows. */
export interface Subscriptions {
  add(codes: readonly string[]): void;
  remove(codes: readonly string[]): void;
  close(): void;
}

export function createSubscriptions(
  feed: QuoteFeed,
  isListed: (code: string) => boolean,
  send: (message: Message) => void,
): Subscriptions {
  const followed = new Map<string, () => void>();

  type Known = NonNullable<ReturnType<QuoteFeed['newest']>>;
  const body = (stockCode: string, { quote, asOf }: Known) => ({ stockCode, as_of: isoKst(asOf), ...quote });

  function follow(code: string): void {
    const leave = feed.follow(code, news => {
      if ('failure' in news) send({ type: 'ERROR', code: news.failure, stockCodes: [code] });
      else send({ type: 'QUOTE', quote: body(code, news) });
    });
    followed.set(code, leave);
  }

  return {
    add(codes) {
      const wanted = [...new Set(codes)];
      const unknown = wanted.filter(code => !isListed(code));
      if (unknown.length > 0) send({ type: 'ERROR', code: 'notFound', stockCodes: unknown });
      const listed = wanted.filter(code => !unknown.includes(code));
      const fresh = listed.filter(code => !followed.has(code));
      if (followed.size + fresh.length > MOST_CODES) {
        send({ type: 'ERROR', code: 'limit', most: MOST_CODES });
        return;
      }
      for (const code of fresh) follow(code);
      const quotes = listed.flatMap(code => {
        const known = feed.newest(code);
        return known ? [body(code, known)] : [];
      });
      send({ type: 'SNAPSHOT', stockCodes: [...followed.keys()], quotes });
    },
    remove(codes) {
      for (const code of codes) {
        followed.get(code)?.();
        followed.delete(code);
      }
      send({ type: 'SUBSCRIBED', stockCodes: [...followed.keys()] });
    },
    close() {
      for (const leave of followed.values()) leave();
      followed.clear();
    },
  };
}
