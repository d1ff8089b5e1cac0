import { describe, expect, it } from 'vitest';
import { createMarketReads } from '../../../../src/brokers/kis/endpoints/index.js';
import { NOW, ok, scriptedClient } from './scripted-client.js';

/** Ten levels around 1,000 won, ask i offering i0 shares and bid i offering i. */
function book(): Record<string, string> {
  const levels = Array.from({ length: 10 }, (_, i) => i + 1).flatMap(i => [
    [`askp${i}`, `${1000 + i}`],
    [`askp_rsqn${i}`, `${i * 10}`],
    [`bidp${i}`, `${1000 - i}`],
    [`bidp_rsqn${i}`, `${i}`],
  ]);
  return { ...Object.fromEntries(levels), total_askp_rsqn: '550', total_bidp_rsqn: '55' };
}

const read = (output1: unknown) => {
  const scripted = scriptedClient('live', [{ body: ok({ output1, output2: { stck_prpr: '1000' } }) }]);
  return { scripted, result: createMarketReads(scripted.client).orderBook('005930') };
};

describe('the order book', () => {
  it('has ten levels a side, best first, and the totals', async () => {
    const { scripted, result } = read(book());
    const got = await result;
    expect(got).toMatchObject({ code: '005930', asOf: NOW, totalAsk: 550n, totalBid: 55n });
    expect(got.asks).toHaveLength(10);
    expect(got.bids).toHaveLength(10);
    expect([got.asks[0], got.asks[9]]).toEqual([
      { price: 1001n, quantity: 10n },
      { price: 1010n, quantity: 100n },
    ]);
    expect([got.bids[0], got.bids[9]]).toEqual([
      { price: 999n, quantity: 1n },
      { price: 990n, quantity: 10n },
    ]);
    expect(scripted.reads).toEqual([
      {
        tr: 'FHKST01010200',
        continued: false,
        params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
      },
    ]);
  });

  it('leaves out levels without a price or without shares', async () => {
    const { result } = read({ ...book(), askp10: '0', askp9: '', askp_rsqn8: '0', bidp10: undefined });
    const { asks, bids } = await result;
    expect(asks.map(level => level.price)).toEqual([1001n, 1002n, 1003n, 1004n, 1005n, 1006n, 1007n]);
    expect(bids).toHaveLength(9);
  });

  it('is an error when a level is damaged or the totals are missing', async () => {
    await expect(read({ ...book(), bidp3: '9_97' }).result).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(read({}).result).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(read(undefined).result).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
