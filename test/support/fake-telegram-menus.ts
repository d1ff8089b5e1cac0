import { checkCommands, checkMenu, isRecord, Refusal } from './fake-telegram-rules.js';

type Payload = Readonly<Record<string, unknown>>;

/** The menus of commands that stand, one per scope and language. */
export interface MenuBook {
  set(payload: Payload): true;
  /** The commands of exactly this scope and language. */
  get(payload: Payload): readonly unknown[];
  remove(payload: Payload): true;
  /** Somebody has written to the bot; before that their chat does not exist for it. */
  meet(chat: number): void;
}

export function menuBook(): MenuBook {
  const menus = new Map<string, readonly unknown[]>();
  const met = new Set<number>();

  /** Under which a menu stands; refuses a scope that is none. */
  function keyOf(payload: Payload): string {
    checkMenu(payload);
    const { scope, language_code: language = '' } = payload;
    const { type = 'default', chat_id: chat = '', user_id: user = '' } = isRecord(scope) ? scope : {};
    if (Number(chat) > 0 && !met.has(Number(chat))) {
      throw new Refusal(400, 'Bad Request: chat not found', undefined, false);
    }
    return [type, chat, user, language].join(' ');
  }

  return {
    set(payload) {
      const { commands } = payload;
      checkCommands(commands);
      menus.set(keyOf(payload), Array.isArray(commands) ? commands : []);
      return true;
    },
    get: payload => menus.get(keyOf(payload)) ?? [],
    remove(payload) {
      menus.delete(keyOf(payload));
      return true;
    },
    meet: chat => void met.add(chat),
  };
}
