import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProxyRequest } from '../../../src/core/index.js';
import type { TestLine } from '../../support/kis-line.js';
import { GOOD, PRICE, startPrices } from '../../support/price-line.js';

const BALANCE = '/uapi/domestic-stock/v1/trading/inquire-balance';
const ASKED: ProxyRequest = {
  path: PRICE,
  trId: 'FHKST01010100',
  params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
  continued: false,
};

let line: TestLine;
beforeAll(async () => {
  line = await startPrices(() => GOOD);
});
afterAll(() => line.close());

describe('what is not on the list never leaves:', () => {
  const order = '/uapi/domestic-stock/v1/trading/order-cash';
  it.each<[string, Partial<ProxyRequest>]>([
    ['an order', { path: order, trId: 'VTTC0012U' }],
    ['an order under the name of a read', { path: order, trId: 'FHKST01010100' }],
    ['a read under the id of an order', { trId: 'VTTC0012U' }],
    ['an amendment', { path: '/uapi/domestic-stock/v1/trading/order-rvsecncl', trId: 'VTTC0013U' }],
    ['a hashkey', { path: '/uapi/hashkey', trId: '' }],
    ['a login', { path: '/oauth2/tokenP', trId: '' }],
    ['a revocation', { path: '/oauth2/revokeP', trId: 'FHKST01010100' }],
    ['a read of the other environment', { path: BALANCE, trId: 'TTTC8434R' }],
    ['a read that has another id', { trId: 'FHKST01010300' }],
    ['a path with a query', { path: `${PRICE}?x=1` }],
    ['a path that climbs', { path: `${BALANCE}/../order-cash`, trId: 'VTTC8434R' }],
    ['a path of another host', { path: `//evil.example${PRICE}` }],
    ['a header within an id', { trId: 'FHKST01010100\r\nx: y' }],
    ['another account', { path: BALANCE, trId: 'VTTC8434R', params: { CANO: '50000000' } }],
    ['another product', { path: BALANCE, trId: 'VTTC8434R', params: { ACNT_PRDT_CD: '22' } }],
    ['a name inherited by every object', { path: 'constructor', trId: 'name' }],
  ])('%s', async (_what, other) => {
    await expect(line.proxy.read({ ...ASKED, ...other })).rejects.toMatchObject({ kind: 'notFound' });
    expect(line.server.requests).toEqual([]);
    expect(line.calls).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['a name in lower case', { fid_input_iscd: '005930' }],
    ['a name that is too long', { ['A'.repeat(41)]: '' }],
    ['a name with a sign', { 'A&B': '' }],
    ['an empty name', { '': '' }],
    ['a value that is too long', { FID_INPUT_ISCD: '0'.repeat(101) }],
    ['a value with a line end', { FID_INPUT_ISCD: '005930\n' }],
    ['a value with a zero byte', { FID_INPUT_ISCD: '\0' }],
    ['a value that hides', { FID_INPUT_ISCD: '\u202e' }],
    ['half a character', { FID_INPUT_ISCD: '\ud800' }],
  ])('%s', async (_what, params) => {
    await expect(line.proxy.read({ ...ASKED, params })).rejects.toMatchObject({ kind: 'input' });
    expect(line.server.requests).toEqual([]);
  });

  it('while blanks, signs and Korean in a value arrive as they were given', async () => {
    const value = '50199887^01^N & 삼성=전자 #?/'.padEnd(100);
    await line.proxy.read({ ...ASKED, params: { CTX_AREA_FK100: value } });
    const { url = '' } = line.server.requests.at(-1) ?? {};
    expect(new URL(url, 'http://kis').searchParams.get('CTX_AREA_FK100')).toBe(value);
  });
});
