import { afterEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../../../src/core/index.js';
import { CANARIES, leaks } from '../../../support/kis-line.js';
import {
  admitting,
  endedAt,
  expectSession,
  type KiwoomExecutionLine,
  startKiwoomExecutionLine,
} from '../../../support/kiwoom-execution-line.js';
import {
  filledBy,
  LOGGED_IN,
  orderEntry,
  PING,
  REGISTERED,
  real,
  refusedLogin,
  system,
  TOO_EARLY,
} from '../../../support/kiwoom-frames.js';
import type { SeenSession } from '../../../support/scripted-socket.js';
import { soon } from '../../../support/soon.js';

const MINUTE = 60_000;
const lines: KiwoomExecutionLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function start(...given: Parameters<typeof startKiwoomExecutionLine>): Promise<KiwoomExecutionLine> {
  const line = await startKiwoomExecutionLine(...given);
  lines.push(line);
  return line;
}

const state = (line: KiwoomExecutionLine) => line.executions.status().state;
const sent = (session: SeenSession | undefined) => session?.texts.map(text => JSON.parse(text)) ?? [];
const misfits = (line: KiwoomExecutionLine) =>
  line.lines.filter(found => JSON.stringify(found).includes('misfit'));

const OWN = { trnm: 'REG', grp_no: '1', refresh: '1', data: [{ item: [''], type: ['00', '04'] }] };

describe('a session', () => {
  it('logs in, waits until it is let in, registers, and is live when that was taken', async () => {
    const line = await start({});
    await soon(() => sent(line.server.sessions[0])).toEqual([{ trnm: 'LOGIN', token: 'token-1' }]);
    const [session] = line.server.sessions;
    session?.send(LOGGED_IN);
    await soon(() => sent(session).slice(1)).toEqual([OWN]);
    expect(state(line)).toBe('connecting');
    session?.send(REGISTERED);
    await soon(() => state(line)).toBe('live');
    expect(line.server.paths).toEqual(['/api/dostk/websocket']);
    expect(line.events).toEqual([
      { kind: 'executions', at: line.clock.now(), state: 'live', reason: undefined },
    ]);
  });

  it('sends every PING back as it came', async () => {
    const line = await start(
      admitting(session => {
        for (const ping of [PING, PING]) session.send(ping);
      }),
    );
    await soon(() => line.server.sessions[0]?.texts.slice(2)).toEqual([PING, PING]);
  });

  it('hands out a receipt, and the fills that follow it, several in one frame', async () => {
    const line = await start(
      admitting(session => {
        session.send(real(orderEntry()));
        session.send(real(orderEntry(filledBy('3', '71500')), orderEntry(filledBy('4', '71600'))));
      }),
    );
    await soon(() => line.notices).toHaveLength(3);
    const about = {
      account: { number: CANARIES.account, product: '01' },
      order: '0012345',
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

  it('drops what is about another account, and says so once', async () => {
    const other = orderEntry({ 9201: '5019988801' });
    const holding = { type: '04', item: '005930', values: { 9201: '5019988801' } };
    const line = await start(
      admitting(session => session.send(real(other, holding, other, orderEntry({ 9203: '0000002' })))),
    );
    await soon(() => line.notices.map(notice => notice.order)).toEqual(['0000002']);
    expect(line.lines.filter(found => JSON.stringify(found).includes('foreignAccount'))).toHaveLength(1);
    expect(misfits(line)).toEqual([]);
  });

  it('skips what does not fit and goes on, logging kinds and nothing else', async () => {
    const line = await start(
      admitting(session => {
        session.send(`no frame ${CANARIES.appKey}`);
        session.send(JSON.stringify({ trnm: 'REAL', data: [{ type: 5 }] }));
        session.send(real(orderEntry({ 913: CANARIES.appKey })));
        session.send(real({ type: '04', item: '', values: { 9201: 'x' } }));
        session.send(real({ type: '0B', item: '005930', values: { 10: CANARIES.token } }));
        session.send(real(orderEntry({ 9203: '0000099' })));
      }),
    );
    await soon(() => line.notices.map(notice => notice.order)).toEqual(['0000099']);
    const misfit = { level: 'warn', event: 'kiwoom.executions.misfit' };
    expect(misfits(line)).toEqual(
      ['frame', 'entry', 'notice', 'holding', 'quote'].map(what => ({ ...misfit, what })),
    );
    expect(leaks(line.lines)).toEqual([]);
  });

  it('logs in again when its registration came too early for Kiwoom, but not for ever', async () => {
    const line = await start({
      text(session, text, nth) {
        if (text.includes('"LOGIN"')) session.send(LOGGED_IN);
        else if (nth === 1 && session.texts.length < 4) session.send(TOO_EARLY);
        else if (nth === 2) session.send(TOO_EARLY);
        else session.send(REGISTERED);
      },
    });
    await soon(() => state(line)).toBe('live');
    expect(sent(line.server.sessions[0]).map(({ trnm }) => trnm)).toEqual(['LOGIN', 'REG', 'LOGIN', 'REG']);
    line.server.sessions[0]?.break();
    await endedAt(line, 1);
    await expectSession(line, 1_000, 2);
    await endedAt(line, 2);
    expect(sent(line.server.sessions[1]).filter(({ trnm }) => trnm === 'LOGIN')).toHaveLength(3);
    expect(line.executions.status().reason?.en).toBe('Kiwoom refused the real-time session (100013)');
  });

  it('that is silent for half a minute is given up; one with PINGs is not', async () => {
    const line = await start(admitting());
    await soon(() => state(line)).toBe('live');
    const [session] = line.server.sessions;
    await line.clock.advance(29_000);
    session?.send(PING);
    await soon(() => session?.texts).toHaveLength(3);
    await line.clock.advance(29_999);
    expect(state(line)).toBe('live');
    await line.clock.advance(1);
    await soon(() => state(line)).toBe('lost');
    expect(line.executions.status().reason?.en).toBe('the real-time line fell silent (no frames)');
    await expectSession(line, 1_000, 2);
  });

  it('that is not let in within ten seconds is given up', async () => {
    const line = await start({});
    await soon(() => line.server.sessions[0]?.texts).toHaveLength(1);
    await line.clock.advance(10_000);
    await endedAt(line, 1);
    expect(line.executions.status().reason?.en).toBe('the real-time line fell silent (no acknowledgement)');
  });

  it('takes leave when the broker is closed; nobody is called after that, and nothing is opened', async () => {
    const line = await start(admitting());
    await soon(() => state(line)).toBe('live');
    line.server.sessions[0]?.send(real(orderEntry()));
    line.shut();
    await soon(() => line.server.sessions[0]?.closed).toBe(1000);
    await line.clock.advance(3_600_000);
    expect(line.notices).toEqual([]);
    expect(line.server.paths).toHaveLength(1);
    expect(line.clock.sleepers).toBe(0);
    expect(line.events.map(event => event.state)).toEqual(['live']);
  });
});

describe('a session that ends is followed by another', () => {
  it('after waits that double up to five minutes as long as no notice came', async () => {
    const line = await start(admitting(session => session.close()));
    for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].entries()) {
      await endedAt(line, index + 1);
      await expectSession(line, seconds * 1_000, index + 2);
    }
    expect(line.events.slice(0, 4).map(event => event.state)).toEqual(['live', 'lost', 'live', 'lost']);
    expect(line.tokensIssued()).toBe(1);
  });

  it('after a second again, once a notice came', async () => {
    const line = await start(
      admitting((session, nth) => {
        if (nth === 3) session.send(real(orderEntry()));
        session.close();
      }),
    );
    for (const [index, seconds] of [1, 2, 1, 2].entries()) {
      await endedAt(line, index + 1);
      await expectSession(line, seconds * 1_000, index + 2);
    }
  });

  it.each(['R10002', 'R10004'])('when Kiwoom ends it with %s, which is not sent back', async code => {
    const line = await start(
      admitting((session, nth) => {
        if (nth > 1) return;
        session.send(system(code));
        session.close();
      }),
    );
    await endedAt(line, 1);
    expect(line.executions.status().reason?.en).toBe(`the real-time line broke (${code})`);
    await expectSession(line, 1_000, 2);
    await soon(() => state(line)).toBe('live');
    expect(sent(line.server.sessions[0]).map(({ trnm }) => trnm)).toEqual(['LOGIN', 'REG']);
  });

  it('a long time after another program took the app key over, so that the two do not fight', async () => {
    const line = await start(admitting(session => session.send(system('R10001'))));
    for (const [index, minutes] of [5, 10, 20, 30, 30].entries()) {
      await endedAt(line, index + 1);
      await expectSession(line, minutes * MINUTE, index + 2);
    }
    await endedAt(line, 6);
    expect(line.executions.status()).toMatchObject({
      state: 'lost',
      reason: { en: 'another program took over the real-time session of this app key (R10001)' },
    });
    expect(line.tokensIssued()).toBe(1);
  });

  it('with another token when Kiwoom calls the first one invalid', async () => {
    const line = await start({
      text(session, text) {
        if (text.includes('token-1')) session.send(refusedLogin());
        else session.send(text.includes('"LOGIN"') ? LOGGED_IN : REGISTERED);
      },
    });
    await endedAt(line, 1);
    expect(line.executions.status().reason?.en).toBe('Kiwoom does not accept the access token (8005)');
    // The first token was issued this very minute: until another may be asked for, no session is tried.
    for (const seconds of [1, 2, 4, 8, 16, 32, 64]) await line.clock.advance(seconds * 1_000);
    await soon(() => state(line)).toBe('live');
    expect(line.tokensIssued()).toBe(2);
    expect(line.server.sessions).toHaveLength(2);
    expect(sent(line.server.sessions[1])[0]).toEqual({ trnm: 'LOGIN', token: 'token-2' });
  });

  it('with the same token when the login is refused for another reason', async () => {
    const line = await start({ text: session => session.send(refusedLogin('8050')) });
    await endedAt(line, 1);
    expect(line.executions.status().reason?.en).toBe('Kiwoom refused the real-time session (8050)');
    await expectSession(line, 1_000, 2);
    expect(line.tokensIssued()).toBe(1);
  });

  it('when no token can be had', async () => {
    let asked = 0;
    const line = await start(admitting(), {
      async issue() {
        asked += 1;
        if (asked === 1) throw new DeskError('credentials', 'no');
        return 'token-at-last';
      },
    });
    await soon(() => state(line)).toBe('lost');
    expect(line.executions.status().reason?.en).toBe('no access token could be had (credentials)');
    for (const seconds of [1, 2, 4, 8, 16, 32, 64]) await line.clock.advance(seconds * 1_000);
    await soon(() => state(line)).toBe('live');
    expect(sent(line.server.sessions[0])[0]).toEqual({ trnm: 'LOGIN', token: 'token-at-last' });
  });

  it('when the line cannot be opened at all', async () => {
    const line = await start({ open: nth => (nth < 2 ? 'refuse' : undefined), ...admitting() });
    await endedAt(line, 1);
    expect(line.executions.status().reason?.en).toBe('the real-time line broke (HTTP 503)');
    await expectSession(line, 1_000, 2);
    await soon(() => state(line)).toBe('live');
  });
});
