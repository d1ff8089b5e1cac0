import { join } from 'node:path';
import type { KisConfig } from './config.js';
import { type Language, Secret, stampLabel, systemClock } from './core/index.js';
import { startSimulator } from './simulator/index.js';

export interface Demo {
  /** How to reach the demo's exchange: a paper environment on this computer. */
  readonly kis: KisConfig;
  stop(): Promise<void>;
}

/** No keys: an exchange of our own on loopback, its state beside the demo's store. */
export async function startDemo(directory: string, language: Language): Promise<Demo> {
  const simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed: 'demo',
    alwaysOpen: true,
    ratePerSecond: 20,
    stateFile: join(directory, 'simulator.json'),
    clock: systemClock,
  });
  const kis: KisConfig = {
    mode: 'paper',
    baseUrl: simulator.baseUrl,
    wsUrl: simulator.wsUrl,
    masterUrl: simulator.masterUrl,
    appKey: new Secret('demo'.repeat(9)),
    appSecret: new Secret('demo'.repeat(45)),
    account: {
      broker: 'kis',
      mode: 'paper',
      number: '50000000',
      product: '01',
      alias: stampLabel('demo', language),
    },
    htsId: 'demo',
    trIds: 'current',
    hashkey: true,
    ratePerSecond: 20,
    alwaysOpen: true,
  };
  return { kis, stop: () => simulator.stop() };
}
