import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

const KEY = 'kis:paper:damage';
const record = (generation: number) => ({
  token: `token ${generation}`,
  issuedAt: 1,
  expiresAt: 2,
  generation,
});

/**
 * Damages the token file in every way a disk, an editor or a crash may, and starts again: each time the damage is
 * noticed, the file kept aside byte for byte, the previous generation served and the operator told.
 */
export async function storeDamage(options: {
  flips: number;
  truncations: number;
  seed: number;
}): Promise<Report> {
  const random = seededRandom(options.seed);
  const root = await mkdtemp(join(tmpdir(), 'store-damage-'));
  const failures: string[] = [];
  const key = new Secret(Buffer.alloc(32, options.seed & 0xff).toString('hex'));
  const open = (directory: string, events: string[] = []) =>
    openStore({
      directory,
      key,
      keyFile: join(root, 'unused'),
      clock: systemClock,
      log: (_, e) => events.push(e),
    });

  async function damage(name: string, spoil: (good: Buffer) => Buffer): Promise<void> {
    const directory = await mkdtemp(join(root, 'case-'));
    const store = await open(directory);
    await store.vault.save(KEY, record(1));
    await store.close();
    // Not closed in good order: a second write leaves the two generations different.
    const second = await open(directory);
    await second.vault.save(KEY, record(2));
    const path = join(directory, 'tokens.json');
    const previous = await readFile(join(directory, 'tokens.previous.json'));
    const bad = spoil(await readFile(path));
    await second.close();
    await writeFile(join(directory, 'tokens.previous.json'), previous);
    await writeFile(path, bad);

    const events: string[] = [];
    const third = await open(directory, events);
    const found = await third.vault.read(KEY);
    const remarks = third.remarks().length;
    await third.close();
    const aside = (await readdir(directory)).find(file => file.startsWith('tokens.json.damaged-'));
    const kept = aside === undefined ? undefined : await readFile(join(directory, aside));
    if (found?.generation !== 1)
      failures.push(`${name}: generation ${found?.generation} instead of the previous`);
    if (!kept?.equals(bad)) failures.push(`${name}: the damaged file was not kept`);
    if (!events.includes('store_damaged') || remarks === 0) failures.push(`${name}: not reported`);
    await rm(directory, { recursive: true });
  }

  try {
    for (const text of ['', 'null', '[]', '{}', '0', 'false', '""', '{"v":1}', '\n']) {
      await damage(`content ${JSON.stringify(text)}`, () => Buffer.from(text));
    }
    for (let n = 0; n < options.truncations; n++) {
      const share = n / options.truncations;
      await damage(`cut at ${share}`, good => good.subarray(0, Math.floor(good.length * share)));
    }
    for (let n = 0; n < options.flips; n++) {
      const place = random();
      const bit = 1 << Math.floor(random() * 8);
      await damage(`flip of bit ${bit} at ${place}`, good => {
        const bad = Buffer.from(good);
        const at = Math.floor(place * bad.length);
        bad[at] = (bad[at] ?? 0) ^ bit;
        return bad;
      });
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return {
    campaign: 'store-damage',
    seed: options.seed,
    failures,
    lines: [
      `9 wrong contents, ${options.truncations} truncations, ${options.flips} single-bit flips: ${failures.length} failures`,
    ],
  };
}
