import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../chaos/child-talk.js';
import { buildDesk, HAND_OUT, startGatewayDesk } from '../chaos/gateway-desk.js';
import { rawGet } from '../chaos/raw-line.js';
import { buildWorker } from '../chaos/worker-build.js';
import { freePort } from '../support/gateway-house.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { atLeast, atMost, type Figure, noted, quantile } from './figures.js';
import { startOnce } from './start.js';

const SINGLE = 4_000;
const LINES = 32;
const ROUNDS = 400;
const BATCHES = 5;
const STARTS = 5;

interface Seen {
  readonly statuses: Readonly<Record<string, number>>;
  readonly ms: readonly number[];
  readonly seconds: number;
}

/**
 * (g) Hand-outs of a token that the desk holds: what HTTP adds to asking within the process, and how many a second one
 * process answers, in turn with the bare framework. Desk, framework and whoever asks are processes of their own.
 */
export async function gateway(): Promise<Figure[]> {
  const workers = await Promise.all([
    buildDesk(),
    buildWorker('gateway-load-worker'),
    buildWorker('gateway-bare-worker'),
  ]);
  const [deskWorker, loadWorker, bareWorker] = workers;
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const desk = await startGatewayDesk(simulator, deskWorker);
  const load = startChild(loadWorker.script);
  const bare = startChild(bareWorker.script);
  try {
    const { port: barePort } = await bare.ask<{ port: number }>('open');
    const sides = [
      { child: bare, port: barePort, ...noFigures() },
      { child: desk, port: desk.port, ...noFigures() },
    ] as const;
    // The first batch warms everything up.
    for (let batch = 0; batch <= BATCHES; batch += 1) {
      for (const side of batch % 2 === 0 ? sides : sides.toReversed()) {
        const seen = await measure(load, side, desk.syncKey);
        if (batch > 0) {
          side.single.push(...seen.single);
          side.rates.push(seen.rate);
          side.perCpu.push(seen.perCpu);
        }
      }
    }
    const within = await desk.ask<number[]>('hands', { baseUrl: simulator.baseUrl, times: SINGLE });
    const [framework, house] = sides;
    const p50 = quantile(house.single, 0.5);
    return [
      atMost('added to a hand-out by HTTP, p50', p50 - quantile(within, 0.5), 1, 'ms'),
      noted('hand-out over HTTP, p99', quantile(house.single, 0.99), 'ms'),
      noted('bare framework, a constant over HTTP, p50', quantile(framework.single, 0.5), 'ms'),
      atLeast('hand-outs a second of one process', quantile(house.rates, 0.5), 3_000, '/s'),
      noted('bare framework, answers a second', quantile(framework.rates, 0.5), '/s'),
      noted('hand-outs a second of processor time', quantile(house.perCpu, 0.5), '/s'),
      noted('bare framework, answers a second of processor time', quantile(framework.perCpu, 0.5), '/s'),
      ...(await starts()),
    ];
  } finally {
    await Promise.all([load.stop(), bare.stop(), desk.stop()]);
    await simulator.stop();
    await Promise.all(workers.map(worker => worker.remove()));
  }
}

const noFigures = (): Record<'single' | 'rates' | 'perCpu', number[]> => ({
  single: [],
  rates: [],
  perCpu: [],
});

async function measure(load: Child, { child, port }: { child: Child; port: number }, key: string) {
  const request = rawGet(port, HAND_OUT, { 'x-sync-key': key });
  await load.ask('connect', { port, count: 1 });
  const { ms: single } = await load.ask<Seen>('rounds', { request, count: SINGLE / BATCHES });
  await load.ask('connect', { port, count: LINES });
  const before = await child.ask<number>('cpu');
  const { ms, seconds } = await load.ask<Seen>('rounds', { request, count: ROUNDS });
  const used = (await child.ask<number>('cpu')) - before;
  if (ms.length !== LINES * ROUNDS) throw new Error('not everything was answered');
  return { single, rate: ms.length / seconds, perCpu: ms.length / used };
}

/** The built program with the gateway on, beside the rows of (d). */
async function starts(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kis-bench-'));
  const key = () => randomBytes(32).toString('base64url');
  const runs = [];
  for (let n = 0; n < STARTS; n += 1) {
    const keys = { SYNC_API_KEY: key(), BACKEND_API_KEY: key() };
    const on = { GATEWAY: 'on', GATEWAY_PORT: String(await freePort()), ...keys };
    runs.push(await startOnce(join(directory, 'data'), on));
  }
  await rm(directory, { recursive: true, force: true });
  const median = (values: readonly number[]) => quantile(values, 0.5);
  return [
    noted(
      'start to first prompt with the gateway on, median',
      median(runs.map(r => r.promptMs)) / 1_000,
      's',
    ),
    noted('resident memory with the gateway on, idle, median', median(runs.map(r => r.rssMb)), 'MB'),
  ];
}
