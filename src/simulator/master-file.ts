import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import type { InstrumentKind, Won } from '../core/index.js';
import { fundamentalsOf, marketCap } from './fundamentals.js';
import { LISTINGS, type Listing } from './listings.js';
import { KOSDAQ_LAYOUT, KOSPI_LAYOUT, type MasterField, type MasterLayout } from './master-layout.js';

const LAYOUTS: Readonly<Record<'KOSPI' | 'KOSDAQ', MasterLayout>> = {
  KOSPI: KOSPI_LAYOUT,
  KOSDAQ: KOSDAQ_LAYOUT,
};
const FILE_NAMES = { KOSPI: 'kospi_code.mst', KOSDAQ: 'kosdaq_code.mst' } as const;

const SPACE = 0x20;
const ZERO = 0x30;
const NEWLINE = 0x0a;

/** 증권그룹구분코드 */
const GROUPS: Readonly<Record<InstrumentKind, string>> = {
  stock: 'ST',
  etf: 'EF',
  etn: 'EN',
  reit: 'RT',
  elw: 'EW',
  other: 'MF',
};

/**
 * A master file as KIS offers it for download (KIS: 종목마스터 kospi_code.mst.zip, kosdaq_code.mst.zip): cp949 text in
 * a zip, one line of fixed byte columns an issue, each ended by a newline. `basePriceOf` gives the day's base price.
 */
export function masterZip(market: 'KOSPI' | 'KOSDAQ', basePriceOf: (code: string) => Won): Uint8Array {
  const layout = LAYOUTS[market];
  const lines = LISTINGS.filter(issue => issue.instrument.market === market).map(issue =>
    lineOf(layout, issue, basePriceOf(issue.instrument.code)),
  );
  return zipSync({ [FILE_NAMES[market]]: Buffer.concat(lines) });
}

function lineOf(layout: MasterLayout, issue: Listing, basePrice: Won): Uint8Array {
  const line = new Uint8Array(layout.length + 1).fill(SPACE);
  line[layout.length] = NEWLINE;
  for (const [start, width] of layout.flags) line.fill(ZERO, start, start + width);
  const put = (field: MasterField, value: string | bigint) => {
    const [start, width] = layout.fields[field];
    const text = typeof value === 'bigint' ? value.toString().padStart(width, '0') : value;
    const bytes = iconv.encode(text, 'cp949');
    if (bytes.length > width) throw new RangeError(`${field} of ${issue.instrument.code} is too long`);
    line.set(bytes, start);
  };

  const { code, name, kind, halted, liquidation, managed, warning } = issue.instrument;
  const facts = fundamentalsOf(issue);
  const yes = (condition: boolean) => (condition ? 'Y' : 'N');
  const clean = !halted && !managed && warning === 'none';
  put('code', code);
  put('isin', issue.isin);
  put('name', name);
  put('group', GROUPS[kind]);
  put('basePrice', basePrice);
  put('lot', 1n);
  put('afterHoursLot', 1n);
  put('halted', yes(halted));
  put('liquidation', yes(liquidation));
  put('managed', yes(managed));
  put('warning', { none: '00', caution: '01', warning: '02', danger: '03' }[warning]);
  put('exRight', '00');
  put('faceValueChange', '00');
  put('capitalIncrease', '00');
  put('marginRate', clean ? 20n : 100n);
  put('creditAllowed', yes(clean && kind === 'stock'));
  put('creditDays', 90n);
  put('volumeBefore', 0n);
  put('faceValue', issue.faceValue);
  put('listedOn', '20100104');
  put('listedThousands', issue.listedShares / 1000n);
  put('capital', facts.capital * 100_000_000n);
  put('fiscalMonth', '12');
  put('issuePrice', 0n);
  put('preferred', name.endsWith('우') ? '1' : '0');
  put('marketCap', marketCap(issue, basePrice));
  return line;
}
