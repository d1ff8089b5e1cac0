import { describe, expect, it } from 'vitest';
import { createMarketReads, ticks } from '../../../../src/brokers/kiwoom/endpoints/index.js';
import { type ScriptedBody, scriptedClient } from './scripted-client.js';

const CODE = '005930';
const PRICE = {
  stk_cd: CODE,
  fav: '100',
  fav_unit: '원',
  mac: '15112630',
  per: '39.38',
  pbr: '',
  '250hgst': '+374500',
  '250lwst': '-70000',
  open_pric: '+261000',
  high_pric: '+261000',
  low_pric: '-250000',
  upl_pric: '+328000',
  lst_pric: '-177000',
  base_pric: '252500',
  cur_prc: '-250500',
  pred_pre: '-2000',
  flu_rt: '-0.79',
  trde_qty: '4654178',
};
const WATCHED = { atn_stk_infr: [{ stk_cd: CODE, trde_prica: '1203457' }] };
const FACTS = {
  code: CODE,
  name: '삼성전자',
  listCount: '0000005969782550',
  auditInfo: '정상',
  state: '증거금20%|담보대출',
  marketCode: '0',
  orderWarning: '0',
};

const market = (answers: Parameters<typeof scriptedClient>[1]) => {
  const scripted = scriptedClient('paper', answers);
  return { ...scripted, market: createMarketReads(scripted.client) };
};

describe('a quote of Kiwoom', () => {
  it('is put together of three services, with prices that are never negative', async () => {
    const { market: reads } = market({
      ka10001: [{ body: PRICE }],
      ka10095: [{ body: WATCHED }],
      ka10100: [{ body: FACTS }],
    });
    expect(await reads.quote(CODE)).toMatchObject({
      price: 250_500n,
      change: -2_000n,
      changeRate: -0.79,
      low: 250_000n,
      base: 252_500n,
      upperLimit: 328_000n,
      lowerLimit: 177_000n,
      tick: 500n,
      volume: 4_654_178n,
      turnover: 1_203_457_000_000n,
      marketCap: 1_511_263_000_000_000n,
      per: 39.38,
      pbr: undefined,
      yearHigh: 374_500n,
      yearLow: 70_000n,
      warnings: [],
    });
  });

  it('warns of what any of the fields says, and knows the price unit of a fund', async () => {
    const facts = { ...FACTS, marketCode: '8', state: '증거금100%|거래정지|관리종목', orderWarning: '3' };
    const { market: reads } = market({
      ka10001: [{ body: PRICE }],
      ka10095: [{ body: WATCHED }],
      ka10100: [{ body: facts }],
    });
    const { warnings, tick } = await reads.quote(CODE);
    expect(warnings).toEqual(['halted', 'managed', 'overheated']);
    expect(tick).toBe(5n);
  });

  it('of a code without a price is notFound', async () => {
    const { market: reads } = market({ ka10001: [{ body: { stk_cd: '999998', cur_prc: '' } }] });
    await expect(reads.quote('999998')).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('is never made of an answer that only says that all is well', async () => {
    const whole = { ka10001: { body: PRICE }, ka10095: { body: WATCHED }, ka10100: { body: FACTS } };
    for (const api of Object.keys(whole)) {
      const answers = Object.entries({ ...whole, [api]: { body: {} } }).map(([id, body]) => [id, [body]]);
      const { market: reads } = market(Object.fromEntries(answers));
      await expect(reads.quote(CODE)).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });

  it('says what an issue is; without labels nothing is known of its state', async () => {
    const { market: reads } = market({
      ka10100: [{ body: FACTS }, { body: { ...FACTS, auditInfo: '', state: '' } }],
      ka10001: [{ body: PRICE }, { body: PRICE }],
    });
    expect(await reads.stockInfo(CODE)).toMatchObject({
      name: '삼성전자',
      market: 'KOSPI',
      listedShares: 5_969_782_550n,
      faceValue: 100n,
      halted: false,
    });
    expect(await reads.stockInfo(CODE)).toMatchObject({ halted: undefined, managed: undefined });
  });
});

describe('an order book of Kiwoom', () => {
  it('reads the first level by its own name, and leaves out empty ones', async () => {
    const body = {
      bid_req_base_tm: '100000',
      sel_fpr_bid: '+70100',
      sel_fpr_req: '11',
      sel_2th_pre_bid: '+70200',
      sel_2th_pre_req: '12',
      sel_10th_pre_bid: '+71000',
      sel_10th_pre_req: '20',
      buy_fpr_bid: '-69900',
      buy_fpr_req: '21',
      buy_2th_pre_bid: '-69800',
      buy_2th_pre_req: '0',
      tot_sel_req: '43',
      tot_buy_req: '21',
    };
    const { market: reads } = market({ ka10004: [{ body }] });
    expect(await reads.orderBook(CODE)).toMatchObject({
      asks: [
        { price: 70_100n, quantity: 11n },
        { price: 70_200n, quantity: 12n },
        { price: 71_000n, quantity: 20n },
      ],
      bids: [{ price: 69_900n, quantity: 21n }],
      totalAsk: 43n,
      totalBid: 21n,
    });
  });

  it('is no book without the fields of one', async () => {
    const { market: reads } = market({ ka10004: [{ body: {} }] });
    await expect(reads.orderBook(CODE)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

const bar = (when: object, close = '70000') => ({
  ...when,
  cur_prc: close,
  open_pric: '+70000',
  high_pric: '+70100',
  low_pric: '-69000',
  trde_qty: '10',
});
const days = (dates: readonly string[], page: Partial<ScriptedBody> = {}): ScriptedBody => ({
  body: { stk_dt_pole_chart_qry: dates.map(dt => bar({ dt })) },
  ...page,
});

describe('candles of Kiwoom', () => {
  it('are walked back by the key in the headers, until the range is covered', async () => {
    const { market: reads, reads: asked } = market({
      ka10081: [
        days(['20261123', '20261120'], { more: true, nextKey: 'k1' }),
        days(['20261119', '20261118'], { more: true, nextKey: 'k2' }),
      ],
    });
    const got = await reads.candles(CODE, { period: 'D', from: '20261119', to: '20261120' });
    expect(got.map(({ date }) => date)).toEqual(['20261120', '20261119']);
    expect(asked.map(({ nextKey }) => nextKey)).toEqual([undefined, 'k1']);
    expect(asked[0]?.params).toMatchObject({ base_dt: '20261120', upd_stkpc_tp: '1' });
  });

  it('of an issue without any are none, though a blank row comes', async () => {
    const blank = { dt: '', cur_prc: '', open_pric: '', high_pric: '', low_pric: '', trde_qty: '' };
    const { market: reads } = market({ ka10081: [{ body: { stk_dt_pole_chart_qry: [blank] } }, 'noData'] });
    const range = { period: 'D', from: '20261119', to: '20261120' } as const;
    expect(await reads.candles(CODE, range)).toEqual([]);
    expect(await reads.candles(CODE, range)).toEqual([]);
  });

  it('are not walked in circles', async () => {
    const { market: reads } = market({
      ka10081: [
        days(['20261123', '20261120'], { more: true, nextKey: 'k1' }),
        days(['20261123', '20261120'], { more: true, nextKey: 'k2' }),
      ],
    });
    await expect(
      reads.candles(CODE, { period: 'D', from: '20260101', to: '20261123' }),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['W', 'ka10082', 'stk_stk_pole_chart_qry', '20261116'],
    ['M', 'ka10083', 'stk_mth_pole_chart_qry', '20261102'],
    ['Y', 'ka10094', 'stk_yr_pole_chart_qry', '20260102'],
  ] as const)(
    'of the period %s belong to the range when one of its days does',
    async (period, api, list, dt) => {
      const { market: reads } = market({ [api]: [{ body: { [list]: [bar({ dt })] } }] });
      const got = await reads.candles(CODE, { period, from: '20261119', to: '20261120' });
      expect(got).toMatchObject([{ date: dt, low: 69_000n, close: 70_000n }]);
    },
  );

  it('by the minute end with the day, and give no more than asked for', async () => {
    const rows = ['20261123100100', '20261123100000', '20261123095900', '20261120153000'];
    const { market: reads } = market({
      ka10080: Array(2).fill({
        body: { stk_min_pole_chart_qry: rows.map(cntr_tm => bar({ cntr_tm }, '-70000')) },
        more: true,
        nextKey: 'more',
      }),
    });
    const minutes = async (count: number) =>
      (await reads.minuteCandles(CODE, { until: '100030', count })).map(({ time }) => time);
    expect(await minutes(10)).toEqual(['100000', '095900']);
    expect(await minutes(1)).toEqual(['100000']);
  });

  it('by the trade are those of ka10079, several of which may share a second', async () => {
    const rows = ['20261123095959', '20261123095959', '20261123095958'];
    const { client, reads: asked } = market({
      ka10079: [{ body: { last_tic_cnt: '3', stk_tic_chart_qry: rows.map(cntr_tm => bar({ cntr_tm })) } }],
    });
    expect((await ticks(client, CODE, { scope: 10, count: 2 })).map(({ time }) => time)).toEqual([
      '095959',
      '095959',
    ]);
    expect(asked[0]?.params).toMatchObject({ tic_scope: '10' });
  });

  it('the exchange days are not offered', async () => {
    await expect(market({}).market.marketDays('20261123')).rejects.toMatchObject({ kind: 'notOffered' });
  });
});
