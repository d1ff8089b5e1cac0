import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type KiwoomVenue, numberOf, OPEN_ORDERS, openKiwoom, place, rowsOf } from './kiwoom-client.js';

const running: KiwoomVenue[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(v => v.stop()));
});
async function open(options: Parameters<typeof openKiwoom>[0] = {}): Promise<KiwoomVenue> {
  const venue = await openKiwoom(options);
  running.push(venue);
  return venue;
}

describe('a scripted fault', () => {
  const script = (venue: KiwoomVenue, fault: object) =>
    venue.control('POST', 'faults', { match: { tr: 'kt10000' }, ...fault });
  const buy = (venue: KiwoomVenue) => place(venue, { quantity: 1, type: '3' });

  it('matches by api-id, and may carry the order out all the same', async () => {
    const venue = await open();
    await venue.login();
    await script(venue, { kind: 'empty500', commit: true });
    expect((await venue.call('ka10001', { stk_cd: '005930' })).status).toBe(200);
    expect((await buy(venue)).status).toBe(500);
    expect((await buy(venue)).status).toBe(200);
    expect(await venue.ledger()).toMatchObject({ ordersAccepted: 2, faultsServed: 1 });
  });

  it('after processing leaves the order and cuts the answer', async () => {
    const venue = await open();
    await venue.login();
    await script(venue, { kind: 'resetAfter' });
    await expect(buy(venue)).rejects.toThrow('fetch failed');
    expect((await venue.ledger()).ordersAccepted).toBe(1);
    await script(venue, { kind: 'resetBefore' });
    await expect(buy(venue)).rejects.toThrow('fetch failed');
    expect((await venue.ledger()).ordersAccepted).toBe(1);
  });

  it('speaks the words of this face: no order number, a refusal for rate, maintenance', async () => {
    const venue = await open();
    await venue.login();
    await script(venue, { kind: 'noOrderNumber' });
    expect((await buy(venue)).body).toMatchObject({ ord_no: '', return_code: 0 });
    await script(venue, { kind: 'rateRefusal' });
    const refusal = await buy(venue);
    expect(refusal.status).toBe(429);
    expect(refusal.body['return_msg']).toMatch(/\[1700:.*API ID=kt10000\]$/);
    await script(venue, { kind: 'maintenance' });
    expect([(await buy(venue)).status, (await venue.ledger()).rateViolations]).toEqual([500, 0]);
  });

  it('may hit the token service by its path', async () => {
    const venue = await open();
    await venue.control('POST', 'faults', { match: { path: '/oauth2/token' }, kind: 'html502' });
    expect((await venue.issue()).status).toBe(502);
    expect((await venue.issue()).body['return_code']).toBe(0);
    expect(await venue.ledger()).toMatchObject({ tokenRequests: 2, tokensIssued: 1 });
  });
});

describe('control', () => {
  it('ends the tokens of one app key, or of all', async () => {
    const venue = await open();
    const other = 'another-app-key-of-43-characters-0123456789';
    await venue.login(other);
    await venue.login();
    expect((await venue.control('POST', 'revoke', { appKey: other })).body).toEqual({ ended: 1 });
    expect((await venue.call('ka00001')).body['return_code']).toBe(0);
    expect((await venue.control('POST', 'revoke')).body).toEqual({ ended: 1 });
    expect((await venue.call('ka00001')).body['return_code']).toBe(3);
  });

  it('resets the rate and the switches, and tokens on demand', async () => {
    const venue = await open({ kiwoomRatePerSecond: 1 });
    await venue.login();
    await venue.call('ka00001');
    expect((await venue.call('ka00001')).status).toBe(429);
    await venue.options({ kiwoomPageRows: 3 });
    await venue.control('POST', 'reset', {});
    expect((await venue.call('ka00001')).status).toBe(200);
    expect((await venue.control('POST', 'options', {})).body).toMatchObject({ kiwoomPageRows: 100 });
    await venue.control('POST', 'reset', { tokens: true });
    expect((await venue.call('ka00001')).body['return_code']).toBe(3);
  });
});

describe('the state file', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await mkdtemp(join(tmpdir(), 'kiwoom-simulator-')), 'state.json');
  });
  afterEach(() => rm(dirname(file), { recursive: true, force: true }));

  it('brings tokens and orders of this face over a restart', async () => {
    const before = await openKiwoom({ stateFile: file });
    const token = await before.login();
    const quote = await before.call('ka10001', { stk_cd: '000660' });
    const low = BigInt(String(quote.body['lst_pric']).slice(1));
    const number = numberOf(await place(before, { quantity: 1, price: low, code: '000660' }));
    await before.stop();
    const after = await open({ stateFile: file });
    const authorization = `Bearer ${token}`;
    const open_ = await after.call('ka10075', OPEN_ORDERS, { authorization });
    expect(rowsOf(open_, 'oso').map(r => r['ord_no'])).toEqual([number]);
    expect(await after.login()).toBe(token);
    expect((await after.ledger()).tokensIssued).toBe(1);
  });

  it('from before this face is taken as it is', async () => {
    const before = await openKiwoom({ stateFile: file });
    await before.login();
    await place(before, { side: 'sell', quantity: 1, type: '3', code: '035420' });
    await place(before, { quantity: 1, type: '3' });
    await before.stop();
    const record = z.record(z.string(), z.unknown());
    const orders = z.array(record);
    const { kiwoom: _tokens, ...old } = record.parse(JSON.parse(await readFile(file, 'utf8')));
    const { requestsByPath: _paths, ...ledger } = record.parse(old['ledger']);
    const bare = orders.parse(old['orders']).map(({ basis: _basis, ...order }) => order);
    await writeFile(file, JSON.stringify({ ...old, ledger, orders: bare }));
    const warnings: string[] = [];
    const after = await open({ stateFile: file, log: (_level, event) => warnings.push(event) });
    expect(warnings).toEqual([]);
    expect((await after.ledger()).orders).toHaveLength(bare.length);
    expect(bare.length).toBeGreaterThan(0);
  });
});
