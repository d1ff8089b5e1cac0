import { asDeskError, type Clock, type DeskError } from '../../core/index.js';

const ATTEMPTS = 4;
/** All the waiting that one message may cost; a platform that asks for more is not waited for. */
const PATIENCE_MS = 30_000;

/**
 * Sends with bounded retries: obeys `detail.retryAfterMs` of a `rateLimited` failure, waits 1 s, 2 s, 4 s after an
 * `unavailable` or `timeout`, and throws every other failure at once. Only for what may be said twice, or with `again`,
 * which looks at each failure and tells whether anything could have been said already.
 */
export async function patiently<T>(
  send: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
  again: (error: DeskError) => boolean = () => true,
): Promise<T> {
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (thrown) {
      const error = asDeskError(thrown);
      const wait = again(error) ? waitAfter(error, attempt) : undefined;
      if (wait === undefined || waited + wait > PATIENCE_MS || attempt === ATTEMPTS) throw error;
      waited += wait;
      await clock.sleep(wait, signal).catch(() => {
        throw error;
      });
    }
  }
}

function waitAfter(error: DeskError, attempt: number): number | undefined {
  if (error.kind === 'unavailable' || error.kind === 'timeout') return 1000 * 2 ** (attempt - 1);
  const { retryAfterMs } = error.detail;
  return error.kind === 'rateLimited' && typeof retryAfterMs === 'number' ? retryAfterMs : undefined;
}
