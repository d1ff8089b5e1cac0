import type { Writable } from 'node:stream';
import type { Clock } from '../../core/index.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SHOW_AFTER_MS = 150;
const FRAME_MS = 80;

/** Turns while `work` is under way, but only once it has become slow enough to be noticed; leaves nothing behind. */
export async function withSpinner<T>(
  output: Writable,
  clock: Clock,
  label: string,
  work: Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const turning = turn(output, clock, label, stop.signal);
  try {
    return await work;
  } finally {
    stop.abort();
    await turning;
  }
}

async function turn(output: Writable, clock: Clock, label: string, signal: AbortSignal): Promise<void> {
  let frame = 0;
  try {
    await clock.sleep(SHOW_AFTER_MS, signal);
    for (;;) {
      output.write(`\r\x1b[2m${FRAMES[frame % FRAMES.length]} ${label}\x1b[0m`);
      frame += 1;
      await clock.sleep(FRAME_MS, signal);
    }
  } catch {
    if (frame > 0) output.write('\r\x1b[2K');
  }
}
