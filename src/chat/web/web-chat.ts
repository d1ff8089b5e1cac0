import {
  type Clock,
  type Command,
  DeskError,
  type Dispatcher,
  type Language,
  type NewsWire,
  type PlatformId,
  type PlatformStatus,
  type Principal,
  type WebChat,
} from '../../core/index.js';
import { type Alert, followAlerts, mayRead } from './alerts.js';
import { createOneTimeCodes, type RandomBytes } from './codes.js';
import { createLetters } from './letters.js';
import { createSession, type PageSession } from './session.js';
import { createSessions } from './sessions.js';

export interface WebChatParts {
  /** THE allow-list. */
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  /** Who people are, as of now. */
  readonly members: { find(platform: PlatformId, userId: string): Principal | undefined };
  readonly keys: {
    /** In whose name this key acts now; undefined once it is void. */
    principalOf(id: string): Principal | undefined;
  };
  readonly news: NewsWire;
  /** Where people find the gateway, without a slash at the end. */
  readonly url: string;
  readonly language: Language;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const PAGE = 'page:';

/** The chat in the browser: who is in, what stands in their pages, and what the desk says to them. */
export function createWebChat(parts: WebChatParts): WebChat {
  const { members, keys, news, url, clock, random, dispatcher } = parts;
  const codes = createOneTimeCodes(clock, random);
  const sessions = createSessions(clock, random);
  let state: PlatformStatus['state'] = 'starting';

  /** A person by one of their identities. */
  function person(id: string): Principal | undefined {
    const [platform, userId] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
    return isHome(platform) ? members.find(platform, userId) : undefined;
  }

  const putAlert = (session: PageSession, { id, at, urgency, tone, title, text }: Alert) =>
    session.put({ kind: 'alert', urgency, tone, title, text }, id, at);

  const alerts = followAlerts(news, alert => {
    for (const session of sessions.all()) {
      const who = session.who();
      if (who && mayRead(who, alert)) putAlert(session, alert);
    }
  });

  function open(whoNow: () => Principal | undefined) {
    const opened = sessions.open(id => createSession(id, whoNow, parts));
    const who = whoNow();
    for (const alert of who ? alerts.readableBy(who) : []) putAlert(opened.session, alert);
    return opened;
  }

  return {
    id: 'web',
    start: async () => {
      // The pages of the last run are closed, and so are the connections of programs.
      for (const inbound of dispatcher.leftOver('web')) dispatcher.answered(inbound);
      state = 'connected';
    },
    stop: async () => {
      state = 'stopped';
      alerts.end();
      sessions.closeAll();
    },
    status: () => ({ id: 'web', state, reason: undefined }),
    alertPlace: undefined,
    sameKeyMs: Number.MAX_SAFE_INTEGER,
    ...createLetters({ all: sessions.all, person }),

    link(who) {
      if (who.byKey)
        throw new DeskError('denied', 'a key opens no browser', { need: 'person', what: 'command' });
      const { code, until } = codes.issue(who.id);
      return { url: `${url}/console/#${code}`, until };
    },
    enter(code) {
      const owner = codes.take(code);
      if (owner === undefined || state === 'stopped' || !person(owner)) return undefined;
      return open(() => person(owner));
    },
    enterWithKey: ({ id }) => open(() => keys.principalOf(id)),
    session: token => sessions.find(token),
    leave: token => sessions.close(token),
    find: userId => (userId.startsWith(PAGE) ? sessions.byId(userId.slice(PAGE.length))?.who() : undefined),
  };
}

/** Where people come from; pages and keys stand for one of these. */
function isHome(platform: string): platform is Exclude<PlatformId, 'web'> {
  return platform === 'discord' || platform === 'telegram' || platform === 'console';
}
