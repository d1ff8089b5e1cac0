import { describe, expect, it } from 'vitest';
import { answer, rows } from '../../../../src/brokers/kis/endpoints/fields.js';
import { orderRow, toVenueOrders } from '../../../../src/brokers/kis/endpoints/order-rows.js';
import { orderRowOf as row } from './order-row-of.js';

/** Through the answer's own reading, which lowers KIS's `excg_id_dvsn_Cd`. */
const list = answer({ output1: rows(orderRow) });
const orders = (...bodies: Record<string, string | undefined>[]) =>
  toVenueOrders(list.parse({ output1: bodies }).output1);
const states = (...bodies: Record<string, string | undefined>[]) =>
  orders(...bodies).map(order => `${order.state} ${order.remaining}`);

describe('an order row', () => {
  it('becomes an order with its numbers, side, price and fills', () => {
    expect(
      orders(
        row({
          odno: '0000012345',
          tot_ccld_qty: '4',
          rmn_qty: '6',
          avg_prvs: '71250.5',
          pdno: 'A005930',
        }),
      ),
    ).toEqual([
      {
        date: '20261123',
        time: '093000',
        number: '0000012345',
        originalNumber: '',
        branch: '00950',
        act: 'new',
        side: 'buy',
        code: '005930',
        name: '가나전자',
        typeName: '지정가',
        type: 'limit',
        exchange: 'KRX',
        quantity: 10n,
        price: 71300n,
        filled: 4n,
        averageFill: 71250.5,
        remaining: 6n,
        state: 'partlyFilled',
      },
    ]);
  });

  it('reads the cancelled quantity under both of its names and does without several fields', () => {
    const bare = { avg_prvs: '', rjct_qty: undefined, cncl_cfrm_qty: undefined, cncl_yn: undefined };
    expect(orderRow.parse(row({ ...bare, cnc_cfrm_qty: '3' }))).toMatchObject({
      avg_prvs: 0,
      rjct_qty: 0n,
      cnc_cfrm_qty: 3n,
      cncl_cfrm_qty: 0n,
    });
  });

  it('takes an original number of zeros or blanks for none', () => {
    expect(
      orders(row({ orgn_odno: '0000000000' }), row({ orgn_odno: ' ' })).map(o => o.originalNumber),
    ).toEqual(['', '']);
  });

  it('is refused without a number, with an unknown side or without a remainder', () => {
    const fits = (changes: Record<string, string>) => orderRow.safeParse(row(changes)).success;
    expect([fits({}), fits({ odno: ' ' }), fits({ sll_buy_dvsn_cd: '03' }), fits({ rmn_qty: '' })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('what a row does', () => {
  const acts = (...bodies: Record<string, string | undefined>[]) => orders(...bodies).map(o => o.act);
  const change = { odno: '2', orgn_odno: '1', rmn_qty: '0' };

  it('is a new order without an original, whatever the label or the mark of a cancellation', () => {
    expect(acts(row(), row({ cncl_yn: 'Y' }), row({ sll_buy_dvsn_cd_name: '매수취소' }))).toEqual([
      'new',
      'new',
      'new',
    ]);
  });

  it.each([
    ['매수정정*', 'amend'],
    ['BUY AMEND*', 'amend'],
    ['매도취소*', 'cancel'],
    ['SELL CANCEL', 'cancel'],
    ['현금매수', 'amend'],
  ] as const)('stands in the label %s', (label, act) => {
    expect(acts(row({ ...change, sll_buy_dvsn_cd_name: label }))).toEqual([act]);
  });

  it('is a cancellation by its mark where the label says neither; an amendment partly cancelled stays one', () => {
    const marked = { ...change, cncl_yn: 'Y' };
    expect(acts(row(marked), row({ ...marked, sll_buy_dvsn_cd_name: '매수정정*' }))).toEqual([
      'cancel',
      'amend',
    ]);
  });
});

describe('the type and the exchange of an order', () => {
  const found = (changes: Record<string, string | undefined>) =>
    orders(row(changes)).map(o => [o.type, o.exchange]);

  it('are read from their codes', () => {
    expect(found({ ord_dvsn_cd: '01', excg_id_dvsn_Cd: 'SOR' })).toEqual([['market', 'SOR']]);
    expect(found({ ord_dvsn_cd: '12 ', excg_id_dvsn_Cd: undefined, excg_id_dvsn_cd: ' NXT' })).toEqual([
      ['limitFok', 'NXT'],
    ]);
  });

  it.each([undefined, '', '99', 'ALL'])('are not known from %j', code => {
    expect(found({ ord_dvsn_cd: code, excg_id_dvsn_Cd: code })).toEqual([[undefined, undefined]]);
  });
});

describe('the state of an order', () => {
  it('is open, partly filled or filled by what is left', () => {
    expect(
      states(row({}), row({ tot_ccld_qty: '1', rmn_qty: '9' }), row({ tot_ccld_qty: '10', rmn_qty: '0' })),
    ).toEqual(['open 10', 'partlyFilled 9', 'filled 0']);
  });

  it('is rejected by the rejected quantity or by the label alone', () => {
    expect(
      states(
        row({ rjct_qty: '10', rmn_qty: '0' }),
        row({ rmn_qty: '0', sll_buy_dvsn_cd_name: 'BUY REJECT' }),
        row({ rmn_qty: '0', sll_buy_dvsn_cd_name: '매수거부' }),
      ),
    ).toEqual(['rejected 0', 'rejected 0', 'rejected 0']);
  });

  it('is cancelled when the rest went without being filled, also after some fills', () => {
    expect(
      states(
        row({ rmn_qty: '0', cncl_yn: 'Y', cncl_cfrm_qty: '10' }),
        row({ rmn_qty: '0', tot_ccld_qty: '4' }),
      ),
    ).toEqual(['cancelled 0', 'cancelled 0']);
  });

  it('stays open after a partial cancellation that the server has already taken off', () => {
    expect(
      states(
        row({ odno: '2', orgn_odno: '1', ord_qty: '6', rmn_qty: '0', cncl_yn: 'Y', cncl_cfrm_qty: '6' }),
        row({ odno: '1', rmn_qty: '4', cncl_yn: 'Y', cncl_cfrm_qty: '6' }),
      ),
    ).toEqual(['cancelled 0', 'open 4']);
  });

  it('follows a confirmed cancellation though the original still shows its old remainder', () => {
    const cancel = (quantity: string, changes: Record<string, string> = {}) =>
      row({
        odno: '0000000002',
        orgn_odno: '1',
        ord_qty: quantity,
        rmn_qty: '0',
        cncl_yn: 'Y',
        cncl_cfrm_qty: quantity,
        sll_buy_dvsn_cd_name: '매수취소*',
        ...changes,
      });
    const original = row({ odno: '0000000001' });
    expect(states(cancel('10'), original)).toEqual(['cancelled 0', 'cancelled 0']);
    expect(states(cancel('6'), original)).toEqual(['cancelled 0', 'open 4']);
    const elsewhere = { ...original, ord_dt: '20261122' };
    expect(states(cancel('10'), elsewhere)).toEqual(['cancelled 0', 'open 10']);
  });

  it('is not touched by a cancellation that was rejected or is not confirmed', () => {
    const base = { odno: '2', orgn_odno: '1', sll_buy_dvsn_cd_name: '매수취소' };
    expect(states(row({ ...base, rmn_qty: '0', rjct_qty: '10' }), row({ odno: '1' }))).toEqual([
      'rejected 0',
      'open 10',
    ]);
    expect(states(row({ ...base, rmn_qty: '10' }), row({ odno: '1' }))).toEqual(['cancelled 0', 'open 10']);
  });

  it('is not touched by an amendment that was rejected', () => {
    const amend = row({
      odno: '2',
      orgn_odno: '1',
      rmn_qty: '0',
      rjct_qty: '10',
      sll_buy_dvsn_cd_name: '매수정정*',
    });
    expect(states(amend, row({ odno: '1' }))).toEqual(['rejected 0', 'open 10']);
  });

  it('follows a cancellation under either name of the cancelled quantity', () => {
    const cancel = { odno: '2', orgn_odno: '1', rmn_qty: '0', sll_buy_dvsn_cd_name: '매수취소' };
    for (const name of ['cncl_cfrm_qty', 'cnc_cfrm_qty']) {
      const confirmed = row({ ...cancel, cncl_cfrm_qty: undefined, [name]: '10' });
      expect(states(confirmed, row({ odno: '1' }))).toEqual(['cancelled 0', 'cancelled 0']);
    }
  });

  it('moves with an amendment: the new number is open and the original is not', () => {
    const amend = row({ odno: '2', orgn_odno: '1', sll_buy_dvsn_cd_name: '매수정정*' });
    expect(states(amend, row({ odno: '1', rmn_qty: '0' }))).toEqual(['open 10', 'cancelled 0']);
    expect(states(amend, row({ odno: '1', rmn_qty: '10' }))).toEqual(['open 10', 'cancelled 0']);
    const rest = { ...amend, ord_qty: '6', rmn_qty: '6' };
    expect(states(rest, row({ odno: '1', tot_ccld_qty: '4', rmn_qty: '6' }))).toEqual([
      'open 6',
      'cancelled 0',
    ]);
  });

  it('keeps an amended order open with the rest of its own partial cancellation', () => {
    expect(
      states(
        row({ odno: '3', orgn_odno: '2', ord_qty: '6', rmn_qty: '0', cncl_yn: 'Y', cncl_cfrm_qty: '6' }),
        row({ odno: '2', orgn_odno: '1', rmn_qty: '4', sll_buy_dvsn_cd_name: '매수정정*' }),
        row({ odno: '1', rmn_qty: '0' }),
      ),
    ).toEqual(['cancelled 0', 'open 4', 'cancelled 0']);
  });
});
