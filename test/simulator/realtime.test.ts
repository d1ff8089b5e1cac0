import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { APP_KEY, openVenue, type TestVenue } from './venue-client.js';
import { ask, next, socketsAt, type VenueSockets } from './venue-socket.js';

describe('/tryitout', () => {
  let venue: TestVenue;
  let sockets: VenueSockets;
  const approval = (appKey?: string) => sockets.approval(appKey);
  const connect = () => sockets.connect();
  beforeEach(async () => {
    venue = await openVenue();
    sockets = socketsAt(venue);
  });
  afterEach(async () => {
    sockets.close();
    await venue.stop();
  });

  it('acknowledges a registration with key and iv, and its end', async () => {
    const [socket, key] = [await connect(), await approval()];
    const ack = await ask(socket, key, '005930');
    expect(ack.header).toEqual({ tr_id: 'H0STCNT0', tr_key: '005930', encrypt: 'N' });
    expect(ack.body).toMatchObject({ rt_cd: '0', msg_cd: 'OPSP0000', msg1: 'SUBSCRIBE SUCCESS' });
    expect(ack.body?.output?.iv).toHaveLength(16);
    expect(ack.body?.output?.key).toHaveLength(32);
    expect((await ask(socket, key, '005930')).body?.msg_cd).toBe('OPSP0002');
    expect((await ask(socket, key, '005930', '2')).body?.msg_cd).toBe('OPSP0001');
    expect((await ask(socket, key, '005930', '2')).body?.msg_cd).toBe('OPSP0003');
    expect((await ask(socket, key, 'someone', '1', 'H0STCNI9')).header['encrypt']).toBe('Y');
  });

  it('refuses the 42nd registration, over all services together', async () => {
    const [socket, key] = [await connect(), await approval()];
    for (let n = 0; n < 41; n += 1) {
      const tr = n % 2 === 0 ? 'H0STCNT0' : 'H0STASP0';
      expect((await ask(socket, key, `CODE${n}`, '1', tr)).body?.rt_cd).toBe('0');
    }
    expect((await ask(socket, key, 'ONEMORE')).body).toEqual({
      rt_cd: '1',
      msg_cd: 'OPSP0008',
      msg1: 'MAX SUBSCRIBE OVER',
    });
  });

  it('allows one session per app key, and another when the first is gone', async () => {
    const [first, key] = [await connect(), await approval()];
    await ask(first, key, '005930');
    const second = await connect();
    const closed = once(second, 'close');
    const refusal = await ask(second, await approval(), '005930');
    expect(refusal).toEqual({
      header: { tr_id: '(null)', tr_key: '', encrypt: 'N' },
      body: { rt_cd: '9', msg_cd: 'OPSP8996', msg1: 'ALREADY IN USE appkey' },
    });
    await closed;
    const other = await connect();
    expect((await ask(other, await approval(`${APP_KEY}2`), '005930')).body?.rt_cd).toBe('0');
    first.close();
    await once(first, 'close');
    const third = await connect();
    await expect.poll(async () => (await ask(third, key, '005930')).body?.msg_cd).toBe('OPSP0000');
  });

  it('knows no approval key that it did not give, nor one older than a day', async () => {
    const [socket, key] = [await connect(), await approval()];
    expect((await ask(socket, 'guess', '005930')).body?.msg_cd).toBe('OPSP9994');
    await venue.control('POST', 'clock', { advanceMs: 24 * 3_600_000 });
    expect((await ask(socket, key, '005930')).body?.msg_cd).toBe('OPSP9994');
    const answer = next(socket);
    socket.send('{"header":');
    expect((await answer).body?.msg_cd).toBe('OPSP9999');
  });

  it('sends PINGPONG every 20 seconds and says nothing to the echo', async () => {
    const socket = await connect();
    for (const datetime of ['20261123100020', '20261123100040']) {
      const ping = next(socket);
      await venue.clock.advance(20_000);
      const frame = await ping;
      expect(frame).toEqual({ header: { tr_id: 'PINGPONG', datetime } });
      socket.send(JSON.stringify(frame));
    }
    expect((await ask(socket, await approval(), '005930')).body?.msg_cd).toBe('OPSP0000');
  });

  it('refuses other paths', async () => {
    const socket = new WebSocket(`${venue.simulator.wsUrl}/other`);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('404');
  });
});
