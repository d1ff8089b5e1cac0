import type { Clock, Log, Reply } from '../../core/index.js';

/** Says things to everybody; whoever says them never waits, and never learns that it failed. */
export interface Telling {
  /** `by`: whose doing it is; they have their own answer. */
  announce(notice: Reply, by?: string): void;
  /**
   * From here on notices are told, those from before first. `connected`: settles when a chat can be reached; it is
   * waited for, at most a minute: what reaches nobody is then at least known to have reached nobody.
   */
  begin(signal: AbortSignal, connected: Promise<unknown>): Promise<void>;
}

export interface TellingParts {
  tell(notice: Reply, by?: string): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const LONGEST_SILENCE_MS = 60_000;

export function createTelling(parts: TellingParts): Telling {
  const { clock, log } = parts;
  const untold: Reply[] = [];
  let begun = false;

  async function deliver(notice: Reply, by?: string): Promise<void> {
    try {
      await parts.tell(notice, by);
    } catch {
      log('error', 'halt notice not told', { title: notice.title });
    }
  }

  function announce(notice: Reply, by?: string): void {
    if (begun) void deliver(notice, by);
    else untold.push(notice);
  }

  return {
    announce,
    async begin(signal, connected) {
      const over = new AbortController();
      const longest = clock.sleep(LONGEST_SILENCE_MS, AbortSignal.any([signal, over.signal]));
      await Promise.race([connected, longest]).catch(() => undefined);
      over.abort();
      if (signal.aborted) return;
      begun = true;
      for (const notice of untold.splice(0)) announce(notice);
    },
  };
}
