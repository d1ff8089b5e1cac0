import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_KEY, APP_SECRET, balance, openVenue, type TestVenue } from './venue-client.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('tokenP', () => {
  let venue: TestVenue;
  beforeEach(async () => {
    venue = await openVenue();
  });
  afterEach(() => venue.stop());

  it('answers a token with its expiry in KST and a number of seconds', async () => {
    const { status, body } = await venue.tokenP();
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      'access_token',
      'access_token_token_expired',
      'token_type',
      'expires_in',
    ]);
    expect(body['access_token']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(String(body['access_token']).length).toBeLessThanOrEqual(350);
    expect(body['access_token_token_expired']).toBe('2026-11-24 10:00:00');
    expect(body['token_type']).toBe('Bearer');
    expect(body['expires_in']).toBe(86_400);
  });

  it('refuses the second call of a key within a minute with 403 EGW00133, and takes the next after it', async () => {
    await venue.tokenP();
    await venue.clock.advance(MINUTE - 1);
    const second = await venue.tokenP();
    expect([second.status, second.body['error_code']]).toEqual([403, 'EGW00133']);
    expect(second.body['error_description']).toBe('접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)');
    expect((await venue.tokenP(`other-${APP_KEY}`)).status).toBe(200);
    await venue.clock.advance(1);
    expect((await venue.tokenP()).status).toBe(200);
    expect(await venue.ledger()).toMatchObject({ tokenRequests: 4, tokensIssued: 2 });
  });

  it('hands out the same token with its old expiry within six hours, and a new one after them', async () => {
    const first = await venue.tokenP();
    await venue.clock.advance(6 * HOUR - 1);
    const same = await venue.tokenP();
    expect(same.body).toEqual(first.body);
    await venue.clock.advance(MINUTE);
    const fresh = await venue.tokenP();
    expect(fresh.body['access_token']).not.toBe(first.body['access_token']);
    expect(fresh.body['access_token_token_expired']).toBe('2026-11-24 16:00:59');
    expect((await venue.ledger()).tokensIssued).toBe(2);
  });

  it('hands out even a revoked token again within six hours, which stays dead', async () => {
    const token = await venue.login();
    const revoked = await venue.raw('POST', '/oauth2/revokeP', {
      body: JSON.stringify({ appkey: APP_KEY, appsecret: APP_SECRET, token }),
    });
    expect(revoked.body).toEqual({ code: 200, message: '접근토큰 폐기에 성공하였습니다' });
    await venue.clock.advance(MINUTE);
    expect(await venue.login()).toBe(token);
    const answer = await balance(venue);
    expect([answer.status, answer.body['msg_cd']]).toEqual([500, 'EGW00121']);
    await venue.clock.advance(6 * HOUR);
    expect(await venue.login()).not.toBe(token);
    expect((await balance(venue)).body['rt_cd']).toBe('0');
  });

  it('ends the old token when a new one is minted, unless told to let it serve', async () => {
    const old = await venue.login();
    await venue.clock.advance(6 * HOUR);
    await venue.tokenP();
    const dead = await venue.raw('GET', '/uapi/domestic-stock/v1/trading/inquire-balance', {
      headers: { authorization: `Bearer ${old}`, appkey: APP_KEY, appsecret: APP_SECRET },
    });
    expect(dead.body['msg_cd']).toBe('EGW00121');
    await venue.stop();

    venue = await openVenue();
    await venue.control('POST', 'options', { oldTokenServes: true });
    await venue.login();
    await venue.clock.advance(6 * HOUR);
    await venue.tokenP();
    expect((await balance(venue)).body['rt_cd']).toBe('0');
  });

  it('refuses malformed keys with 403 and their own codes', async () => {
    const codeOf = async (appKey: string, secret: string) => {
      const { status, body } = await venue.tokenP(appKey, secret);
      return [status, body['error_code']];
    };
    expect(await codeOf('short', APP_SECRET)).toEqual([403, 'EGW00103']);
    expect(await codeOf(APP_KEY, 'short')).toEqual([403, 'EGW00105']);
    expect(await codeOf('', APP_SECRET)).toEqual([403, 'EGW00102']);
    expect(await codeOf(APP_KEY, '')).toEqual([403, 'EGW00104']);
    expect(await codeOf('made-up-for-a-try', 'another-made-up-one')).toEqual([200, undefined]);
    await venue.control('POST', 'options', { lenientKeys: false });
    expect(await codeOf('made-up-for-a-try', APP_SECRET)).toEqual([403, 'EGW00103']);
    expect(await codeOf(APP_KEY, APP_SECRET)).toEqual([200, undefined]);
    await venue.control('POST', 'options', { appKeys: ['somebody-else-entirely'] });
    expect(await codeOf(APP_KEY, APP_SECRET)).toEqual([403, 'EGW00103']);
  });

  it('ends tokens on demand: revoked ones answer EGW00121, expired ones EGW00123 and a new mint is possible', async () => {
    const token = await venue.login();
    await venue.control('POST', 'revoke', { as: 'expired' });
    const expired = await balance(venue);
    expect([expired.status, expired.body['msg_cd']]).toEqual([500, 'EGW00123']);
    await venue.clock.advance(MINUTE);
    expect(await venue.login()).not.toBe(token);
    await venue.control('POST', 'revoke', {});
    const revoked = await balance(venue);
    expect([revoked.status, revoked.body['msg_cd']]).toEqual([500, 'EGW00121']);
  });
});

describe('the other addresses without a token', () => {
  let venue: TestVenue;
  beforeEach(async () => {
    venue = await openVenue();
  });
  afterEach(() => venue.stop());

  it('gives an approval key for `secretkey`, which appsecret does not replace', async () => {
    const ask = (body: object) => venue.raw('POST', '/oauth2/Approval', { body: JSON.stringify(body) });
    const grant = { grant_type: 'client_credentials', appkey: APP_KEY };
    const given = await ask({ ...grant, secretkey: APP_SECRET });
    expect(given.body['approval_key']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect((await ask({ ...grant, appsecret: APP_SECRET })).body['error_code']).toBe('EGW00104');
  });

  it('gives 64 hex digits for a body that depend on the body', async () => {
    const headers = { appkey: APP_KEY, appsecret: APP_SECRET };
    const ask = (body: object) => venue.raw('POST', '/uapi/hashkey', { headers, body: JSON.stringify(body) });
    const first = await ask({ CANO: '50101234', ORD_QTY: '1' });
    const second = await ask({ CANO: '50101234', ORD_QTY: '2' });
    expect(first.body['HASH']).toMatch(/^[0-9a-f]{64}$/);
    expect(first.body['BODY']).toEqual({ CANO: '50101234', ORD_QTY: '1' });
    expect(second.body['HASH']).not.toBe(first.body['HASH']);
  });
});
