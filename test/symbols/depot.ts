import { DeskError, type Log } from '../../src/core/index.js';
import { createSymbols, type MasterDownload, type MasterName } from '../../src/symbols/index.js';
import { manualClock } from '../support/clock.js';
import { type MasterRow, masterZip } from '../support/master-file.js';

const KOSPI: MasterRow[] = [
  { code: '005930', name: '삼성전자', basePrice: 75_900 },
  { code: '069500', name: 'KODEX 200', group: 'EF' },
];
const KOSDAQ: MasterRow[] = [{ code: '247540', name: '에코프로비엠', managed: true, warning: '02' }];

export const OFFLINE = new DeskError('unavailable', 'master download failed');

/** A signal that never fires. */
export const patience = () => new AbortController().signal;

/** A download room under the test's hand: what it serves, whether it fails, and what was asked of it. */
export function depot(kospi = KOSPI, kosdaq = KOSDAQ) {
  const state = {
    kospi,
    kosdaq,
    fails: undefined as Error | undefined,
    gate: Promise.resolve(),
    asked: [] as MasterName[],
    signals: [] as (AbortSignal | undefined)[],
  };
  const download: MasterDownload = async (file, signal) => {
    state.asked.push(file);
    state.signals.push(signal);
    await state.gate;
    if (state.fails) throw state.fails;
    return file === 'kospi_code.mst.zip'
      ? masterZip('KOSPI', state.kospi)
      : masterZip('KOSDAQ', state.kosdaq);
  };
  return Object.assign(state, { download });
}

/** The room under test on a clock that stands still, and what it logged. */
export function openSymbols(cacheFile: string, download: MasterDownload, clock = manualClock()) {
  const logged: string[] = [];
  const log: Log = (level, event) => logged.push(`${level} ${event}`);
  return { clock, logged, symbols: createSymbols({ download, cacheFile, clock, log }) };
}

/** Leaves a good list in the cache file; when it was downloaded, ms. */
export async function keepList(cacheFile: string): Promise<number> {
  const { symbols, clock } = openSymbols(cacheFile, depot().download);
  await symbols.load();
  return clock.now();
}
