import { afterEach, beforeEach } from 'vitest';
import { createDiscord, type DiscordOptions } from '../../src/chat/discord/discord.js';
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
import { type FakeDiscord, fakeDiscord } from './fake-discord.js';
import { noViolations } from './platform-violations.js';

/** As long as a key may be. */
const POST_KEY = 'abcdefghijklmnopqrstu0';

type How = Parameters<ChatPlatform['post']>[2];
type Answer = (inbound: Inbound) => Outcome | Promise<Outcome>;

export interface DiscordRig {
  readonly clock: ManualClock;
  readonly server: FakeDiscord;
  readonly desk: FakeDesk;
  /** What the platform built last has told of its state. */
  readonly states: readonly PlatformStatus[];
  /** What the platform built last has logged. */
  readonly lines: readonly LogLine[];
  /** Stopped after the test, whichever stands here then. */
  platform: ChatPlatform;
  /** What the desk answers: a private card unless set. */
  outcome: Answer;
  build(change?: Partial<DiscordOptions>): ChatPlatform;
  /** Lets the platform post: a card with a sound, to the alert place under the same key each time, unless told otherwise. */
  post(reply?: Reply, how?: Partial<How>, to?: Destination): Promise<ShownCard | undefined>;
  callsOf(beginning: string): string[];
  /** Waits until the platform is in this state. */
  state(wanted: string): Promise<void>;
}

/** For each test a fresh server, desk and platform, not yet started; `price` is the one public command. */
export function discordRig(): DiscordRig {
  interface Parts {
    clock: ManualClock;
    server: FakeDiscord;
    desk: FakeDesk;
  }
  let parts: Parts | undefined;
  let platform: ChatPlatform | undefined;
  let lines: LogLine[] = [];
  let states: PlatformStatus[] = [];
  let outcome: Answer;

  function given<T>(value: T | undefined): T {
    if (value === undefined) throw new Error('no test is running');
    return value;
  }

  function build(change: Partial<DiscordOptions> = {}): ChatPlatform {
    const { clock, server, desk } = given(parts);
    const book = logBook();
    lines = book.lines;
    states = [];
    return createDiscord({
      token: new Secret(server.token),
      guildIds: [server.guildId],
      alertChannelId: server.channelId,
      apiBase: server.url,
      commands: SAMPLE_COMMANDS,
      dispatcher: desk,
      changed: status => void states.push(status),
      language: 'ko',
      clock,
      log: book.log,
      ...change,
    });
  }

  noViolations(() => [parts?.server]);
  beforeEach(async () => {
    const clock = manualClock();
    const server = await fakeDiscord({ now: clock.now });
    outcome = () => ({ kind: 'reply', reply: card(), placement: 'new' });
    const desk = fakeDesk(
      inbound => outcome(inbound),
      ({ content }) => (content.kind === 'command' && content.name === 'price' ? 'public' : 'private'),
    );
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
    get states() {
      return states;
    },
    get lines() {
      return lines;
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
      const there = { platform: 'discord', kind: 'place', id: chat.alertPlace ?? '' } as const;
      return chat.post(to ?? there, reply, { key: POST_KEY, silent: false, plain: false, ...how });
    },
    callsOf: beginning => given(parts).server.calls.filter(call => call.startsWith(beginning)),
    state: wanted => until(() => platform?.status().state === wanted, wanted),
  };
}
