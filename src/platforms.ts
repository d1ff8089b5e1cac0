import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands/index.js';
import { type ConsoleChat, createConsole } from './chat/console/index.js';
import type { Config } from './config.js';
import type { ChatPlatform, Clock, Dispatcher, Language, Log, PlatformStatus } from './core/index.js';
import type { Members } from './desk/index.js';
import { isInteractive } from './process.js';

/** What the chats need of the rest of the program. */
export interface ChatParts {
  readonly dispatcher: Dispatcher;
  readonly members: Members;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with a platform's status each time that it is another one. */
  changed(status: PlatformStatus): void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The chats of one run, not started yet. */
export interface Chats {
  readonly console: ConsoleChat | undefined;
  readonly all: readonly ChatPlatform[];
}

export type OpenChats = (config: Config, parts: ChatParts) => Promise<Chats>;

/** The terminal, Discord and Telegram, as far as they are configured. */
export const openConfiguredChats: OpenChats = async (config, parts) => {
  const console = config.console ? consoleChatOf(config.language, parts) : undefined;
  return { console, all: [...(console ? [console] : []), ...(await remotePlatforms(config, parts))] };
};

/** The chat in the terminal that the program was started in. */
function consoleChatOf(
  language: Language,
  { version, dispatcher, environment, clock }: ChatParts,
): ConsoleChat {
  const interactive = isInteractive();
  return createConsole({
    commands: COMMANDS,
    dispatcher,
    language,
    clock,
    input: process.stdin,
    output: process.stdout,
    interactive,
    colour: interactive && environment['NO_COLOR'] === undefined,
    version,
    eventId: randomUUID,
  });
}

/** The clients of the chat platforms are large; they are loaded only when they are used. */
async function remotePlatforms(
  { discord, telegram, language }: Config,
  { dispatcher, members, changed, clock, log }: ChatParts,
): Promise<ChatPlatform[]> {
  const shared = { commands: COMMANDS, dispatcher, language, clock, log, changed };
  const [discordRoom, telegramRoom] = await Promise.all([
    discord && import('./chat/discord/index.js'),
    telegram && import('./chat/telegram/index.js'),
  ]);
  const memberChats = () => telegramIds(members);
  return [
    ...(discordRoom && discord ? [discordRoom.createDiscord({ ...discord, ...shared })] : []),
    ...(telegramRoom && telegram
      ? [telegramRoom.createTelegram({ ...telegram, ...shared, memberChats })]
      : []),
  ];
}

/** A private chat on Telegram has the number of the person in it. */
function telegramIds(members: Members): readonly string[] {
  return members
    .list()
    .flatMap(({ identities }) => identities)
    .flatMap(identity => (identity.startsWith('telegram:') ? [identity.slice('telegram:'.length)] : []));
}
