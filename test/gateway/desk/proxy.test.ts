import { expect, it } from 'vitest';
import { z } from 'zod';
import { DeskError, type ProxyAnswer, type ProxyRequest, type ReadProxy } from '../../../src/core/index.js';
import { gatewayAtExchange } from './at-exchange.js';

const ROOT = '/api/v1/proxy/kis';
const PRICE = '/uapi/domestic-stock/v1/quotations/inquire-price';
const BALANCE = '/uapi/domestic-stock/v1/trading/inquire-balance';
const ISSUE = 'FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930';
const BALANCE_QUERY =
  'AFHR_FLPR_YN=N&OFL_YN=&INQR_DVSN=02&UNPR_DVSN=01&FUND_STTL_ICLD_YN=N&FNCG_AMT_AUTO_RDPT_YN=N&PRCS_DVSN=00' +
  '&CTX_AREA_FK100=&CTX_AREA_NK100=';

it('gives the broker’s own answer, page by page', async () => {
  const { rig, key, exchange } = await gatewayAtExchange();
  const price = await rig.get(`${ROOT}${PRICE}?${ISSUE}`, { ...key, tr_id: 'FHKST01010100' });
  expect(price).toMatchObject({ status: 200, json: { rt_cd: '0', output: { stck_shrn_iscd: '005930' } } });
  const own = `CANO=50101234&ACNT_PRDT_CD=01&${BALANCE_QUERY}`;
  const balance = await rig.get(`${ROOT}${BALANCE}?${own}`, { ...key, tr_id: 'TTTC8434R' });
  expect(balance).toMatchObject({ status: 200, headers: { tr_cont: 'F' } });
  expect(balance.json).toHaveProperty('output1.length', 50);
  const keys = z.object({ ctx_area_fk100: z.string(), ctx_area_nk100: z.string() }).parse(balance.json);
  const next = own
    .replace('FK100=', `FK100=${encodeURIComponent(keys.ctx_area_fk100)}`)
    .replace('NK100=', `NK100=${encodeURIComponent(keys.ctx_area_nk100)}`);
  const rest = await rig.get(`${ROOT}${BALANCE}?${next}`, { ...key, tr_id: 'TTTC8434R', tr_cont: 'N' });
  expect(rest).toMatchObject({ status: 200, headers: { tr_cont: 'E' } });
  expect(rest.json).toHaveProperty('output1.length', 5);
  expect(await exchange.requests('TTTC8434R')).toBe(2);
});

it('asks for no account that was not given to the caller, however its name is written', async () => {
  const { rig, key, exchange } = await gatewayAtExchange();
  const other = { 'x-api-key': rig.parts.keys.add('other', ['read'], { accounts: ['50109999-01'] }) };
  const account = 'CANO=50101234&ACNT_PRDT_CD=01';
  for (const [query, headers, status] of [
    [account, other, 404],
    ['CANO=50107777&ACNT_PRDT_CD=01', key, 404],
    ['CANO=50101234&ACNT_PRDT_CD=22', key, 404],
    [`cano=50107777&${account}`, key, 404],
    ['CANO=50101234', key, 400],
    [`${account}&CANO=50107777`, key, 400],
    ['', key, 400],
  ] as const) {
    const path = `${ROOT}${BALANCE}?${BALANCE_QUERY}&${query}`;
    expect((await rig.get(path, { ...headers, tr_id: 'TTTC8434R' })).status, query).toBe(status);
  }
  const smuggled = `${ROOT}${PRICE}?${ISSUE}&${account}`;
  expect((await rig.get(smuggled, { ...other, tr_id: 'FHKST01010100' })).status).toBe(404);
  expect(await exchange.requests('TTTC8434R')).toBe(0);
  expect(await exchange.requests('FHKST01010100')).toBe(0);
});

it('number and product both have to be those of an account that was given', async () => {
  const proxy: ReadProxy = {
    services: [{ path: '/a/b', trIds: ['TTTC8434R'], name: '잔고', ofAccount: true }],
    read: async () => ({ status: 200, trCont: '', body: {} }),
    examine: async () => undefined,
  };
  const { rig, key } = await gatewayAtExchange({ proxy });
  const get = (query: string) => rig.get(`${ROOT}/a/b?${query}`, { ...key, tr_id: 'TTTC8434R' });
  expect((await get('CANO=50101234&ACNT_PRDT_CD=01')).status).toBe(200);
  expect((await get('CANO=50101234&ACNT_PRDT_CD=22')).status).toBe(404);
  expect((await get('CANO=50109999&ACNT_PRDT_CD=01')).status).toBe(404);
  const other = { 'x-api-key': rig.parts.keys.add('other', ['read'], { accounts: [] }), tr_id: 'TTTC8434R' };
  expect((await rig.get(`${ROOT}/a/b?CANO=50101234&ACNT_PRDT_CD=01`, other)).status).toBe(404);
});

it('what is not on the list cannot be asked for, orders least of all', async () => {
  const { rig, key, exchange } = await gatewayAtExchange();
  const order = '/uapi/domestic-stock/v1/trading/order-cash';
  expect((await rig.get(`${ROOT}${order}`, { ...key, tr_id: 'TTTC0012U' })).status).toBe(404);
  expect((await rig.send('POST', `${ROOT}${order}`, {}, { ...key, tr_id: 'TTTC0012U' })).status).toBe(404);
  expect((await rig.get(`${ROOT}${PRICE}?${ISSUE}`, { ...key, tr_id: 'TTTC0012U' })).status).toBe(404);
  expect((await rig.get(`${ROOT}${PRICE}?${ISSUE}`, key)).status).toBe(400);
  expect((await rig.get(`${ROOT}${PRICE}?${ISSUE}`, { tr_id: 'FHKST01010100' })).status).toBe(403);
  expect(await exchange.requests('TTTC0012U')).toBe(0);
});

it('lists its services', async () => {
  const { rig, key, exchange } = await gatewayAtExchange();
  const { json } = await rig.get(ROOT, key);
  expect(json).toHaveProperty('services.length', exchange.kis.proxy.services.length);
  expect(json).toMatchObject({
    services: expect.arrayContaining([
      {
        path: BALANCE,
        tr_ids: expect.arrayContaining(['TTTC8434R']),
        name: '주식잔고조회',
        of_account: true,
      },
    ]),
  });
});

it('hands on what was asked as it was asked, and another status of the broker as 502 with its body', async () => {
  const asked: ProxyRequest[] = [];
  let answer: ProxyAnswer | DeskError = { status: 500, trCont: '', body: { rt_cd: '1', msg_cd: 'EGW00201' } };
  const proxy: ReadProxy = {
    services: [{ path: '/a/b', trIds: ['FHKST01010100'], name: '시세', ofAccount: false }],
    async read(request) {
      asked.push(request);
      if (answer instanceof DeskError) throw answer;
      return answer;
    },
    examine: async () => undefined,
  };
  const { rig, key } = await gatewayAtExchange({ proxy });
  const headers = { ...key, tr_id: 'FHKST01010100' };
  const get = (query = '') => rig.get(`${ROOT}/a/b?${query}`, { ...headers, tr_cont: 'N' });
  expect(await get('B=%EA%B0%80&A=')).toMatchObject({ status: 502, json: { msg_cd: 'EGW00201' } });
  expect(asked).toEqual([
    { path: '/a/b', trId: 'FHKST01010100', params: { B: '가', A: '' }, continued: true },
  ]);
  answer = { status: 200, trCont: 'D', body: { rt_cd: '1' } };
  expect(await get()).toMatchObject({ status: 200, headers: { tr_cont: 'D' }, json: { rt_cd: '1' } });
  answer = new DeskError('busy', 'queue full');
  expect((await get()).status).toBe(503);
  expect((await get('A=1&A=2')).status).toBe(400);
  expect((await get(`A=${'x'.repeat(201)}`)).status).toBe(400);
  expect((await get('A.b=1')).status).toBe(400);
  expect((await rig.get(`${ROOT}/a/b`, { ...headers, tr_cont: 'M' })).status).toBe(400);
  expect(asked).toHaveLength(3);
});
