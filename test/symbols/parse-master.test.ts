import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { parseMaster } from '../../src/symbols/parse-master.js';
import { type MasterRow, masterFile, masterLine } from '../support/master-file.js';

const MARKETS = ['KOSPI', 'KOSDAQ'] as const;

const only = async (row: MasterRow, market: 'KOSPI' | 'KOSDAQ' = 'KOSPI') =>
  (await parseMaster(masterFile(market, [row]), market)).instruments[0];

const many = (count: number): MasterRow[] =>
  Array.from({ length: count }, (_, i) => ({ code: String(100_000 + i), name: `가나다${i}` }));

async function refusal(file: Uint8Array): Promise<DeskError> {
  try {
    await parseMaster(file, 'KOSPI');
  } catch (thrown) {
    if (thrown instanceof DeskError) return thrown;
  }
  throw new Error('the file was accepted');
}

describe.each(MARKETS)('a %s master file', market => {
  it('gives every field of an issue', async () => {
    const row = { code: '123450', name: '한빛정밀', basePrice: 75_900 };
    expect(await parseMaster(masterFile(market, [row]), market)).toEqual({
      instruments: [
        {
          code: '123450',
          name: '한빛정밀',
          market,
          kind: 'stock',
          basePrice: 75_900n,
          halted: false,
          managed: false,
          liquidation: false,
          warning: 'none',
        },
      ],
      damaged: 0,
      skipped: 0,
    });
  });

  it.each(['halted', 'managed', 'liquidation'] as const)('tells %s from its neighbours', async field => {
    const flags = { halted: false, managed: false, liquidation: false, [field]: true };
    expect(await only({ code: '123450', name: '한빛정밀', ...flags }, market)).toMatchObject(flags);
  });

  it.each([
    ['00', 'none'],
    ['01', 'caution'],
    ['02', 'warning'],
    ['03', 'danger'],
  ] as const)('reads the market warning %s as %s', async (warning, meaning) => {
    expect((await only({ code: '123450', name: '한빛정밀', warning }, market))?.warning).toBe(meaning);
  });

  it('keeps the order of its lines and reads them with either line ending, the last one without', async () => {
    const rows = many(3);
    const lines = rows.map(row => masterLine(market, row));
    const dos = Buffer.concat(lines.flatMap((line, i) => (i === 0 ? [line] : [Buffer.from('\r\n'), line])));
    const read = await parseMaster(dos, market);
    expect(read).toEqual(await parseMaster(masterFile(market, rows), market));
    expect(read.instruments.map(i => i.code)).toEqual(['100000', '100001', '100002']);
  });
});

describe('the kind of an issue', () => {
  it.each([
    ['ST', 'stock'],
    ['FS', 'stock'],
    ['DR', 'stock'],
    ['RT', 'reit'],
    ['EF', 'etf'],
    ['FE', 'etf'],
    ['EN', 'etn'],
    ['EW', 'elw'],
    ['IF', 'other'],
    ['MF', 'other'],
    ['ZZ', 'other'],
  ])('of group %s is %s', async (group, kind) => {
    expect((await only({ code: '123450', name: '한빛정밀', group }))?.kind).toBe(kind);
  });
});

describe('a name', () => {
  it.each(['가나다ABC 1호', '똠방각하', 'KODEX 200', 'T&G-홀딩스(주)+', '가'.repeat(20), 'a'.repeat(40)])(
    'comes out as it went in: %s',
    async name => {
      expect((await only({ code: '123450', name }))?.name).toBe(name);
    },
  );

  it('that was cut in the middle of a syllable loses the half', async () => {
    expect((await only({ code: '123450', name: `a${'가'.repeat(20)}` }))?.name).toBe(`a${'가'.repeat(19)}`);
  });
});

describe('a code', () => {
  it.each(['0126Z0', '00680K', 'Q500020', '005930'])('may look like %s', async code => {
    expect((await only({ code, name: '한빛정밀' }))?.code).toBe(code);
  });

  it('of nine characters is skipped, counted, and not called damaged', async () => {
    const rows = [
      { code: '123450', name: '한빛정밀' },
      { code: 'F70100026', name: '어느펀드1(A)', group: 'BC' },
    ];
    const read = await parseMaster(masterFile('KOSPI', rows), 'KOSPI');
    expect(read.instruments.map(i => i.code)).toEqual(['123450']);
    expect(read).toMatchObject({ damaged: 0, skipped: 1 });
  });
});

describe('a damaged line', () => {
  const spoiled = (at: number, text: string) => {
    const line = masterLine('KOSPI', { code: '999990', name: '한빛정밀' });
    line.write(text, at, 'latin1');
    return line;
  };
  const whole = () => masterLine('KOSPI', { code: '999990', name: '한빛정밀' });

  it.each([
    ['short by a byte', whole().subarray(0, -1)],
    ['long by a byte', Buffer.concat([whole(), Buffer.from(' ')])],
    ['without a code', spoiled(0, '         ')],
    ['with a code in small letters', spoiled(0, '00593a')],
    ['without a name', spoiled(21, ' '.repeat(40))],
    ['with bytes in its name that are no text', spoiled(22, '\xff\xff')],
    ['with a group that is none', spoiled(61, '1 ')],
    ['with a price that is no number', spoiled(102, '0000x9000')],
    ['with a negative price', spoiled(102, '-00009000')],
    ['with a flag that is neither Y nor N', spoiled(121, '7')],
    ['with a liquidation flag out of place', spoiled(122, '?')],
    ['with a managed flag out of place', spoiled(123, '0')],
    ['with an unknown warning', spoiled(124, '09')],
  ])('%s is left out and counted', async (_what, line) => {
    const file = Buffer.concat([masterFile('KOSPI', many(99)), line, Buffer.from('\n')]);
    const read = await parseMaster(file, 'KOSPI');
    expect(read).toMatchObject({ damaged: 1, skipped: 0 });
    expect(read.instruments.length).toBe(99);
  });

  it('in a hundred is borne, and one more refuses the file', async () => {
    const torn = Buffer.from('torn\n');
    const borne = await parseMaster(Buffer.concat([masterFile('KOSPI', many(198)), torn, torn]), 'KOSPI');
    expect(borne.damaged).toBe(2);
    const worse = await refusal(Buffer.concat([masterFile('KOSPI', many(197)), torn, torn]));
    expect(worse).toMatchObject({ kind: 'unavailable', detail: { market: 'KOSPI', lines: 199, damaged: 2 } });
  });
});

describe('a file', () => {
  it('of the other market is refused', async () => {
    expect((await refusal(masterFile('KOSDAQ', many(50)))).kind).toBe('unavailable');
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['only line feeds', Buffer.from('\n\n\n')],
    ['a web page', Buffer.from('<html><body>점검 중</body></html>')],
  ])('that is %s is refused', async (_what, file) => {
    expect((await refusal(file)).kind).toBe('unavailable');
  });
});
