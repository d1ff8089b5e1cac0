import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config.js';
import type {
  AccountRef,
  BrokerId,
  Executions,
  Inbound,
  InboundContent,
  IntentEvent,
  Language,
  Limits,
  LogFields,
  Outcome,
  Reply,
  TradingMode,
} from '../../src/core/index.js';
import type { KisConfig } from '../../src/kis-config.js';
import { buttonsOf, MONDAY_TEN, replyOf } from './desk.js';
import { APP_KEY, APP_SECRET } from './kis-desk.js';
import { memoryKeys } from './memory-keys.js';
import { NO_LIMITS } from './no-limits.js';
import { type TradeClock, tradeClock } from './trade-clock.js';
import { openTradeDesk, type RunningDesk } from './trade-desk.js';
import { kisLines, kiwoomAccounts, kiwoomKeyOf, kiwoomLines, manyAccounts, UNHEARD } from './trade-lines.js';
import { groupOf, LISTED, type Person } from './trade-people.js';
import { type TradeScreen, tradeScreen } from './trade-screen.js';
import { openTradeVenue, type TradeVenue } from './trade-venue.js';
import { type Post, watchWire } from './trade-wire.js';

export interface TradeRigOptions {
  readonly seed: string;
  /** Left out: KIS. */
  readonly broker?: BrokerId;
  readonly mode?: TradingMode;
  readonly language?: Language;
  /** ms */
  readonly start?: number;
  /** The desk's connections to the venue can be refused. */
  readonly relayed?: boolean;
  /** Whoever the venue tells of executions: the customer's id at KIS, anything at Kiwoom; left out, it tells nothing. */
  readonly htsId?: string;
  /** In the place of what the venue tells. */
  readonly executions?: Executions;
}

/**
 * A whole desk in one process, every part of it the real one: the exchange behind real HTTP, the line to the broker, the store
 * in a directory of its own, the issues of the exchange's master files, halts, tickets, the trade desk and the
 * dispatcher. In the place of chat platforms there are screens. All of it lives by one clock that stands still until
 * it is moved.
 */
export interface TradeRig {
  readonly broker: BrokerId;
  readonly clock: TradeClock;
  readonly venue: TradeVenue;
  readonly screen: TradeScreen;
  /** Orders that arrived at the venue. */
  readonly posts: readonly Post[];
  /** What the desk wrote into its journal of intents, over all its runs. */
  readonly journal: readonly IntentEvent[];
  /** Lines of the log that speak of something broken. */
  readonly troubles: readonly { readonly event: string; readonly fields: LogFields }[];
  /** How often the desk stopped by itself, by the name of the halt. */
  readonly halted: ReadonlyMap<string, number>;
  desk(): RunningDesk;
  /** The account that orders and reads of commands are for now. */
  account(): AccountRef;
  /** The app key of that account, where each has its own. */
  ownKey(): string | undefined;
  /** From now on they are for this one. */
  useAccount(number: string): AccountRef;
  setLimits(limits: Partial<Limits>): void;
  /** For whoever has this identity, over the others. */
  limitPerson(identity: string, limits: Partial<Limits>): void;
  /** Runs right before an order leaves, after everything that was looked at before it. */
  beforeSend(hook: (() => Promise<void>) | undefined): void;
  type(by: Person, text: string): Promise<Outcome>;
  press(by: Person, buttonId: string, over?: Partial<Inbound>): Promise<Outcome>;
  /** Types what makes a ticket; its card. Throws when none came of it. */
  ticket(by: Person, text: string): Promise<Ticket>;
  /** Lifts whatever stops trading, and counts it. */
  lift(): Promise<void>;
  /** Stops the desk as it stops in earnest, and starts it on the same directory. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Ticket {
  readonly id: string;
  readonly by: Person;
  readonly card: Reply;
  readonly confirm: string;
  readonly decline: string;
}

export async function openTradeRig(options: TradeRigOptions): Promise<TradeRig> {
  const {
    seed,
    broker = 'kis',
    mode = 'paper',
    language = 'ko',
    start = MONDAY_TEN,
    relayed = false,
    htsId,
  } = options;
  const owners = new Map<string, string>();
  const wire = watchWire(token => owners.get(token) ?? '');
  const clock = tradeClock(start, wire.quiet);
  const directory = await mkdtemp(join(tmpdir(), 'trade-rig-'));
  const venue = await openTradeVenue({ mode, seed, clock, relayed });
  const config = configOf({ mode, language, directory, venue, htsId });
  const journal: IntentEvent[] = [];
  const screen = tradeScreen(clock.now, () => journal.length, mode);
  const troubles: { event: string; fields: LogFields }[] = [];
  const halted = new Map<string, number>();
  const account: AccountRef = { ...config.kis.account, broker };
  if (broker === 'kiwoom') await venue.options({ kiwoomAccounts: kiwoomAccounts(manyAccounts(account)) });
  const executions = options.executions ?? (broker === 'kiwoom' && htsId === undefined ? UNHEARD : undefined);
  let hook: (() => Promise<void>) | undefined;
  let limits = NO_LIMITS;
  const personal = new Map<string, Partial<Limits>>();
  let current = account;
  let events = 0;

  const limitsFor = (_account: string, ...identities: readonly string[]): Limits =>
    Object.assign({ ...limits }, ...identities.map(identity => personal.get(identity)));

  const surroundings = {
    config: { ...config, limits: { limitsFor } },
    lines:
      broker === 'kis'
        ? kisLines(config.kis)
        : kiwoomLines({ ...venue, mode, owns: (token, whose) => void owners.set(token, whose) }),
    people: LISTED,
    clock,
    screen,
    keyStore: memoryKeys(),
    tell: screen.tell,
    ...(executions && { executions }),
    account: () => current,
    beforeSend: async () => hook?.(),
    journalled: (written: readonly IntentEvent[]) => void journal.push(...written),
    trouble: (event: string, fields: LogFields) => void troubles.push({ event, fields }),
  };
  let desk = await openTradeDesk(surroundings);

  async function handle(by: Person, content: InboundContent, over: Partial<Inbound> = {}): Promise<Outcome> {
    events += 1;
    const inbound: Inbound = {
      platform: by.platform,
      eventId: `e${events}`,
      who: { userId: by.userId, name: `person ${by.userId}` },
      where: groupOf(by),
      sentAt: clock.now(),
      content,
      ...over,
    };
    const { dispatcher } = desk;
    const outcome = await dispatcher.handle(inbound);
    screen.put(inbound, outcome, dispatcher);
    return outcome;
  }

  const type = (by: Person, text: string) => handle(by, { kind: 'text', text });

  return {
    broker,
    clock,
    venue,
    screen,
    posts: wire.posts,
    journal,
    troubles,
    halted,
    desk: () => desk,
    account: () => current,
    ownKey: () => (broker === 'kiwoom' ? kiwoomKeyOf(current) : undefined),
    useAccount(number) {
      current = { ...account, number };
      return current;
    },
    setLimits(over) {
      limits = { ...limits, ...over };
    },
    limitPerson: (identity, over) => void personal.set(identity, over),
    beforeSend(next) {
      hook = next;
    },
    type,
    press: (by, buttonId, over) => handle(by, { kind: 'press', buttonId }, over),
    async ticket(by, text) {
      const reply = replyOf(await clock.finish(type(by, text)));
      const [confirm, decline] = buttonsOf(reply);
      if (reply.card === undefined || !confirm || !decline) {
        throw new Error(`no ticket of “${text}”: ${reply.title} ${JSON.stringify(reply.blocks)}`);
      }
      return { id: reply.card, by, card: reply, confirm: confirm.id, decline: decline.id };
    },
    async lift() {
      const { halts } = desk;
      for (const { id } of halts.list()) halted.set(id, (halted.get(id) ?? 0) + 1);
      if (halts.list().length > 0) await clock.finish(halts.lift('all'));
    },
    async restart() {
      await clock.finish(desk.stop());
      desk = await openTradeDesk(surroundings);
      await clock.settle();
    },
    async stop() {
      await clock.finish(desk.stop());
      await venue.stop();
      wire.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configOf(from: {
  mode: TradingMode;
  language: Language;
  directory: string;
  venue: TradeVenue;
  htsId: string | undefined;
}): Config & { readonly kis: KisConfig } {
  const { mode, language, directory, venue, htsId } = from;
  const read = readConfig({
    KIS_ENV: mode,
    KIS_APP_KEY: APP_KEY,
    KIS_APP_SECRET: APP_SECRET,
    KIS_ACCOUNT: '50101234-01',
    KIS_BASE_URL: venue.baseUrl,
    KIS_WS_URL: venue.wsUrl,
    KIS_MASTER_URL: venue.masterUrl,
    KIS_ALWAYS_OPEN: 'on',
    LIVE_TRADING: mode === 'live' ? 'on' : 'off',
    DISCORD_ADMIN_IDS: '700000000000000001',
    LANG_UI: language,
    DATA_DIR: join(directory, 'store'),
    STORE_KEY_FILE: join(directory, 'store.key'),
  });
  if (!read.ok)
    throw new Error(`configuration: ${read.faults.map(({ name, en }) => `${name} ${en}`).join()}`);
  const { kis } = read.config;
  if (!kis) throw new Error('no KIS in the configuration');
  return { ...read.config, kis: { ...kis, htsId, ratePerSecond: 1_000_000 } };
}
