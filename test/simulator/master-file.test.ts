import { unzipSync } from 'fflate';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { LISTINGS, listingOf } from '../../src/simulator/listings.js';
import { masterZip } from '../../src/simulator/master-file.js';

const basePriceOf = (code: string) => (listingOf(code)?.instrument.basePrice ?? 0n) + 5n;

/** Lines of the zipped file, by bytes. */
function linesOf(market: 'KOSPI' | 'KOSDAQ', file: string, length: number): Buffer[] {
  const bytes = Buffer.from(unzipSync(masterZip(market, basePriceOf))[file] ?? []);
  expect(bytes.length % (length + 1)).toBe(0);
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += length + 1) {
    expect(bytes[start + length]).toBe(0x0a);
    lines.push(bytes.subarray(start, start + length));
  }
  return lines;
}

const cut = (line: Buffer | undefined, start: number, width: number) =>
  iconv.decode(line?.subarray(start, start + width) ?? Buffer.alloc(0), 'cp949');

function lineOf(lines: readonly Buffer[], code: string): Buffer | undefined {
  return lines.find(line => cut(line, 0, 9).trim() === code);
}

describe('the KOSPI master file', () => {
  const lines = linesOf('KOSPI', 'kospi_code.mst', 288);

  it('has one line of 288 bytes and a newline for each KOSPI issue', () => {
    const codes = LISTINGS.filter(l => l.instrument.market === 'KOSPI').map(l => l.instrument.code);
    expect(lines.map(line => cut(line, 0, 9).trimEnd())).toEqual(codes);
  });

  it('writes code, ISIN, name and group in front, in cp949, padded by bytes', () => {
    const line = lineOf(lines, '005930');
    expect(cut(line, 0, 9)).toBe('005930   ');
    expect(cut(line, 9, 12)).toBe('KR7005930003');
    expect(line?.subarray(21, 29)).toEqual(Buffer.from([0xbb, 0xef, 0xbc, 0xba, 0xc0, 0xfc, 0xc0, 0xda]));
    expect(cut(line, 29, 32)).toBe(' '.repeat(32));
    expect(cut(line, 61, 2)).toBe('ST');
  });

  it('writes every figure at its place', () => {
    const line = lineOf(lines, '005930');
    expect(cut(line, 102, 9)).toBe('000097805');
    expect(cut(line, 111, 5)).toBe('00001');
    expect(cut(line, 121, 5)).toBe('NNN00');
    expect(cut(line, 129, 6)).toBe('000000');
    expect(cut(line, 135, 3)).toBe('020');
    expect(cut(line, 138, 1)).toBe('Y');
    expect(cut(line, 154, 12)).toBe('000000000100');
    expect(cut(line, 174, 15)).toBe('000000005919637');
    expect(cut(line, 210, 2)).toBe('12');
    expect(cut(line, 219, 1)).toBe('0');
    expect(cut(lineOf(lines, '005935'), 219, 1)).toBe('1');
    expect(cut(line, 273, 9)).toBe('005789701');
  });

  it('marks funds, notes, halted, managed and warned issues', () => {
    expect(cut(lineOf(lines, '069500'), 61, 2)).toBe('EF');
    expect(cut(lineOf(lines, 'Q530031'), 61, 2)).toBe('EN');
    expect(cut(lineOf(lines, '330590'), 61, 2)).toBe('RT');
    expect(cut(lineOf(lines, '001570'), 121, 5)).toBe('YNY00');
    expect(cut(lineOf(lines, '009410'), 121, 5)).toBe('NNY00');
    expect(cut(lineOf(lines, '084670'), 121, 5)).toBe('NNN02');
  });
});

describe('the KOSDAQ master file', () => {
  const lines = linesOf('KOSDAQ', 'kosdaq_code.mst', 282);

  it('has one line of 282 bytes and a newline for each KOSDAQ issue', () => {
    const codes = LISTINGS.filter(l => l.instrument.market === 'KOSDAQ').map(l => l.instrument.code);
    expect(lines.map(line => cut(line, 0, 9).trimEnd())).toEqual(codes);
  });

  it('writes every figure at its place, which is not the KOSPI file’s', () => {
    const line = lineOf(lines, '247540');
    expect(cut(line, 21, 40).trimEnd()).toBe('에코프로비엠');
    expect(cut(line, 61, 2)).toBe('ST');
    expect(cut(line, 97, 9)).toBe('000158705');
    expect(cut(line, 106, 5)).toBe('00001');
    expect(cut(line, 116, 5)).toBe('NNN00');
    expect(cut(line, 130, 4)).toBe('020Y');
    expect(cut(line, 149, 12)).toBe('000000000500');
    expect(cut(line, 169, 15)).toBe('000000000097801');
    expect(cut(line, 205, 2)).toBe('12');
    expect(cut(line, 267, 9)).toBe('000155215');
    expect(cut(lineOf(lines, '062970'), 116, 5)).toBe('NNN01');
  });
});
