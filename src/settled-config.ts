import { type Config, deskStamp } from './config.js';
import {
  type AccountRef,
  asDeskError,
  type Bilingual,
  type Clock,
  type DeskAccount,
  type DeskError,
} from './core/index.js';
import { startDemo } from './demo.js';
import type { KiwoomConfig } from './kiwoom-config.js';
import type { LineOpener } from './open-line.js';

/** How long a start waits for Kiwoom to tell which account its keys belong to, ms. */
const IDENTIFY_MS = 8_000;

/** A configuration of which every account is known. */
export interface SettledConfig {
  readonly config: Config;
  readonly configured: readonly DeskAccount[];
  /** Accounts that this run goes without, in people's words. */
  readonly missing: readonly Bilingual[];
}

/**
 * What the configuration leaves open at a start: the demo's exchange, which account Kiwoom's keys belong to, and with the
 * accounts of the store the stamp of the whole desk. A broker that cannot be reached keeps nobody from starting.
 */
export async function settleConfig(
  given: Config,
  parts: {
    readonly clock: Clock;
    readonly probe: LineOpener['probe'];
    readonly stored: readonly Pick<AccountRef, 'mode'>[];
    /** Ends the demo's exchange with the program. */
    undo(step: () => Promise<void>): void;
  },
): Promise<SettledConfig> {
  const { config, missing } = given.demo ? await demoOf(given, parts) : await identified(given, parts);
  const configured = configuredAccounts(config);
  const stamp = deskStamp(config.demo, [...configured.map(({ ref }) => ref), ...parts.stored]);
  return { config: Object.freeze({ ...config, stamp }), configured, missing };
}

async function demoOf(config: Config, { undo }: Parameters<typeof settleConfig>[1]) {
  const demo = await startDemo(config.dataDirectory, config.language);
  undo(() => demo.stop());
  const { kis, kiwoom, reach } = demo;
  return { config: { ...config, kis, kiwoom, reach }, missing: [] };
}

async function identified(
  config: Config,
  { probe, clock }: Parameters<typeof settleConfig>[1],
): Promise<{ readonly config: Config; readonly missing: readonly Bilingual[] }> {
  const { kiwoom } = config;
  if (!kiwoom || kiwoom.number) return { config, missing: [] };
  const number = await numberOf(kiwoom, probe, clock);
  if (!('kind' in number)) return { config: { ...config, kiwoom: { ...kiwoom, number } }, missing: [] };
  return { config: { ...config, kiwoom: undefined }, missing: [unidentified(number)] };
}

async function numberOf(
  { mode, appKey, appSecret }: KiwoomConfig,
  probe: LineOpener['probe'],
  clock: Clock,
): Promise<{ readonly number: string; readonly product: string } | DeskError> {
  const late = new AbortController();
  const over = new AbortController();
  clock.sleep(IDENTIFY_MS, over.signal).then(
    () => late.abort(new DOMException('deadline passed', 'TimeoutError')),
    () => undefined,
  );
  try {
    const keys = { appKey: appKey.reveal(), appSecret: appSecret.reveal() };
    return await probe({ broker: 'kiwoom', mode, keys }, late.signal);
  } catch (thrown) {
    return asDeskError(thrown);
  } finally {
    over.abort();
  }
}

const unidentified = ({ kind }: DeskError): Bilingual => ({
  ko: `키움이 어느 계좌의 앱키인지 알려 주지 않아(${kind}) 이번에는 키움 계좌 없이 시작했습니다. .env의 앱키를 확인하고 다시 시작하세요. KIWOOM_ACCOUNT에 계좌번호를 적으면 묻지 않고 시작합니다.`,
  en: `Kiwoom did not tell which account its keys belong to (${kind}), so this run goes without it. Check the keys in .env and start again; with KIWOOM_ACCOUNT set, the start does not ask.`,
});

/** The accounts whose number the configuration tells. */
export function configuredAccounts({ demo, kis, kiwoom, language }: Config): readonly DeskAccount[] {
  const rest = { owner: '', from: demo ? 'demo' : 'configuration', limits: {}, closed: undefined } as const;
  const own = language === 'ko' ? '키움' : 'Kiwoom';
  return [
    ...(kis ? [{ ref: kis.account, ...rest }] : []),
    ...(kiwoom?.number
      ? [
          {
            ref: { broker: 'kiwoom', mode: kiwoom.mode, ...kiwoom.number, alias: kiwoom.alias || own },
            ...rest,
          } as const,
        ]
      : []),
  ];
}
