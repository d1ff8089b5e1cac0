import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop kept things waiting since it was last asked, ms. */
export interface LoopDelay {
  read(): { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
  stop(): void;
}

const SAMPLED_EVERY_MS = 20;

/** Watches the event loop from here on. */
export function watchLoopDelay(): LoopDelay {
  const delays = monitorEventLoopDelay({ resolution: SAMPLED_EVERY_MS });
  delays.enable();
  const ms = (ns: number) => Math.max(0, ns / 1e6 - SAMPLED_EVERY_MS);
  return {
    read() {
      const now = {
        p50Ms: ms(delays.percentile(50)),
        p99Ms: ms(delays.percentile(99)),
        maxMs: ms(delays.max),
      };
      delays.reset();
      return now;
    },
    stop: () => void delays.disable(),
  };
}
