import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../commands/index.js';
import { type ConsoleChat, createConsole } from './chat/console/index.js';
import type { Config } from './config.js';
import { type ChatPlatform, type Dispatcher, type Language, type Log, systemClock } from './core/index.js';
import type { Members, PlatformNews } from './desk/index.js';
import { isInteractive } from './process.js';

/** The chat in the terminal that the program was started in. */
export function consoleChatOf(parts: {
  readonly language: Language;
  readonly version: string;
  readonly dispatcher: Dispatcher;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): ConsoleChat {
  const { language, version, dispatcher, environment } = parts;
  const interactive = isInteractive();
  return createConsole({
    commands: COMMANDS,
    dispatcher,
    language,
    clock: systemClock,
    input: process.stdin,
    output: process.stdout,
    interactive,
    colour: interactive && environment['NO_COLOR'] === undefined,
    version,
    eventId: randomUUID,
  });
}

/** The clients of the chat platforms are large; they are loaded only when they are used. */
export async function remotePlatforms(
  { discord, telegram, language }: Config,
  parts: { dispatcher: Dispatcher; members: Members; news: PlatformNews; log: Log },
): Promise<ChatPlatform[]> {
  const { dispatcher, members, news, log } = parts;
  const { changed } = news;
  const shared = { commands: COMMANDS, dispatcher, language, clock: systemClock, log, changed };
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
