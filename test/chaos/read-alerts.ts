import { createKis } from '../../src/brokers/kis/index.js';
import { vaultKey as kisVaultKey } from '../../src/brokers/kis/tokens.js';
import { createKiwoom } from '../../src/brokers/kiwoom/index.js';
import { vaultKey as kiwoomVaultKey } from '../../src/brokers/kiwoom/tokens.js';
import { type Broker, type BrokerEvent, type BrokerId, systemClock } from '../../src/core/index.js';
import { quantile } from '../bench/figures.js';
import { type AlertSite, openAlertSite } from '../support/alert-site.js';
import { until } from '../support/fake-desk.js';
import { environmentAt } from '../support/kis-desk.js';
import { kiwoomEnvironmentAt } from '../support/kiwoom-desk.js';
import { memoryVault } from '../support/memory-vault.js';
import { type Answer, type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import { type SkippingClock, skippingClock } from '../support/skipping-clock.js';
import type { Report } from './report.js';

/** Beyond the time within which repeats of the same trouble are one incident, and its closing summary. */
const APART_MS = 45 * 60_000;
const DAY_MS = 86_400_000;
const PATIENCE_MS = 5_000;

/** A way in which a read can finally fail. */
interface Way {
  readonly name: string;
  /** What the broker answers to the first, second and third attempt; the last stands for all that follow. */
  readonly answers: readonly Answer[];
  /** The address cannot be resolved. */
  readonly unresolvable?: boolean;
  /** The caller gives up after the first failed attempt. */
  readonly cancelled?: boolean;
  /** The whole read has less time than its attempts. */
  readonly hurried?: boolean;
}

const FAILED: Answer = { status: 500, text: '' };
const says = (json: object): Answer => ({ status: 200, json });
const WORDS: Readonly<Record<BrokerId, { readonly refused: Answer; readonly misfit: Answer }>> = {
  kis: {
    refused: says({ rt_cd: '1', msg_cd: 'APBK0919', msg1: '조회할 내용이 없습니다' }),
    misfit: says({ rt_cd: '0', msg_cd: 'MCA00000', msg1: '', output: 42 }),
  },
  kiwoom: {
    refused: says({ return_code: 2, return_msg: '입력 값 오류입니다[1511:필수 입력 값]' }),
    misfit: says({ return_code: 0, return_msg: '', cur_prc: 42, atn_stk_infr: 42, name: 42 }),
  },
};

const waysOf = (broker: BrokerId): readonly Way[] => [
  { name: 'count', answers: [FAILED] },
  { name: 'deadline', answers: [FAILED, 'hang'], hurried: true },
  { name: 'non-retryable after retryable', answers: [FAILED, WORDS[broker].refused] },
  { name: 'time-out', answers: ['hang'] },
  { name: 'cancel', answers: [FAILED, 'hang'], cancelled: true },
  { name: 'exception in a handler', answers: [WORDS[broker].misfit] },
  { name: 'DNS', answers: [], unresolvable: true },
];

/**
 * Every way in which a read can finally fail, again and again, from the real service of a broker to the two alert
 * channels: each failure is one message in each, there within five seconds. A quote of Kiwoom's is three requests, of which
 * each fails in the same way.
 */
export async function readAlerts(options: {
  rounds: number;
  seed: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { broker = 'kis' } = options;
  const clock = skippingClock();
  const site = await openAlertSite(clock);
  let script: readonly Answer[] = [];
  const asked = new Map<unknown, number>();
  const server = await startScriptedServer(({ url, headers }) => {
    const service = headers['api-id'] ?? url;
    const nth = asked.get(service) ?? 0;
    asked.set(service, nth + 1);
    return script[Math.min(nth, script.length - 1)] ?? FAILED;
  });
  const failures: string[] = [];
  const lines: string[] = [];
  try {
    for (const way of waysOf(broker)) {
      const waits: number[] = [];
      for (let round = 0; round < options.rounds; round += 1) {
        script = way.answers;
        asked.clear();
        const { told, waited, where } = await failOnce(way, { broker, clock, site, server });
        waits.push(...waited);
        if (told !== 1) failures.push(`${way.name}: told ${told} times by the service`);
        for (const [platform, count] of Object.entries(where)) {
          if (count !== 1) failures.push(`${way.name}, round ${round}: ${count} messages on ${platform}`);
        }
      }
      const p99 = quantile(waits, 0.99);
      if (p99 > PATIENCE_MS) failures.push(`${way.name}: ${Math.round(p99)} ms at p99`);
      lines.push(
        `${way.name}: ${options.rounds} failures, ${waits.length} messages on 2 platforms, p50 ${Math.round(quantile(waits, 0.5))} ms, p99 ${Math.round(p99)} ms`,
      );
    }
  } finally {
    await site.stop();
    await server.close();
  }
  const campaign = `Every way a read can finally fail, told once, ${broker}`;
  return { campaign, seed: options.seed, lines, failures };
}

async function failOnce(
  way: Way,
  stage: { broker: BrokerId; clock: SkippingClock; site: AlertSite; server: ScriptedServer },
): Promise<{ told: number; waited: number[]; where: Record<'discord' | 'telegram', number> }> {
  const { clock, site } = stage;
  // The last one is over and forgotten; nothing is under way any more that the leap would cut off.
  await site.alerts.settled(PATIENCE_MS);
  clock.skip(APART_MS);
  const before = { discord: site.seen('discord').length, telegram: site.seen('telegram').length };
  const told: number[] = [];
  const line = await openBroker(way, stage, event => {
    site.alerts.onEvent(event);
    if (event.kind === 'retriesExhausted') told.push(systemClock.monotonic());
  });
  try {
    const caller = new AbortController();
    const seen = stage.server.requests.length;
    if (way.cancelled) {
      void until(() => stage.server.requests.length > seen, 'an attempt').then(async () => {
        // Its answer has arrived by then, and the pause before the next attempt has begun.
        await systemClock.sleep(50);
        caller.abort();
      });
    }
    await line.market.quote('005930', caller.signal).then(
      () => {
        throw new Error(`${way.name}: the read succeeded`);
      },
      () => undefined,
    );
  } finally {
    line.close();
  }
  const begun = told[0] ?? systemClock.monotonic();
  const waited: number[] = [];
  const arrives = async (platform: 'discord' | 'telegram') => {
    await until(() => site.seen(platform).length > before[platform], `the alert on ${platform}`).catch(
      () => undefined,
    );
    waited.push(systemClock.monotonic() - begun);
  };
  await Promise.all([arrives('discord'), arrives('telegram')]);
  return {
    told: told.length,
    waited,
    where: {
      discord: site.seen('discord').length - before.discord,
      telegram: site.seen('telegram').length - before.telegram,
    },
  };
}

/** The real service, with spans that do not keep a campaign waiting and a token that outlives it. */
async function openBroker(
  way: Way,
  { broker, clock, server }: { broker: BrokerId; clock: SkippingClock; server: ScriptedServer },
  emit: (event: BrokerEvent) => void,
): Promise<Broker> {
  const baseUrl = way.unresolvable ? `http://${broker}.invalid` : server.url;
  const wsUrl = 'ws://127.0.0.1:9';
  const timing = { attemptMs: 60, readMs: way.hurried ? 90 : 2_000, retryDelayMs: way.cancelled ? 500 : 5 };
  const issuedAt = clock.now();
  const record = { token: 'a token', issuedAt, expiresAt: issuedAt + DAY_MS, generation: 1 };
  const around = { vault: memoryVault(), clock, log: () => undefined, emit, timing };
  if (broker === 'kis') {
    const environment = environmentAt(baseUrl, { wsUrl, hashkey: false });
    await around.vault.save(kisVaultKey(environment), record);
    return createKis({ environment, ...around });
  }
  const environment = kiwoomEnvironmentAt(baseUrl, { wsUrl });
  await around.vault.save(kiwoomVaultKey(environment), record);
  return createKiwoom({ environment, ...around });
}
