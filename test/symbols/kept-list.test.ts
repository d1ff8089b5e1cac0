import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { depot, keepList, OFFLINE, openSymbols, patience } from './depot.js';

let folder: string;
let cacheFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'symbols-'));
  cacheFile = join(folder, 'store', 'symbols.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the kept list', () => {
  it('is written whole, readable by its owner only, and leaves no draft behind', async () => {
    await keepList(cacheFile);
    expect(await readdir(join(folder, 'store'))).toEqual(['symbols.json']);
    expect((await stat(cacheFile)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'store'))).mode & 0o777).toBe(0o700);
  });

  it('takes the place of an older one and of a draft that a crash left', async () => {
    await keepList(cacheFile);
    await writeFile(`${cacheFile}.new`, 'half a li', { mode: 0o644 });
    const { symbols } = openSymbols(cacheFile, depot([{ code: '111110', name: '한빛' }]).download);
    await symbols.load();
    expect(await readdir(join(folder, 'store'))).toEqual(['symbols.json']);
    expect((await stat(cacheFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(cacheFile, 'utf8')).toContain('한빛');
  });

  it.each(['', 'null', '{"version":1', '{"version":2,"loadedAt":1,"instruments":[]}', '[]'])(
    'that is damaged (%j) is reported and replaced by the download',
    async text => {
      await keepList(cacheFile);
      await writeFile(cacheFile, text);
      const { symbols, logged } = openSymbols(cacheFile, depot().download);
      await symbols.load();
      expect(symbols.status().count).toBe(3);
      expect(logged).toContain('warn symbols.cacheDamaged');
      expect(JSON.parse(await readFile(cacheFile, 'utf8'))).toMatchObject({ version: 1 });
    },
  );

  it('that is damaged does not stand in for a failed download', async () => {
    await keepList(cacheFile);
    await writeFile(cacheFile, '{}');
    const { symbols } = openSymbols(cacheFile, () => Promise.reject(OFFLINE));
    await expect(symbols.load()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('that cannot be written is reported, and the download is used all the same', async () => {
    await writeFile(join(folder, 'store'), 'a file where the folder should be');
    const { symbols, logged } = openSymbols(cacheFile, depot().download);
    await symbols.load();
    expect(symbols.status().count).toBe(3);
    expect(logged).toContain('warn symbols.cacheNotWritten');
  });

  it('answers while the download is still under way', async () => {
    await keepList(cacheFile);
    const source = depot([{ code: '111110', name: '한빛' }]);
    let open: () => void = () => undefined;
    source.gate = new Promise(resolve => {
      open = resolve;
    });
    const { symbols } = openSymbols(cacheFile, source.download);
    const loaded = symbols.load();
    expect(await symbols.find('삼성전자', patience())).toMatchObject({ kind: 'one' });
    open();
    await loaded;
    expect(await symbols.find('삼성전자', patience())).toMatchObject({ kind: 'none' });
    expect(await symbols.find('한빛', patience())).toMatchObject({ kind: 'one' });
  });
});
