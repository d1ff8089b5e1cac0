import { type AsyncCompleter, createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  type ChatPlatform,
  type Clock,
  type Command,
  DeskError,
  type Dispatcher,
  type Language,
  type PlatformStatus,
  type Reply,
} from '../../core/index.js';
import { createButtonNumbers } from './button-numbers.js';
import { createCompleter } from './completer.js';
import { FAREWELLS } from './completion.js';
import { createConversation, HERE } from './conversation.js';
import { createLetters } from './letter.js';
import { ansi, plain } from './paint.js';
import { createQuietOutput } from './quiet.js';
import { renderCard } from './render.js';
import { withSpinner } from './spinner.js';
import { createStanding } from './standing.js';

export interface ConsoleOptions {
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  readonly language: Language;
  readonly clock: Clock;
  readonly input: Readable;
  readonly output: Writable;
  /** A person types and looks on: prompt, completion, history and spinner. Otherwise the input is a script. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly version: string;
  /** A new id for every line; ids must differ over restarts, since the desk remembers them. */
  readonly eventId: () => string;
}

export interface ConsoleChat extends ChatPlatform {
  /**
   * Resolves when the person said goodbye or the input ended, and every line before that is answered. Ctrl-C does not
   * wait: what it leaves unanswered is not shown any more.
   */
  readonly ended: Promise<void>;
}

const MOST_LISTED = 12;
/** What a terminal makes a sound at. */
const BELL = '\x07';

/** The chat in the terminal. One line at a time: answers come in the order of the questions. */
export function createConsole(options: ConsoleOptions): ConsoleChat {
  const { output, interactive, language, clock } = options;
  const paint = options.colour ? ansi : plain;
  const numbers = createButtonNumbers();
  const conversation = createConversation({ ...options, pressed: numbers.pressed });
  const busy = language === 'ko' ? '조회하고 있습니다…' : 'Working…';
  let state: PlatformStatus['state'] = 'starting';
  let lines: Interface | undefined;
  let end: () => void = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });

  const promptNow = () => paint('neutral', conversation.question() ?? '› ');
  let open = false;
  let answering = false;
  let left = false;

  const standing = createStanding();

  const show = (reply: Reply, firstButton: number) => {
    const columns = interactive ? columnsOf(output) : undefined;
    output.write(`${renderCard(reply, language, paint, columns, firstButton)}\n`);
    standing.note(reply);
  };

  /** A terminal has no places to tell apart: a living card is known by its own id. */
  const report = ({ card }: Reply) => {
    if (card === undefined) return;
    options.dispatcher.shown(card, { platform: 'console', place: 'console', message: card });
  };

  const typing = createQuietOutput(output);

  /** A closed readline must not be asked for a prompt any more. What is asked in secret is typed unseen. */
  const offerPrompt = () => {
    if (!interactive || !open || answering) return;
    const hidden = conversation.isSecret();
    if (hidden) output.write(promptNow());
    typing.hush(hidden);
    lines?.prompt(true);
  };

  const answer = async (line: string) => {
    const asked = conversation.answer(line);
    const reply = await (interactive ? withSpinner(output, clock, busy, asked) : asked);
    if (left) return;
    if (typeof reply === 'string') output.write(`${reply}\n`);
    else if (reply) {
      const first = numbers.answered(reply);
      // A fill may have been quicker than the answer to the press, and written just this already.
      if (reply.card === undefined || !standing.shows(reply.card, reply)) show(reply, first);
      report(reply);
    }
    if (interactive) lines?.setPrompt(promptNow());
    else if (conversation.question() !== undefined) output.write(`${promptNow().trimEnd()}\n`);
  };

  /** What Tab has found, above the line that is being typed. */
  const list = (labels: readonly string[]) => {
    if (!open || answering) return;
    const more = labels.length - MOST_LISTED;
    const rest = language === 'ko' ? `  … ${more}개 더` : `  … ${more} more`;
    const listed = labels.slice(0, MOST_LISTED).map(label => `  ${label}`);
    output.write(`\r\x1b[2K${[...listed, ...(more > 0 ? [rest] : [])].join('\n')}\n`);
    offerPrompt();
  };

  /** Between the lines of the conversation, above the prompt and what is half typed behind it. */
  const interject = (reply: Reply) => {
    if (left) return;
    if (interactive) output.write('\r\x1b[2K');
    show(reply, numbers.appeared(reply));
    offerPrompt();
  };

  const isOpen = () => state === 'connected' && !left;

  const suggested = createCompleter(options.commands, options.dispatcher, list);
  /** Answers to questions are not completed; and a readline that was closed meanwhile takes no answer. */
  const completer: AsyncCompleter = (line, answered) => {
    if (conversation.question() !== undefined) return answered(null, [[], line]);
    suggested(line, (failure, result) => open && answered(failure, result));
  };

  const converse = async (source: Interface) => {
    let unread = 0;
    source.on('line', () => {
      unread += 1;
    });
    offerPrompt();
    for await (const line of source) {
      // Lines that came while another was answered (a paste) are shown again, each above its own answer.
      const hidden = conversation.isSecret();
      if (interactive && answering) output.write(`${promptNow()}${hidden ? '' : line}\n`);
      else if (interactive && hidden) output.write('\n');
      typing.hush(false);
      unread -= 1;
      answering = true;
      if (FAREWELLS.includes(line.trim())) return;
      await answer(line);
      if (left) return;
      answering = unread > 0;
      offerPrompt();
    }
    // After Ctrl-C or Ctrl-D the cursor still stands behind the prompt.
    if (interactive) output.write('\n');
  };

  return {
    id: 'console',
    ended,
    start: async () => {
      const source = createInterface({
        input: options.input,
        ...(interactive ? { output: typing.stream, completer } : {}),
        terminal: interactive,
        prompt: promptNow(),
        historySize: 500,
        removeHistoryDuplicates: true,
      });
      lines = source;
      // The terminal of the last run is gone, and so is whoever waited there.
      for (const inbound of options.dispatcher.leftOver('console')) options.dispatcher.answered(inbound);
      open = true;
      source.once('close', () => {
        open = false;
        typing.hush(false);
      });
      // The latest line stands first. What was answered in secret is not brought back by the arrow keys.
      source.on('history', history => {
        if (conversation.isSecret()) history.shift();
      });
      state = 'connected';
      if (interactive) {
        output.write(`${greeting(options.version, language)}\n`);
        // Ctrl-C clears a half-typed line first; on an empty one it ends the conversation.
        source.on('SIGINT', () => {
          if (source.line !== '') return source.write(null, { ctrl: true, name: 'u' });
          source.close();
          if (!answering) return;
          output.write('\r\x1b[2K');
          left = true;
          end();
        });
      }
      void converse(source).finally(() => {
        state = 'stopped';
        source.close();
        end();
      });
    },
    stop: async () => {
      // Never begun: nobody is there to take leave of.
      if (!lines) return end();
      lines.close();
      await ended;
    },
    status: () => ({ id: 'console', state, reason: undefined }),
    alertPlace: HERE.id,
    sameKeyMs: Number.MAX_SAFE_INTEGER,
    post: createLetters({
      isOpen,
      write(reply, card, silent) {
        interject({ ...reply, card });
        if (interactive && !silent) output.write(BELL);
      },
    }),
    /** What a terminal has written cannot be edited: the card is written anew. */
    rewrite: async (card, reply) => {
      if (!isOpen()) throw new DeskError('unavailable', 'the console is closed');
      if (standing.shows(card.message, reply)) return;
      interject({ ...reply, card: card.message });
    },
  };
}

/** How many columns the terminal has now; undefined when the output is none. */
function columnsOf(output: Writable): number | undefined {
  return 'columns' in output && typeof output.columns === 'number' && output.columns > 0
    ? output.columns
    : undefined;
}

function greeting(version: string, language: Language): string {
  return language === 'ko'
    ? `kis-chatops ${version} · /help 로 명령을 봅니다. Tab 완성, /quit 로 끝냅니다.`
    : `kis-chatops ${version} · /help lists the commands. Tab completes, /quit leaves.`;
}
