import { spawn } from 'node:child_process';
import { systemClock } from '../../src/core/index.js';
import type { TradeTask } from './trade-worker.js';

/** A line that the worker said, and when, by the monotonic clock. */
export interface Said {
  readonly at: number;
  readonly text: string;
}

/** One life of a trading worker. */
export interface WorkerRun {
  readonly startedAt: number;
  /** In order; grows until it has ended. */
  readonly said: readonly Said[];
  /** Lets it begin with its orders. */
  begin(): void;
  /** Resolves once a line was said that fits, for the nth time; false when the worker ended, or the time is over. */
  hears(pattern: RegExp, times: number, withinMs: number): Promise<boolean>;
  /** SIGKILL, unless it is dead by then; resolves when everything that it said has arrived. */
  kill(): Promise<void>;
  /** Resolves when it has ended by itself; false when the time is over. */
  dies(withinMs: number): Promise<boolean>;
}

export function startWorker(script: string, task: TradeTask): WorkerRun {
  const startedAt = systemClock.monotonic();
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said: Said[] = [];
  const listeners = new Set<() => void>();
  let over = false;
  let rest = '';
  const news = () => {
    for (const listener of listeners) listener();
  };
  child.stdin.on('error', () => undefined);
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    const at = systemClock.monotonic();
    said.push(...parts.map(text => ({ at, text })));
    news();
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      over = true;
      resolve();
      news();
    });
  });

  return {
    startedAt,
    said,
    begin: () => void child.stdin.write('go\n'),
    hears(pattern, times, withinMs) {
      return new Promise(resolve => {
        const answer = (heard: boolean) => {
          clearTimeout(timer);
          listeners.delete(look);
          resolve(heard);
        };
        const look = () => {
          if (said.filter(({ text }) => pattern.test(text)).length >= times) answer(true);
          else if (over) answer(false);
        };
        const timer = setTimeout(() => answer(false), withinMs);
        listeners.add(look);
        look();
      });
    },
    async dies(withinMs) {
      const over = new AbortController();
      const late = systemClock.sleep(withinMs, over.signal).then(
        () => false,
        () => false,
      );
      const died = await Promise.race([ended.then(() => true), late]);
      over.abort();
      return died;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
