import { afterEach, describe, expect, it } from 'vitest';
import { type ExecutionLine, HTS_ID, startExecutionLine } from '../../../support/execution-line.js';
import { CANARIES, leaks } from '../../../support/kis-line.js';
import { filled, noticeRecord } from '../../../support/notice-record.js';
import {
  ACK,
  control,
  encrypted,
  KEYS,
  PINGPONG,
  type SeenSession,
  type SocketScript,
} from '../../../support/scripted-socket.js';
import { soon } from '../../../support/soon.js';

const lines: ExecutionLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function start(...given: Parameters<typeof startExecutionLine>): Promise<ExecutionLine> {
  const line = await startExecutionLine(...given);
  lines.push(line);
  return line;
}

/** A server that acknowledges every registration, and then sends these frames. */
function acknowledging(...frames: readonly string[]): SocketScript {
  return {
    text(session: SeenSession, text) {
      if (!text.includes('"tr_type":"1"')) return;
      for (const frame of [ACK, ...frames]) session.send(frame);
    },
  };
}

describe('a session', () => {
  it.each([
    ['paper', 'H0STCNI9'],
    ['live', 'H0STCNI0'],
  ] as const)('on %s registers for %s under the HTS id, with an approval key', async (mode, trId) => {
    const line = await start(acknowledging(), { environment: { mode } });
    expect(line.executions.status()).toMatchObject({ state: 'connecting', reason: undefined });
    await soon(() => line.executions.status().state).toBe('live');
    expect(line.server.paths).toEqual(['/tryitout']);
    expect(line.server.sessions[0]?.texts.map(text => JSON.parse(text))).toEqual([
      {
        header: { approval_key: 'key-1', custtype: 'P', tr_type: '1', 'content-type': 'utf-8' },
        body: { input: { tr_id: trId, tr_key: HTS_ID } },
      },
    ]);
    expect(line.events).toEqual([
      { kind: 'executions', at: line.clock.now(), state: 'live', reason: undefined },
    ]);
  });

  it('sends every PINGPONG back as it came', async () => {
    const line = await start(acknowledging(PINGPONG, PINGPONG));
    await soon(() => line.server.sessions[0]?.texts.slice(1)).toEqual([PINGPONG, PINGPONG]);
  });

  it('hands out a receipt, and the fills that follow it', async () => {
    const line = await start(
      acknowledging(
        encrypted(noticeRecord()),
        encrypted([noticeRecord(filled('3', '71500')), noticeRecord(filled('4', '71600'))].join('^'), 2),
      ),
    );
    await soon(() => line.notices).toHaveLength(3);
    const about = {
      account: { number: CANARIES.account, product: '01' },
      order: '0000012345',
      original: '',
      side: 'buy',
      code: '005930',
      act: 'new',
      at: Date.parse('2026-11-23T10:11:12+09:00'),
    };
    expect(line.notices).toEqual([
      { ...about, what: 'received', quantity: 7n, price: 0n },
      { ...about, what: 'filled', quantity: 3n, price: 71_500n },
      { ...about, what: 'filled', quantity: 4n, price: 71_600n },
    ]);
    expect(line.executions.status()).toMatchObject({ state: 'live', lastNoticeAt: line.clock.now() });
  });

  it('keeps the notices of the customer’s other accounts to itself', async () => {
    const other = noticeRecord({ 1: '5019988801' });
    const otherProduct = noticeRecord({ 1: '5019988722' });
    const line = await start(
      acknowledging(encrypted([other, noticeRecord(), otherProduct].join('^'), 3), encrypted(other)),
    );
    await soon(() => line.notices).toHaveLength(1);
    expect(line.notices[0]?.account).toEqual({ number: CANARIES.account, product: '01' });
    expect(line.lines.filter(found => JSON.stringify(found).includes('misfit'))).toEqual([]);
  });

  it('skips what does not fit and goes on, logging counts and nothing else', async () => {
    const secretive = noticeRecord({ 17: CANARIES.appKey });
    const line = await start(
      acknowledging(
        'no frame',
        encrypted(`${secretive}^${CANARIES.token}`),
        encrypted(secretive, 2),
        encrypted(secretive, 0),
        encrypted(secretive, 1, { ...KEYS, trId: 'H0STCNI0' }),
        // Always the same: with another key one of 256 texts ends like a padding, and is told as fields instead.
        encrypted(noticeRecord({}), 1, { ...KEYS, key: 'k'.repeat(32), trId: 'H0STCNI9' }),
        `0|H0STCNI9|001|${secretive}`,
        encrypted(noticeRecord({ 9: '-7', 17: CANARIES.appKey })),
        encrypted(noticeRecord({ 2: '0000000099' })),
      ),
    );
    await soon(() => line.notices).toHaveLength(1);
    expect(line.notices[0]?.order).toBe('0000000099');
    const misfit = { level: 'warn', event: 'kis.executions.misfit' };
    expect(line.lines.filter(found => JSON.stringify(found).includes('misfit'))).toEqual([
      { ...misfit, what: 'frame' },
      { ...misfit, what: 'fields', fields: 24, records: 1 },
      { ...misfit, what: 'fields', fields: 23, records: 2 },
      { ...misfit, what: 'fields', fields: 23, records: 0 },
      { ...misfit, what: 'payload' },
      { ...misfit, what: 'payload' },
      { ...misfit, what: 'payload' },
      { ...misfit, what: 'record', records: 1 },
    ]);
    expect(leaks(line.lines)).toEqual([]);
    expect(JSON.stringify(line.lines)).not.toContain(KEYS.key);
  });

  it('does not hand out what comes before the acknowledgement', async () => {
    const line = await start({
      opened: session => session.send(encrypted(noticeRecord({ 2: '0000000001' }))),
      ...acknowledging(encrypted(noticeRecord({ 2: '0000000002' }))),
    });
    await soon(() => line.notices.map(notice => notice.order)).toEqual(['0000000002']);
  });

  it('goes on when a listener throws, and tells the others', async () => {
    const line = await start({
      opened: session => session.send(PINGPONG),
      text(session, text) {
        if (text.includes('"tr_type":"1"')) session.send(ACK);
      },
    });
    const heard: string[] = [];
    line.executions.listen(() => {
      throw new Error('of the desk');
    });
    line.executions.listen(notice => void heard.push(notice.order));
    await soon(() => line.executions.status().state).toBe('live');
    const [session] = line.server.sessions;
    session?.send(encrypted(noticeRecord()));
    session?.send(encrypted(noticeRecord({ 2: '0000000002' })));
    await soon(() => heard).toEqual(['0000012345', '0000000002']);
    expect(line.server.sessions).toHaveLength(1);
    expect(line.notices).toHaveLength(2);
  });

  it('takes leave when the broker is closed; nobody is called after that, and nothing is opened', async () => {
    const line = await start(acknowledging());
    await soon(() => line.executions.status().state).toBe('live');
    line.server.sessions[0]?.send(encrypted(noticeRecord()));
    line.shut();
    await soon(() => line.server.sessions[0]?.closed).toBe(1000);
    await line.clock.advance(3_600_000);
    expect(line.notices).toEqual([]);
    expect(line.server.paths).toHaveLength(1);
    expect(line.clock.sleepers).toBe(0);
    expect(line.events.map(event => event.state)).toEqual(['live']);
  });

  it('ends amid the records of a frame when a listener closes the broker', async () => {
    const line = await start(acknowledging());
    line.executions.listen(() => line.shut());
    await soon(() => line.executions.status().state).toBe('live');
    line.server.sessions[0]?.send(encrypted([noticeRecord(), noticeRecord()].join('^'), 2));
    await soon(() => line.server.sessions[0]?.closed).toBe(1000);
    expect(line.notices).toHaveLength(1);
  });

  it('without keys in its acknowledgement is none', async () => {
    const line = await start({
      text: session => session.send(control('OPSP0000', { output: { key: 'short', iv: '' } })),
    });
    await soon(() => line.executions.status()).toMatchObject({
      state: 'lost',
      reason: { en: 'KIS refused the registration (OPSP0000)' },
    });
  });
});

it('without an HTS id nothing is opened, and the status says why', async () => {
  const line = await start({}, { environment: { htsId: undefined } });
  await line.clock.advance(3_600_000);
  expect(line.executions.status()).toEqual({
    state: 'off',
    since: line.clock.now() - 3_600_000,
    reason: {
      ko: 'HTS id가 설정되지 않음 (KIS_HTS_ID)',
      en: 'no HTS id is configured (KIS_HTS_ID)',
    },
    lastNoticeAt: undefined,
  });
  expect(line.server.paths).toEqual([]);
  expect(line.keysIssued()).toBe(0);
  expect(line.events).toEqual([]);
});
