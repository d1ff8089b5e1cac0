import { setImmediate } from 'node:timers/promises';
import iconv from 'iconv-lite';
import {
  DeskError,
  type Instrument,
  type InstrumentKind,
  type Market,
  parseWhole,
  SYMBOL_CODE,
} from '../core/index.js';

/** The markets whose master files are read. */
export type MasterMarket = Extract<Market, 'KOSPI' | 'KOSDAQ'>;

export interface MasterFile {
  readonly instruments: readonly Instrument[];
  /** Lines that could not be read, at most one in a hundred. */
  readonly damaged: number;
  /** Sound lines of issues that cannot be ordered here, their codes having nine characters: 수익증권 and 신주인수권. */
  readonly skipped: number;
}

/** Where a field begins, in bytes from the start of the line; all before the tail is the same in both files. */
interface Layout {
  readonly lineLength: number;
  readonly basePrice: number;
  readonly halted: number;
  readonly liquidation: number;
  readonly managed: number;
  readonly warning: number;
}

const LAYOUTS: Readonly<Record<MasterMarket, Layout>> = {
  KOSPI: { lineLength: 288, basePrice: 102, halted: 121, liquidation: 122, managed: 123, warning: 124 },
  KOSDAQ: { lineLength: 282, basePrice: 97, halted: 116, liquidation: 117, managed: 118, warning: 119 },
};

/** 증권그룹구분코드; a group that is not here (수익증권, 인프라, 선박, 신주인수권 …) is `other`. */
const KINDS: ReadonlyMap<string, InstrumentKind> = new Map([
  ['ST', 'stock'],
  ['FS', 'stock'],
  ['DR', 'stock'],
  ['RT', 'reit'],
  ['EF', 'etf'],
  ['FE', 'etf'],
  ['EN', 'etn'],
  ['EW', 'elw'],
]);

const WARNINGS: ReadonlyMap<string, Instrument['warning']> = new Map([
  ['00', 'none'],
  ['01', 'caution'],
  ['02', 'warning'],
  ['03', 'danger'],
]);

/** Some 3 ms of work. */
const LINES_AT_ONCE = 300;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Reads an unzipped master file (KIS: 종목정보파일 `kospi_code.mst`, `kosdaq_code.mst`; cp949, one fixed-width line an
 * issue). Fields are cut by bytes before anything is decoded, since a Hangul syllable takes two. A line of another
 * length or with a field out of its form is damaged and counted. Throws `unavailable` when more than one line in a
 * hundred is damaged, or none is left: then the layout has changed or the file is torn, and it must not be used.
 * Other work gets its turn every few hundred lines.
 */
export async function parseMaster(bytes: Uint8Array, market: MasterMarket): Promise<MasterFile> {
  const instruments: Instrument[] = [];
  let lines = 0;
  let damaged = 0;
  let skipped = 0;
  for (const line of linesOf(bytes)) {
    lines += 1;
    if (lines % LINES_AT_ONCE === 0) await setImmediate();
    const read = parseLine(line, market);
    if (read === undefined) damaged += 1;
    else if (SYMBOL_CODE.test(read.code)) instruments.push(read);
    else skipped += 1;
  }
  if (instruments.length === 0 || damaged * 100 > lines) {
    throw new DeskError('unavailable', 'master file is damaged', { market, lines, damaged });
  }
  return { instruments, damaged, skipped };
}

function* linesOf(file: Uint8Array): Generator<Buffer> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const next = feed === -1 ? bytes.length : feed;
    const end = bytes[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    if (end > start) yield bytes.subarray(start, end);
    start = next + 1;
  }
}

function parseLine(line: Buffer, market: MasterMarket): Instrument | undefined {
  const layout = LAYOUTS[market];
  if (line.length !== layout.lineLength) return undefined;
  const text = (from: number, length: number) => line.toString('latin1', from, from + length);

  const code = text(0, 9).trimEnd();
  const name = withoutHalfSyllable(iconv.decode(line.subarray(21, 61), 'cp949')).trim();
  const group = text(61, 2);
  const basePrice = parseWhole(text(layout.basePrice, 9));
  const halted = flag(text(layout.halted, 1));
  const liquidation = flag(text(layout.liquidation, 1));
  const managed = flag(text(layout.managed, 1));
  const warning = WARNINGS.get(text(layout.warning, 2));
  if (!/^[0-9A-Z]{6,9}$/.test(code) || name === '' || name.includes('\uFFFD')) return undefined;
  if (!/^[A-Z]{2}$/.test(group) || basePrice === undefined || basePrice < 0n) return undefined;
  if (halted === undefined || liquidation === undefined || managed === undefined || !warning)
    return undefined;
  const kind = KINDS.get(group) ?? 'other';
  return { code, name, market, kind, basePrice, halted, managed, liquidation, warning };
}

function flag(letter: string): boolean | undefined {
  if (letter === 'Y') return true;
  return letter === 'N' || letter === ' ' ? false : undefined;
}

/** A name that fills its 40 bytes may end in the first byte of a syllable. */
function withoutHalfSyllable(name: string): string {
  return name.replace(/\uFFFD$/, '');
}
