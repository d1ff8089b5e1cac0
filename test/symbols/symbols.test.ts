import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { manualClock } from '../support/clock.js';
import { depot, keepList, OFFLINE, openSymbols, patience } from './depot.js';

let folder: string;
let cacheFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'symbols-'));
  cacheFile = join(folder, 'store', 'symbols.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('loading', () => {
  it('makes both markets searchable, by name and by code', async () => {
    const { symbols, clock } = openSymbols(cacheFile, depot().download);
    await symbols.load();
    expect(await symbols.find('삼성 전자', patience())).toMatchObject({
      kind: 'one',
      instrument: { code: '005930', market: 'KOSPI', basePrice: 75_900n },
    });
    expect(symbols.byCode('247540')).toMatchObject({ market: 'KOSDAQ', managed: true, warning: 'warning' });
    expect(await symbols.find('999999', patience())).toEqual({ kind: 'none', query: '999999' });
    expect(symbols.status()).toEqual({ count: 3, loadedAt: clock.now() });
  });

  it('has nothing to say before it is done', () => {
    const { symbols } = openSymbols(cacheFile, depot().download);
    expect(symbols.status()).toEqual({ count: 0, loadedAt: undefined });
    expect(symbols.byCode('005930')).toBeUndefined();
  });

  it('downloads each file once, however many ask at the same time', async () => {
    const source = depot();
    const { symbols } = openSymbols(cacheFile, source.download);
    await Promise.all([symbols.load(), symbols.load(), symbols.find('삼성전자', patience()), symbols.load()]);
    expect(source.asked.toSorted()).toEqual(['kosdaq_code.mst.zip', 'kospi_code.mst.zip']);
  });

  it('reports one failure once, however many wait for it', async () => {
    const { symbols, logged } = openSymbols(cacheFile, () => Promise.reject(OFFLINE));
    const waiting = [symbols.load(), symbols.find('삼성전자', patience()), symbols.load()];
    expect((await Promise.allSettled(waiting)).map(w => w.status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(logged).toEqual(['warn symbols.downloadFailed']);
  });

  it('falls back to the kept list when the download fails, and says how old it is', async () => {
    const keptAt = await keepList(cacheFile);
    const { symbols, logged } = openSymbols(
      cacheFile,
      () => Promise.reject(OFFLINE),
      manualClock(Date.parse('2026-12-01T09:00:00+09:00')),
    );
    await symbols.load();
    expect(symbols.status()).toEqual({ count: 3, loadedAt: keptAt });
    expect(symbols.byCode('005930')).toMatchObject({ name: '삼성전자', basePrice: 75_900n, kind: 'stock' });
    expect(logged).toContain('warn symbols.downloadFailed');
  });

  it('throws unavailable when there is neither a download nor a kept list', async () => {
    const { symbols } = openSymbols(cacheFile, () => Promise.reject(OFFLINE));
    await expect(symbols.load()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(symbols.status().count).toBe(0);
  });

  it.each([
    ['damaged', Buffer.alloc(300, 'x')],
    ['empty', Buffer.alloc(0)],
  ])('uses the kept list when a downloaded file is %s', async (_what, bytes) => {
    await keepList(cacheFile);
    const { symbols } = openSymbols(cacheFile, () => Promise.resolve(bytes));
    await symbols.load();
    expect(symbols.status().count).toBe(3);
  });

  it('takes both files or none: one market alone is not a list', async () => {
    const { download } = depot();
    const { symbols } = openSymbols(cacheFile, file =>
      file === 'kosdaq_code.mst.zip' ? Promise.reject(OFFLINE) : download(file),
    );
    await expect(symbols.load()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(symbols.byCode('005930')).toBeUndefined();
  });

  it('hands its signal to the downloads, later ones too', async () => {
    const source = depot();
    const { symbols } = openSymbols(cacheFile, source.download);
    const stop = new AbortController();
    await symbols.load(stop.signal);
    await symbols.refresh();
    expect(source.signals).toEqual([stop.signal, stop.signal, stop.signal, stop.signal]);
  });
});

describe('refreshing', () => {
  it('swaps the whole list', async () => {
    const source = depot();
    const { symbols, clock } = openSymbols(cacheFile, source.download);
    await symbols.load();
    await clock.advance(86_400_000);
    source.kospi = [{ code: '111110', name: '한빛' }];
    await symbols.refresh();
    expect(symbols.byCode('005930')).toBeUndefined();
    expect(symbols.byCode('111110')?.name).toBe('한빛');
    expect(symbols.status()).toEqual({ count: 2, loadedAt: clock.now() });
  });

  it('is one download for all who ask at the same time', async () => {
    const source = depot();
    const { symbols } = openSymbols(cacheFile, source.download);
    await Promise.all([symbols.refresh(), symbols.refresh()]);
    expect(source.asked.length).toBe(2);
    await symbols.refresh();
    expect(source.asked.length).toBe(4);
  });

  it('that fails is thrown, and leaves the list and its file as they were', async () => {
    const source = depot();
    const { symbols, clock } = openSymbols(cacheFile, source.download);
    await symbols.load();
    const before = symbols.status();
    const kept = await readFile(cacheFile, 'utf8');
    await clock.advance(86_400_000);
    source.fails = OFFLINE;
    await expect(symbols.refresh()).rejects.toBe(OFFLINE);
    source.fails = new TypeError('fetch failed');
    await expect(symbols.refresh()).rejects.toBeInstanceOf(DeskError);
    expect(symbols.status()).toEqual(before);
    expect(await readFile(cacheFile, 'utf8')).toBe(kept);
  });
});

describe('finding before the list is there', () => {
  it('waits for the load, starting it when nobody has', async () => {
    const { symbols } = openSymbols(cacheFile, depot().download);
    expect(await symbols.find('에코프로비엠', patience())).toMatchObject({ instrument: { code: '247540' } });
  });

  it('ends with its signal, while the load goes on for others', async () => {
    const source = depot();
    let open: () => void = () => undefined;
    source.gate = new Promise(resolve => {
      open = resolve;
    });
    const { symbols } = openSymbols(cacheFile, source.download);
    const loaded = symbols.load();
    const asker = new AbortController();
    const answer = symbols.find('삼성전자', asker.signal);
    asker.abort();
    await expect(answer).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(symbols.find('삼성전자', asker.signal)).rejects.toMatchObject({ kind: 'cancelled' });
    open();
    await loaded;
    expect(symbols.status().count).toBe(3);
  });

  it('tries again after a failed load, but not more than once a minute', async () => {
    const source = depot();
    source.fails = OFFLINE;
    const { symbols, clock } = openSymbols(cacheFile, source.download);
    await expect(symbols.load()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(symbols.find('삼성전자', patience())).rejects.toMatchObject({ kind: 'unavailable' });
    await clock.advance(59_999);
    await expect(symbols.find('삼성전자', patience())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(source.asked.length).toBe(1);
    source.fails = undefined;
    await clock.advance(1);
    expect(await symbols.find('삼성전자', patience())).toMatchObject({ kind: 'one' });
    expect(source.asked.length).toBe(3);
  });
});
