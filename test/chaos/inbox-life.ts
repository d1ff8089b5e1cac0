import { spawn } from 'node:child_process';

/** One life of the program. */
export interface Life {
  /** SIGKILL; resolves when it is dead. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it has ended, to the end of what it logged. */
  stop(): Promise<string>;
  /** The end of what it logged so far. */
  words(): string;
}

const KEPT = 4_000;

export function startLife(script: string, environment: Readonly<Record<string, string>>): Life {
  const child = spawn(process.execPath, [script, JSON.stringify(environment)], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-KEPT);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  return {
    words: () => words,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return words;
    },
  };
}
