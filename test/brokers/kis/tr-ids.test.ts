import { describe, expect, it } from 'vitest';
import { resolveTr, type TrName } from '../../../src/brokers/kis/tr-ids.js';

/** Live and paper, current and legacy, as KIS's document and its older Postman file have them. */
const IDS: Record<TrName, { live: string; paper: string; legacyLive?: string; legacyPaper?: string }> = {
  balance: { live: 'TTTC8434R', paper: 'VTTC8434R' },
  buyingPower: { live: 'TTTC8908R', paper: 'VTTC8908R' },
  sellable: { live: 'TTTC8408R', paper: '' },
  orders: { live: 'TTTC0081R', paper: 'VTTC0081R', legacyLive: 'TTTC8001R', legacyPaper: 'VTTC8001R' },
  oldOrders: { live: 'CTSC9215R', paper: 'VTSC9215R', legacyLive: 'CTSC9115R', legacyPaper: 'VTSC9115R' },
  openOrders: { live: 'TTTC0084R', paper: '', legacyLive: 'TTTC8036R' },
  price: { live: 'FHKST01010100', paper: 'FHKST01010100' },
  orderBook: { live: 'FHKST01010200', paper: 'FHKST01010200' },
  dailyPrices: { live: 'FHKST01010400', paper: 'FHKST01010400' },
  candles: { live: 'FHKST03010100', paper: 'FHKST03010100' },
  minuteCandles: { live: 'FHKST03010200', paper: 'FHKST03010200' },
  stockInfo: { live: 'CTPF1002R', paper: '' },
  holidays: { live: 'CTCA0903R', paper: '' },
  sell: { live: 'TTTC0011U', paper: 'VTTC0011U', legacyLive: 'TTTC0801U', legacyPaper: 'VTTC0801U' },
  buy: { live: 'TTTC0012U', paper: 'VTTC0012U', legacyLive: 'TTTC0802U', legacyPaper: 'VTTC0802U' },
  amendCancel: { live: 'TTTC0013U', paper: 'VTTC0013U', legacyLive: 'TTTC0803U', legacyPaper: 'VTTC0803U' },
};

const names = Object.keys(IDS).filter((name): name is TrName => name in IDS);
const idOf = (name: TrName, mode: 'live' | 'paper', trIds: 'current' | 'legacy'): string => {
  try {
    return resolveTr(name, { mode, trIds }).id;
  } catch {
    return '';
  }
};

describe('the TR id', () => {
  it.each(names)('of %s belongs to its environment, current and legacy', name => {
    const { live, paper, legacyLive = live, legacyPaper = paper } = IDS[name];
    expect([idOf(name, 'live', 'current'), idOf(name, 'paper', 'current')]).toEqual([live, paper]);
    expect([idOf(name, 'live', 'legacy'), idOf(name, 'paper', 'legacy')]).toEqual([legacyLive, legacyPaper]);
  });

  it('on paper is never one of the live ledger, and on live never one of the paper ledger', () => {
    for (const trIds of ['current', 'legacy'] as const) {
      for (const name of names) {
        expect(idOf(name, 'paper', trIds)).not.toMatch(/^[TJC]/);
        expect(idOf(name, 'live', trIds)).not.toMatch(/^V/);
      }
    }
  });

  it('that paper lacks is not offered there, and never leaves', () => {
    expect(() => resolveTr('openOrders', { mode: 'paper', trIds: 'legacy' })).toThrow(
      expect.objectContaining({ kind: 'notOffered' }),
    );
  });
});
