import type { ConfigFault } from './config.js';
import type { Log } from './core/index.js';

/** Exit codes, from sysexits: what a supervisor may act on. */
export const EXIT = { failed: 1, held: 75, config: 78 } as const;

/** Resolves at the first SIGINT or SIGTERM; a second one does not wait for the graceful stop. */
export function stopSignal(log: Log): Promise<void> {
  return new Promise(resolve => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(EXIT.failed);
        asked = true;
        log('info', 'stopping', { signal });
        resolve();
      });
    }
  });
}

/** What was refused, for a person: all faults at once, by name, without values. */
export function describeFaults(faults: readonly ConfigFault[]): string {
  const lines = faults.map(fault => `  ${fault.name}: ${fault.ko} / ${fault.en}`);
  return `설정이 올바르지 않아 시작하지 않았습니다 / refused to start, configuration:\n${lines.join('\n')}\n`;
}

/** A person types and looks on. */
export const isInteractive = () => process.stdin.isTTY && process.stdout.isTTY;

/** Log lines would appear between the cards that a person reads. */
export const sharesTerminal = () => isInteractive() && process.stderr.isTTY;

/**
 * What nobody caught, a rejected promise included, ends the program, and is told without the thrown object itself: a
 * library's error may hold the headers of a request, and Node would print all of it. What was under way is in the
 * journals, and the next start says that this run did not end in good order.
 */
export function crashGuard(log: Log): void {
  process.on('uncaughtException', (thrown: unknown, origin) => {
    try {
      const { name, stack = '' } = thrown instanceof Error ? thrown : { name: typeof thrown };
      const frames = stack.split('\n').filter(line => /^\s+at /.test(line));
      log('error', 'crashed', { fault: name, origin, stack: frames.slice(0, 8).join(' | ') });
    } finally {
      process.exit(EXIT.failed);
    }
  });
}
