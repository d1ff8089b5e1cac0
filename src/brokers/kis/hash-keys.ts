import type { Clock } from '../../core/index.js';
import { waitFor, withDeadline } from '../transport/index.js';
import type { KisOauth } from './oauth.js';

/** Hash keys of order bodies. A key belongs to its body to the byte. */
export interface HashKeys {
  /**
   * Asks for the key of a body that may be sent soon, so that the send need not wait for it. Asked behind orders and
   * account reads; throws DeskError.
   */
  fetchAhead(body: string): Promise<void>;
  /** The key fetched ahead for exactly this body, or else one asked for now. Throws DeskError, or the signal's reason. */
  of(body: string, signal: AbortSignal): Promise<string>;
}

interface Ahead {
  readonly key: Promise<string>;
  /** Takes it out of the queue, in which it stands until it has left. */
  readonly queued: AbortController;
  readonly stage: Stage;
}

interface Stage {
  left: boolean;
  /** Until when its key is good, by the monotonic clock, ms. */
  until: number;
}

const MOST_BODIES = 200;
const KEPT_MS = 120_000;

export function createHashKeys(options: {
  readonly oauth: Pick<KisOauth, 'hashkey'>;
  readonly clock: Clock;
  /** How long one may take that was asked for ahead, ms. */
  readonly waitMs: number;
  readonly closing: AbortSignal;
}): HashKeys {
  const { oauth, clock, waitMs, closing } = options;
  const held = new Map<string, Ahead>();

  function find(body: string): Ahead | undefined {
    const ahead = held.get(body);
    if (ahead && ahead.stage.until > clock.monotonic()) return ahead;
    held.delete(body);
    return undefined;
  }

  function ask(body: string): Ahead {
    const queued = new AbortController();
    const stage: Stage = { left: false, until: Number.POSITIVE_INFINITY };
    const leaving = async () => {
      stage.left = true;
    };
    const key = withDeadline(clock, waitMs, [closing, queued.signal], signal =>
      oauth.hashkey(body, signal, leaving),
    );
    key.then(
      () => {
        stage.until = clock.monotonic() + KEPT_MS;
      },
      () => {
        if (held.get(body)?.stage === stage) held.delete(body);
      },
    );
    return { key, queued, stage };
  }

  function keep(body: string, ahead: Ahead): void {
    held.set(body, ahead);
    for (const oldest of held.keys()) {
      if (held.size <= MOST_BODIES) break;
      held.delete(oldest);
    }
  }

  return {
    async fetchAhead(body) {
      const known = find(body);
      const ahead = known ?? ask(body);
      if (!known) keep(body, ahead);
      await ahead.key;
    },
    async of(body, signal) {
      const ahead = find(body);
      if (ahead?.stage.left) {
        try {
          return await waitFor(ahead.key, signal);
        } catch {
          // What failed ahead of time may succeed now.
          signal.throwIfAborted();
        }
      }
      // Still in the queue, behind others: an order does not wait there.
      ahead?.queued.abort(new DOMException('asked for by the order itself', 'AbortError'));
      return waitFor(oauth.hashkey(body, signal), signal);
    },
  };
}
