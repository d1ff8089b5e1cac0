import { afterEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../../../src/core/index.js';
import {
  type ExecutionLine,
  ended,
  expectAfter,
  registered,
  startExecutionLine,
} from '../../../support/execution-line.js';
import { noticeRecord } from '../../../support/notice-record.js';
import { ACK, control, encrypted, type SeenSession } from '../../../support/scripted-socket.js';
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

describe('a session that ends is followed by another', () => {
  it('after waits that double up to five minutes, acknowledged or not, as long as no notice came', async () => {
    const line = await start(
      registered(session => {
        acknowledge(session);
        session.close();
      }),
    );
    for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].entries()) {
      await ended(line, index + 1);
      await expectAfter(line, seconds * 1_000, index + 2);
    }
    expect(line.events.slice(0, 4).map(event => event.state)).toEqual(['live', 'lost', 'live', 'lost']);
    expect(line.keysIssued()).toBe(1);
  });

  it('after a second again, once a notice came', async () => {
    const line = await start(
      registered((session, nth) => {
        acknowledge(session);
        if (nth === 3) session.send(encrypted(noticeRecord({ 1: '0000000001' })));
        session.close();
      }),
    );
    for (const [index, seconds] of [1, 2, 1, 2].entries()) {
      await ended(line, index + 1);
      await expectAfter(line, seconds * 1_000, index + 2);
    }
  });

  it.each([
    [59_999, 4],
    [60_000, 1],
  ])('that had stood acknowledged for %i ms, after %i s', async (stood, seconds) => {
    const line = await start(
      registered((session, nth) => {
        acknowledge(session);
        if (nth < 3) session.close();
      }),
    );
    await ended(line, 1);
    await expectAfter(line, 1_000, 2);
    await ended(line, 2);
    await expectAfter(line, 2_000, 3);
    await soon(() => state(line)).toBe('live');
    await line.clock.advance(stood);
    line.server.sessions[2]?.close();
    await ended(line, 3);
    await expectAfter(line, seconds * 1_000, 4);
  });

  it('after a minute and more while another program holds the app key', async () => {
    const line = await start(registered(session => session.send(control('OPSP8996', { rtCd: '9' }))));
    for (const [index, minutes] of [1, 2, 4, 5].entries()) {
      await ended(line, index + 1);
      await expectAfter(line, minutes * MINUTE, index + 2);
    }
    expect(line.executions.status()).toMatchObject({
      state: 'lost',
      reason: { en: 'another program holds the real-time session of this app key (OPSP8996)' },
    });
    expect(line.events.map(event => event.state)).toEqual(['lost']);
    expect(line.keysIssued()).toBe(1);
  });

  it('when the line cannot be opened at all', async () => {
    const line = await start({ open: nth => (nth < 3 ? 'refuse' : undefined), ...registered(acknowledge) });
    await ended(line, 1);
    await expectAfter(line, 1_000, 2);
    await ended(line, 2);
    expect(line.executions.status().reason?.en).toBe('the real-time line broke (HTTP 503)');
    await expectAfter(line, 2_000, 3);
    await soon(() => state(line)).toBe('live');
    expect(line.events.map(event => event.state)).toEqual(['lost', 'live']);
  });

  it('when no approval key can be had', async () => {
    let asked = 0;
    const line = await start(registered(acknowledge), {
      async issue() {
        asked += 1;
        if (asked < 3) throw new DeskError('credentials', 'no');
        return 'key-at-last';
      },
    });
    await soon(() => state(line)).toBe('lost');
    expect(line.executions.status().reason?.en).toBe('no approval key could be had (credentials)');
    // The second attempt falls into the cool-down of the first.
    for (const seconds of [1, 2, 4, 8]) await line.clock.advance(seconds * 1_000);
    await soon(() => state(line)).toBe('live');
    expect(line.server.sessions[0]?.texts[0]).toContain('key-at-last');
  });
});
