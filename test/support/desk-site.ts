import { type Config, readConfig } from '../../src/config.js';
import {
  type AccountRef,
  type BrokerId,
  type ChatPlatform,
  DeskError,
  type IntentEvent,
  type Reply,
  systemClock,
  type TradingMode,
} from '../../src/core/index.js';
import type { KisConfig } from '../../src/kis-config.js';
import { crowd } from './desk-talk.js';
import { APP_SECRET } from './kis-desk.js';
import { NO_LIMITS } from './no-limits.js';
import { openTradeDesk, type RunningDesk } from './trade-desk.js';
import { kisLines, kiwoomLines } from './trade-lines.js';

/** A desk's surroundings, as plain data: they can be handed to another process. */
export interface DeskSite {
  readonly mode: TradingMode;
  /** The desk's files; its key file stands beside it. */
  readonly directory: string;
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly masterUrl: string;
  readonly appKey: string;
  /** `50101234-01` */
  readonly account: string;
  /** Left out: KIS. Kiwoom has keys of its own for every account: `kiwoomKeyOf`. */
  readonly broker?: BrokerId;
  /** Left out: as fast as the desk can ask. */
  readonly ratePerSecond?: number;
}

/** The configuration of a desk at a simulated exchange that never closes, without limits of its own. */
function configFor(site: DeskSite): Config & { readonly kis: KisConfig } {
  const read = readConfig({
    KIS_ENV: site.mode,
    KIS_APP_KEY: site.appKey,
    KIS_APP_SECRET: APP_SECRET,
    KIS_ACCOUNT: site.account,
    KIS_BASE_URL: site.baseUrl,
    KIS_WS_URL: site.wsUrl,
    KIS_MASTER_URL: site.masterUrl,
    KIS_ALWAYS_OPEN: 'on',
    LIVE_TRADING: site.mode === 'live' ? 'on' : 'off',
    DISCORD_ADMIN_IDS: '700000000000000001',
    CONFIRM_SECONDS: '300',
    DATA_DIR: site.directory,
    STORE_KEY_FILE: `${site.directory}.key`,
  });
  if (!read.ok)
    throw new Error(`configuration: ${read.faults.map(({ name, en }) => `${name} ${en}`).join()}`);
  const { kis } = read.config;
  if (!kis) throw new Error('no KIS in the configuration');
  const { ratePerSecond = 1_000_000 } = site;
  return { ...read.config, limits: { limitsFor: () => NO_LIMITS }, kis: { ...kis, ratePerSecond } };
}

/** What somebody wants to hear of a desk while it runs; whatever is left out passes unheard. */
export interface DeskEars {
  /** A card that the desk rewrote by itself. */
  rewritten?(reply: Reply): void;
  /** Right before an order leaves. */
  leaving?(): void;
  /** Before it is written. */
  journalled?(event: IntentEvent): void;
  /** An error was logged. */
  trouble?(event: string): void;
}

/**
 * A whole desk in this process, by the system's clock, for so many people. Of its two chat platforms one answers every
 * call at once, and the other is down.
 */
export function openDeskAt(site: DeskSite, people: number, ears: DeskEars = {}): Promise<RunningDesk> {
  const config = configFor(site);
  const account = accountAt(site, config.kis.account);
  const platforms = [chatThatIs('up', ears.rewritten), chatThatIs('down')];
  return openTradeDesk({
    config,
    lines: site.broker === 'kiwoom' ? kiwoomLines(site) : kisLines(config.kis),
    people: crowd(people),
    clock: systemClock,
    screen: { platforms },
    account: () => account,
    beforeSend: async () => ears.leaving?.(),
    journalled: events => {
      for (const event of events) ears.journalled?.(event);
    },
    trouble: event => ears.trouble?.(event),
  });
}

/** The account of a site by its broker. */
export function accountAt({ broker = 'kis' }: Pick<DeskSite, 'broker'>, account: AccountRef): AccountRef {
  return { ...account, broker };
}

/** How long it takes to notice that a platform is down, ms. */
const TILL_DOWN_MS = 300;

function chatThatIs(state: 'up' | 'down', rewritten?: (reply: Reply) => void): ChatPlatform {
  const id = state === 'up' ? 'discord' : 'telegram';
  const call = async () => {
    if (state === 'up') return;
    await systemClock.sleep(TILL_DOWN_MS);
    throw new DeskError('unavailable', 'the platform is down');
  };
  return {
    id,
    start: call,
    stop: call,
    status: () => ({ id, state: state === 'up' ? 'connected' : 'lost', reason: undefined }),
    alertPlace: undefined,
    sameKeyMs: 0,
    post: () => call().then(() => undefined),
    rewrite: (_, reply) => call().then(() => rewritten?.(reply)),
  };
}
