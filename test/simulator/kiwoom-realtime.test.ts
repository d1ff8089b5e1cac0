import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kiwoomAccountOf } from '../../src/simulator/index.js';
import { createTape } from '../../src/simulator/tape.js';
import { APP_KEY, type KiwoomVenue, numberOf, openKiwoom, place } from './kiwoom-client.js';
import { connect, type KiwoomSocket } from './kiwoom-socket.js';

const CODE = '005930';
const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');
const tape = createTape({ seed: 'test', alwaysOpen: true });
const { asks, bids } = tape.book(CODE, MONDAY_TEN);
const bid = bids[0]?.price ?? 0n;

let venue: KiwoomVenue;
let token: string;
const sockets: KiwoomSocket[] = [];
beforeEach(async () => {
  venue = await openKiwoom({
    cash: 100_000_000_000n,
    holdings: [{ code: CODE, quantity: 100n, averagePrice: 70_000n }],
  });
  token = await venue.login();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.end();
  await venue.stop();
});

async function session(): Promise<KiwoomSocket> {
  const socket = await connect(venue);
  sockets.push(socket);
  return socket;
}
async function listener(types: readonly string[], items?: readonly string[]): Promise<KiwoomSocket> {
  const socket = await session();
  await socket.login(token);
  await socket.register(types, items);
  return socket;
}

describe('a session', () => {
  it('logs in first: what comes before is ignored, and said so with the literal %s', async () => {
    const socket = await session();
    expect(await socket.register(['00'])).toEqual({
      trnm: 'REG',
      return_code: 100_013,
      return_msg: '로그인 인증이 들어오기 전에 다른 전문이 들어왔습니다. 해당 전문은 무시됩니다. (TRNM=%s)',
    });
    expect(await socket.login(token)).toEqual({
      trnm: 'LOGIN',
      return_code: 0,
      return_msg: '',
      sor_yn: 'Y',
    });
    expect(await socket.register(['00'])).toEqual({ trnm: 'REG', return_code: 0, return_msg: '' });
  });

  it('with a dead token is refused and ended', async () => {
    await venue.control('POST', 'revoke', { appKey: APP_KEY });
    const socket = await session();
    const answer = await socket.login(token);
    expect(answer).toMatchObject({ trnm: 'LOGIN', return_code: 805_004 });
    expect(answer.return_msg).toContain('[CODE=8005, MESSAGE=Token이 유효하지 않습니다]');
    await socket.closed;
  });

  it('is pinged every ten seconds, lives with the echo and ends with R10002 without it', async () => {
    const [faithful, silent] = [await session(), await session()];
    await venue.options({ kiwoomEvictsOlder: false, kiwoomPingMisses: 2 });
    await faithful.login(token);
    await silent.login(token);
    for (let n = 0; n < 2; n += 1) {
      await venue.clock.advance(10_000);
      const ping = await faithful.next();
      expect(ping).toEqual({ trnm: 'PING' });
      faithful.send(ping);
      expect(await silent.next()).toEqual({ trnm: 'PING' });
      expect((await faithful.register(['00'])).return_code).toBe(0);
    }
    await venue.clock.advance(10_000);
    expect(await silent.next()).toMatchObject({ trnm: 'SYSTEM', code: 'R10002' });
    await silent.closed;
    expect(await faithful.next()).toEqual({ trnm: 'PING' });
  });

  it('that never logs in ends with R10004', async () => {
    const socket = await session();
    await venue.clock.advance(10_000);
    expect(await socket.next()).toEqual({
      trnm: 'SYSTEM',
      code: 'R10004',
      message: '접속허용요청이 들어오지 않았습니다',
    });
    await socket.closed;
  });

  it('ends with R10001 when its app key logs in elsewhere, unless the switch says otherwise', async () => {
    const first = await listener(['00']);
    const other = await session();
    const stranger = String((await venue.issue('another-app-key-of-43-characters-0123456789')).body['token']);
    await other.login(stranger);
    const second = await listener(['00']);
    expect(await first.next()).toMatchObject({ trnm: 'SYSTEM', code: 'R10001' });
    await first.closed;
    await venue.options({ kiwoomEvictsOlder: false });
    await listener(['00']);
    expect((await second.register(['04'])).return_code).toBe(0);
    expect((await other.register(['04'])).return_code).toBe(0);
  });

  it('obeys the control address: system frames, drops, refused logins', async () => {
    const first = await listener(['00']);
    await venue.control('POST', 'sockets', { do: 'system', code: 'R10002' });
    expect(await first.next()).toMatchObject({ trnm: 'SYSTEM', code: 'R10002' });
    await first.closed;
    const second = await listener(['00']);
    expect((await venue.control('POST', 'sockets', { do: 'drop' })).body).toEqual({ dropped: 1 });
    await second.closed;
    await venue.control('POST', 'sockets', { do: 'refuse', times: 1 });
    const third = await session();
    third.send({ trnm: 'LOGIN', token });
    await third.closed;
    expect(third.texts).toEqual([]);
    expect((await (await session()).login(token)).return_code).toBe(0);
  });
});

describe('registrations', () => {
  it('take arrays only, known types only, and a hundred codes at most', async () => {
    const socket = await listener(['00']);
    const codes = Array.from({ length: 101 }, (_, n) => String(n).padStart(6, '0'));
    expect((await socket.register(['0B'], codes.slice(1))).return_code).toBe(0);
    expect((await socket.register(['0B'], codes)).return_code).toBe(1);
    expect((await socket.register(['ZZ'], [CODE])).return_code).toBe(1);
    const plain = { trnm: 'REG', grp_no: '1', refresh: '1', data: [{ item: CODE, type: '0B' }] };
    expect((await socket.ask(plain)).return_code).toBe(1);
  });

  it('end with REMOVE of their group, or with refresh 0', async () => {
    const socket = await listener(['0B'], [CODE, '000660']);
    const remove = { trnm: 'REMOVE', grp_no: '1', data: [{ item: [CODE], type: ['0B'] }] };
    expect(await socket.ask(remove)).toEqual({ trnm: 'REMOVE', return_code: 0, return_msg: '' });
    await venue.clock.advance(1000);
    expect((await socket.next()).data?.map(e => e.item)).toEqual(['000660']);
    await socket.register(['0B'], ['035720'], { refresh: '0', grp_no: '2' });
    await venue.clock.advance(5000);
    expect((await socket.next()).data?.map(e => e.item)).toEqual(['035720']);
  });
});

describe('own orders', () => {
  it('are told as 접수, then 체결 with its increment and the rest, then the holding', async () => {
    const socket = await listener(['00', '04']);
    const first = asks[0]?.quantity ?? 0n;
    const number = numberOf(await place(venue, { quantity: first + 7n, type: '3' }));
    await expect.poll(() => socket.entries().length).toBe(5);
    const [received, one, holding, two, last] = socket.entries();
    expect(received).toMatchObject({ type: '00', name: '주문체결', item: CODE });
    expect(received?.values).toMatchObject({
      '9203': number,
      '9001': CODE,
      '913': '접수',
      '900': String(first + 7n),
      '901': '0',
      '902': String(first + 7n),
      '903': '0',
      '904': '0000000',
      '905': '+매수',
      '906': '시장가',
      '907': '2',
      '908': '100000',
      '910': '',
      '915': '',
      '919': '0',
      '2135': 'KRX',
    });
    const paid = first * (asks[0]?.price ?? 0n);
    expect(one?.values).toMatchObject({
      '913': '체결',
      '902': '7',
      '903': String(paid),
      '914': String(asks[0]?.price),
      '915': String(first),
      '938': String((paid * 142n) / 1_000_000n),
    });
    expect(two?.values).toMatchObject({
      '902': '0',
      '903': String(paid + 7n * (asks[1]?.price ?? 0n)),
      '911': '7',
      '915': '7',
    });
    expect(two?.values['909']).not.toBe(one?.values['909']);
    expect([holding?.type, holding?.name, last?.values['930']]).toEqual([
      '04',
      '현물잔고',
      String(first + 107n),
    ]);
    expect(socket.texts.at(-1)).toMatch(/^\{"data":\[.*\],"trnm":"REAL"\}$/);
  });

  it('amended and cancelled are received and confirmed under their own numbers', async () => {
    const socket = await listener(['00']);
    const first = numberOf(await place(venue, { quantity: 5, price: bid - 100n }));
    const change = { dmst_stex_tp: 'KRX', stk_cd: CODE };
    const second = numberOf(
      await venue.call('kt10002', {
        ...change,
        orig_ord_no: first,
        mdfy_qty: '5',
        mdfy_uv: String(bid - 200n),
      }),
    );
    const third = numberOf(await venue.call('kt10003', { ...change, orig_ord_no: second, cncl_qty: '0' }));
    await expect.poll(() => socket.entries().length).toBe(5);
    const told = socket.entries().map(({ values: v }) => [v['9203'], v['904'], v['905'], v['913'], v['902']]);
    expect(told).toEqual([
      [first, '0000000', '+매수', '접수', '5'],
      [second, first, '+매수정정', '접수', '5'],
      [second, first, '+매수정정', '확인', '5'],
      [third, second, '매수취소', '접수', '5'],
      [third, second, '매수취소', '확인', '0'],
    ]);
  });

  it('that IOC left over are told as 취소', async () => {
    const socket = await listener(['00']);
    await place(venue, { quantity: 5, price: bid - 100n, type: '10' });
    await expect.poll(() => socket.entries().map(e => e.values['913'])).toEqual(['접수', '취소']);
  });

  it('that the exchange gives back are told as 거부, and no longer open', async () => {
    const socket = await listener(['00']);
    const order = numberOf(await place(venue, { quantity: 5, price: bid - 100n }));
    const { number, product } = kiwoomAccountOf(APP_KEY);
    const given = { account: `${number}-${product}`, number: order };
    expect((await venue.control('POST', 'give-back', given)).body).toEqual({ quantity: 5 });
    await expect.poll(() => socket.entries().map(e => e.values['913'])).toEqual(['접수', '거부']);
    expect(socket.entries()[1]?.values).toMatchObject({ '9203': order, '902': '0', '919': '거래소 거부' });
    expect((await venue.ledger()).orders[0]).toMatchObject({ state: 'cancelled', withdrawn: 5 });
  });

  it('fill while time passes, without anybody asking', async () => {
    const later = Array.from({ length: 720 }, (_, n) => tape.price(CODE, MONDAY_TEN + (n + 1) * 5000));
    const highest = later.reduce((a, b) => (a > b ? a : b));
    expect(highest).toBeGreaterThan(asks[0]?.price ?? highest);
    const socket = await listener(['00']);
    await place(venue, { side: 'sell', quantity: 4, price: highest });
    await venue.control('POST', 'clock', { advanceMs: 3_600_000 });
    await expect.poll(() => socket.entries().at(-1)?.values['913']).toBe('체결');
    expect(socket.entries().at(-1)?.values).toMatchObject({
      '905': '-매도',
      '914': String(highest),
      '902': '0',
    });
  });

  it('are told to their own account only', async () => {
    const mine = await listener(['00']);
    await venue.login('another-app-key-of-43-characters-0123456789');
    await place(venue, { quantity: 1, type: '3' });
    await venue.login();
    const number = numberOf(await place(venue, { quantity: 1, type: '3' }));
    await expect.poll(() => mine.entries().length).toBe(2);
    expect(new Set(mine.entries().map(e => e.values['9203']))).toEqual(new Set([number]));
  });
});

describe('the market', () => {
  it('is told by trades and books of registered codes, several entries in one frame', async () => {
    const socket = await listener(['0B', '0D'], [CODE]);
    await venue.clock.advance(1000);
    const { data = [] } = await socket.next();
    expect(data.map(e => [e.type, e.name, e.item])).toEqual([
      ['0B', '주식체결', CODE],
      ['0D', '주식호가잔량', CODE],
    ]);
    const [trade, book] = data;
    const base = tape.base(CODE, MONDAY_TEN);
    const value = (fid: string) => BigInt(trade?.values[fid] ?? 'none');
    expect(trade?.values['20']).toBe('100000');
    expect(value('10') < 0n ? -value('10') : value('10')).toBe(base + value('11'));
    expect(value('1030') + value('1031')).toBeLessThan(value('13'));
    expect(trade?.values['15']).toMatch(/^[+-]\d+$/);
    expect(trade?.values['9081']).toBe('KRX');
    expect(book?.values['41']).toMatch(new RegExp(`^[+-]?${asks[0]?.price}$`));
    expect(book?.values['80']).toBe(String(bids[9]?.quantity));
    expect(book?.values['121']).toBe(String(asks.reduce((sum, a) => sum + a.quantity, 0n)));
    await venue.clock.advance(3000);
    expect(socket.texts).toHaveLength(3);
    await venue.clock.advance(1000);
    expect((await socket.next()).data?.[0]?.values['20']).toBe('100005');
  });

  it('is silent when it is closed, and 0s tells its phases', async () => {
    await venue.options({ alwaysOpen: false });
    venue.clock.step(Date.parse('2026-11-23T15:29:57+09:00') - venue.clock.now());
    const socket = await listener(['0s']);
    await socket.register(['0B'], [CODE]);
    await venue.clock.advance(1000);
    await socket.next();
    await venue.clock.advance(8000);
    await expect
      .poll(() => socket.entries().map(e => [e.type, e.values['215'] ?? '']))
      .toEqual([
        ['0s', '2'],
        ['0B', ''],
        ['0s', '4'],
      ]);
  });
});
