import { createKiwoom, type KiwoomEnvironment } from '../../src/brokers/kiwoom/index.js';
import { type BrokerEvent, Secret, systemClock } from '../../src/core/index.js';
import { kiwoomAccountOf } from '../../src/simulator/kiwoom/account-of.js';
import type { TestBroker } from './kis-desk.js';
import { memoryVault } from './memory-vault.js';

export const KIWOOM_KEY = 'kiwoomtestkey'.padEnd(43, '0');
export const KIWOOM_SECRET = 'kiwoomtestsecret'.padEnd(43, '0');

/** Towards a server on this machine, with the account that the simulated exchange gives to the key. */
export function kiwoomEnvironmentAt(
  baseUrl: string,
  { appKey = KIWOOM_KEY, ...extra }: Partial<Omit<KiwoomEnvironment, 'appKey'>> & { appKey?: string } = {},
): KiwoomEnvironment {
  const mode = extra.mode ?? 'paper';
  return {
    mode,
    baseUrl,
    wsUrl: baseUrl.replace(/^http/, 'ws'),
    appKey: new Secret(appKey),
    appSecret: new Secret(KIWOOM_SECRET),
    account: { broker: 'kiwoom', mode, ...kiwoomAccountOf(appKey), alias: 'test' },
    ratePerSecond: 100_000,
    ...extra,
  };
}

/** A real line of Kiwoom's to a server on this machine. */
export function kiwoomAt(
  baseUrl: string,
  extra: Parameters<typeof kiwoomEnvironmentAt>[1] = {},
  vault = memoryVault(),
): TestBroker {
  const events: BrokerEvent[] = [];
  const broker = createKiwoom({
    environment: kiwoomEnvironmentAt(baseUrl, extra),
    vault,
    clock: systemClock,
    log: () => undefined,
    emit: event => events.push(event),
  });
  return { broker, events, vault };
}
