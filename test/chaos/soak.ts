import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BrokerId } from '../../src/core/index.js';
import { emptyFolder } from '../support/program.js';
import { keysFor, kiwoomKeysFor, spawnSimulator } from '../support/simulator-process.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

export interface SoakTask {
  readonly seed: number;
  readonly days: number;
  readonly commands: number;
  /** Share of the calls to the broker that are met by faults, about. */
  readonly faults: number;
  readonly people: readonly string[];
  readonly controlUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface SoakDay {
  readonly day: number;
  readonly commands: number;
  readonly troubles: number;
  readonly seconds: number;
  /** What lives after a collection, MB of 10^6 bytes. */
  readonly heapMb: number;
  /** Resident, and no part of the heap. */
  readonly outsideMb: number;
  /** With what the heap holds free for later; it comes and goes. */
  readonly residentMb: number;
  readonly descriptors: number;
}

const MOST_MB_A_DAY = 1;
/** A day. Connections to the exchange are kept for a while, so their number comes and goes. */
const MOST_DESCRIPTORS = 1;
const PEOPLE = 60;
/** So long letters are kept, so by then they are as many as they get. */
const WARM_DAYS = 2;

/**
 * The whole house for simulated days: memory must not grow by a megabyte a day and open files not at all. The first
 * two days, on which caches and what is kept for two days fill, are not counted.
 */
export async function soak(options: {
  days: number;
  commands: number;
  seed: number;
  broker?: BrokerId;
}): Promise<Report> {
  const { broker = 'kis', ...asked } = options;
  const mode = broker === 'kis' ? 'paper' : 'live';
  const simulator = await spawnSimulator('--env', mode, '--always-open', '--rate', '100000');
  const worker = await buildWorker('soak-worker');
  const people = Array.from({ length: PEOPLE }, (_, n) => String(700_000_000_000_000_000n + BigInt(n)));
  const directory = join(emptyFolder(), 'store');
  const task: SoakTask = {
    ...asked,
    faults: 0.05,
    people,
    controlUrl: simulator.controlUrl,
    environment: {
      ...(broker === 'kis'
        ? { ...keysFor(simulator), KIS_HTS_ID: 'soak' }
        : { ...kiwoomKeysFor(simulator), KIWOOM_ENV: 'real', LIVE_TRADING: 'on' }),
      KIS_ALWAYS_OPEN: 'on',
      DATA_DIR: directory,
      STORE_KEY_FILE: `${directory}.key`,
      CONSOLE: 'off',
      DISCORD_TOKEN: 'x'.repeat(40),
      DISCORD_GUILD_IDS: '800000000000000500',
      DISCORD_ADMIN_IDS: people.join(','),
    },
  };
  const days: SoakDay[] = [];
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--semi-space-growth-factor=1', worker.script, JSON.stringify(task)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const day: SoakDay = JSON.parse(line);
    days.push(day);
  }
  const code = await ended;
  const { requestsByTr, ordersAccepted } = await simulator.ledger();
  await simulator.stop();
  await worker.remove();
  const calls = Object.values(requestsByTr).reduce((sum, n) => sum + n, 0);
  const report = judged(days, code, options);
  return { ...report, lines: [...report.lines, `at the exchange: ${calls} calls, ${ordersAccepted} orders`] };
}

function judged(
  days: readonly SoakDay[],
  code: number | null,
  { seed, days: wanted, broker = 'kis' }: Parameters<typeof soak>[0],
): Report {
  const counted = days.slice(WARM_DAYS);
  const heap = slope(counted.map(({ heapMb }) => heapMb));
  const outside = slope(counted.map(({ outsideMb }) => outsideMb));
  const descriptors = counted.map(({ descriptors: open }) => open);
  const more = slope(descriptors);
  const failures = [
    ...(code === 0 && days.length === wanted ? [] : [`ended with ${code} after ${days.length} days`]),
    ...(heap < MOST_MB_A_DAY ? [] : [`what lives grows by ${heap.toFixed(2)} MB a day`]),
    ...(outside < MOST_MB_A_DAY
      ? []
      : [`resident memory outside the heap grows by ${outside.toFixed(2)} MB a day`]),
    ...(more < MOST_DESCRIPTORS ? [] : [`open files grow by ${more.toFixed(1)} a day`]),
    ...(days.at(-1)?.troubles ? [`${days.at(-1)?.troubles} errors of the program itself`] : []),
  ];
  return {
    campaign: `Days of commands in minutes: memory and open files, ${broker}`,
    seed,
    lines: [
      ...days.map(
        day =>
          `day ${day.day}: ${day.commands} commands so far, ${day.seconds.toFixed(0)} s, alive ${day.heapMb.toFixed(1)} MB, outside the heap ${day.outsideMb.toFixed(0)} MB, resident ${day.residentMb.toFixed(0)} MB, ${day.descriptors} open files`,
      ),
      `from day ${WARM_DAYS + 1} on: alive ${heap.toFixed(2)} MB a day, resident outside the heap ${outside.toFixed(2)} MB a day, open files ${more.toFixed(1)} a day`,
    ],
    failures,
  };
}

/** By least squares, per step. */
function slope(values: readonly number[]): number {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, y) => sum + y, 0) / n;
  const above = values.reduce((sum, y, x) => sum + (x - meanX) * (y - meanY), 0);
  const below = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
