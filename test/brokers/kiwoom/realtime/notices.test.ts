import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHolding } from '../../../../src/brokers/kiwoom/realtime/holdings.js';
import { readNotice } from '../../../../src/brokers/kiwoom/realtime/notices.js';
import { filledBy, orderEntry } from '../../../support/kiwoom-frames.js';

const ABOUT = {
  account: { number: '50199887', product: '01' },
  now: Date.parse('2026-11-23T15:00:00+09:00'),
};
type Fields = Readonly<Record<number, string>>;
const read = (fields: Fields) => readNotice(orderEntry(fields).values, ABOUT);
const CANCEL = { 905: '매수취소', 904: '0012344' };

describe('an entry about an order', () => {
  it.each([
    ['a receipt', {}, { side: 'buy', act: 'new', what: 'received', quantity: 7n, price: 0n, original: '' }],
    ['a receipt at a price', { 901: '71500', 906: '보통' }, { what: 'received', price: 0n }],
    ['a sale', { 905: '-매도', 907: '1' }, { side: 'sell', act: 'new' }],
    ['a sale without its number', { 905: '-매도', 907: '' }, { side: 'sell' }],
    ['a fill', filledBy('5', '71500'), { what: 'filled', quantity: 5n, price: 71_500n }],
    ['a fill whose price tells a direction', filledBy('5', '-71500'), { quantity: 5n, price: 71_500n }],
    ['an amendment', { 905: '+매수정정', 904: '0012344' }, { act: 'amend', original: '0012344' }],
    ['an amended sale', { 905: '-매도정정', 907: '1', 904: '1' }, { act: 'amend', side: 'sell' }],
    ['a cancel', CANCEL, { act: 'cancel', what: 'received', original: '0012344' }],
    ['a cancel that was confirmed', { ...CANCEL, 913: '확인' }, { act: 'cancel', what: 'confirmed' }],
    ['a rest that is over', { 913: '취소', 902: '0' }, { act: 'new', what: 'confirmed', price: 0n }],
    ['a refusal', { 913: '거부', 919: '3' }, { what: 'rejected', quantity: 7n }],
    ['a code with an A', { 9001: 'A005930' }, { code: '005930' }],
    ['a code of NXT', { 9001: '005930_NX' }, { code: '005930' }],
    ['a code that begins with A', { 9001: 'A00593' }, { code: 'A00593' }],
    ['an ETN', { 9001: 'Q500001' }, { code: 'Q500001' }],
    ['blanks', { 900: ' 7', 913: ' 접수 ' }, { what: 'received', quantity: 7n }],
    ['midnight', { 908: '000000' }, { at: Date.parse('2026-11-23T00:00:00+09:00') }],
  ] as [string, Fields, object][])('of %s says so', (_what, fields, expected) => {
    expect(read(fields)).toMatchObject({ kind: 'notice', notice: expected });
  });

  it.each([
    ['an order number of zeros', { 9203: '0000000' }],
    ['an order number with letters', { 9203: '00123A5' }],
    ['an original with letters', { 904: 'zero' }],
    ['a cancel of nothing', { 905: '매수취소' }],
    ['no side', { 905: '' }],
    ['both sides', { 905: '매수매도' }],
    ['a side that its number contradicts', { 905: '-매도' }],
    ['an unknown status', { 913: '정정' }],
    ['no quantity', { 900: '' }],
    ['a quantity with decimals', { 900: '7.0' }],
    ['a fill that only says its sums', { 913: '체결', 910: '71500', 911: '5' }],
    ['a fill of nothing', filledBy('0', '71500')],
    ['a fill for nothing', filledBy('5', '0')],
    ['a time that is none', { 908: '256000' }],
    ['a code that is none', { 9001: '5930' }],
    ['no account', { 9201: '' }],
  ] as [string, Fields][])('with %s is a misfit', (_what, fields) => {
    expect(read(fields)).toEqual({ kind: 'misfit' });
  });

  it('of another account is foreign, whatever else it says', () => {
    expect(read({ 9201: '5019988702', 913: 'x' })).toEqual({ kind: 'foreign' });
  });

  it('never throws, and never names an amount below zero', () => {
    const field = fc.constantFrom(9203, 904, 905, 907, 908, 9001, 913, 900, 914, 915, 902);
    const text = fc.oneof(fc.string(), fc.constantFrom('체결', '-5', ' 7', '매도', '+매수', '1', '0012345'));
    fc.assert(
      fc.property(fc.array(fc.tuple(field, text), { maxLength: 6 }), changes => {
        const found = read({ ...filledBy('5', '71500'), ...Object.fromEntries(changes) });
        if (found.kind !== 'notice') return;
        expect(found.notice.quantity).toBeGreaterThanOrEqual(0n);
        expect(found.notice.price).toBeGreaterThanOrEqual(0n);
      }),
    );
  });
});

describe('an entry about a holding', () => {
  const values = { 9201: '5019988701', 9001: 'A005930', 930: '102', 931: '154116', 933: '90' };

  it('says what is held and what of it may be sold', () => {
    expect(readHolding(values, ABOUT.account)).toEqual({
      code: '005930',
      quantity: 102n,
      sellable: 90n,
      averagePrice: 154_116n,
    });
  });

  it('of another account is foreign, and one without a quantity is none', () => {
    expect(readHolding({ ...values, 9201: '5019988702' }, ABOUT.account)).toBe('foreign');
    expect(readHolding({ ...values, 930: '' }, ABOUT.account)).toBeUndefined();
    expect(readHolding({ ...values, 9201: 'mine' }, ABOUT.account)).toBeUndefined();
  });
});
