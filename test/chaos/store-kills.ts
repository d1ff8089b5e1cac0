import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { canaryToken, filesWith } from './canary.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

const KEY = 'kis:paper:chaos';
const LANES = 2;

interface Lane {
  directory: string;
  keyFile: string;
  secret: string;
  /** The newest generation known to be durable. */
  durable: number;
}

interface Tally {
  kills: number;
  tokens: number;
  seen: number;
  told: number;
  tempsFound: number;
  tornLines: number;
  beforeFirstWrite: number;
  failures: string[];
}

/**
 * Kills a process that writes tokens and events as fast as it can, at random moments, and looks at what is left:
 * it opens, nothing acknowledged is missing, nothing is left lying around, nothing can be read without the key.
 */
export async function storeKills(options: {
  kills: number;
  seed: number;
  /** How many durable writes the latency figures rest on. */
  measuredWrites?: number;
}): Promise<Report> {
  const { kills, seed, measuredWrites = 1_000 } = options;
  const worker = await buildWorker();
  const root = await mkdtemp(join(tmpdir(), 'store-kills-'));
  const random = seededRandom(seed);
  const tally: Tally = {
    kills: 0,
    tokens: 0,
    seen: 0,
    told: 0,
    tempsFound: 0,
    tornLines: 0,
    beforeFirstWrite: 0,
    failures: [],
  };
  const began = systemClock.monotonic();
  try {
    let left = kills;
    const lanes = Array.from({ length: LANES }, async (_, index) => {
      const lane: Lane = {
        directory: join(root, `data-${index}`),
        keyFile: join(root, `key-${index}`, 'store.key'),
        secret: createHash('sha256').update(`${seed} ${index}`).digest('hex').slice(0, 40),
        durable: 0,
      };
      while (left-- > 0) await killOnce(worker.script, lane, random, tally);
    });
    await Promise.all(lanes);
    const latency = await writeLatency(join(root, 'latency'), measuredWrites);
    const seconds = ((systemClock.monotonic() - began) / 1_000).toFixed(1);
    return {
      campaign: 'store-kills',
      seed,
      failures: tally.failures,
      lines: [
        `${tally.kills} SIGKILLs in ${seconds} s: ${tally.failures.length} failures`,
        `${tally.tokens} tokens, ${tally.seen} events and ${tally.told} lines of the outbox acknowledged, all found again`,
        `${tally.tempsFound} kills left a temporary file and ${tally.tornLines} a torn line, all cleared at the next start; ${tally.beforeFirstWrite} fell before the first write`,
        `durable token write: p50 ${latency.p50.toFixed(2)} ms, p99 ${latency.p99.toFixed(2)} ms over ${measuredWrites}`,
      ],
    };
  } finally {
    await rm(root, { recursive: true, force: true });
    await worker.remove();
  }
}

async function killOnce(script: string, lane: Lane, random: () => number, tally: Tally): Promise<void> {
  const fail = (what: string) => tally.failures.push(`kill ${tally.kills}: ${what}`);
  const lines = await runAndKill(script, lane, random);
  tally.kills++;
  const tokens = lines.filter(line => line.startsWith('token ')).map(line => Number(line.slice(6)));
  const seen = lines.filter(line => line.startsWith('seen ')).map(line => line.slice(5));
  const told = lines.filter(line => line.startsWith('told ')).map(line => line.slice(5));
  if (lines.some(line => line.startsWith('refused'))) fail(`the worker could not work: ${lines.join(', ')}`);
  tally.tokens += tokens.length;
  tally.seen += seen.length;
  tally.told += told.length;
  if (tokens.length === 0) tally.beforeFirstWrite++;
  if ((await leftovers(lane.directory)).length > 0) tally.tempsFound++;

  const remarks: string[] = [];
  let store: Store;
  try {
    store = await openStore({
      ...lane,
      key: undefined,
      clock: systemClock,
      log: (_, event) => remarks.push(event),
    });
  } catch (error) {
    fail(`does not open: ${String(error)}`);
    return;
  }
  const record = await store.vault.read(KEY);
  const acknowledged = tokens.at(-1) ?? lane.durable;
  const generation = record?.generation ?? 0;
  if (generation < acknowledged) fail(`token ${acknowledged} was acknowledged, ${generation} is there`);
  lane.durable = generation;
  if (record && !record.token.startsWith(canaryToken(lane.secret, generation)))
    fail('a token is not its own');
  const left = new Set(store.inbox.leftOver('telegram').map(({ eventId }) => eventId));
  for (const id of seen) {
    if (!left.has(id) && !store.inbox.known('telegram', id)) fail(`event ${id} forgotten`);
  }
  const written = new Set(store.outbox.past.map(event => ('id' in event ? event.id : '')));
  for (const id of told) if (!written.has(id)) fail(`outbox line ${id} forgotten`);
  if (remarks.includes('journal_torn')) tally.tornLines++;
  const unexpected = remarks.filter(event => event !== 'journal_torn' && event !== 'store_temps_swept');
  if (unexpected.length > 0) fail(`reported ${unexpected.join(', ')}`);
  await store.close();
  for (const finding of await residue(lane)) fail(finding);
}

/** One kill in five may fall into the start; the others come a moment after some number of acknowledgements. */
function runAndKill(script: string, lane: Lane, random: () => number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, 'write', lane.directory, lane.keyFile, lane.secret], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const early = random() < 0.2;
    const delay = random() * (early ? 150 : 4);
    const wanted = early ? 0 : 1 + Math.floor(random() * 16);
    let lines: string[] = [];
    let rest = '';
    let killing: NodeJS.Timeout | undefined;
    const killWhenDue = () => {
      if (lines.length >= wanted) killing ??= setTimeout(() => child.kill('SIGKILL'), delay);
    };
    killWhenDue();
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines = [...lines, ...parts];
      killWhenDue();
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(killing);
      resolve(lines);
    });
  });
}

async function leftovers(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter(name => /tmp/i.test(name));
}

/** What must not be in a data directory: temporary files, loose modes, readable secrets. */
async function residue({ directory, secret }: Lane): Promise<string[]> {
  const findings = (await leftovers(directory)).map(name => `left ${name}`);
  if (((await stat(directory)).mode & 0o777) !== 0o700) findings.push('the directory is not 0700');
  for (const name of await readdir(directory)) {
    if (((await stat(join(directory, name))).mode & 0o777) !== 0o600) findings.push(`${name} is not 0600`);
    if (/damaged/.test(name)) findings.push(`${name} was set aside`);
  }
  findings.push(...(await filesWith(secret, directory)).map(name => `${name} holds the plain token`));
  return findings;
}

async function writeLatency(directory: string, writes: number): Promise<{ p50: number; p99: number }> {
  const keyFile = `${directory}.key`;
  const store = await openStore({
    directory,
    keyFile,
    key: undefined,
    clock: systemClock,
    log: () => undefined,
  });
  const times: number[] = [];
  for (let generation = 1; generation <= writes; generation++) {
    const start = systemClock.monotonic();
    await store.vault.save(KEY, { token: 'x'.repeat(350), issuedAt: 0, expiresAt: 1, generation });
    times.push(systemClock.monotonic() - start);
  }
  await store.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
