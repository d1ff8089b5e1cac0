import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type {
  ChatPlatform,
  Clock,
  Command,
  Dispatcher,
  Language,
  PlatformStatus,
  Reply,
} from '../../core/index.js';
import { complete, FAREWELLS } from './completion.js';
import { createConversation } from './conversation.js';
import { ansi, plain } from './paint.js';
import { renderCard } from './render.js';
import { withSpinner } from './spinner.js';

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
  /** Resolves when the person said goodbye or the input ended, and every line before that is answered. */
  readonly ended: Promise<void>;
}

/** The chat in the terminal. One line at a time: answers come in the order of the questions. */
export function createConsole(options: ConsoleOptions): ConsoleChat {
  const { output, interactive, language, clock } = options;
  const paint = options.colour ? ansi : plain;
  const conversation = createConversation(options.dispatcher, clock, options.eventId);
  const busy = language === 'ko' ? '조회하고 있습니다…' : 'Working…';
  let state: PlatformStatus['state'] = 'starting';
  let lines: Interface | undefined;
  let end: () => void = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });

  const show = (reply: Reply) => output.write(`${renderCard(reply, language, paint)}\n`);

  const answer = async (line: string) => {
    const asked = conversation.answer(line);
    const reply = await (interactive ? withSpinner(output, clock, busy, asked) : asked);
    if (reply) show(reply);
  };

  const converse = async (source: Interface) => {
    if (interactive) source.prompt();
    for await (const line of source) {
      if (FAREWELLS.includes(line.trim())) break;
      await answer(line);
      if (interactive) source.prompt();
    }
  };

  return {
    id: 'console',
    ended,
    start: async () => {
      const source = createInterface({
        input: options.input,
        ...(interactive ? { output, completer: (line: string) => complete(options.commands, line) } : {}),
        terminal: interactive,
        prompt: paint('neutral', '› '),
        historySize: 500,
        removeHistoryDuplicates: true,
      });
      lines = source;
      state = 'connected';
      if (interactive) {
        output.write(`${greeting(options.version, language)}\n`);
        // Ctrl-C clears a half-typed line first; on an empty one it ends the conversation.
        source.on('SIGINT', () => {
          if (source.line === '') return source.close();
          source.write(null, { ctrl: true, name: 'u' });
        });
      }
      void converse(source).finally(() => {
        state = 'stopped';
        source.close();
        end();
      });
    },
    stop: async () => {
      lines?.close();
      await ended;
    },
    status: () => ({ id: 'console', state, reason: undefined }),
    push: async reply => {
      if (interactive) output.write('\r\x1b[2K');
      show(reply);
      if (interactive) lines?.prompt(true);
    },
  };
}

function greeting(version: string, language: Language): string {
  return language === 'ko'
    ? `kis-chatops ${version} · /help 로 명령을 봅니다. Tab 완성, /quit 로 끝냅니다.`
    : `kis-chatops ${version} · /help lists the commands. Tab completes, /quit leaves.`;
}
