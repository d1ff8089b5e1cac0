import { readdirSync } from 'node:fs';
import { Gauge, type Registry } from 'prom-client';
import type { LoopDelay } from './loop-delay.js';

/** Of this process, under the names that Prometheus gives them everywhere; the function returned reads them anew. */
export function processGauges(registry: Registry, loop: LoopDelay): () => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const cpu = gauge('process_cpu_seconds_total', 'User and system time spent.');
  const memory = gauge('process_resident_memory_bytes', 'Memory in use.');
  const files = gauge('process_open_fds', 'Open file descriptors.');
  const lag = (which: string, help: string) => gauge(`desk_event_loop_lag_${which}_seconds`, help);
  const p50 = lag('p50', 'Half of the waits of the event loop since the last look were shorter.');
  const p99 = lag('p99', 'Of a hundred waits of the event loop 99 were shorter.');
  const longest = lag('max', 'The longest wait of the event loop since the last look.');

  return () => {
    const { user, system } = process.cpuUsage();
    cpu.set((user + system) / 1e6);
    memory.set(process.memoryUsage.rss());
    const open = openFiles();
    if (open !== undefined) files.set(open);
    const delay = loop.read();
    p50.set(delay.p50Ms / 1_000);
    p99.set(delay.p99Ms / 1_000);
    longest.set(delay.maxMs / 1_000);
  };
}

/** undefined where the system does not tell. Counted without the one that is open for counting. */
function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}
