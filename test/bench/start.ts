import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  keysFor,
  kiwoomKeysFor,
  type SimulatorProcess,
  spawnSimulator,
} from '../support/simulator-process.js';
import { atMost, exactly, type Figure, noted, quantile } from './figures.js';

const RUNS = 7;
const IDLE_MS = 2_000;

/**
 * (d) The built program on a terminal of its own: time to the first prompt, and memory once it idles there. First the
 * demo, then with one account of each broker, which asks for a token once and finds it in its store ever after.
 */
export async function start(): Promise<Figure[]> {
  return [
    ...(await starts()),
    ...(await startsWith('KIS', keysFor)),
    ...(await startsWith('Kiwoom', kiwoomKeysFor)),
  ];
}

async function startsWith(
  name: string,
  keys: (simulator: SimulatorProcess) => Readonly<Record<string, string>>,
): Promise<Figure[]> {
  const simulator = await spawnSimulator('--env', 'paper', '--always-open');
  try {
    const figures = await starts(keys(simulator));
    const { tokenRequests } = await simulator.ledger();
    const asked = exactly(`token calls in ${RUNS} starts`, tokenRequests, 1, 'calls');
    return [...figures, asked].map(figure => ({ ...figure, name: `${name}: ${figure.name}` }));
  } finally {
    await simulator.stop();
  }
}

async function starts(more: Readonly<Record<string, string>> = {}): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kis-bench-'));
  const runs = [];
  for (let i = 0; i < RUNS; i += 1) runs.push(await startOnce(join(directory, 'data'), more));
  await rm(directory, { recursive: true, force: true });
  // The first run also makes the key file and the exchange's accounts; it counts like the others.
  return [
    atMost(
      'start to first prompt, median',
      quantile(
        runs.map(r => r.promptMs),
        0.5,
      ) / 1000,
      0.7,
      's',
    ),
    noted('start to first prompt, slowest', Math.max(...runs.map(r => r.promptMs)) / 1000, 's'),
    atMost(
      'resident memory, idle at the prompt, median',
      quantile(
        runs.map(r => r.rssMb),
        0.5,
      ),
      100,
      'MB',
    ),
  ];
}

/** One run, with this in its environment besides. */
export async function startOnce(
  dataDirectory: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ promptMs: number; rssMb: number }> {
  const begun = performance.now();
  // `script` gives the program a terminal, so that it prompts.
  const child = spawn('script', ['-qfec', `${process.execPath} dist/src/main.js`, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', DATA_DIR: dataDirectory, ...more },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const promptMs = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('›')) resolve(performance.now() - begun);
    });
    void ended.then(() => reject(new Error('the program ended before it prompted')));
  });
  await new Promise(resolve => setTimeout(resolve, IDLE_MS));
  const rssMb = residentMb(child.pid ?? 0);
  child.stdin.write('/quit\r');
  await ended;
  return { promptMs, rssMb };
}

/** VmRSS of the node process below `parent`, in MB of 10^6 bytes. */
function residentMb(parent: number): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const isChild = new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status);
      const isNode = /^Name:\s+(?:node|MainThread)$/m.test(status);
      if (isChild && isNode) return (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024) / 1e6;
      if (isChild) return residentMb(Number(entry));
    } catch {
      // The process ended while we looked.
    }
  }
  throw new Error('no node process below the terminal');
}
