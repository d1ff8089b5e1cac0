import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExposition } from '../support/exposition.js';
import { freePort } from '../support/gateway-house.js';
import { type RunningProgram, runProgram } from '../support/program.js';
import { type SimulatorProcess, spawnSimulator } from '../support/simulator-process.js';
import { crowdedStore } from './crowded-store.js';
import { atMost, exactly, type Figure, noted } from './figures.js';

const ACCOUNTS = 1_000;
const PEOPLE = 200;
const LOOK_EVERY_MS = 500;
/** The deadline of the job. */
const RENEWED_WITHIN_MS = 10 * 60_000;
const IDLE_MS = 5_000;

/**
 * (h) The built program with a thousand accounts of both brokers and two hundred people, against the simulator: its start,
 * the renewal of every token, and what it takes of memory and of the event loop meanwhile.
 */
export async function accounts(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kis-bench-'));
  const simulator = await spawnSimulator('--env', 'paper', '--always-open');
  try {
    const data = join(directory, 'data');
    const store = await crowdedStore(data, { accounts: ACCOUNTS, people: PEOPLE });
    const first = await oneLife(simulator, data, store.key);
    // Tokens are at hand now: nothing may be asked for again.
    const second = await oneLife(simulator, data, store.key);
    return [
      atMost('start with 1,000 accounts and 200 people', first.startMs / 1_000, 3, 's'),
      atMost('start again, with their tokens', second.startMs / 1_000, 3, 's'),
      exactly('tokens issued, one for each key', first.issued, ACCOUNTS, ''),
      exactly('tokens issued at the next start', second.issued, 0, ''),
      exactly('refusals for rate', first.refused + second.refused, 0, ''),
      noted('renewal job of 1,000 tokens', first.renewedMs / 1_000, 's'),
      noted('longest wait of the event loop meanwhile', Math.max(first.loopMs, second.loopMs), 'ms'),
      atMost('resident memory, all lines open, highest seen', Math.max(first.rssMb, second.rssMb), 250, 'MB'),
    ];
  } finally {
    await simulator.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Life {
  readonly startMs: number;
  readonly renewedMs: number;
  readonly issued: number;
  readonly refused: number;
  readonly loopMs: number;
  readonly rssMb: number;
}

async function oneLife(simulator: SimulatorProcess, data: string, key: string): Promise<Life> {
  const port = String(await freePort());
  const before = await simulator.ledger();
  const begun = performance.now();
  const program = runProgram({
    DATA_DIR: data,
    STORE_KEY: key,
    KIS_BASE_URL: simulator.baseUrl,
    KIS_WS_URL: simulator.wsUrl,
    KIS_MASTER_URL: simulator.masterUrl,
    KIWOOM_BASE_URL: simulator.baseUrl,
    GATEWAY: 'on',
    GATEWAY_PORT: port,
    SYNC_API_KEY: randomBytes(32).toString('base64url'),
    CONSOLE: 'on',
  });
  try {
    await program.until(/"event":"started"|"started"/);
    const startMs = performance.now() - begun;
    // The first look takes away what the start itself kept waiting.
    await look(Number(port));
    const seen = await watched(program, Number(port), performance.now());
    const after = await simulator.ledger();
    return {
      ...seen,
      startMs,
      issued: after.tokensIssued - before.tokensIssued,
      refused: after.rateViolations - before.rateViolations,
    };
  } finally {
    program.signal('SIGTERM');
    await program.finished;
  }
}

async function look(port: number) {
  return readExposition(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
}

/** Looks at the program's own figures until its renewal job has ended, and a while longer. */
async function watched(program: RunningProgram, port: number, startedAt: number) {
  let [loopMs, rssMb] = [0, 0];
  let renewedAt: number | undefined;
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    const figures = await look(port);
    const value = (name: string, label = '') =>
      figures.get(name)?.samples.find(({ labels }) => label === '' || Object.values(labels).includes(label))
        ?.value;
    loopMs = Math.max(loopMs, (value('desk_event_loop_lag_max_seconds') ?? 0) * 1_000);
    rssMb = Math.max(rssMb, (value('process_resident_memory_bytes') ?? 0) / 1e6);
    const now = performance.now();
    if (value('desk_job_last_ok', 'token renewal') !== undefined) renewedAt ??= now;
    if (renewedAt !== undefined && now - renewedAt > IDLE_MS) break;
    if (now - startedAt > RENEWED_WITHIN_MS) throw new Error(`no end of the renewal: ${program.output()}`);
  }
  return { renewedMs: renewedAt - startedAt, loopMs, rssMb };
}
