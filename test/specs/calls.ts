import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayCall, PlatformCall } from '../support/platform-calls.js';

type Noted = PlatformCall | GatewayCall;

export interface Calls {
  readonly discord: readonly PlatformCall[];
  readonly telegram: readonly PlatformCall[];
  readonly gateway: readonly GatewayCall[];
}

/** Every call that the stand-in servers wrote down in this folder. */
export function readCalls(folder: string): Calls {
  const all = readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .flatMap(name => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
      return lines.map(line => asNoted(JSON.parse(line), name));
    });
  return {
    discord: all.flatMap(call => (call.platform === 'discord' ? [call] : [])),
    telegram: all.flatMap(call => (call.platform === 'telegram' ? [call] : [])),
    gateway: all.flatMap(call => (call.platform === 'gateway' ? [call] : [])),
  };
}

function asNoted(value: unknown, file: string): Noted {
  if (isNoted(value)) return value;
  throw new Error(`${file} holds something that is no call`);
}

function isNoted(value: unknown): value is Noted {
  return typeof value === 'object' && value !== null && 'platform' in value;
}
