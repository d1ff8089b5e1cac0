import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config.js';
import type { ChatPlatform, Dispatcher, Inbound, Limits, LogFields, Notice } from '../../src/core/index.js';
import type { KisConfig } from '../../src/kis-config.js';
import { until } from '../support/fake-desk.js';
import { GROUP } from '../support/fake-telegram.js';
import { APP_KEY, APP_SECRET } from '../support/kis-desk.js';
import { enrolledAt, memoryStepUp } from '../support/memory-step-up.js';
import type { StrictServer } from '../support/platform-violations.js';
import { type SkippingClock, skippingClock } from '../support/skipping-clock.js';
import { openTradeDesk, type RunningDesk } from '../support/trade-desk.js';
import { kisLines } from '../support/trade-lines.js';
import { openTradeVenue } from '../support/trade-venue.js';
import { type AnswerCount, type Seat, SITTERS, type Sitter } from './chat-seat.js';
import { consoleSeat } from './console-seat.js';
import { discordSeat } from './discord-seat.js';
import { telegramSeat } from './telegram-seat.js';

const GUILD = '800000000000000001';
const ACCOUNT = '50101234-01';
const ROLES = {
  owner: ['view', 'trade', 'approve', 'admin'],
  other: ['view', 'trade', 'approve', 'admin'],
  looker: ['view'],
} as const;

/** The whole desk behind real clients of the chats, against a simulated exchange that never closes. */
export interface ChatDesk {
  readonly clock: SkippingClock;
  readonly seats: Readonly<Record<'discord' | 'telegram' | 'console', Seat>>;
  readonly desk: RunningDesk;
  /** The stand-ins of the two remote platforms, strict as those are. */
  readonly servers: readonly StrictServer[];
  /** Gives the owner of that chat an authenticator with the test's secret, or takes it away. */
  enrol(platform: Seat['platform'], isEnrolled: boolean): Promise<void>;
  /** New orders that the exchange took, whatever the desk says. */
  orders(): Promise<number>;
  /** What the desk has said unasked; here nobody carries it to the chats. */
  readonly notices: readonly Notice[];
  /** Lines of the log that speak of something broken. */
  readonly troubles: readonly { readonly event: string; readonly fields: LogFields }[];
  stop(): Promise<void>;
}

/** `limits`: of every account and everybody, in the place of those that a desk begins with. */
export async function openChatDesk(options: { readonly limits?: Limits } = {}): Promise<ChatDesk> {
  const { limits } = options;
  const clock = skippingClock();
  const directory = await mkdtemp(join(tmpdir(), 'chat-desk-'));
  const venue = await openTradeVenue({ mode: 'paper', seed: 'chat contract', clock, relayed: false });
  const read = configOf(directory, venue);
  const config = { ...read, ...(limits ? { limits: { limitsFor: () => limits } } : {}) };
  const notices: Notice[] = [];
  const troubles: { event: string; fields: LogFields }[] = [];
  const platforms: ChatPlatform[] = [];
  const factors = memoryStepUp();
  const desk = await openTradeDesk({
    config,
    lines: kisLines(config.kis),
    people: (['discord', 'telegram'] as const).flatMap(platform =>
      (['owner', 'other', 'looker'] as const).map(who => personOf(platform, who)),
    ),
    operator: { name: 'operator' },
    places: { discord: [GUILD], telegram: [String(GROUP.id)] },
    clock,
    screen: { platforms },
    account: () => config.kis.account,
    factors,
    tell: notice => void notices.push(notice),
    beforeSend: async () => undefined,
    journalled: () => undefined,
    trouble: (event, fields) => void troubles.push({ event, fields }),
  });
  const { dispatcher, answers } = counting(desk.dispatcher);
  const log = () => undefined;
  const [discord, telegram, terminal] = await Promise.all([
    discordSeat({ clock, log, answers, dispatcher }),
    telegramSeat({ clock, log, answers, dispatcher }),
    consoleSeat({ clock, answers, dispatcher }),
  ]);
  const seats = { discord, telegram, console: terminal };
  platforms.push(discord.chat, telegram.chat, terminal.chat);

  return {
    clock,
    seats,
    desk,
    servers: [discord.server, telegram.server],
    notices,
    troubles,
    enrol: (platform, isEnrolled) =>
      factors.set(
        platform === 'console' ? 'console:operator' : `${platform}:${SITTERS.owner}`,
        isEnrolled ? enrolledAt(clock.now()) : undefined,
      ),
    orders: async () => (await venue.ledger()).ordersAccepted,
    async stop() {
      await Promise.all(Object.values(seats).map(seat => seat.stop()));
      await desk.stop();
      await venue.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function personOf(platform: 'discord' | 'telegram', who: Exclude<Sitter, 'stranger'>) {
  return { platform, userId: SITTERS[who], name: who, roles: ROLES[who] };
}

/** Counts the events whose answers stand. A refusal on Telegram is silence: it stands as soon as it is decided. */
function counting(dispatcher: Dispatcher): { dispatcher: Dispatcher; answers: AnswerCount } {
  const over = new Set<Inbound>();
  return {
    dispatcher: {
      ...dispatcher,
      async handle(inbound, taken) {
        const outcome = await dispatcher.handle(inbound, taken);
        if (outcome.kind === 'refused' && inbound.platform === 'telegram') over.add(inbound);
        return outcome;
      },
      answered(inbound) {
        dispatcher.answered(inbound);
        over.add(inbound);
      },
    },
    answers: {
      get count() {
        return over.size;
      },
      reach: (from, more) => until(() => over.size >= from + more, `${more} answers`),
    },
  };
}

function configOf(
  directory: string,
  venue: { baseUrl: string; wsUrl: string; masterUrl: string },
): Config & { readonly kis: KisConfig } {
  const read = readConfig({
    KIS_ENV: 'paper',
    KIS_APP_KEY: APP_KEY,
    KIS_APP_SECRET: APP_SECRET,
    KIS_ACCOUNT: ACCOUNT,
    KIS_BASE_URL: venue.baseUrl,
    KIS_WS_URL: venue.wsUrl,
    KIS_MASTER_URL: venue.masterUrl,
    KIS_ALWAYS_OPEN: 'on',
    DATA_DIR: join(directory, 'store'),
    STORE_KEY_FILE: join(directory, 'store.key'),
  });
  if (!read.ok)
    throw new Error(`configuration: ${read.faults.map(({ name, en }) => `${name} ${en}`).join()}`);
  const { kis } = read.config;
  if (!kis) throw new Error('no KIS in the configuration');
  return { ...read.config, kis: { ...kis, ratePerSecond: 1_000_000 } };
}
