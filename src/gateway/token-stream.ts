import { type AccountRef, sameAccount, type TokenControl } from '../core/index.js';
import { isoKst } from './desk/amounts.js';
import type { GatewayParts } from './parts.js';

/** How often the key is looked at again: revoking one ends its streams within a second. */
const LOOK_MS = 500;
/** What is idle says so, lest something between takes it for dead. */
const QUIET_MS = 15_000;
/** Pieces that wait for a reader; who is further behind is let go. */
const MOST_WAITING = 16;
const RETRY_MS = 3_000;

export interface TokenStreamParts extends Pick<GatewayParts, 'news' | 'clock'> {
  /** Whose generations they are. */
  readonly account: AccountRef;
  readonly tokens: Pick<TokenControl, 'status'>;
  isStillGood(): boolean;
  /** Called once, however it ends. */
  ended(): void;
  /** Ends the connection without waiting for its reader. */
  cut(): void;
}

/** Generations of the token as server-sent events: the present one at once, then each new one. Never the token. */
export function tokenStream({
  account,
  tokens,
  news,
  clock,
  isStillGood,
  ended,
  cut,
}: TokenStreamParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let unlisten = () => {};
  let saidAt = clock.monotonic();

  function end(): void {
    if (gone.signal.aborted) return;
    gone.abort();
    unlisten();
    ended();
  }

  async function look(say: (text: string) => void, close: () => void): Promise<void> {
    while (!gone.signal.aborted) {
      await clock.sleep(LOOK_MS, gone.signal).catch(() => undefined);
      if (gone.signal.aborted) return;
      if (!isStillGood()) return close();
      if (clock.monotonic() - saidAt >= QUIET_MS) say(':\n\n');
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          end();
          controller.close();
        };
        const say = (text: string) => {
          if (gone.signal.aborted) return;
          if ((controller.desiredSize ?? 0) <= 0) {
            end();
            return cut();
          }
          saidAt = clock.monotonic();
          controller.enqueue(encoder.encode(text));
        };
        const { generation, expiresAt } = tokens.status();
        const present = expiresAt === undefined ? '' : eventOf(generation, expiresAt);
        say(`retry: ${RETRY_MS}\n\n${present}`);
        unlisten = news.listen(item => {
          if (item.kind !== 'token' || (item.account && !sameAccount(item.account, account))) return;
          say(eventOf(item.generation, item.expiresAt));
        });
        void look(say, close);
      },
      cancel: end,
    },
    { highWaterMark: MOST_WAITING },
  );
}

function eventOf(generation: number, expiresAt: number): string {
  const data = JSON.stringify({ generation, expires_at: isoKst(expiresAt) });
  return `id: ${generation}\nevent: token\ndata: ${data}\n\n`;
}
