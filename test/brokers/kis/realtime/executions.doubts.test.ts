import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../support/clock.js';
import {
  type ExecutionLine,
  ended,
  expectAfter,
  isEnd,
  registered,
  startExecutionLine,
} from '../../../support/execution-line.js';
import { ACK, control, PINGPONG, type SeenSession } from '../../../support/scripted-socket.js';
import { soon } from '../../../support/soon.js';

const MINUTE = 60_000;
const lines: ExecutionLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function start(...given: Parameters<typeof startExecutionLine>): Promise<ExecutionLine> {
  const line = await startExecutionLine(...given);
  lines.push(line);
  return line;
}

const acknowledge = (session: SeenSession) => session.send(ACK);
const state = (line: ExecutionLine) => line.executions.status().state;

describe('an approval key', () => {
  it.each(['OPSP9994', 'OPSP0010', 'OPSP0011'])(
    'that KIS refuses with %s is replaced before the next session',
    async code => {
      const line = await start(
        registered((session, nth) =>
          nth === 1 ? session.send(control(code, { rtCd: '1' })) : acknowledge(session),
        ),
      );
      await ended(line, 1);
      await expectAfter(line, 2_000, 2);
      await soon(() => state(line)).toBe('live');
      expect(line.server.sessions.map(session => /key-\d/.exec(session.texts[0] ?? '')?.[0])).toEqual([
        'key-1',
        'key-2',
      ]);
    },
  );

  it('that is refused again and again is asked for no more often than sessions are opened', async () => {
    const line = await start(registered(session => session.send(control('OPSP9994', { rtCd: '1' }))));
    for (const [index, seconds] of [2, 2, 4, 8, 16].entries()) {
      await ended(line, index + 1);
      await expectAfter(line, seconds * 1_000, index + 2);
    }
    expect(line.keysIssued()).toBe(line.server.paths.length);
  });
});

describe('a wrong HTS id', () => {
  it('shows in three deaths upon registering; after that it is tried every half hour', async () => {
    const line = await start(
      registered((session, nth) => {
        if (nth < 5) session.break();
        else acknowledge(session);
      }),
    );
    for (const [index, seconds] of [1, 2].entries()) {
      await ended(line, index + 1);
      expect(state(line)).toBe('lost');
      await expectAfter(line, seconds * 1_000, index + 2);
    }
    await ended(line, 3);
    await soon(() => line.executions.status()).toMatchObject({
      state: 'off',
      reason: { en: 'KIS ends the line upon registering: the HTS id (KIS_HTS_ID) seems to be wrong' },
    });
    await expectAfter(line, 30 * MINUTE, 4);
    await ended(line, 4);
    await expectAfter(line, 30 * MINUTE, 5);
    await soon(() => line.executions.status()).toMatchObject({ state: 'live', reason: undefined });
    expect(line.events.map(({ state, reason }) => [state, reason?.en.includes('HTS') ?? false])).toEqual([
      ['lost', false],
      ['lost', true],
      ['live', false],
    ]);
  });

  it('shows in the refusal of what is registered, too', async () => {
    const line = await start(registered(session => session.send(control('OPSP8992', { rtCd: '1' }))));
    for (const [index, seconds] of [1, 2].entries()) {
      await ended(line, index + 1);
      await expectAfter(line, seconds * 1_000, index + 2);
    }
    await ended(line, 3);
    await soon(() => state(line)).toBe('off');
  });
});

describe('a silent session', () => {
  it('is given up after 90 s without a frame in market hours, and its key with it', async () => {
    const line = await start(registered(acknowledge));
    await soon(() => state(line)).toBe('live');
    await line.clock.advance(89_999);
    expect(state(line)).toBe('live');
    await line.clock.advance(1);
    await soon(() => line.server.sessions[0]?.closed).toBe(1000);
    await ended(line, 1);
    expect(line.executions.status().reason?.en).toBe('the real-time line fell silent (no frames)');
    await expectAfter(line, 2_000, 2);
    await soon(() => state(line)).toBe('live');
    expect(line.keysIssued()).toBe(2);
  });

  it('is not one in which PINGPONG comes', async () => {
    const line = await start(registered(acknowledge));
    await soon(() => state(line)).toBe('live');
    const [session] = line.server.sessions;
    for (let nth = 1; nth <= 4; nth += 1) {
      await line.clock.advance(80_000);
      session?.send(PINGPONG);
      await soon(() => session?.texts).toHaveLength(1 + nth);
    }
    expect(state(line)).toBe('live');
    expect(line.server.paths).toHaveLength(1);
  });

  it('may be silent while every market is closed, and no longer once one opens', async () => {
    const clock = manualClock(Date.parse('2026-11-21T12:00:00+09:00'));
    const line = await start(registered(acknowledge), { clock });
    await soon(() => state(line)).toBe('live');
    await line.clock.advance(Date.parse('2026-11-23T07:59:59+09:00') - clock.now());
    expect(state(line)).toBe('live');
    await line.clock.advance(16_000);
    await soon(() => line.lines.find(isEnd)).toMatchObject({ end: 'silent', code: 'no frames' });
  });

  it('is also one that is not acknowledged within ten seconds', async () => {
    const line = await start({});
    await soon(() => line.server.sessions[0]?.texts).toHaveLength(1);
    await line.clock.advance(10_000);
    await ended(line, 1);
    expect(line.executions.status().reason?.en).toBe('the real-time line fell silent (no acknowledgement)');
    await expectAfter(line, 2_000, 2);
    await soon(() => line.keysIssued()).toBe(2);
  });
});
