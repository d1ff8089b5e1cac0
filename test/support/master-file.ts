import { zipSync } from 'fflate';
import iconv from 'iconv-lite';

/** What a test says of an issue; the rest of its line is filled in. */
export interface MasterRow {
  code: string;
  name: string;
  /** 증권그룹구분코드 */
  group?: string;
  basePrice?: number;
  halted?: boolean;
  liquidation?: boolean;
  managed?: boolean;
  warning?: '00' | '01' | '02' | '03';
}

const LINE = {
  KOSPI: { length: 288, basePrice: 102, flags: 121 },
  KOSDAQ: { length: 282, basePrice: 97, flags: 116 },
};

/** One line of a master file, without its line feed. Bytes that the reader has no business with hold a filler. */
export function masterLine(market: 'KOSPI' | 'KOSDAQ', row: MasterRow): Buffer {
  const layout = LINE[market];
  const line = Buffer.alloc(layout.length, 'z');
  const put = (at: number, length: number, text: string) => {
    line.fill(' ', at, at + length);
    iconv.encode(text, 'cp949').copy(line, at, 0, length);
  };
  const yes = (flag: boolean | undefined) => (flag ? 'Y' : 'N');
  put(0, 9, row.code);
  put(9, 12, `KR7${row.code.slice(0, 6)}000`);
  put(21, 40, row.name);
  put(61, 2, row.group ?? 'ST');
  put(layout.basePrice, 9, String(row.basePrice ?? 10_000).padStart(9, '0'));
  put(layout.flags, 3, yes(row.halted) + yes(row.liquidation) + yes(row.managed));
  put(layout.flags + 3, 2, row.warning ?? '00');
  return line;
}

/** A whole `.mst` file. */
export function masterFile(market: 'KOSPI' | 'KOSDAQ', rows: readonly MasterRow[]): Buffer {
  return Buffer.concat(rows.flatMap(row => [masterLine(market, row), Buffer.from('\n')]));
}

/** The same as it is downloaded. */
export function masterZip(market: 'KOSPI' | 'KOSDAQ', rows: readonly MasterRow[]): Uint8Array {
  return zipSync({ [`${market.toLowerCase()}_code.mst`]: masterFile(market, rows) });
}
