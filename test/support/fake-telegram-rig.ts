import { afterEach, beforeEach } from 'vitest';
import { createTelegram, type TelegramOptions } from '../../src/chat/telegram/telegram.js';
import {
  type ChatPlatform,
  type Destination,
  type Inbound,
  type Outcome,
  type PlatformStatus,
  type Reply,
  Secret,
  type ShownCard,
} from '../../src/core/index.js';
import { type ManualClock, manualClock } from './clock.js';
import { SAMPLE_COMMANDS } from './fake-commands.js';
import { card, type FakeDesk, fakeDesk, type LogLine, logBook, until } from './fake-desk.js';
import { type FakeTelegram, fakeTelegram, GROUP, type TelegramCall } from './fake-telegram.js';
import { noViolations } from './platform-violations.js';

export const ALERTS = '-100900';

/** As long as a key may be. */
const POST_KEY = 'abcdefghijklmnopqrstu0';

type How = Parameters<ChatPlatform['post']>[2];
type Answer = (inbound: Inbound) => Outcome | Promise<Outcome>;

export interface TelegramRig {
  readonly clock: ManualClock;
  readonly server: FakeTelegram;
  readonly desk: FakeDesk;
  /** What the platform built last has logged. */
  readonly lines: readonly LogLine[];
  /** What it said of itself, in that order. */
  readonly changes: readonly PlatformStatus[];
  /** Stopped after the test, whichever stands here then. */
  platform: ChatPlatform;
  /** What the desk answers: a private card unless set. */
  outcome: Answer;
  build(change?: Partial<TelegramOptions>): ChatPlatform;
  /** Lets the platform post: a card with a sound, to the alert place under the same key each time, unless told otherwise. */
  post(reply?: Reply, how?: Partial<How>, to?: Destination): Promise<ShownCard | undefined>;
  callsOf(method: string): TelegramCall[];
  /** Waits until the platform is listening. */
  polling(): Promise<void>;
}

/** For each test a fresh server, desk and platform, not yet started. */
export function telegramRig(): TelegramRig {
  interface Parts {
    clock: ManualClock;
    server: FakeTelegram;
    desk: FakeDesk;
  }
  let parts: Parts | undefined;
  let platform: ChatPlatform | undefined;
  let lines: LogLine[] = [];
  let changes: PlatformStatus[] = [];
  let outcome: Answer;

  function given<T>(value: T | undefined): T {
    if (value === undefined) throw new Error('no test is running');
    return value;
  }

  function build(change: Partial<TelegramOptions> = {}): ChatPlatform {
    const { clock, server, desk } = given(parts);
    const book = logBook();
    lines = book.lines;
    const told: PlatformStatus[] = [];
    changes = told;
    return createTelegram({
      token: new Secret(server.token),
      chatIds: [String(GROUP.id)],
      memberChats: () => [],
      changed: status => void told.push(status),
      alertChatId: ALERTS,
      apiRoot: server.url,
      commands: SAMPLE_COMMANDS,
      dispatcher: desk,
      language: 'ko',
      clock,
      log: book.log,
      ...change,
    });
  }

  noViolations(() => [parts?.server]);
  beforeEach(async () => {
    const clock = manualClock();
    const server = await fakeTelegram({ now: clock.now });
    outcome = () => ({ kind: 'reply', reply: card(), placement: 'new' });
    const desk = fakeDesk(inbound => outcome(inbound));
    parts = { clock, server, desk };
    platform = build();
  });

  afterEach(async () => {
    await platform?.stop();
    await parts?.server.close();
  });

  return {
    get clock() {
      return given(parts).clock;
    },
    get server() {
      return given(parts).server;
    },
    get desk() {
      return given(parts).desk;
    },
    get lines() {
      return lines;
    },
    get changes() {
      return changes;
    },
    get platform() {
      return given(platform);
    },
    set platform(next) {
      platform = next;
    },
    get outcome() {
      return outcome;
    },
    set outcome(next) {
      outcome = next;
    },
    build,
    post(reply = card(), how = {}, to) {
      const chat = given(platform);
      const there = { platform: 'telegram', kind: 'place', id: chat.alertPlace ?? '' } as const;
      return chat.post(to ?? there, reply, { key: POST_KEY, silent: false, plain: false, ...how });
    },
    callsOf: method => given(parts).server.calls.filter(call => call.method === method),
    polling: () => until(() => parts?.server.polls === 1, 'a long poll'),
  };
}
