import { asDeskError, type Clock, type DeskError, type Log, type PlatformStatus } from '../../core/index.js';
import type { Connect, Session } from './session.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;
/** A session that lasted this long was a good one: the next waits start small again. */
const STEADY_MS = 60_000;

export interface KeptConnection {
  /** Resolves after the first attempt, whichever way it went. */
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): PlatformStatus;
}

/**
 * Holds one session open for as long as it is wanted: a failed or lost one is opened anew after 1 s, 2 s, 4 s …
 * 5 min. Nothing is thrown into the caller; what is wrong stands in the status.
 */
export function keepConnected(options: {
  id: PlatformStatus['id'];
  connect: Connect;
  /** Called with the status each time that it is another one. */
  changed(status: PlatformStatus): void;
  clock: Clock;
  log: Log;
}): KeptConnection {
  const { id, connect, changed, clock, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: PlatformStatus['state'] = 'starting';
  let reason: string | undefined;
  let running: Promise<void> | undefined;

  function become(next: PlatformStatus['state'], why?: string) {
    if (next === state && why === reason) return;
    state = next;
    reason = why;
    log(next === 'lost' ? 'warn' : 'info', `chat.${next}`, { platform: id, reason: why });
    changed({ id, state, reason });
  }

  async function holdOne(attempted: () => void): Promise<{ error: DeskError | undefined; steady: boolean }> {
    let session: Session;
    try {
      session = await connect(signal, why => {
        if (!signal.aborted) become(why === undefined ? 'connected' : 'lost', why);
      });
    } catch (thrown) {
      return { error: asDeskError(thrown), steady: false };
    }
    const openedAt = clock.monotonic();
    if (!signal.aborted) become('connected');
    attempted();
    const error = await Promise.race([session.over, aborted(signal)]);
    await session.close();
    return { error, steady: clock.monotonic() - openedAt >= STEADY_MS };
  }

  async function run(attempted: () => void): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const { error, steady } = await holdOne(attempted);
      if (signal.aborted) break;
      become('lost', error?.message);
      attempted();
      failures = steady ? 1 : failures + 1;
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
      await clock.sleep(wait, signal).catch(() => undefined);
    }
    attempted();
  }

  return {
    start: () =>
      new Promise(resolve => {
        running ??= run(resolve);
      }),
    async stop() {
      stopping.abort();
      await running;
      become('stopped');
    },
    status: () => ({ id, state, reason }),
  };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
