import type { Clock, ReadProxy } from '../../core/index.js';
import { waitFor } from './deadline.js';
import type { Renewal } from './renewal-port.js';

/** For so long, ms, a look at a token counts: no number of reports leads to another. */
const LOOK_COUNTS_MS = 5_000;

/**
 * What programs say of tokens is a reason to look, never a reason to believe it. `look` is one read of ours with the
 * token that is held; should the broker call that invalid, the read itself sees to its replacement.
 */
export function createTokenReports(parts: {
  readonly tokens: Pick<Renewal, 'hand'>;
  readonly look: () => Promise<unknown>;
  readonly clock: Clock;
}): ReadProxy['examine'] {
  const { tokens, look, clock } = parts;
  let last: { readonly generation: number; readonly over: Promise<unknown>; until: number } | undefined;

  function lookAt(generation: number): Promise<unknown> {
    if (last?.generation === generation && clock.monotonic() < last.until) return last.over;
    // Why a look failed is told elsewhere; what matters here is which token is held after it.
    const over = look()
      .catch(() => undefined)
      .finally(() => {
        one.until = clock.monotonic() + LOOK_COUNTS_MS;
      });
    const one = { generation, over, until: Number.POSITIVE_INFINITY };
    last = one;
    return over;
  }

  return async (generation, signal) => {
    const held = await tokens.hand(signal);
    if (held.generation !== generation) return;
    await waitFor(lookAt(generation), signal);
    await tokens.hand(signal);
  };
}
