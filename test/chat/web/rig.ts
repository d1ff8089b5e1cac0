import { randomBytes } from 'node:crypto';
import { COMMANDS } from '../../../commands/index.js';
import { createWebChat } from '../../../src/chat/web/index.js';
import type {
  Inbound,
  KeyHolder,
  Language,
  News,
  NewsWire,
  Outcome,
  PlatformId,
  Principal,
  Role,
  WebChat,
  WebSession,
} from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { card, type FakeDesk, fakeDesk } from '../../support/fake-desk.js';

export function personOf(id: string, over: Partial<Principal> = {}): Principal {
  const roles = new Set<Role>(['view', 'trade', 'approve', 'admin']);
  return { id, ids: [id], name: '아빠', roles, accounts: 'all', ...over };
}

export const FATHER = personOf('discord:1001');
export const CHILD = personOf('telegram:2002', {
  name: '딸',
  roles: new Set<Role>(['view']),
  accounts: [],
});

export interface WebRig {
  readonly web: WebChat;
  readonly desk: FakeDesk;
  readonly clock: ReturnType<typeof manualClock>;
  /** By identity; a test removes people. */
  readonly people: Map<string, Principal>;
  /** By id of the key. */
  readonly keys: Map<string, Principal>;
  readonly news: NewsWire;
  enter(who?: Principal): { readonly session: WebSession; readonly token: string };
}

/** The room on a dispatcher that answers as told. */
export function webRig(
  answer: (inbound: Inbound) => Outcome | Promise<Outcome> = () => ({
    kind: 'reply',
    reply: card(),
    placement: 'new',
  }),
  language: Language = 'ko',
): WebRig {
  const clock = manualClock();
  const desk = fakeDesk(answer);
  const people = new Map([FATHER, CHILD].map(who => [who.id, who]));
  const keys = new Map<string, Principal>();
  const news = newsWire();
  const find = (platform: PlatformId, userId: string) => people.get(`${platform}:${userId}`);
  const web = createWebChat({
    commands: COMMANDS,
    dispatcher: desk,
    members: { find },
    keys: { principalOf: id => keys.get(id) },
    news,
    url: 'http://127.0.0.1:8787',
    language,
    clock,
    random: count => randomBytes(count),
  });
  return {
    web,
    desk,
    clock,
    people,
    keys,
    news,
    enter(who = FATHER) {
      const entered = web.enter(codeOf(web.link(who).url));
      if (!entered) throw new Error('the code did not open');
      return entered;
    },
  };
}

export const codeOf = (url: string): string => url.slice(url.indexOf('#') + 1);

export function holderOf(id: string, over: Partial<KeyHolder> = {}): KeyHolder {
  const who = personOf(FATHER.id, { byKey: { id, limits: undefined } });
  return { id, name: `key ${id}`, scopes: new Set(['read']), accounts: 'all', who, ...over };
}

function newsWire(): NewsWire {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news) {
      for (const heard of [...listeners]) heard(news);
    },
    listen(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
}

export function alertOf(id: string, over: Partial<Extract<News, { kind: 'alert' }>> = {}): News {
  return {
    kind: 'alert',
    at: 0,
    id,
    about: 'token',
    urgency: 'warning',
    tone: 'warning',
    title: '토큰을 갱신하지 못했습니다',
    text: '조회와 주문은 계속됩니다.',
    isPrivate: false,
    ...over,
  };
}
