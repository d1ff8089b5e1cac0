/** Real timers that fire at once: a library waits so for its next turn, whatever clock its caller goes by. */
export interface ShortTimers {
  /** Set, and neither fired nor taken back. */
  pending(): number;
  /** Ends the watch. */
  restore(): void;
}

const AT_ONCE_MS = 1;

/** Watches this process's timers from now on. */
export function watchShortTimers(): ShortTimers {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const pending = new Set<unknown>();

  function setCounted(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): unknown {
    if (ms !== undefined && ms > AT_ONCE_MS) return set(run, ms, ...args);
    const timer: unknown = set(
      (...given: unknown[]) => {
        pending.delete(timer);
        run(...given);
      },
      ms,
      ...args,
    );
    pending.add(timer);
    return timer;
  }

  function clearCounted(timer: Parameters<typeof clear>[0]): void {
    pending.delete(timer);
    clear(timer);
  }

  Reflect.set(globalThis, 'setTimeout', setCounted);
  Reflect.set(globalThis, 'clearTimeout', clearCounted);
  return {
    pending: () => pending.size,
    restore() {
      Reflect.set(globalThis, 'setTimeout', set);
      Reflect.set(globalThis, 'clearTimeout', clear);
    },
  };
}
