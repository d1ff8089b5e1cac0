import { setImmediate } from 'node:timers/promises';
import {
  asDeskError,
  type Clock,
  DeskError,
  type Instrument,
  type Log,
  type SymbolMatch,
} from '../core/index.js';
import { unpackMaster } from './archive.js';
import { readCache, writeCache } from './cache.js';
import type { MasterDownload, MasterName } from './download.js';
import { type MasterMarket, parseMaster } from './parse-master.js';
import { createIndex, type SymbolIndex } from './search.js';

export interface SymbolsOptions {
  readonly download: MasterDownload;
  /** Where the last good list is kept. */
  readonly cacheFile: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The listed issues of KOSPI and KOSDAQ, always a whole list: the new one or the one before. */
export interface Symbols {
  /**
   * Opens the kept list, then downloads today's. Resolves when there is a list to search, be it the kept one because
   * the download failed; throws `unavailable` when there is neither. `signal` ends this and every later download.
   */
  load(signal?: AbortSignal): Promise<void>;
  /** Downloads again, for the job of each business morning. Throws a DeskError and keeps the present list if it fails. */
  refresh(): Promise<void>;
  /**
   * Searches, waiting for the first list when there is none yet (`signal` ends the wait). After a failed load it
   * tries once more, at most once a minute, and throws `unavailable` in between.
   */
  find(query: string, signal: AbortSignal): Promise<SymbolMatch>;
  /** Undefined as well before the first list is there. */
  byCode(code: string): Instrument | undefined;
  /**
   * What a half typed word could become, at once from the list in memory: best first, nothing for no word and before
   * the first list. `among`: only of these codes.
   */
  suggest(query: string, limit: number, among?: ReadonlySet<string>): readonly Instrument[];
  /** The one issue that these words mean, at once from the list in memory; undefined when they leave a choice. */
  meant(query: string): Instrument | undefined;
  /** `loadedAt`: when the list in use was downloaded, ms. */
  status(): { count: number; loadedAt: number | undefined };
}

const SOURCES: readonly { market: MasterMarket; file: MasterName }[] = [
  { market: 'KOSPI', file: 'kospi_code.mst.zip' },
  { market: 'KOSDAQ', file: 'kosdaq_code.mst.zip' },
];

const PAUSE_AFTER_FAILURE_MS = 60_000;

export function createSymbols({ download, cacheFile, clock, log }: SymbolsOptions): Symbols {
  let current: { index: SymbolIndex; loadedAt: number } | undefined;
  let life: AbortSignal | undefined;
  let opening: Promise<void> | undefined;
  let loading: Promise<void> | undefined;
  let refreshing: Promise<void> | undefined;
  let failure: { error: DeskError; at: number } | undefined;

  /** Each step with a whole list takes some milliseconds; other work gets its turn between them. */
  const use = async (instruments: readonly Instrument[], loadedAt: number) => {
    await setImmediate();
    current = { index: createIndex(instruments), loadedAt };
  };

  async function openCache(): Promise<void> {
    try {
      const kept = await readCache(cacheFile);
      if (kept && !current) await use(kept.instruments, kept.loadedAt);
    } catch {
      log('warn', 'symbols.cacheDamaged');
    }
  }

  async function read(market: MasterMarket, name: MasterName): Promise<readonly Instrument[]> {
    const zip = await download(name, life);
    await setImmediate();
    const file = unpackMaster(zip);
    await setImmediate();
    const { instruments, damaged, skipped } = await parseMaster(file, market);
    log(damaged > 0 ? 'warn' : 'debug', 'symbols.read', {
      market,
      count: instruments.length,
      damaged,
      skipped,
    });
    return instruments;
  }

  async function downloadAll(): Promise<void> {
    const instruments: Instrument[] = [];
    // One after the other: two files that arrive together would be unpacked in one go.
    for (const { market, file } of SOURCES) instruments.push(...(await read(market, file)));
    const loadedAt = clock.now();
    await use(instruments, loadedAt);
    log('info', 'symbols.loaded', { count: instruments.length });
    await setImmediate();
    await writeCache(cacheFile, { loadedAt, instruments }).catch(() =>
      log('warn', 'symbols.cacheNotWritten'),
    );
  }

  /** One download at a time; who asks meanwhile shares it. */
  function refresh(): Promise<void> {
    refreshing ??= downloadAll()
      .catch((thrown: unknown) => {
        throw asDeskError(thrown);
      })
      .finally(() => {
        refreshing = undefined;
      });
    return refreshing;
  }

  async function loadOnce(): Promise<void> {
    opening = openCache();
    await opening;
    try {
      await refresh();
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      log('warn', 'symbols.downloadFailed', { kind, message, kept: current?.index.count ?? 0 });
      if (current) return;
      const error = noList(kind);
      failure = { error, at: clock.monotonic() };
      throw error;
    }
  }

  function load(signal?: AbortSignal): Promise<void> {
    life ??= signal;
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function firstList(): Promise<void> {
    if (failure && !loading && clock.monotonic() - failure.at < PAUSE_AFTER_FAILURE_MS) throw failure.error;
    const pending = load();
    pending.catch(() => undefined);
    await opening;
    if (!current) await pending;
  }

  return {
    load,
    refresh,
    async find(query, signal) {
      if (!current) await unlessAborted(firstList(), signal);
      if (!current) throw noList('empty');
      return current.index.find(query);
    },
    byCode: code => current?.index.byCode(code),
    suggest: (query, limit, among) => current?.index.suggest(query, limit, among) ?? [],
    meant(query) {
      const match = current?.index.find(query);
      return match?.kind === 'one' ? match.instrument : undefined;
    },
    status: () => ({ count: current?.index.count ?? 0, loadedAt: current?.loadedAt }),
  };
}

/** `what` tells this apart from a broker that does not answer: by code everything still works. */
const noList = (reason: string) =>
  new DeskError('unavailable', 'no list of listed issues', { what: 'symbols', reason });

/** Waits for the work no longer than the asker does; the work itself goes on for others. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(asDeskError(signal.reason));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
