import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { JOB_CHOICES } from '../../commands/job-name.js';
import { DeskError, type JobResult, type JobStatus, type Role } from '../../src/core/index.js';
import {
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  replyOf,
  STATUS,
  textOf,
} from '../support/desk.js';

const ADMIN: readonly Role[] = ['view', 'admin'];
const JOBS: readonly JobStatus[] = JOB_CHOICES.map(({ value }, i) => ({
  name: value,
  deadlineMs: (i + 1) * 60_000,
  lastRunAt: i === 0 ? undefined : MONDAY_TEN - i * 60_000,
  lastResult: i === 0 ? undefined : i === 2 ? 'failed' : 'ok',
  nextRunAt: MONDAY_TEN + i * 60_000,
}));

function room(options: OpenDeskOptions = {}) {
  const desk = openDesk({
    roles: ADMIN,
    desk: handMadeDesk({ status: () => ({ ...STATUS, jobs: JOBS }) }),
    ...options,
  });
  const card = async (line: string) => replyOf(await desk.type(line));
  return { ...desk, card };
}

describe('/jobs', () => {
  test('lists every job with its last run, result, next run and deadline', async () => {
    const { card, ran } = room();
    const reply = await card('/jobs');
    expect(reply).toMatchObject({ tone: 'warning', visibility: 'private' });
    expect(textOf(reply).split('\n').slice(1, 5)).toEqual([
      '작업 | 마지막 | 결과 | 다음 | 기한',
      '토큰 갱신 | 아직 | - | 2026-11-23 10:00:00 | 1분',
      '주문 결과 확인 | 2026-11-23 09:59:00 | 정상 | 2026-11-23 10:01:00 | 2분',
      '종목 목록 | 2026-11-23 09:58:00 | 실패 | 2026-11-23 10:02:00 | 3분',
    ]);
    expect(ran).toEqual([]);
  });

  test('runs each by its button, and tells the result', async () => {
    const { card, press, ran } = room();
    const shown = await card('/작업');
    for (const { label } of JOB_CHOICES) {
      const reply = replyOf(await press(buttonNamed(shown, `${label.ko} 지금 실행`).id));
      expect(reply.title).toBe(`작업: ${label.ko}`);
      expect(textOf(reply)).toContain('정상으로 끝났습니다');
    }
    expect(ran).toEqual(JOB_CHOICES.map(({ value }) => value));
  });

  test.each([
    ['/jobs 토큰 갱신', 'token renewal'],
    ['/jobs 토큰갱신', 'token renewal'],
    ['/jobs token renewal', 'token renewal'],
    ['/작업 감사 기록 검증', 'audit check'],
    ['/jobs 휴장일', 'calendar'],
    ['/jobs Daily Report', 'daily report'],
  ])('%s runs %s', async (line, name) => {
    const { card, ran } = room();
    expect((await card(line)).tone).toBe('good');
    expect(ran).toEqual([name]);
  });

  test('takes the name as a typed option', async () => {
    const { dispatcher, inbound, ran } = room();
    await dispatcher.handle(inbound({ kind: 'command', name: 'jobs', options: { name: 'self check' } }));
    expect(ran).toEqual(['self check']);
  });

  test.each(['/jobs 청소', '/jobs token', '/jobs 토큰 갱신 지금'])(
    '%s runs nothing, and says why',
    async line => {
      const { card, ran } = room();
      const reply = await card(line);
      expect(reply.title).toBe('입력을 확인해 주세요');
      expect(textOf(reply)).toContain('부분을 이해하지 못했습니다');
      expect(ran).toEqual([]);
    },
  );

  test('is for admins', async () => {
    const { card, ran } = room({ roles: ['view', 'trade', 'approve'] });
    for (const line of ['/jobs', '/jobs 토큰 갱신']) expect((await card(line)).title).toBe('권한이 없습니다');
    expect(ran).toEqual([]);
  });

  test('a job that is not there is told as such', async () => {
    const { card } = room({
      runJob: async name => {
        throw new DeskError('notFound', 'no such job', { job: name });
      },
    });
    expect(textOf(await card('/jobs 휴장일'))).toContain('지금 설정에서는 쓰지 않는 작업');
  });

  test.each<[JobResult, string]>([
    ['failed', '실행했지만 실패했습니다'],
    ['overdue', '실행했지만 기한 안에 끝나지 않았습니다'],
  ])('a run that %s is told so', async (result, words) => {
    const { card } = room({ runJob: async () => result });
    const reply = await card('/jobs 토큰 갱신');
    expect([reply.tone, textOf(reply)]).toEqual(['bad', expect.stringContaining(words)]);
  });

  test('a long run is not waited for, and is not called a failure', async () => {
    const { type, clock } = room({ runJob: () => new Promise(() => undefined) });
    const asked = type('/jobs 감사 기록 검증');
    await clock.advance(20_000);
    const reply = replyOf(await asked);
    expect([reply.tone, textOf(reply)]).toEqual([
      'neutral',
      expect.stringContaining('아직 실행하고 있습니다'),
    ]);
  });

  test('without jobs says so and offers nothing to run', async () => {
    const reply = await room({ desk: handMadeDesk({ status: () => ({ ...STATUS, jobs: [] }) }) }).card(
      '/jobs',
    );
    expect(textOf(reply)).toContain('예약된 작업이 없습니다');
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(['새로고침']);
  });

  test('in English is English', async () => {
    const { card } = room({ language: 'en' });
    expect(textOf(await card('/jobs'), 'en')).not.toMatch(/[가-힣]/);
    expect(textOf(await card('/jobs self check'), 'en')).not.toMatch(/[가-힣]/);
  });
});

test('every job that the program declares can be run by name', async () => {
  const program = await readFile('src/job-list.ts', 'utf8');
  const declared = [...program.matchAll(/name: '([a-z ]+)'/g)].map(match => match[1] ?? '');
  expect(declared.length).toBeGreaterThan(1);
  expect(declared.filter(name => !JOB_CHOICES.some(({ value }) => value === name))).toEqual([]);
});
