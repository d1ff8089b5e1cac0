import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import type { Command, Language, Log } from '../../core/index.js';
import { forGrammy } from './abort.js';
import { telegramFault } from './faults.js';

const MOST_COMMANDS = 100;
const LONGEST_DESCRIPTION = 256;
const LANGUAGES = [undefined, 'ko', 'en'] as const;

/** The command menu in one language. Telegram allows Latin names only; the descriptions carry the Korean. */
export function botCommands(commands: readonly Command[], language: Language): BotCommand[] {
  return commands.slice(0, MOST_COMMANDS).map(command => ({
    command: command.name,
    description: Array.from(command.summary[language]).slice(0, LONGEST_DESCRIPTION).join(''),
  }));
}

export interface Menus {
  /**
   * Brings the menus in line with who is let in now. What stands right already is not written, and what failed is not
   * tried again before the next connection or until `chat`, in which somebody was answered, is the one. Never rejects.
   */
  refresh(signal: AbortSignal, chat?: string): Promise<void>;
  /** After a new connection everything is looked at again. */
  forget(): void;
}

/**
 * The command menu stands in the listed groups and in each member's own chat with the bot, and nowhere else: a scope for
 * all private chats would show it to every stranger who opens one, so one that stands there is taken away. A scope for
 * administrators of a group would show them nothing that the group's own does not.
 */
export function createMenus(parts: {
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly chatIds: readonly string[];
  memberChats(): readonly string[];
  readonly language: Language;
  readonly log: Log;
}): Menus {
  const { api, commands, chatIds, memberChats, language, log } = parts;
  const none: readonly BotCommand[] = [];
  /** By chat, whether the menu stands there. */
  const chats = new Map<string, boolean>();
  let strangersSettled = false;
  let latest: Promise<void> = Promise.resolve();

  /** False when Telegram refused, as it does for a person who never wrote to the bot. */
  async function write(scope: BotCommandScope, isShown: boolean, signal: AbortSignal): Promise<boolean> {
    try {
      for (const code of LANGUAGES) {
        const wanted = isShown ? botCommands(commands, code ?? language) : none;
        const where = { scope, ...(code === undefined ? {} : { language_code: code }) };
        const standing = await api.getMyCommands(where, forGrammy(signal));
        if (isSame(standing, wanted)) continue;
        if (isShown) await api.setMyCommands(wanted, where, forGrammy(signal));
        else await api.deleteMyCommands(where, forGrammy(signal));
      }
      return true;
    } catch (error) {
      const { kind, message } = telegramFault(error, language);
      if (!signal.aborted) log('warn', 'telegram.menuNotSet', { scope: scope.type, kind, message });
      return false;
    }
  }

  async function align(signal: AbortSignal, answeredIn: string | undefined): Promise<void> {
    const wanted = new Set([...chatIds, ...memberChats()]);
    for (const chat of wanted) {
      if (signal.aborted) return;
      const standing = chats.get(chat);
      if (standing === true || (standing === false && chat !== answeredIn)) continue;
      chats.set(chat, await write({ type: 'chat', chat_id: Number(chat) }, true, signal));
    }
    for (const [chat, standing] of chats) {
      if (wanted.has(chat)) continue;
      chats.delete(chat);
      if (standing) await write({ type: 'chat', chat_id: Number(chat) }, false, signal);
    }
    if (strangersSettled || signal.aborted) return;
    strangersSettled = true;
    await write({ type: 'all_private_chats' }, false, signal);
  }

  return {
    refresh(signal, chat) {
      latest = latest.then(() => align(signal, chat));
      return latest;
    },
    forget() {
      chats.clear();
      strangersSettled = false;
    },
  };
}

function isSame(standing: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  const textOf = (list: readonly BotCommand[]) =>
    JSON.stringify(list.map(one => [one.command, one.description]));
  return textOf(standing) === textOf(wanted);
}
