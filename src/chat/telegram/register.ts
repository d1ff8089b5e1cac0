import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import type { Command, Language, Log } from '../../core/index.js';
import { forGrammy } from './abort.js';
import { telegramFault } from './faults.js';

const MOST_COMMANDS = 100;
const LONGEST_DESCRIPTION = 256;

/** The command menu in one language. Telegram allows Latin names only; the descriptions carry the Korean. */
export function botCommands(commands: readonly Command[], language: Language): BotCommand[] {
  return commands.slice(0, MOST_COMMANDS).map(command => ({
    command: command.name,
    description: Array.from(command.summary[language]).slice(0, LONGEST_DESCRIPTION).join(''),
  }));
}

/** Where the menu shows: private chats and the listed groups. Elsewhere strangers would read it. */
export function menuScopes(chatIds: readonly string[]): BotCommandScope[] {
  const groups = chatIds.map(id => ({ type: 'chat', chat_id: Number(id) }) as const);
  return [{ type: 'all_private_chats' }, ...groups];
}

/** Writes the menus. A group that the bot is not in is logged and passed over. */
export async function registerMenus(
  api: Api,
  menu: { commands: readonly Command[]; chatIds: readonly string[]; language: Language; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const { commands, chatIds, language, log } = menu;
  for (const scope of menuScopes(chatIds)) {
    try {
      await api.setMyCommands(botCommands(commands, language), { scope }, forGrammy(signal));
      for (const code of ['ko', 'en'] as const) {
        await api.setMyCommands(
          botCommands(commands, code),
          { scope, language_code: code },
          forGrammy(signal),
        );
      }
    } catch (error) {
      const { kind, message } = telegramFault(error, language);
      log('warn', 'telegram.menuNotSet', { scope: scope.type, kind, message });
    }
  }
}
