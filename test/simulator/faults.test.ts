import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  APP_KEY,
  APP_SECRET,
  balance,
  openVenue,
  orderNumberOf,
  place,
  type TestVenue,
} from './venue-client.js';

const PATH = '/uapi/domestic-stock/v1/trading/order-cash';
const BUY = 'VTTC0012U';

let venue: TestVenue;
beforeEach(async () => {
  venue = await openVenue();
});
afterEach(() => venue.stop());

const script = (fault: object) =>
  venue.control('POST', 'faults', { match: { tr: BUY }, ...fault }).then(a => expect(a.status).toBe(200));
const buy = () => place(venue, { side: 'buy', quantity: 1, type: '01' });
const accepted = async () => (await venue.ledger()).ordersAccepted;

/** What a client sees on the bare socket: the bytes that came, and how the connection ended. */
async function rawBuy(): Promise<{ text: string; ended: 'reset' | 'end' }> {
  const token = await venue.login();
  const body = JSON.stringify({
    CANO: '50101234',
    ACNT_PRDT_CD: '01',
    PDNO: '005930',
    ORD_DVSN: '01',
    ORD_QTY: '1',
    ORD_UNPR: '0',
  });
  const head = [
    `POST ${PATH} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `authorization: Bearer ${token}`,
    `appkey: ${APP_KEY}`,
    `appsecret: ${APP_SECRET}`,
    `tr_id: ${BUY}`,
  ].join('\r\n');
  return new Promise(resolve => {
    let text = '';
    const socket = connect(Number(new URL(venue.simulator.baseUrl).port), '127.0.0.1', () => {
      socket.write(`${head}\r\n\r\n${body}`);
    });
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on('error', () => resolve({ text, ended: 'reset' }));
    socket.on('end', () => resolve({ text, ended: 'end' }));
  });
}

describe('scripted faults', () => {
  it('resetBefore resets the socket and leaves no order', async () => {
    await script({ kind: 'resetBefore' });
    expect(await rawBuy()).toEqual({ text: '', ended: 'reset' });
    expect(await accepted()).toBe(0);
  });

  it('resetAfter resets the socket and leaves exactly one accepted order', async () => {
    await script({ kind: 'resetAfter' });
    expect(await rawBuy()).toEqual({ text: '', ended: 'reset' });
    const { ordersAccepted, orders } = await venue.ledger();
    expect([ordersAccepted, orders.length]).toEqual([1, 1]);
  });

  it('truncate ends the connection halfway through the answer, the order standing', async () => {
    await script({ kind: 'truncate' });
    const { text, ended } = await rawBuy();
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const promised = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(ended).toBe('end');
    expect(body.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(body)).toBeLessThan(promised);
    expect(await accepted()).toBe(1);
  });

  it.each([
    [{ kind: 'empty500' }, 500, ''],
    [{ kind: 'status', status: 503, body: 'busy' }, 503, 'busy'],
    [{ kind: 'status', body: { rt_cd: '1', msg_cd: 'EGW00202' } }, 500, '{"rt_cd":"1","msg_cd":"EGW00202"}'],
    [{ kind: 'maintenance' }, 500, '{"rt_cd":"1","msg_cd":"","msg1":""}'],
  ])('%j is answered in place of the service, which does nothing', async (fault, status, text) => {
    await venue.login();
    await script(fault);
    const answer = await buy();
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(await accepted()).toBe(0);
    expect((await buy()).body['rt_cd']).toBe('0');
  });

  it('commit carries the request out behind the wrong answer', async () => {
    await venue.login();
    await script({ kind: 'status', status: 200, body: { rt_cd: '0', msg_cd: 'IGW00009' }, commit: true });
    expect((await buy()).body['msg_cd']).toBe('IGW00009');
    expect(await accepted()).toBe(1);
  });

  it('html502 is a page of HTML', async () => {
    await venue.login();
    await script({ kind: 'html502' });
    const answer = await buy();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(answer.text).toMatch(/^<html>/);
  });

  it('rateRefusal looks like a breach of the rate but is not counted as one', async () => {
    await venue.login();
    await script({ kind: 'rateRefusal' });
    const answer = await buy();
    expect([answer.status, answer.body['msg_cd']]).toEqual([500, 'EGW00201']);
    expect(await venue.ledger()).toMatchObject({ rateViolations: 0, faultsServed: 1, ordersAccepted: 0 });
  });

  it('notJson and noOrderNumber spoil the answer of an order that was taken', async () => {
    await venue.login();
    await script({ kind: 'notJson' });
    await script({ kind: 'noOrderNumber' });
    const garbled = await buy();
    expect([garbled.status, garbled.body]).toEqual([200, {}]);
    const numberless = await buy();
    expect([numberless.body['rt_cd'], orderNumberOf(numberless)]).toEqual(['0', '']);
    expect(await accepted()).toBe(2);
  });

  it('drip gives the right answer a byte at a time by the clock', async () => {
    await venue.login();
    await script({ kind: 'drip', ms: 50 });
    const waiting = { done: false };
    const answer = buy().finally(() => {
      waiting.done = true;
    });
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    await venue.clock.advance(500);
    expect(waiting.done).toBe(false);
    while (!waiting.done) await venue.clock.advance(1000);
    expect((await answer).body['msg_cd']).toBe('40600000');
  });

  it('delay gives the right answer late, by the clock', async () => {
    await venue.login();
    await script({ kind: 'delay', ms: 30_000 });
    const waiting = { done: false };
    const answer = buy().finally(() => {
      waiting.done = true;
    });
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    await venue.clock.advance(29_999);
    expect(waiting.done).toBe(false);
    await venue.clock.advance(1);
    expect((await answer).body['msg_cd']).toBe('40600000');
  });

  it('hang never answers and does nothing', async () => {
    await venue.login();
    await script({ kind: 'hang' });
    const answer = buy().catch(() => 'cut off');
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    await venue.clock.advance(60_000);
    expect(await accepted()).toBe(0);
    await venue.stop();
    expect(await answer).toBe('cut off');
    venue = await openVenue();
  });

  it('lateCommit never answers, and the order appears when its time has come', async () => {
    await venue.login();
    await script({ kind: 'lateCommit', ms: 8000 });
    const answer = buy().catch(() => 'cut off');
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    await venue.clock.advance(7999);
    expect(await accepted()).toBe(0);
    await venue.clock.advance(1);
    expect(await accepted()).toBe(1);
    await venue.stop();
    expect(await answer).toBe('cut off');
    venue = await openVenue();
  });

  it('lateCommit also falls due when the simulator itself is moved forward', async () => {
    await venue.login();
    await script({ kind: 'lateCommit', ms: 83_000 });
    const answer = buy().catch(() => 'cut off');
    while ((await venue.ledger()).faultsServed === 0) await new Promise(r => setImmediate(r));
    await venue.control('POST', 'clock', { advanceMs: 83_000 });
    expect(await accepted()).toBe(1);
    await venue.stop();
    expect(await answer).toBe('cut off');
    venue = await openVenue();
  });
});

describe('several late commits', () => {
  const DELAYS = [200_000, 1_000, 83_000, 8_000, 30_000];
  const dueOf = (begun: number) => DELAYS.map(ms => begun + ms).sort((a, b) => a - b);

  /** Five orders that nobody hears of, each with a delay of its own. */
  async function commitLate(): Promise<void> {
    await venue.login();
    await venue.control(
      'POST',
      'faults',
      DELAYS.map(ms => ({ match: { tr: BUY }, kind: 'lateCommit', ms })),
    );
    for (const nth of DELAYS.keys()) {
      void buy().catch(() => undefined);
      while ((await venue.ledger()).faultsServed === nth) await new Promise(r => setImmediate(r));
    }
  }

  it('happen each at its moment by the given clock', async () => {
    const begun = venue.clock.now();
    await commitLate();
    for (const [nth, due] of dueOf(begun).entries()) {
      await venue.clock.advance(due - venue.clock.now() - 1);
      expect(await accepted()).toBe(nth);
      await venue.clock.advance(1);
      expect(await accepted()).toBe(nth + 1);
    }
    expect((await venue.ledger()).orders.map(order => order.at)).toEqual(dueOf(begun));
  });

  it('happen each at its moment when the simulator alone is moved past them all', async () => {
    const begun = venue.clock.now();
    await commitLate();
    await venue.control('POST', 'clock', { advanceMs: 3_600_000 });
    expect((await venue.ledger()).orders.map(order => order.at)).toEqual(dueOf(begun));
    expect(await accepted()).toBe(5);
  });

  it('happen when each clock has gone part of the way', async () => {
    await commitLate();
    await venue.control('POST', 'clock', { advanceMs: 29_000 });
    expect(await accepted()).toBe(2);
    venue.clock.step(1_000);
    expect(await accepted()).toBe(3);
  });
});

it('every answer is dated by the clock of the simulator', async () => {
  const dateOf = async () => Date.parse((await venue.tokenP()).headers.get('date') ?? '');
  expect(await dateOf()).toBe(venue.clock.now());
  await venue.control('POST', 'clock', { advanceMs: 90_000 });
  expect(await dateOf()).toBe(venue.clock.now() + 90_000);
});

describe('the list of faults', () => {
  beforeEach(async () => {
    await venue.login();
  });

  it('hits what matches, as often as told, after letting some pass', async () => {
    await venue.control('POST', 'faults', [
      {
        match: { path: '/uapi/domestic-stock/v1/trading/inquire-balance' },
        kind: 'empty500',
        skip: 1,
        times: 2,
      },
    ]);
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await balance(venue)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect((await buy()).status).toBe(200);
  });

  it('is emptied by DELETE, and refuses what it does not understand', async () => {
    await script({ kind: 'empty500', times: 9 });
    await venue.control('DELETE', 'faults');
    expect((await buy()).status).toBe(200);
    expect((await venue.control('POST', 'faults', { kind: 'explode' })).status).toBe(400);
    for (const name of ['nonsense', 'constructor', '__proto__', '']) {
      expect((await venue.control('POST', name, {})).status).toBe(404);
    }
    expect((await venue.control('GET', 'faults')).text).toBe('[]');
  });

  it('does not shield a client from the rate: requests hit by a fault count', async () => {
    await venue.control('POST', 'options', { ratePerSecond: 1 });
    await venue.clock.advance(1000);
    await script({ kind: 'empty500', times: 2 });
    await buy();
    await buy();
    expect((await venue.ledger()).rateViolations).toBe(1);
  });
});

describe('reset', () => {
  it('empties orders, accounts, counts, faults and switches, and keeps tokens unless told otherwise', async () => {
    await venue.login();
    await buy();
    await script({ kind: 'empty500' });
    await venue.control('POST', 'options', { halted: ['005930'] });
    await venue.control('POST', 'reset');
    expect(await venue.ledger()).toMatchObject({
      tokenRequests: 0,
      requestsByTr: {},
      ordersAccepted: 0,
      orders: [],
    });
    expect((await buy()).body['rt_cd']).toBe('0');
    await venue.control('POST', 'reset', { tokens: true });
    expect((await buy()).body['msg_cd']).toBe('EGW00121');
  });
});
