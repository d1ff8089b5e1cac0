import { describe, expect, it } from 'vitest';
import { createTrading } from '../../../../src/brokers/kiwoom/endpoints/index.js';
import {
  type Exchange,
  ORDER_TYPE_NAMES,
  type OrderType,
  type TradingMode,
} from '../../../../src/core/index.js';
import { kiwoomTypeCode, ORDER_TYPES } from '../../../../src/market/index.js';
import { accountOf, scriptedClient } from './scripted-client.js';

const accepted = (ord_no: string) => [{ body: { ord_no, return_code: 0 } }];
const trading = (mode: TradingMode, answers: Parameters<typeof scriptedClient>[1]) => {
  const scripted = scriptedClient(mode, answers);
  return { ...scripted, trading: createTrading(scripted.client), account: accountOf(mode) };
};
const order = (mode: TradingMode, type: OrderType = 'limit', exchange: Exchange = 'KRX') => ({
  account: accountOf(mode),
  side: 'buy' as const,
  code: '005930',
  quantity: 3n,
  price: ORDER_TYPES[type].priced ? 70_000n : 0n,
  type,
  exchange,
});
const change = (mode: TradingMode) => ({
  account: accountOf(mode),
  order: { number: '140', branch: '005930' },
  quantity: 'all' as const,
  exchange: 'KRX' as const,
});

describe('an order to Kiwoom', () => {
  it('to buy or to sell is told apart by the service alone', async () => {
    const { trading: port, sends } = trading('live', {
      kt10000: accepted('0000138'),
      kt10001: accepted('0000139'),
    });
    expect(await port.place(order('live'))).toMatchObject({
      kind: 'accepted',
      order: { number: '0000138', branch: '005930' },
    });
    await port.place({ ...order('live', 'market'), side: 'sell' });
    expect(sends).toEqual([
      {
        api: 'buy',
        body: {
          dmst_stex_tp: 'KRX',
          stk_cd: '005930',
          ord_qty: '3',
          ord_uv: '70000',
          trde_tp: '0',
          cond_uv: '',
        },
      },
      {
        api: 'sell',
        body: { dmst_stex_tp: 'KRX', stk_cd: '005930', ord_qty: '3', ord_uv: '', trde_tp: '3', cond_uv: '' },
      },
    ]);
  });

  it.each(['', '0000000', ' 0 '])('numbered “%s” in the answer has an unknown outcome', async ord_no => {
    const { trading: port } = trading('live', { kt10000: accepted(ord_no) });
    expect((await port.place(order('live'))).kind).toBe('unknown');
  });

  it.each(['live', 'paper'] as const)(
    'on %s never leaves with a type that Kiwoom has no code for',
    async mode => {
      const { trading: port, sends } = trading(mode, {
        kt10000: ORDER_TYPE_NAMES.flatMap(() => accepted('0000001')),
      });
      for (const type of ORDER_TYPE_NAMES) {
        const outcome = await port.place(order(mode, type));
        const code = kiwoomTypeCode(type, mode);
        if (code === undefined) expect(outcome).toEqual({ kind: 'notSent', reason: 'notOffered' });
        else expect(sends.at(-1)?.body['trde_tp']).toBe(code);
      }
      expect(sends).toHaveLength(mode === 'live' ? 16 : 14);
    },
  );

  it('on paper leaves for the KRX only', async () => {
    const { trading: port, sends, account } = trading('paper', {});
    for (const exchange of ['NXT', 'SOR'] as const) {
      const none = { kind: 'notSent', reason: 'notOffered' };
      expect(await port.place(order('paper', 'limit', exchange))).toEqual(none);
      expect(await port.cancel({ ...change('paper'), account, exchange })).toEqual(none);
    }
    expect(sends).toEqual([]);
  });

  it('that is malformed, or of another account, is rejected before anything leaves', async () => {
    const { trading: port, sends, account } = trading('live', {});
    const good = order('live');
    for (const wrong of [
      { ...good, price: 0n },
      { ...good, quantity: 0n },
      { ...good, code: 'samsung' },
      { ...good, account: { ...account, number: '99999999' } },
      { ...good, account: { ...account, mode: 'paper' as const } },
    ]) {
      await expect(port.place(wrong)).rejects.toMatchObject({ kind: 'input' });
    }
    const cancel = change('live');
    await expect(port.cancel({ ...cancel, order: { number: '140', branch: '' } })).rejects.toMatchObject({
      kind: 'input',
    });
    await expect(port.cancel({ ...cancel, order: { number: 'x', branch: '005930' } })).rejects.toMatchObject({
      kind: 'input',
    });
    expect(sends).toEqual([]);
  });
});

describe('a change of an order at Kiwoom', () => {
  it('cancels all with a quantity of nothing, and part with its own', async () => {
    const { trading: port, sends } = trading('live', {
      kt10003: [...accepted('0000141'), ...accepted('0000142')],
    });
    expect(await port.cancel(change('live'))).toMatchObject({
      kind: 'accepted',
      order: { number: '0000141' },
    });
    await port.cancel({ ...change('live'), quantity: 2n });
    expect(sends.map(({ body }) => body)).toEqual([
      { dmst_stex_tp: 'KRX', orig_ord_no: '0000140', stk_cd: '005930', cncl_qty: '0' },
      { dmst_stex_tp: 'KRX', orig_ord_no: '0000140', stk_cd: '005930', cncl_qty: '2' },
    ]);
  });

  it('amends all that is left by as many shares as still wait', async () => {
    const open = {
      ord_no: '0000140',
      stk_cd: '005930',
      io_tp_nm: '+매수',
      tm: '100000',
      ord_qty: '10',
      oso_qty: '7',
    };
    const { trading: port, sends } = trading('live', {
      ka10075: [{ body: { oso: [open] } }],
      kt10002: accepted('0000143'),
    });
    await port.amend({ ...change('live'), type: 'limit', price: 70_500n });
    expect(sends).toEqual([
      {
        api: 'amend',
        body: {
          dmst_stex_tp: 'KRX',
          orig_ord_no: '0000140',
          stk_cd: '005930',
          mdfy_qty: '7',
          mdfy_uv: '70500',
          mdfy_cond_uv: '',
        },
      },
    ]);
  });

  it('cannot turn an order into one without a price', async () => {
    const { trading: port, sends } = trading('live', {});
    const request = { ...change('live'), type: 'market', price: 0n } as const;
    expect(await port.amend(request)).toEqual({ kind: 'notSent', reason: 'notOffered' });
    expect(sends).toEqual([]);
  });
});
