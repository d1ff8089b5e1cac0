import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../src/brokers/kis/realtime/notice-records.js';
import { filled, noticeRecord, type RecordFields } from '../../../support/notice-record.js';

const ABOUT = {
  account: { number: '50199887', product: '01' },
  now: Date.parse('2026-11-23T15:00:00+09:00'),
};
const read = (fields: RecordFields, size: 23 | 26 = 23) => readRecords(noticeRecord(fields, size), 1, ABOUT);

describe('a record', () => {
  it.each([
    ['a receipt', {}, { act: 'new', what: 'received', quantity: 7n, price: 0n }],
    ['a sale', { 4: '01' }, { side: 'sell' }],
    ['a fill', filled('5', '71500'), { what: 'filled', quantity: 5n, price: 71_500n }],
    [
      'a fill of an amended order',
      { ...filled('5', '71500'), 5: '1', 3: '0000012344' },
      { act: 'amend', what: 'filled', original: '0000012344' },
    ],
    ['a refusal', { 12: '1' }, { what: 'rejected' }],
    ['an amendment', { 5: '1', 3: '0000012344' }, { act: 'amend', original: '0000012344', what: 'received' }],
    [
      'a cancel, confirmed',
      { 5: '2', 3: '12344', 14: '2' },
      { act: 'cancel', original: '12344', what: 'confirmed' },
    ],
    ['the end of an IOC remainder', { 7: '1', 14: '3' }, { what: 'cancelled', price: 0n }],
    ['a receipt that names a price', { 10: '000071500' }, { what: 'received', price: 0n }],
    ['a new order with zeros for its original', { 3: '0000000000' }, { original: '' }],
    ['an ETN', { 8: 'Q500001' }, { code: 'Q500001' }],
    ['a code with letters', { 8: '0126Z0' }, { code: '0126Z0' }],
    ['midnight', { 11: '000000' }, { at: Date.parse('2026-11-23T00:00:00+09:00') }],
  ] as [string, RecordFields, object][])(
    'of %s says the same with 23 and with 26 fields',
    (_what, fields, expected) => {
      for (const size of [23, 26] as const) {
        const found = read(fields, size);
        expect(found).toMatchObject({ notices: [expected], misfits: 0 });
        expect(found?.notices).toHaveLength(1);
      }
    },
  );

  it.each([
    ['an order number of zeros', { 2: '0000000000' }],
    ['an order number with letters', { 2: '00000123A5' }],
    ['no side', { 4: '' }],
    ['an unknown side', { 4: '03' }],
    ['an unknown act', { 5: '3' }],
    ['a cancel of nothing', { 5: '2' }],
    ['a signed quantity', { 9: '-000000007' }],
    ['a quantity with a blank', { 9: ' 000000007' }],
    ['a quantity with decimals', { 9: '7.0' }],
    ['no quantity', { 9: '' }],
    ['a fill of nothing', filled('0', '71500')],
    ['a fill for nothing', filled('5', '0')],
    ['a price with an exponent', filled('5', '7e4')],
    ['a refused fill', { ...filled('5', '71500'), 12: '1' }],
    ['an unknown answer', { 14: '4' }],
    ['no time', { 11: '' }],
    ['a time that is none', { 11: '246060' }],
    ['a code that is none', { 8: '00593' }],
    ['a blank account', { 1: '' }],
    ['an account of nine digits', { 1: '501998870' }],
  ] as [string, RecordFields][])('with %s is skipped and counted', (_what, fields) => {
    expect(read(fields)).toEqual({ notices: [], misfits: 1 });
  });

  it('of another account is left out, however odd it is', () => {
    expect(read({ 1: '5019988702', 9: 'odd' })).toEqual({ notices: [], misfits: 0 });
  });
});

describe('records that stand together', () => {
  it('are told apart by their number', () => {
    const text = [noticeRecord({}, 26), noticeRecord({ 2: '0000000002' }, 26)].join('^');
    expect(readRecords(text, 2, ABOUT)?.notices.map(notice => notice.order)).toEqual([
      '0000012345',
      '0000000002',
    ]);
  });

  it.each([1, 3, 0, 46])('of another number than %i said are not guessed at', count => {
    expect(readRecords([noticeRecord(), noticeRecord()].join('^'), count, ABOUT)).toBeUndefined();
  });
});

it('whatever stands in a frame, nothing is thrown and no notice of another account comes out', () => {
  const field = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('5019988701', '5019988702', '50199887', '0', '1', '2', '02', '^', '005930', '101112'),
  );
  const anyText = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.array(field, { maxLength: 60 }).map(fields => fields.join('^')),
    fc
      .tuple(fc.dictionary(fc.nat(22).map(String), field), fc.nat(60))
      .map(([fields, cut]) => noticeRecord(fields).slice(cut)),
  );
  fc.assert(
    fc.property(anyText, fc.nat(999), (text, count) => {
      for (const records of [count, 1, 2]) {
        const found = readRecords(text, records, ABOUT);
        for (const notice of found?.notices ?? []) expect(notice.account).toEqual(ABOUT.account);
      }
    }),
    { numRuns: 500 },
  );
});
