import { join } from 'node:path';
import { type Language, Secret, stampLabel, systemClock } from './core/index.js';
import type { KisConfig } from './kis-config.js';
import type { KiwoomConfig } from './kiwoom-config.js';
import type { Reach } from './reach.js';
import { kiwoomAccountOf, startSimulator } from './simulator/index.js';

export interface Demo {
  /** How to reach the demo's exchange: a paper environment of both brokers on this computer. */
  readonly kis: KisConfig;
  readonly kiwoom: KiwoomConfig;
  readonly reach: Reach;
  stop(): Promise<void>;
}

const CALLS_A_SECOND = 20;
const KIWOOM_KEY = 'kiwoom-demo'.repeat(4);

/** No keys: an exchange of our own on loopback, its state beside the demo's store. */
export async function startDemo(directory: string, language: Language): Promise<Demo> {
  const simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed: 'demo',
    alwaysOpen: true,
    ratePerSecond: CALLS_A_SECOND,
    stateFile: join(directory, 'simulator.json'),
    clock: systemClock,
  });
  const { baseUrl, wsUrl, masterUrl } = simulator;
  const demo = stampLabel('demo', language);
  const kisReach = {
    baseUrl,
    wsUrl,
    trIds: 'current',
    hashkey: true,
    ratePerSecond: CALLS_A_SECOND,
  } as const;
  return {
    kis: {
      mode: 'paper',
      ...kisReach,
      appKey: new Secret('demo'.repeat(9)),
      appSecret: new Secret('demo'.repeat(45)),
      account: { broker: 'kis', mode: 'paper', number: '50000000', product: '01', alias: demo },
      htsId: 'demo',
    },
    kiwoom: {
      mode: 'paper',
      baseUrl,
      wsUrl,
      appKey: new Secret(KIWOOM_KEY),
      appSecret: new Secret('demo'.repeat(11)),
      number: kiwoomAccountOf(KIWOOM_KEY),
      alias: language === 'ko' ? '키움데모' : 'KiwoomDemo',
    },
    reach: { masterUrl, alwaysOpen: true, kis: () => kisReach, kiwoom: () => ({ baseUrl, wsUrl }) },
    stop: () => simulator.stop(),
  };
}
