import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { COMMANDS } from '../../commands/index.js';
import { createConsole } from '../../src/chat/console/index.js';
import type { Clock, Dispatcher } from '../../src/core/index.js';
import { type AnswerCount, type Seat, type Seen, seenOf } from './chat-seat.js';

const BUTTON = /\[(\d+)\] (.+?)(?= {2}\[|\s*$)/gm;

/** The terminal, through the streams of the real console. */
export async function consoleSeat(parts: {
  readonly clock: Clock;
  readonly answers: AnswerCount;
  readonly dispatcher: Dispatcher;
}): Promise<Seat> {
  const { clock, answers, dispatcher } = parts;
  const input = new PassThrough();
  const output = new PassThrough();
  let written = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const chat = createConsole({
    commands: COMMANDS,
    dispatcher,
    language: 'ko',
    clock,
    input,
    output,
    interactive: false,
    colour: false,
    version: 'test',
    eventId: randomUUID,
  });

  /** A terminal only ever gets longer: what stands below the line, to this day. */
  async function after(lines: readonly string[]): Promise<Seen> {
    const start = written.length;
    const from = answers.count;
    for (const line of lines) input.write(`${line}\n`);
    await answers.reach(from, lines.length);
    return below(start);
  }

  function below(start: number): Seen {
    return seenOf(true, [
      {
        text: () => written.slice(start),
        // Of the card that stands last: those above it are history.
        buttons: () => {
          const text = written.slice(start);
          const last = text.slice(Math.max(0, text.lastIndexOf('[모의]')));
          return Array.from(last.matchAll(BUTTON), ([, , label = '']) => label);
        },
      },
    ]);
  }

  /** The number under which the button was shown last. */
  function numberOf(seen: Seen, label: string): string {
    const numbers = Array.from(seen.text().matchAll(BUTTON));
    const found = numbers.findLast(([, , shown]) => shown === label);
    if (!found?.[1]) throw new Error(`no button ${label}: ${seen.buttons().join()}`);
    return found[1];
  }

  await chat.start();
  return {
    platform: 'console',
    chat,
    standing: () => [{ seen: below(0), isSilent: !written.includes('\x07') }],
    sitters: ['owner'],
    type: (_, line) => after([line]),
    press: (_, seen, label) => after([numberOf(seen, label)]),
    async fill(_, seen, label, values) {
      const start = written.length;
      const from = answers.count;
      for (const line of [numberOf(seen, label), ...values]) input.write(`${line}\n`);
      await answers.reach(from, 1);
      return below(start);
    },
    async pressAtOnce(presses) {
      await after(presses.map(([, seen, label]) => numberOf(seen, label)));
    },
    async stop() {
      input.end();
      await chat.stop();
    },
  };
}
