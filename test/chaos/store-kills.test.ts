import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { canaryToken, filesWith } from './canary.js';
import { storeDamage } from './store-damage.js';
import { storeKills } from './store-kills.js';
import { storeLockRaces } from './store-lock.js';
import { type BuiltWorker, buildWorker } from './worker-build.js';

let worker: BuiltWorker;
let root: string;

beforeAll(async () => {
  worker = await buildWorker();
  root = await mkdtemp(join(tmpdir(), 'store-chaos-'));
});

afterAll(async () => {
  await worker.remove();
  await rm(root, { recursive: true, force: true });
});

it('loses nothing acknowledged over fifteen kills, and leaves nothing behind', async () => {
  const report = await storeKills({ kills: 15, seed: 20261123, measuredWrites: 50 });
  expect(report.failures).toEqual([]);
  expect(report.lines[0]).toMatch(/^15 SIGKILLs /);
});

it('notices every damage to the token file and serves the previous generation', async () => {
  const report = await storeDamage({ flips: 60, truncations: 15, seed: 20261123 });
  expect(report.failures).toEqual([]);
});

it('has one holder among twenty simultaneous starters', async () => {
  const report = await storeLockRaces({ races: 1, starters: 20 });
  expect(report.failures).toEqual([]);
});

it('would notice a token written in the clear, in base64 at any place, or in hex', async () => {
  const secret = 'c0ffee11c0ffee22c0ffee33c0ffee44';
  const directory = await mkdtemp(join(root, 'canary-'));
  const texts = {
    plain: canaryToken(secret, 1),
    hex: Buffer.from(`a${secret}b`).toString('hex').toUpperCase(),
    base64: Buffer.from(secret).toString('base64'),
    shifted: Buffer.from(`{"token":"${secret}"}`).toString('base64'),
    shiftedMore: Buffer.from(`{"a_token":"${secret}"}`).toString('base64url'),
    innocent: 'nothing to see',
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, name), `..${text}..`);
  const found = await filesWith(secret, directory);
  expect(found.toSorted()).toEqual(['base64', 'hex', 'plain', 'shifted', 'shiftedMore']);
});

/** Runs the worker where the kernel refuses files beyond 8 KB, until it gives up; what it said. */
function untilTheDiskRefuses(mode: string, directory: string): Promise<string[]> {
  const limited = `ulimit -f 16; exec "$0" "$@"`;
  const args = [
    '-c',
    limited,
    process.execPath,
    worker.script,
    mode,
    directory,
    `${directory}.key`,
    'secret',
  ];
  return new Promise(resolve => {
    execFile('sh', args, (_, stdout) => resolve(stdout.trim().split('\n')));
  });
}

const reopen = (directory: string, events: string[]) =>
  openStore({
    directory,
    keyFile: `${directory}.key`,
    key: undefined,
    clock: systemClock,
    log: (_, event) => events.push(event),
  });

it('keeps the last token, and no temporary file, when the disk refuses half way through a write', async () => {
  const directory = join(root, 'full-tokens');
  const lines = await untilTheDiskRefuses('grow', directory);
  expect(lines.at(-1)).toBe('refused {"problem":"writeFailed","file":"tokens.json","code":"EFBIG"}');
  expect((await readdir(directory)).filter(name => name.includes('tmp'))).toEqual([]);
  const events: string[] = [];
  const store = await reopen(directory, events);
  const record = await store.vault.read('kis:paper:chaos');
  await store.close();
  const last = lines.filter(line => line.startsWith('token ')).at(-1);
  expect(last).toBe(`token ${record?.generation}`);
  expect(events).toEqual([]);
});

it('takes back the half of a line that was written when the disk refused the rest', async () => {
  const directory = join(root, 'full-events');
  const lines = await untilTheDiskRefuses('events', directory);
  expect(lines.at(-1)).toBe('refused {"problem":"writeFailed","file":"inbox.jsonl","code":"EFBIG"}');
  const events: string[] = [];
  const store = await reopen(directory, events);
  const acknowledged = lines.filter(line => line.startsWith('seen ')).map(line => line.slice(5));
  const left = store.inbox.leftOver('telegram').map(({ eventId }) => eventId);
  const lost = acknowledged.filter(id => !left.includes(id) && !store.inbox.known('telegram', id));
  expect(lost).toEqual([]);
  expect(store.inbox.known('telegram', 'another')).toBe(false);
  await store.close();
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(events).toEqual([]);
});
