import type { KisEnvironment } from '../../src/brokers/kis/environment.js';
import { createKis } from '../../src/brokers/kis/index.js';
import { type Broker, type BrokerEvent, Secret, systemClock, type TokenVault } from '../../src/core/index.js';
import { memoryVault } from './memory-vault.js';

export const APP_KEY = 'testkey'.padEnd(36, '0');
export const APP_SECRET = 'testsecret'.padEnd(180, '0');

export function environmentAt(baseUrl: string, extra: Partial<KisEnvironment> = {}): KisEnvironment {
  const mode = extra.mode ?? 'paper';
  return {
    mode,
    baseUrl,
    wsUrl: baseUrl.replace(/^http/, 'ws'),
    appKey: new Secret(APP_KEY),
    appSecret: new Secret(APP_SECRET),
    account: { broker: 'kis', mode, number: '50101234', product: '01', alias: 'test' },
    htsId: undefined,
    trIds: 'current',
    hashkey: true,
    ratePerSecond: 100_000,
    ...extra,
  };
}

export interface TestBroker {
  readonly broker: Broker;
  readonly events: BrokerEvent[];
  readonly vault: TokenVault;
}

/** The real KIS service against a server on this machine. */
export function brokerAt(
  baseUrl: string,
  extra: Partial<KisEnvironment> = {},
  vault = memoryVault(),
): TestBroker {
  const events: BrokerEvent[] = [];
  const broker = createKis({
    environment: environmentAt(baseUrl, extra),
    vault,
    clock: systemClock,
    log: () => undefined,
    emit: event => events.push(event),
  });
  return { broker, events, vault };
}
