import { describe, expect, it } from 'vitest';
import { orderRow, toVenueOrders } from '../../../../src/brokers/kiwoom/endpoints/order-rows.js';

const DAY = '20261123';

function row(changes: Record<string, string>) {
  return orderRow.parse({
    ord_no: '0000100',
    ori_ord: '0000000',
    stk_cd: 'A005930',
    stk_nm: '삼성전자',
    trde_tp: '보통',
    io_tp_nm: '현금매수',
    acpt_tp: '접수',
    mdfy_cncl: '',
    ord_tm: '10:00:01',
    ord_qty: '0000000010',
    ord_uv: '0000070000',
    cnfm_qty: '0000000000',
    cntr_qty: '0000000000',
    cntr_uv: '0000000000',
    ord_remnq: '0000000010',
    dmst_stex_tp: 'KRX',
    ...changes,
  });
}

const amendment = (ord_no: string, ori_ord: string, changes: Record<string, string> = {}) =>
  row({ ord_no, ori_ord, io_tp_nm: '매수정정', mdfy_cncl: '정정', acpt_tp: '확인', ...changes });
const cancel = (ord_no: string, ori_ord: string, cnfm_qty: string) =>
  row({
    ord_no,
    ori_ord,
    cnfm_qty,
    io_tp_nm: '매수취소',
    mdfy_cncl: '취소',
    acpt_tp: '확인',
    ord_remnq: '0',
  });

describe('rows of an order list', () => {
  it('a new order that rests is open, with its issue as what names it besides the number', () => {
    expect(toVenueOrders(DAY, [row({})])).toEqual([
      {
        date: DAY,
        time: '100001',
        number: '0000100',
        originalNumber: '',
        branch: '005930',
        act: 'new',
        side: 'buy',
        code: '005930',
        name: '삼성전자',
        typeName: '보통',
        type: 'limit',
        exchange: 'KRX',
        quantity: 10n,
        price: 70_000n,
        filled: 0n,
        averageFill: 0,
        remaining: 10n,
        state: 'open',
      },
    ]);
  });

  it('nothing is concluded from the label of what rests no more: it may hide an IOC order', () => {
    const [done] = toVenueOrders(DAY, [row({ cntr_qty: '10', ord_remnq: '0', cntr_uv: '69900' })]);
    expect(done).toMatchObject({ state: 'filled', type: undefined, typeName: '보통', averageFill: 69_900 });
  });

  it.each([
    ['the number before it', '0000101'],
    ['the first of the chain', '0000100'],
  ])('an order amended twice is carried on by the last, when the list names %s', (_what, original) => {
    const [first, second, third] = toVenueOrders(DAY, [
      row({}),
      amendment('0000101', '0000100'),
      amendment('0000102', original),
    ]);
    expect(first).toMatchObject({ remaining: 0n, state: 'cancelled' });
    expect(second).toMatchObject({ remaining: 0n, state: 'cancelled', originalNumber: '0000100' });
    expect(third).toMatchObject({ remaining: 10n, state: 'open', originalNumber: '0000101', act: 'amend' });
  });

  it('the rest of an order amended in part stays open, and may be cancelled by its own number', () => {
    const [first, second] = toVenueOrders(DAY, [
      row({}),
      amendment('0000101', '0000100', { ord_qty: '4', ord_remnq: '4' }),
      cancel('0000102', '0000100', '0000000002'),
    ]);
    expect([first?.remaining, second?.remaining]).toEqual([4n, 4n]);
  });

  it('a cancellation takes what it confirmed, and nothing before that', () => {
    const of = (confirmed: string) => toVenueOrders(DAY, [row({}), cancel('0000101', '0000100', confirmed)]);
    expect(of('0000000003')[0]).toMatchObject({ remaining: 7n });
    expect(of('0000000010')[0]).toMatchObject({ remaining: 0n, state: 'cancelled' });
    expect(of('0000000000')[0]).toMatchObject({ remaining: 10n, state: 'open' });
    expect(of('0000000010')[1]).toMatchObject({ act: 'cancel', remaining: 0n, originalNumber: '0000100' });
  });

  it('a rejected change changes nothing, and a rejected order is rejected', () => {
    const refused = amendment('0000101', '0000100', { acpt_tp: '거부', ord_remnq: '0' });
    expect(toVenueOrders(DAY, [row({}), refused])).toMatchObject([{ remaining: 10n }, { state: 'rejected' }]);
  });

  it('a change without a side of its own has that of its original; without any it is left out', () => {
    const sideless = amendment('0000101', '0000100', { io_tp_nm: '정정' });
    expect(toVenueOrders(DAY, [row({ io_tp_nm: '현금매도' }), sideless])[1]).toMatchObject({ side: 'sell' });
    expect(toVenueOrders(DAY, [sideless])).toEqual([]);
  });
});
