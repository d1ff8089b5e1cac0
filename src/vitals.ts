import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How this process fares. Spans in ms; the stall is the longest one since it was last asked. */
export interface ProcessVitals {
  readonly stallMs: number;
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
}

const SAMPLED_EVERY_MS = 20;

/** Watches the event loop from here on. `stop` ends that. */
export function watchVitals(): { read(): ProcessVitals; stop(): void } {
  const delays = monitorEventLoopDelay({ resolution: SAMPLED_EVERY_MS });
  delays.enable();
  return {
    read() {
      const stallMs = Math.max(0, Math.round(delays.max / 1e6) - SAMPLED_EVERY_MS);
      delays.reset();
      const { used_heap_size: heapUsedBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
      return { stallMs, heapUsedBytes, heapLimitBytes };
    },
    stop: () => void delays.disable(),
  };
}
