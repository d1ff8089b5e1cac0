import { type Clock, DeskError, type Log, type PlatformId } from '../../core/index.js';

/** Answers on their way when a session closes get this long to arrive. */
const FAREWELL_MS = 2000;

/** Work that nobody awaits, watched: a failure is logged, and closing waits for what is under way. */
export interface Tasks {
  run(name: string, work: () => Promise<void>): void;
  /** Resolves when all is done, or after two seconds. Work offered afterwards is not begun. */
  finish(): Promise<void>;
}

export function createTasks(platform: PlatformId, clock: Clock, log: Log): Tasks {
  const running = new Set<Promise<void>>();
  let closed = false;

  async function watched(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      log('error', 'chat.taskFailed', { platform, task: name, ...nameOf(thrown) });
    }
  }

  return {
    run(name, work) {
      if (closed) return;
      const task: Promise<void> = watched(name, work).finally(() => running.delete(task));
      running.add(task);
    },
    async finish() {
      closed = true;
      const waiting = new AbortController();
      const deadline = clock.sleep(FAREWELL_MS, waiting.signal).catch(() => undefined);
      await Promise.race([Promise.all(running), deadline]);
      waiting.abort();
    },
  };
}

/** A library's error is named and no more: its fields may hold the token. */
function nameOf(thrown: unknown) {
  if (thrown instanceof DeskError) return { kind: thrown.kind, message: thrown.message };
  return { kind: 'bug', message: thrown instanceof Error ? thrown.name : 'not an error' };
}
