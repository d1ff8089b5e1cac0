import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, APP_KEY, APP_SECRET, balance, openVenue, place, type TestVenue } from './venue-client.js';

const BALANCE = '/uapi/domestic-stock/v1/trading/inquire-balance';

describe('the checks before a service, each standing before the next', () => {
  let venue: TestVenue;
  let token: string;
  beforeEach(async () => {
    venue = await openVenue({ ratePerSecond: 1 });
    token = await venue.login();
  });
  afterEach(() => venue.stop());

  /** A balance request on which everything is wrong except what is given. */
  async function ask(headers: Record<string, string>, query = ''): Promise<unknown[]> {
    const { status, body } = await venue.raw('GET', `${BALANCE}?${query}`, { headers });
    return [status, body['rt_cd'], body['msg_cd']];
  }

  it('asks for the app key, then its form, then the secret', async () => {
    expect(await ask({})).toEqual([500, '1', 'EGW00102']);
    expect(await ask({ appkey: APP_KEY })).toEqual([500, '1', 'EGW00104']);
    expect(await ask({ appkey: 'short', appsecret: APP_SECRET })).toEqual([500, '1', 'EGW00103']);
    expect(await ask({ appkey: APP_KEY, appsecret: 'short' })).toEqual([500, '1', 'EGW00304']);
  });

  it('then looks at the token: Bearer, empty, unknown, of another key', async () => {
    const keys = { appkey: APP_KEY, appsecret: APP_SECRET };
    expect(await ask(keys)).toEqual([500, '1', 'EGW00205']);
    expect(await ask({ ...keys, authorization: token })).toEqual([500, '1', 'EGW00205']);
    // fetch trims the blank after Bearer away, so an empty token looks like a missing scheme.
    expect(await ask({ ...keys, authorization: 'Bearer x.y.z' })).toEqual([500, '1', 'EGW00121']);
    const other = { appkey: `${APP_KEY}2`, appsecret: APP_SECRET, authorization: `Bearer ${token}` };
    expect(await ask(other)).toEqual([500, '1', 'EGW00121']);
    expect((await venue.ledger()).rateViolations).toBe(0);
  });

  it('then counts the rate, before it looks at the TR id, and counts every refusal', async () => {
    const good = { appkey: APP_KEY, appsecret: APP_SECRET, authorization: `Bearer ${token}` };
    expect(await ask({ ...good, tr_id: 'NONSENSE' })).toEqual([500, '1', 'EGW02006']);
    expect(await ask({ ...good, tr_id: 'NONSENSE' })).toEqual([500, '1', 'EGW00201']);
    expect(await ask({ ...good, tr_id: 'VTTC8434R' })).toEqual([500, '1', 'EGW00201']);
    const { rateViolations, requestsByTr } = await venue.ledger();
    expect(rateViolations).toBe(2);
    expect(requestsByTr).toEqual({ NONSENSE: 2, VTTC8434R: 1 });
  });

  it('then the TR id, then the fields, then the account', async () => {
    const good = { appkey: APP_KEY, appsecret: APP_SECRET, authorization: `Bearer ${token}` };
    const next = () => venue.clock.advance(1000);
    expect(await ask({ ...good, tr_id: 'TTTC8434R' })).toEqual([500, '1', 'EGW02006']);
    await next();
    expect(await ask({ ...good, tr_id: 'VTTC8434R' })).toEqual([200, '1', 'OPSQ2001']);
    await next();
    expect((await balance(venue, { CANO: '123456789' })).body['msg_cd']).toBe('OPSQ2002');
    await next();
    const account = await balance(venue, { CANO: '5010123x' });
    expect(account.body).toEqual({
      rt_cd: '2',
      msg_cd: 'OPSQ2000',
      msg1: 'ERROR : INPUT INVALID_CHECK_ACNO',
    });
    await next();
    expect((await balance(venue)).body['rt_cd']).toBe('0');
    await next();
    await venue.control('POST', 'options', { accounts: ['5010123402'] });
    expect((await balance(venue)).body['msg_cd']).toBe('OPSQ2000');
    await next();
    expect((await balance(venue, { ACNT_PRDT_CD: '02' })).body['rt_cd']).toBe('0');
  });

  it('frees a place exactly one second after the arrival it was taken by', async () => {
    expect((await balance(venue)).status).toBe(200);
    await venue.clock.advance(999);
    expect((await balance(venue)).body['msg_cd']).toBe('EGW00201');
    await venue.clock.advance(1);
    expect((await balance(venue)).status).toBe(200);
  });
});

describe('paper and live', () => {
  const open: TestVenue[] = [];
  const opened = async (mode: 'paper' | 'live') => {
    const venue = await openVenue({ mode });
    open.push(venue);
    await venue.login();
    return venue;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map(v => v.stop()));
  });

  it('on live answers an unknown TR id with OPSQ0002', async () => {
    const venue = await opened('live');
    const answer = await venue.get('VTTC8434R', 'inquire-balance', {});
    expect([answer.status, answer.body['msg_cd']]).toEqual([200, 'OPSQ0002']);
  });

  it('on paper tells a live id from a service that paper does not offer', async () => {
    const venue = await opened('paper');
    const live = await venue.get('TTTC0084R', 'inquire-psbl-rvsecncl', ACCOUNT);
    expect([live.status, live.body['msg_cd'], live.body['msg1']]).toEqual([
      500,
      'EGW02006',
      '모의투자 TR  이 아닙니다.',
    ]);
    const twin = await venue.get('VTTC8036R', 'inquire-psbl-rvsecncl', ACCOUNT);
    expect([twin.status, twin.body['rt_cd'], twin.body['msg_cd']]).toEqual([200, '1', '90000000']);
    const sellable = await venue.get('VTTC8408R', 'inquire-psbl-sell', ACCOUNT);
    expect(sellable.body['msg_cd']).toBe('90000000');
  });

  it('takes orders under current and legacy ids and in JSON with upper-case keys only', async () => {
    const venue = await opened('paper');
    const order = {
      ...ACCOUNT,
      PDNO: '005930',
      ORD_DVSN: '01',
      ORD_QTY: '1',
      ORD_UNPR: '0',
    };
    expect((await venue.post('VTTC0802U', 'order-cash', order)).body['msg_cd']).toBe('40600000');
    expect((await venue.post('VTTC0801U', 'order-cash', order)).body['msg_cd']).toBe('40590000');
    expect((await venue.post('VTTC0012U', 'order-cash', { ...order, ORD_UNPR: 0 })).body['rt_cd']).toBe('0');
    expect((await venue.post('TTTC0802U', 'order-cash', order)).body['msg_cd']).toBe('EGW02006');
    const lower = Object.fromEntries(Object.entries(order).map(([name, v]) => [name.toLowerCase(), v]));
    expect((await venue.post('VTTC0012U', 'order-cash', lower)).body['msg_cd']).toBe('OPSQ2001');
    const headers = {
      authorization: `Bearer ${await venue.login()}`,
      appkey: APP_KEY,
      appsecret: APP_SECRET,
      tr_id: 'VTTC0012U',
    };
    const path = '/uapi/domestic-stock/v1/trading/order-cash';
    const garbage = await venue.raw('POST', path, { headers, body: '{"CANO":' });
    expect(garbage.status).toBe(500);
  });
});

describe('the server itself', () => {
  let venue: TestVenue;
  beforeEach(async () => {
    venue = await openVenue();
  });
  afterEach(() => venue.stop());

  it('answers unknown paths with 404 in JSON, also near its own addresses', async () => {
    for (const path of [
      '/',
      '/nope',
      '/control/guess/ledger',
      '/common/master/other.zip',
      '/oauth2/tokenP',
    ]) {
      const { status, body } = await venue.raw('GET', path);
      expect([path, status, body['rt_cd']]).toEqual([path, 404, '1']);
    }
    expect((await venue.ledger()).requestsByTr).toEqual({});
  });

  it('refuses a body over 64 KB with 413 and goes on serving', async () => {
    const { status } = await venue.raw('POST', '/oauth2/tokenP', { body: 'x'.repeat(70_000) });
    expect(status).toBe(413);
    expect((await venue.tokenP()).status).toBe(200);
  });

  it('hands out both master files as zip archives', async () => {
    for (const name of ['kospi_code.mst.zip', 'kosdaq_code.mst.zip']) {
      const response = await fetch(`${venue.simulator.masterUrl}/${name}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect([response.status, ...bytes.subarray(0, 4)]).toEqual([200, 0x50, 0x4b, 3, 4]);
    }
  });

  it('refuses a port that is taken with an error that names the code', async () => {
    const port = Number(new URL(venue.simulator.baseUrl).port);
    await expect(openVenue({ port })).rejects.toMatchObject({
      kind: 'input',
      detail: { code: 'EADDRINUSE', port },
    });
  });

  it('frees its port when it stops, even with a request under way', async () => {
    await venue.login();
    await venue.control('POST', 'faults', { kind: 'hang' });
    const hanging = place(venue, { side: 'buy', quantity: 1, type: '01' }).then(
      () => 'answered',
      () => 'cut off',
    );
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    const port = Number(new URL(venue.simulator.baseUrl).port);
    await venue.stop();
    expect(await hanging).toBe('cut off');
    const next = await openVenue({ port });
    await next.stop();
  });
});
