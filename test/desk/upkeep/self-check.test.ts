import { describe, expect, it } from 'vitest';
import {
  type BrokerStatus,
  DeskError,
  type DeskStatus,
  type DiskRoom,
  type LineStatus,
  type Notice,
  type Quote,
  type TokenStatus,
} from '../../../src/core/index.js';
import { createSelfCheck } from '../../../src/desk/upkeep/self-check.js';
import { manualClock } from '../../support/clock.js';
import { quoteOf } from './quote.js';

const MB = 1_000_000;
const GB = 1_000 * MB;
const signal = new AbortController().signal;

const TOKEN: TokenStatus = {
  fingerprint: '3fa91c02',
  state: 'fresh',
  issuedAt: 1,
  expiresAt: 2,
  generation: 3,
  renewAt: 2,
  coolingUntil: undefined,
  lastError: undefined,
};

const BROKER: BrokerStatus = {
  lastGoodCallAt: 77,
  limiter: { perSecond: 1, waiting: 0, inFlight: 0 },
  rateRefusals: 0,
  maintenanceSince: undefined,
};

const lineWith = (state: TokenStatus['state']): LineStatus => ({
  account: { broker: 'kis', mode: 'paper', number: '12345678', product: '01', alias: '' },
  broker: BROKER,
  token: { ...TOKEN, state },
  executions: { state: 'live', since: 0, reason: undefined, lastNoticeAt: undefined },
});

function stage() {
  const clock = manualClock();
  const told: Notice[] = [];
  const asked: string[] = [];
  const now = {
    disk: { freeBytes: 10 * GB, totalBytes: 100 * GB } as DiskRoom | DeskError,
    vitals: { stallMs: 0, heapUsedBytes: 100 * MB, heapLimitBytes: GB },
    quote: quoteOf('005930') as Quote | DeskError,
    status: {
      broker: BROKER,
      lines: [lineWith('fresh')],
      jobs: [
        { name: 'compaction', deadlineMs: 1, lastRunAt: 1, lastResult: 'overdue', nextRunAt: 2 },
        { name: 'self check', deadlineMs: 1, lastRunAt: 1, lastResult: 'ok', nextRunAt: 2 },
      ],
      platforms: [
        { id: 'discord', state: 'lost', reason: undefined },
        { id: 'telegram', state: 'connected', reason: undefined },
      ],
      alerts: { waiting: 4, oldestAt: 1, nobody: 0, unacknowledged: 0 },
      unsettled: 2,
    } satisfies Pick<DeskStatus, 'broker' | 'lines' | 'jobs' | 'platforms' | 'alerts' | 'unsettled'>,
  };
  const orThrow = <T>(value: T | DeskError): T => {
    if (value instanceof DeskError) throw value;
    return value;
  };
  const check = createSelfCheck({
    clock,
    language: 'ko',
    tell: notice => told.push(notice),
    diskRoom: async () => orThrow(now.disk),
    vitals: () => now.vitals,
    status: () => now.status,
    market: {
      async quote(code) {
        asked.push(code);
        return orThrow(now.quote);
      },
    },
  });
  return {
    clock,
    now,
    asked,
    check,
    /** What one look tells. */
    async look(askBroker = false): Promise<readonly string[]> {
      await check.look(signal, { askBroker });
      return told
        .splice(0)
        .map(n => [n.incident, n.stage ?? '-', n.urgency, n.over ? 'over' : 'on'].join(' '));
    },
    told,
  };
}

const FINE = ['disk - info over', 'stall - info over', 'memory - info over'];

describe('one look', () => {
  it('finds everything, as data', async () => {
    const { check, clock } = stage();
    expect(check.last()).toBeUndefined();
    const found = await check.look(signal, { askBroker: true });
    expect(found).toEqual({
      at: clock.now(),
      disk: { freeBytes: 10 * GB, totalBytes: 100 * GB },
      vitals: { stallMs: 0, heapUsedBytes: 100 * MB, heapLimitBytes: GB },
      skewMs: undefined,
      token: 'fresh',
      broker: 'answered',
      lastGoodCallAt: 77,
      maintenanceSince: undefined,
      platformsLost: ['discord'],
      jobsTroubled: ['compaction'],
      lettersWaiting: 4,
      unsettled: 2,
    });
    expect(check.last()).toBe(found);
  });

  it('of several tokens finds the worst, and none where no line was opened', async () => {
    const { check, now } = stage();
    now.status.lines = [lineWith('fresh'), lineWith('expired'), lineWith('due')];
    expect((await check.look(signal, { askBroker: false })).token).toBe('expired');
    now.status.lines = [];
    expect((await check.look(signal, { askBroker: false })).token).toBe('none');
  });

  it('asks the broker only when it is told to', async () => {
    const { look, asked, check } = stage();
    await look(false);
    expect([asked, check.last()?.broker]).toEqual([[], 'notAsked']);
    await look(true);
    expect([asked, check.last()?.broker]).toEqual([['005930'], 'answered']);
  });

  it('fails with what the broker said, and still finds the rest', async () => {
    const { check, now } = stage();
    now.quote = new DeskError('unavailable', 'no answer');
    await expect(check.look(signal, { askBroker: true })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(check.last()).toMatchObject({ broker: 'failed', disk: { freeBytes: 10 * GB } });
  });

  it('fails when the disk cannot be asked, and tells nothing of it', async () => {
    const { check, now, told } = stage();
    now.disk = new DeskError('storage', 'no statfs');
    await expect(check.look(signal, { askBroker: true })).rejects.toMatchObject({ kind: 'storage' });
    expect(check.last()).toMatchObject({ broker: 'answered', disk: undefined });
    expect(told.map(n => n.incident)).toEqual(['stall', 'memory']);
  });

  it('knows how far the clocks differ while the broker says so, and for ten minutes after', async () => {
    const { check, clock, look } = stage();
    check.onBrokerEvent({ kind: 'clockSkew', at: clock.now(), skewMs: -45_000 });
    await look();
    expect(check.last()?.skewMs).toBe(-45_000);
    await clock.advance(10 * 60_000);
    await look();
    expect(check.last()?.skewMs).toBe(-45_000);
    await clock.advance(1);
    await look();
    expect(check.last()?.skewMs).toBeUndefined();
  });
});

describe('the room on the disk', () => {
  it('is told when it falls below 200 MB and below 50 MB, and is over above 300 MB only', async () => {
    const { look, now } = stage();
    const at = (freeMegabytes: number) => {
      now.disk = { freeBytes: freeMegabytes * MB, totalBytes: 100 * GB };
      return look();
    };
    expect(await at(200)).toEqual(FINE);
    expect(await at(199)).toEqual(['disk low warning on']);
    expect(await at(250)).toEqual([]);
    expect(await at(50)).toEqual([]);
    expect(await at(49)).toEqual(['disk critical critical on']);
    expect(await at(120)).toEqual([]);
    expect(await at(299)).toEqual([]);
    expect(await at(300)).toEqual(['disk - info over']);
    expect(await at(10)).toEqual(['disk critical critical on']);
  });

  it('is named with its part of the whole, and what to do', async () => {
    const { check, now, told } = stage();
    now.disk = { freeBytes: 123_456_789, totalBytes: 50 * GB };
    await check.look(signal, { askBroker: false });
    expect(told[0]?.draft.blocks[0]).toEqual({
      kind: 'text',
      text: '데이터 폴더의 디스크에 123 MB(0.2%)가 남았습니다.',
    });
    expect(JSON.stringify(told[0])).toContain('300 MB 이상 비우세요');
  });

  it('of a disk without any size is no reason to break', async () => {
    const { look, now } = stage();
    now.disk = { freeBytes: 0, totalBytes: 0 };
    expect(await look()).toContain('disk critical critical on');
  });
});

describe('the process', () => {
  it('that stood still is told each time, and once when it no longer does', async () => {
    const { look, now } = stage();
    await look();
    now.vitals = { ...now.vitals, stallMs: 3_000 };
    expect(await look()).toEqual(['stall - warning on']);
    expect(await look()).toEqual(['stall - warning on']);
    now.vitals = { ...now.vitals, stallMs: 2_999 };
    expect(await look()).toEqual(['stall - info over']);
    expect(await look()).toEqual([]);
  });

  it('that uses much memory is told once, until it uses clearly less', async () => {
    const { look, now } = stage();
    await look();
    const used = (percent: number) => {
      now.vitals = { ...now.vitals, heapUsedBytes: (GB / 100) * percent };
      return look();
    };
    expect(await used(84)).toEqual([]);
    expect(await used(85)).toEqual(['memory - warning on']);
    expect(await used(71)).toEqual([]);
    expect(await used(69)).toEqual(['memory - info over']);
    expect(await used(84)).toEqual([]);
  });
});
