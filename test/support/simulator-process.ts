import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';

export interface SimulatorProcess {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly controlUrl: string;
  readonly masterUrl: string;
  ledger(): Promise<Ledger>;
  control(path: string, body: unknown, method?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Ledger {
  readonly requestsByTr: Readonly<Record<string, number>>;
  readonly tokenRequests: number;
  readonly tokensIssued: number;
  readonly rateViolations: number;
  readonly ordersAccepted: number;
  readonly orders: readonly unknown[];
}

/** The built simulator as a process of its own, so that it does not share an event loop with what is measured. */
export async function spawnSimulator(...flags: readonly string[]): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, ['dist/src/simulator/main.js', '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then(() => reject(new Error('the simulator did not start')));
  });
  const ready: { base_url: string; ws_url: string; control_url: string; master_url: string } =
    JSON.parse(line);
  return {
    baseUrl: ready.base_url,
    wsUrl: ready.ws_url,
    controlUrl: ready.control_url,
    masterUrl: ready.master_url,
    ledger: async () => {
      const ledger: Ledger = JSON.parse(await (await fetch(`${ready.control_url}/ledger`)).text());
      return ledger;
    },
    control: async (path, body, method = 'POST') => {
      const answer = await fetch(`${ready.control_url}${path}`, { method, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`control ${path}: ${answer.status}`);
      await answer.text();
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * What the program needs in its environment to reach this exchange. Each call makes an app key of its own, since the
 * exchange issues one token a minute to a key.
 */
export function keysFor(simulator: Pick<SimulatorProcess, 'baseUrl' | 'wsUrl' | 'masterUrl'>) {
  return {
    KIS_APP_KEY: randomBytes(18).toString('hex'),
    KIS_APP_SECRET: randomBytes(90).toString('hex'),
    KIS_ACCOUNT: '50101234-01',
    KIS_BASE_URL: simulator.baseUrl,
    KIS_WS_URL: simulator.wsUrl,
    KIS_MASTER_URL: simulator.masterUrl,
    KIS_RATE_PER_SECOND: '20',
  };
}

/** The same for Kiwoom alone; whose account the key stands for, the program asks. */
export function kiwoomKeysFor(simulator: Pick<SimulatorProcess, 'baseUrl' | 'wsUrl' | 'masterUrl'>) {
  return {
    KIWOOM_ENV: 'mock',
    KIWOOM_APP_KEY: randomBytes(32).toString('hex').slice(0, 43),
    KIWOOM_APP_SECRET: randomBytes(32).toString('hex').slice(0, 43),
    KIWOOM_BASE_URL: simulator.baseUrl,
    KIWOOM_WS_URL: simulator.baseUrl.replace(/^http/, 'ws'),
    KIS_MASTER_URL: simulator.masterUrl,
  };
}
