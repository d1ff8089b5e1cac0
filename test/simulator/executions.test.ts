import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { change, openVenue, orderNumberOf, place, rowOf, type TestVenue } from './venue-client.js';
import { ask, decrypted, next, socketsAt, type VenueSockets } from './venue-socket.js';

let venue: TestVenue;
let sockets: VenueSockets;
afterEach(async () => {
  sockets.close();
  await venue.stop();
});

async function open(options: Partial<SimulatorOptions> = {}): Promise<void> {
  venue = await openVenue(options);
  sockets = socketsAt(venue);
  await venue.login();
}

interface Listening {
  readonly socket: WebSocket;
  readonly frames: string[];
  /** The slots of the next so many records. */
  records(count: number): Promise<readonly (readonly string[])[]>;
}

async function listen(htsId = 'someone', tr = 'H0STCNI9'): Promise<Listening> {
  const socket = await sockets.connect();
  const ack = await ask(socket, await sockets.approval(), htsId, '1', tr);
  const output = ack.body?.output ?? { key: '', iv: '' };
  const frames: string[] = [];
  socket.on('message', (data: Buffer) => frames.push(data.toString()));
  return {
    socket,
    frames,
    async records(count) {
      await expect.poll(() => frames.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
      return frames.splice(0, count).map(frame => decrypted(frame, output));
    },
  };
}

const price = async (field: string) => {
  const fields = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' };
  const quote = await venue.get('FHKST01010100', '/uapi/domestic-stock/v1/quotations/inquire-price', fields);
  return Number(rowOf(quote)[field]);
};

/** CNTG_YN and ACPT_YN together, and CNTG_QTY. */
const kindOf = (record: readonly string[]) => `${record[13]}${record[14]} ${Number(record[9])}`;

test('an order is told of as it is taken and as it fills, in the 23 slots seen on the wire', async () => {
  await open();
  const listening = await listen();
  const number = orderNumberOf(await place(venue, { side: 'buy', quantity: 1, type: '01' }));
  expect(listening.frames[0]).toMatch(/^1\|H0STCNI9\|001\|[A-Za-z0-9+/]+=*$/);
  const [receipt = [], fill = []] = await listening.records(2);
  expect(receipt.join('^')).toBe(
    `someone^5010123401^${number}^^02^0^01^0^005930^0000000001^000000000^100000^0^1^1^00950^000000001^홍길동^1Y^10^^삼성전자^`,
  );
  const paid = String((await venue.ledger()).orders[0]?.filledAmount).padStart(9, '0');
  expect(fill.join('^')).toBe(
    `someone^5010123401^${number}^^02^0^00^0^005930^0000000001^${paid}^100000^0^2^2^00950^000000001^홍길동^1Y^10^^삼성전자^000000000`,
  );
});

test('the documented 26 fields have stop price, exchange, popup flag and a filler of their own', async () => {
  await open({ mode: 'live' });
  await venue.control('POST', 'options', { executionFields: 26 });
  const listening = await listen('someone', 'H0STCNI0');
  const low = await price('stck_llam');
  await place(venue, { side: 'buy', quantity: 2, price: low, exchange: 'NXT' });
  const [receipt = []] = await listening.records(1);
  expect(receipt).toHaveLength(26);
  expect(receipt.slice(15)).toEqual([
    '03930',
    '000000002',
    '홍길동',
    '',
    '2',
    'Y',
    '',
    '10',
    '',
    '삼성전자',
    String(low).padStart(9, '0'),
  ]);
});

test('an amendment and a cancel name the order they are about', async () => {
  await open();
  const low = await price('stck_llam');
  const first = orderNumberOf(await place(venue, { side: 'buy', quantity: 5, price: low }));
  const listening = await listen();
  const amended = orderNumberOf(await change(venue, 'amend', { number: first, price: low, quantity: 3 }));
  const cancelled = orderNumberOf(await change(venue, 'cancel', { number: amended }));
  const records = await listening.records(2);
  expect(records.map(record => [...record.slice(2, 6), kindOf(record)])).toEqual([
    [amended, first, '02', '1', '11 3'],
    [cancelled, amended, '02', '2', '11 3'],
  ]);
});

test('every level of the book that an order takes is a fill of its own, and an IOC rest is told as cancelled', async () => {
  await open();
  await venue.control('POST', 'account', { account: '5010123401', cash: 1_000_000_000_000 });
  const listening = await listen();
  await place(venue, { side: 'buy', quantity: 1_000_000, type: '13' });
  const [order] = (await venue.ledger()).orders;
  const { filled = 0, quantity = 0, filledAmount = 0 } = order ?? {};
  await expect.poll(() => listening.frames.length, { interval: 5 }).toBe(12);
  const [receipt = [], ...rest] = await listening.records(12);
  const fills = rest.slice(0, -1);
  expect(receipt[7]).toBe('1');
  expect(kindOf(rest.at(-1) ?? [])).toBe(`13 ${quantity - filled}`);
  expect(fills.reduce((sum, fill) => sum + Number(fill[9]), 0)).toBe(filled);
  expect(fills.reduce((sum, fill) => sum + Number(fill[9]) * Number(fill[10]), 0)).toBe(filledAmount);
});

test('an order that trades with time is told of without any request, and so is one placed by hand', async () => {
  await open();
  const listening = await listen();
  const resting = { account: '5010123401', side: 'buy', code: '005930', type: '00', quantity: 3 };
  await venue.control('POST', 'hand-order', { ...resting, price: await price('stck_llam') });
  await venue.control('POST', 'hand-order', { ...resting, price: await price('stck_lwpr') });
  const near = Number((await venue.ledger()).orders[1]?.price);
  expect((await listening.records(2)).map(kindOf)).toEqual(['11 3', '11 3']);
  for (let minute = 0; minute < 240 && listening.frames.length === 0; minute += 1) {
    await venue.clock.advance(60_000);
    listening.frames.splice(0, listening.frames.length, ...listening.frames.filter(f => f.startsWith('1')));
  }
  const [fill = []] = await listening.records(1);
  expect([kindOf(fill), Number(fill[10])]).toEqual(['22 3', near]);
});

test('an HTS id that the venue does not know ends the session without a close frame', async () => {
  await open();
  await venue.control('POST', 'options', { htsIds: ['known'] });
  const socket = await sockets.connect();
  const closed = once(socket, 'close');
  const unanswered = ask(socket, await sockets.approval(), 'unknown', '1', 'H0STCNI9');
  unanswered.catch(() => undefined);
  expect((await closed)[0]).toBe(1006);
  await listen('known');
});

test('the notices of the other environment are no service of this one', async () => {
  await open();
  const socket = await sockets.connect();
  const answer = await ask(socket, await sockets.approval(), 'someone', '1', 'H0STCNI0');
  expect(answer.body?.msg_cd).toBe('OPSP8991');
});

test('who ends the registration hears no more', async () => {
  await open();
  const listening = await listen();
  await ask(listening.socket, await sockets.approval(), 'someone', '2', 'H0STCNI9');
  listening.frames.splice(0);
  await place(venue, { side: 'buy', quantity: 1, type: '01' });
  await ask(listening.socket, await sockets.approval(), '005930');
  expect(listening.frames.filter(frame => frame.startsWith('1'))).toEqual([]);
});

test('sessions can be dropped, and the next ones refused as while an old one lingers', async () => {
  await open();
  const { socket } = await listen();
  const closed = once(socket, 'close');
  await venue.control('POST', 'sockets', { do: 'refuse', times: 2 });
  expect((await venue.control('POST', 'sockets', { do: 'drop' })).body).toEqual({ dropped: 1 });
  expect((await closed)[0]).toBe(1006);
  for (const expected of ['OPSP8996', 'OPSP8996', 'OPSP0000']) {
    const again = await sockets.connect();
    const answer = await ask(again, await sockets.approval(), 'someone', '1', 'H0STCNI9');
    expect(answer.body?.msg_cd).toBe(expected);
  }
});

test('a silent session gets nothing, not even PINGPONG, and speaks again when the silence is over', async () => {
  await open();
  const listening = await listen();
  await venue.control('POST', 'sockets', { do: 'silence', ms: 90_000 });
  await place(venue, { side: 'buy', quantity: 1, type: '01' });
  await venue.clock.advance(89_000);
  expect(listening.frames).toEqual([]);
  const ping = next(listening.socket);
  await venue.clock.advance(20_000);
  expect((await ping).header['tr_id']).toBe('PINGPONG');
  expect((await venue.control('POST', 'sockets', { do: 'silence' })).status).toBe(400);
});
