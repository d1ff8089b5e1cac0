import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kiwoomAccountOf } from '../../src/simulator/index.js';
import { type Answer, APP_KEY, APP_SECRET, type KiwoomVenue, openKiwoom, place } from './kiwoom-client.js';

const PRICE = { stk_cd: '005930' };
const DEAD = { return_code: 3, return_msg: '인증에 실패했습니다[8005:Token이 유효하지 않습니다]' };

let venue: KiwoomVenue;
afterEach(() => venue.stop());
const open = async (options: Parameters<typeof openKiwoom>[0] = {}) => {
  venue = await openKiwoom(options);
  await venue.login();
};
/** `2 1511` of an answer: its class and the code inside its text. */
const refusalOf = ({ body }: Answer) =>
  `${String(body['return_code'])} ${/\[(\d{4})[:\]]/.exec(String(body['return_msg']))?.[1]}`;

describe('au10001 and au10002', () => {
  beforeEach(() => open());

  it('give a token of 86 characters that serves a day of KST, and the same one again meanwhile', async () => {
    const first = await venue.issue();
    expect(first.status).toBe(200);
    expect(first.headers.get('api-id')).toBe('au10001');
    expect(first.body).toEqual({
      expires_dt: '20261124100000',
      token_type: 'bearer',
      token: expect.stringMatching(/^[\w-]{86}$/),
      return_code: 0,
      return_msg: '정상적으로 처리되었습니다',
    });
    await venue.clock.advance(3_600_000);
    expect((await venue.issue()).body).toEqual(first.body);
    expect((await venue.call('ka10001', PRICE)).body['return_code']).toBe(0);
    await venue.clock.advance(23 * 3_600_000);
    expect((await venue.call('ka10001', PRICE)).body).toEqual(DEAD);
    expect(await venue.ledger()).toMatchObject({ tokenRequests: 3, tokensIssued: 1 });
  });

  it('end the older token where the switch says rotate', async () => {
    await venue.options({ kiwoomReissue: 'rotate' });
    const second = await venue.issue();
    expect((await venue.call('ka10001', PRICE)).body).toEqual(DEAD);
    const authorization = `Bearer ${String(second.body['token'])}`;
    expect((await venue.call('ka10001', PRICE, { authorization })).body['return_code']).toBe(0);
  });

  it('revoke a token once, and mint another afterwards', async () => {
    const token = await venue.login();
    const revoke = (text: string, more: object = {}) =>
      venue.raw(
        '/oauth2/revoke',
        { 'api-id': 'au10002' },
        JSON.stringify({ appkey: APP_KEY, secretkey: APP_SECRET, token: text, ...more }),
      );
    expect(refusalOf(await revoke(''))).toBe('2 8016');
    expect((await revoke(token)).body).toEqual({ return_code: 0, return_msg: '정상적으로 처리되었습니다' });
    expect((await venue.call('ka10001', PRICE)).body).toEqual(DEAD);
    expect(refusalOf(await revoke(token))).toBe('3 8015');
    expect(await venue.login()).not.toBe(token);
    expect((await venue.call('ka10001', PRICE)).body['return_code']).toBe(0);
  });

  it('refuse with HTTP 200 and without a token', async () => {
    const codes: string[] = [];
    await venue.options({ kiwoomKeys: { [APP_KEY]: APP_SECRET }, kiwoomOtherKeys: ['R'.repeat(43)] });
    for (const [key, secret, more] of [
      [APP_KEY, ''],
      ['', APP_SECRET],
      [`${APP_KEY}2`, APP_SECRET],
      [APP_KEY, `${APP_SECRET}2`],
      ['R'.repeat(43), APP_SECRET],
      [APP_KEY, APP_SECRET, { grant_type: '' }],
      [APP_KEY, APP_SECRET, { grant_type: 'password' }],
    ] as const) {
      const answer = await venue.issue(key, secret, more);
      expect(answer.status).toBe(200);
      expect(answer.body).not.toHaveProperty('token');
      codes.push(refusalOf(answer));
    }
    expect(codes).toEqual(['2 8020', '2 8020', '3 8001', '3 8002', '2 8030', '2 8011', '2 8012']);
  });

  it('know where a request comes from: 8050 at the issue, 8010 for a token that moved', async () => {
    await venue.options({ kiwoomAddresses: ['10.0.0.1'], kiwoomAddress: '10.0.0.2' });
    expect(refusalOf(await venue.issue())).toBe('3 8050');
    expect(refusalOf(await venue.call('ka10001', PRICE))).toBe('3 8010');
    await venue.options({ kiwoomAddress: '10.0.0.1' });
    await venue.login();
    expect((await venue.call('ka10001', PRICE)).body['return_code']).toBe(0);
  });

  it('of the other environment are told from dead ones', async () => {
    const real = await openKiwoom({ mode: 'live' });
    const token = await real.login();
    await real.stop();
    const stray = await venue.call('ka10001', PRICE, { authorization: `Bearer ${token}` });
    expect(refusalOf(stray)).toBe('2 8031');
  });
});

describe('the gateway', () => {
  beforeEach(() => open());

  it('checks the headers, then whether the path has such a service', async () => {
    const token = await venue.login();
    const ask = (headers: Readonly<Record<string, string>>, path = '/api/dostk/stkinfo') =>
      venue.raw(path, { 'api-id': 'ka10001', authorization: `Bearer ${token}`, ...headers }, '{}');
    const codes = [
      await ask({ 'api-id': '' }),
      await ask({ 'api-id': 'ka99999' }),
      await ask({}, '/api/dostk/chart'),
      await ask({}, '/api/dostk/stkquot'),
      await ask({ 'content-type': 'text/plain' }),
      await ask({ authorization: '' }),
      await ask({ authorization: token }),
      await ask({ authorization: `Basic ${token}` }),
      await ask({ authorization: 'Bearer ' }),
    ].map(refusalOf);
    const expected = ['1501', '1505', '1504', '1504', '1512', '1513', '1514', '1515', '1516'];
    expect(codes).toEqual(expected.map(code => `2 ${code}`));
    expect((await ask({ authorization: 'Bearer nobody' })).body).toEqual(DEAD);
  });

  it('names the first required field that is blank, in the order of the document', async () => {
    const missing = async (apiId: string, fields: Readonly<Record<string, string>>) => {
      const { body } = await venue.call(apiId, fields);
      expect(body['return_code']).toBe(2);
      return /\[1511:.*필수입력 파라미터=(\w+)\]$/.exec(String(body['return_msg']))?.[1];
    };
    expect(await missing('ka10081', { stk_cd: '005930', base_dt: '', upd_stkpc_tp: '1' })).toBe('base_dt');
    expect(await missing('ka10075', { trde_tp: '0', stex_tp: '0' })).toBe('all_stk_tp');
    expect(await missing('kt00007', { sell_tp: '0' })).toBe('qry_tp');
    expect(await missing('kt10000', { ord_qty: '1', trde_tp: '3' })).toBe('dmst_stex_tp');
    expect(refusalOf(await venue.call('kt00018', { qry_tp: '12', dmst_stex_tp: 'KRX' }))).toBe('2 1517');
    expect((await venue.ledger()).ordersAccepted).toBe(0);
  });

  it('counts requests by api-id and path', async () => {
    await venue.call('ka10001', PRICE);
    await venue.call('ka10001', PRICE);
    await venue.call('kt00001', { qry_tp: '3' });
    const ledger = await venue.ledger();
    expect(ledger.requestsByTr).toEqual({ ka10001: 2, kt00001: 1 });
    expect(ledger.requestsByPath).toEqual({
      '/oauth2/token': 1,
      '/api/dostk/stkinfo': 2,
      '/api/dostk/acnt': 1,
    });
  });
});

describe('the rate', () => {
  it.each([
    ['paper', 1],
    ['live', 5],
  ] as const)(
    'on %s is %i a second for each api-id, and orders have one of their own',
    async (mode, allowed) => {
      venue = await openKiwoom({ mode }, 'own');
      await venue.login();
      for (let n = 0; n < allowed; n += 1) expect((await venue.call('ka10001', PRICE)).status).toBe(200);
      const refusal = await venue.call('ka10001', PRICE);
      expect(refusal.status).toBe(429);
      expect(refusal.body).toEqual({
        return_code: 5,
        return_msg: `허용된 요청 개수를 초과하였습니다[1700:허용된 API 요청 개수를 초과하였습니다. 유량=${allowed}, API ID=ka10001]`,
      });
      expect((await venue.call('kt00001', { qry_tp: '3' })).status).toBe(200);
      for (let n = 0; n < allowed; n += 1)
        expect((await place(venue, { quantity: 1, type: '3' })).body['return_code']).toBe(0);
      expect((await place(venue, { side: 'sell', quantity: 1, type: '3' })).status).toBe(429);
      await venue.options({ kiwoomRateStatus: 200 });
      expect((await venue.call('ka10001', PRICE)).status).toBe(200);
      expect(await venue.ledger()).toMatchObject({ rateViolations: 3, ordersAccepted: allowed });
      await venue.clock.advance(1000);
      expect((await venue.call('ka10001', PRICE)).body['return_code']).toBe(0);
    },
  );

  it('tells a batch that is too large from too many requests', async () => {
    await open();
    const codes = (n: number) => ({ stk_cd: Array.from({ length: n }, () => '005930').join('|') });
    expect((await venue.call('ka10095', codes(100))).body['return_code']).toBe(0);
    const refusal = await venue.call('ka10095', codes(101));
    expect([refusal.status, refusalOf(refusal)]).toEqual([200, '5 1634']);
    expect((await venue.ledger()).rateViolations).toBe(0);
  });
});

describe('the account of an app key', () => {
  it('follows from the key, unless a switch names it', async () => {
    await open();
    const { number, product } = kiwoomAccountOf(APP_KEY);
    expect(number).toMatch(/^[1-9]\d{7}$/);
    expect((await venue.call('ka00001')).body['acctNo']).toBe(number + product);
    expect(kiwoomAccountOf(`${APP_KEY}2`).number).not.toBe(number);
    await venue.options({ kiwoomAccounts: { [APP_KEY]: '5010123401' } });
    expect((await venue.call('ka00001')).body['acctNo']).toBe('5010123401');
  });

  it('is one with the account of that number at the other face', async () => {
    await open();
    await venue.options({ kiwoomAccounts: { [APP_KEY]: '5010123401' } });
    await venue.control('POST', 'account', { account: '50101234-01', cash: 123_456, holdings: [] });
    const { body } = await venue.call('kt00001', { qry_tp: '3' });
    expect(body['entr']).toBe('000000000123456');
  });
});
