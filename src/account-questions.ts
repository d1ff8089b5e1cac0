import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks whoever sits at the terminal. Every question rejects once they leave (Ctrl-C, Ctrl-D). */
export interface Questions {
  ask(question: string): Promise<string>;
  /** What is typed does not appear. */
  askSecret(question: string): Promise<string>;
  /** Aborted when they leave. */
  readonly left: AbortSignal;
  close(): void;
}

export function createQuestions(input: NodeJS.ReadableStream, screen: NodeJS.WritableStream): Questions {
  const leaving = new AbortController();
  let isHidden = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) screen.write(chunk);
      done();
    },
  });
  // Without a history, so that nothing that was typed comes back with the arrow keys.
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  const leave = () => leaving.abort(new DOMException('left', 'AbortError'));
  lines.once('SIGINT', leave);
  lines.once('close', leave);

  async function answered(question: string): Promise<string> {
    try {
      return await lines.question(question, { signal: leaving.signal });
    } catch (thrown) {
      // As everything else that was given up, rather than in the words of readline.
      leaving.signal.throwIfAborted();
      throw thrown;
    }
  }

  async function askSecret(question: string): Promise<string> {
    leaving.signal.throwIfAborted();
    screen.write(question);
    isHidden = true;
    try {
      return await answered('');
    } finally {
      isHidden = false;
      screen.write('\n');
    }
  }

  return {
    async ask(question) {
      leaving.signal.throwIfAborted();
      return answered(question);
    },
    askSecret,
    left: leaving.signal,
    close: () => lines.close(),
  };
}
