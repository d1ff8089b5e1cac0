import { expect, it, onTestFinished } from 'vitest';
import { createRenewal } from '../../src/brokers/transport/index.js';
import { DeskError, type JobResult } from '../../src/core/index.js';
import { startJobs } from '../../src/jobs/index.js';
import { alertRig } from '../desk/alerts/alert-rig.js';
import { memoryVault } from '../support/memory-vault.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Fate = 'works' | 'fails' | 'hangs' | 'throws';

/** The real renewal, its real job and the real alerts by one clock; the broker does as it is told. */
async function house() {
  const rig = alertRig({ people: [] });
  const { clock, alerts, outbox } = rig;
  const closing = new AbortController();
  const issues: number[] = [];
  const results: JobResult[] = [];
  let fate: Fate = 'works';
  const renewal = createRenewal({
    key: 'kis:paper:0011223344556677',
    vault: memoryVault(),
    clock,
    emit: alerts.onEvent,
    closing: closing.signal,
    async issue(_, leaving) {
      await leaving();
      issues.push(clock.now());
      if (fate === 'hangs') return new Promise(() => undefined);
      if (fate === 'throws') throw new Error('nobody foresaw this');
      if (fate === 'fails') throw new DeskError('unavailable', 'down', { code: 'EGW00002' });
      return { token: `token-${issues.length}`, expiresAt: clock.now() + DAY };
    },
  });
  const jobs = startJobs(
    [
      {
        name: 'token renewal',
        cron: '*/30 * * * *',
        deadlineMs: MINUTE,
        run: async signal => void (await renewal.renewIfDue(signal)),
      },
    ],
    {
      clock,
      log: () => undefined,
      timezone: 'Asia/Seoul',
      runs: { last: () => undefined, note: async () => undefined },
      lastSeenAt: undefined,
      isTradingDay: () => true,
      onResult(_, result) {
        results.push(result);
        throw new Error('whoever is told of a result fails');
      },
    },
  );
  onTestFinished(() => {
    jobs.stop();
    closing.abort(new DOMException('over', 'AbortError'));
  });
  await renewal.current();

  /** Somebody uses the token every minute; gives the minutes in which there was none. */
  async function use(ms: number): Promise<number[]> {
    const without: number[] = [];
    for (let passed = 0; passed < ms; passed += MINUTE) {
      await clock.advance(MINUTE);
      await renewal.current().catch(() => without.push(clock.now()));
      // Somebody confirms what is critical.
      for (const { id } of outbox.posts()) await outbox.acknowledge(id, 'discord:1001');
    }
    return without;
  }

  return {
    ...rig,
    issues,
    results,
    use,
    be: (next: Fate) => {
      fate = next;
    },
  };
}

it('refreshing that fails for eight hours leaves the old token to commands, and tells at the named points only', async () => {
  const { clock, issues, use, be, titles } = await house();
  const issuedAt = issues[0] ?? 0;
  expect(await use(16 * HOUR)).toEqual([]);
  be('fails');
  const without = await use(8 * HOUR + 10 * MINUTE);
  // A token is not used in its last minute.
  expect(Math.min(...without) - issuedAt).toBeGreaterThanOrEqual(DAY - MINUTE);
  expect(titles()).toEqual([
    '토큰 갱신에 실패했습니다',
    '토큰이 2시간 뒤 끝나는데 갱신이 안 됩니다',
    '토큰이 30분 뒤 끝나는데 갱신이 안 됩니다',
    '쓸 수 있는 토큰이 없습니다',
  ]);
  const gaps = issues.slice(1).map((at, n) => at - (issues[n] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(65_000);
  be('works');
  await use(10 * MINUTE);
  expect(titles().slice(4)).toEqual(['토큰 갱신이 회복되었습니다']);
  expect(clock.now() - issuedAt).toBeGreaterThan(DAY);
});

it.each(['hangs', 'throws', 'fails'] as const)(
  'a refresh job that %s ends with its cycle, and the next one runs, though telling of it fails too',
  async fate => {
    const { results, use, be } = await house();
    await use(20 * HOUR + 50 * MINUTE);
    be(fate);
    const before = results.length;
    await use(45 * MINUTE);
    expect(results.slice(before)).toEqual(['failed', 'failed']);
    be('works');
    await use(40 * MINUTE);
    expect(results.at(-1)).toBe('ok');
  },
);
