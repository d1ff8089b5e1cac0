import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process of our own that does what it is told, and says what came of it. */
export interface Child {
  readonly pid: number;
  ask<Answer>(what: string, how?: unknown): Promise<Answer>;
  /** Ends its input, on which it stops by itself. */
  stop(): Promise<void>;
}

interface Answered {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}

/** Starts a built worker, which answers with `answerParent`. */
export function startChild(script: string, flags: readonly string[] = []): Child {
  const child = spawn(process.execPath, [...flags, script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, { keep(text: string): void; fail(error: Error): void }>();
  let last = 0;
  const ended = once(child, 'close').then(() => {
    for (const { fail } of waiting.values()) fail(new Error('the worker ended'));
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', line => {
    const { id, answer, failure }: Answered = JSON.parse(line);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) asked?.keep(JSON.stringify(answer ?? null));
    else asked?.fail(new Error(failure));
  });
  return {
    pid: child.pid ?? 0,
    ask<Answer>(what: string, how: unknown = {}) {
      last += 1;
      const id = last;
      return new Promise<Answer>((resolve, reject) => {
        const keep = (text: string) => {
          const answer: Answer = JSON.parse(text);
          resolve(answer);
        };
        waiting.set(id, { keep, fail: reject });
        child.stdin.write(`${JSON.stringify({ id, what, how })}\n`);
      });
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** In the worker: does what its parent asks, several things at once if it must. Resolves when the parent has no more. */
export async function answerParent(
  acts: Readonly<Record<string, (how: never) => unknown>>,
  say: (line: string) => void = line => void process.stdout.write(line),
): Promise<void> {
  const input = createInterface({ input: process.stdin });
  input.on('line', line => {
    const { id, what, how }: { id: number; what: string; how: never } = JSON.parse(line);
    Promise.resolve()
      .then(() => acts[what]?.(how))
      .then(
        answer => say(`${JSON.stringify({ id, answer: answer ?? null })}\n`),
        (thrown: unknown) => say(`${JSON.stringify({ id, failure: String(thrown) })}\n`),
      );
  });
  await once(input, 'close');
}
