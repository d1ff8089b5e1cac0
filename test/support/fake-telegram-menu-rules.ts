import { isRecord, Refusal } from './fake-telegram-refusal.js';

const bad = (why: string) => new Refusal(400, `Bad Request: ${why}`);

/** What each scope must say besides its type. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  default: [],
  all_private_chats: [],
  all_group_chats: [],
  all_chat_administrators: [],
  chat: ['chat_id'],
  chat_administrators: ['chat_id'],
  chat_member: ['chat_id', 'user_id'],
};

/** The commands of a menu. */
export function checkCommands(commands: unknown): void {
  if (!Array.isArray(commands) || commands.length > 100) throw bad('too many commands');
  const names = commands.map((entry: unknown) => {
    const { command, description, ...more } = isRecord(entry) ? entry : {};
    if (typeof command !== 'string' || !/^[a-z0-9_]{1,32}$/.test(command)) throw bad('BOT_COMMAND_INVALID');
    if (typeof description !== 'string' || description.length < 1 || description.length > 256) {
      throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    if (Object.keys(more).length > 0) throw bad('a command with unknown fields');
    return command;
  });
  if (new Set(names).size !== names.length) throw bad('a command is there twice');
}

/** For whom a menu is, and in which language. */
export function checkMenu(payload: Readonly<Record<string, unknown>>): void {
  const { scope, language_code: language } = payload;
  if (language !== undefined && (typeof language !== 'string' || !/^([a-z]{2})?$/.test(language))) {
    throw bad('invalid language code specified');
  }
  if (scope === undefined) return;
  const { type, ...ids } = isRecord(scope) ? scope : {};
  const wanted = typeof type === 'string' ? SCOPES[type] : undefined;
  if (!wanted) throw bad("can't parse BotCommandScope: Unsupported type specified");
  if (Object.keys(ids).toSorted().join() !== wanted.join()) throw bad("can't parse BotCommandScope");
  const { chat_id: chat, user_id: user } = ids;
  const isChat = Number.isSafeInteger(chat) || (typeof chat === 'string' && /^@\w{5,32}$/.test(chat));
  if (chat !== undefined && !isChat) throw bad('chat not found');
  if (user !== undefined && !(Number.isSafeInteger(user) && Number(user) > 0)) throw bad('user not found');
}
