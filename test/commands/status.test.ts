import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { AccountRef, DeskStatus, LineStatus } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  handMadeDesk,
  MONDAY_TEN,
  openDesk,
  replyOf,
  STATUS,
  TOKEN,
  textOf,
} from '../support/desk.js';
import { haltOf } from '../support/fake-trade.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';
import { deskWith, MUM, manyAccounts } from '../support/two-accounts.js';

const having = (over: Partial<DeskStatus>) => handMadeDesk({ status: () => ({ ...STATUS, ...over }) });
const [JOB] = STATUS.jobs;
if (!JOB) throw new Error('no job to vary');
const ask = async (over: Partial<DeskStatus> = {}) =>
  replyOf(await openDesk({ desk: having(over) }).type('/status'));

describe('/status', () => {
  test('shows environment, masked accounts, the last good call, queue, jobs, chats, symbols and version', async () => {
    const reply = await ask();
    const text = textOf(reply);
    for (const line of [
      '환경: 데모',
      '계좌: 가족 (****7788-01)',
      '마지막 정상 호출: 2026-11-23 09:59:58 (2초 전)',
      '호출 대기열: 대기 3, 진행 2, 초당 18',
      '한도 초과 응답: 4회',
      '종목 목록: 4개',
      '시작: 2026-11-23 09:58:30 (1분 30초 전)',
      '버전: 9.8.7',
      '터미널 | 연결됨',
      '토큰 갱신 | 2026-11-23 09:59:00 | 정상 | 2026-11-23 10:00:00 | 1분',
      '보내는 중인 알림: 0건',
      '전해지지 않은 알림: 0건',
      '확인하지 않은 알림: 0건',
      '체결 통보: 실시간 (2026-11-23 09:58:35부터), 마지막 통보 2026-11-23 09:59:30',
      '디스크 여유: 42.0 GB (42%)',
      '주문 정지: 없음',
      '결과를 모르는 주문: 0건',
      '특이 사항이 없습니다.',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain(ACCOUNT.number);
    expect(reply.tone).toBe('good');
  });

  test.each<[string, Partial<DeskStatus>, string]>([
    ['a remark', { remarks: ['저장소를 옆에 두었습니다'] }, '저장소를 옆에 두었습니다'],
    [
      'a lost chat',
      { platforms: [{ id: 'telegram', state: 'lost', reason: '다른 봇이 같은 토큰을 씁니다' }] },
      'Telegram | 끊김 (다시 연결 중): 다른 봇이 같은 토큰을 씁니다',
    ],
    ['a failed job', { jobs: [{ ...JOB, lastResult: 'failed', nextRunAt: undefined }] }, '실패 | - | 1분'],
    ['an order of unknown outcome', { unsettled: 2 }, '결과를 모르는 주문: 2건'],
    ['a halt', { halts: [haltOf(1)] }, '주문 정지: 1건'],
    [
      'an overdue job',
      { jobs: [{ ...JOB, name: 'audit check', deadlineMs: 600_000, lastResult: 'overdue' }] },
      '지연 | 2026-11-23 10:00:00 | 10분',
    ],
    ['an alert that reached nobody', { alerts: { ...STATUS.alerts, nobody: 2 } }, '전해지지 않은 알림: 2건'],
    [
      'an alert that nobody acknowledged',
      { alerts: { ...STATUS.alerts, unacknowledged: 3 } },
      '확인하지 않은 알림: 3건',
    ],
    [
      'an alert that waits long',
      { alerts: { ...STATUS.alerts, waiting: 7, oldestAt: MONDAY_TEN - 4 * 60_000 } },
      '보내는 중인 알림: 7건 (가장 오래된 것 4분 전)',
    ],
    [
      'lost execution notices',
      {
        executions: {
          ...STATUS.executions,
          state: 'lost',
          reason: { ko: '같은 키로 다른 연결이 열렸습니다', en: '' },
          lastNoticeAt: undefined,
        },
      },
      '체결 통보: 끊김 (2026-11-23 09:58:35부터), 조회로 대체: 같은 키로 다른 연결이 열렸습니다',
    ],
    [
      'a disk that is nearly full',
      { disk: { freeBytes: 199_999_999, totalBytes: 10_000_000_000 } },
      '디스크 여유: 199 MB (2%)',
    ],
    [
      'maintenance of the broker',
      { broker: { ...STATUS.broker, maintenanceSince: MONDAY_TEN - 120_000 } },
      '증권사가 점검 중인 것으로 보입니다 (2026-11-23 09:58:00부터 2분)',
    ],
  ])('with %s is a warning that says so', async (_what, over, expected) => {
    const reply = await ask(over);
    expect(reply.tone).toBe('warning');
    expect(textOf(reply)).toContain(expected);
    expect(textOf(reply)).not.toContain('특이 사항이 없습니다');
  });

  test.each<[string, Partial<DeskStatus>, string]>([
    [
      'notices that are not set up',
      {
        executions: {
          state: 'off',
          since: 0,
          reason: { ko: 'HTS ID가 없습니다', en: '' },
          lastNoticeAt: undefined,
        },
      },
      '체결 통보: 조회로 대체: HTS ID가 없습니다',
    ],
    [
      'notices that are being connected',
      { executions: { state: 'connecting', since: 0, reason: undefined, lastNoticeAt: undefined } },
      '체결 통보: 연결 중, 그동안 조회로 대체',
    ],
    ['a disk that nobody has looked at', { disk: undefined }, '디스크 여유: 아직 확인하지 않음'],
    [
      'an alert that was just told',
      { alerts: { ...STATUS.alerts, waiting: 1, oldestAt: MONDAY_TEN - 1_000 } },
      '보내는 중인 알림: 1건 (가장 오래된 것 1초 전)',
    ],
  ])('with %s says so, and nothing is wrong', async (_what, over, expected) => {
    const reply = await ask(over);
    expect([reply.tone, textOf(reply)]).toEqual(['good', expect.stringContaining(expected)]);
  });

  test('shows each halt in force before all else: what, since, until, why and by whom', async () => {
    const since = Date.parse('2026-11-23T09:30:00+09:00');
    const halts = [
      haltOf(1, { scope: { kind: 'buy' }, since, until: since + 3_600_000, reason: '서버 점검' }),
      haltOf(2, { scope: { kind: 'symbol', code: '005930', name: '삼성전자' }, since, by: 'desk' }),
      haltOf(3, { scope: { kind: 'account', account: '50107788-01' }, since }),
    ];
    const reply = await ask({ halts });
    const lines = textOf(reply).split('\n');
    expect(lines[1]).toContain('주문이 정지되어 있습니다');
    const start = '2026-11-23 09:30:00';
    expect(lines.slice(3, 6)).toEqual([
      `매수와 매수 정정 | ${start} | 2026-11-23 10:30:00 | 서버 점검 | discord:1001`,
      `종목 삼성전자 005930 | ${start} | 풀 때까지 | 적지 않음 | 봇 스스로`,
      `계좌 ****7788-01 | ${start} | 풀 때까지 | 적지 않음 | discord:1001`,
    ]);
    expect(lines.join('\n')).not.toContain(ACCOUNT.number);
  });

  test('names every job of the program in Korean', async () => {
    const program = await readFile('src/job-list.ts', 'utf8');
    const declared = [...program.matchAll(/name: '([a-z ]+)',\s*cron:/g)].map(match => match[1] ?? '');
    expect(declared.length).toBeGreaterThan(1);
    const jobs = declared.map(name => ({ ...JOB, name }));
    const text = textOf(await ask({ jobs }));
    for (const name of declared) expect(text).not.toContain(name);
  });

  test('turns halts and remarks over ten at a time, and a long reason does not fill the card', async () => {
    const halts = Array.from({ length: 12 }, (_, i) =>
      haltOf(i + 1, { reason: `사유${i + 1} ${'길게 '.repeat(60)}` }),
    );
    const remarks = Array.from({ length: 23 }, (_, i) => `특이 사항 ${i + 1}번`);
    const { type, press } = openDesk({ desk: having({ halts, remarks }) });
    const first = replyOf(await type('/status'));
    expect(textOf(first)).toContain('사유10 길게');
    expect(textOf(first)).not.toContain('사유11');
    expect(textOf(first)).not.toContain('길게 '.repeat(30));
    expect(first.footer).toContain('1/3쪽');
    const second = replyOf(await press(buttonNamed(first, '다음 ▶').id));
    expect(textOf(second)).toContain('주문이 정지되어 있습니다');
    for (const words of ['사유11', '사유12', '특이 사항 11번', '특이 사항 20번']) {
      expect(textOf(second)).toContain(words);
    }
    const third = replyOf(await press(buttonNamed(second, '다음 ▶').id));
    expect(textOf(third)).toContain('특이 사항 23번');
    expect(textOf(third)).not.toContain('사유12');
  });

  test('before anything has happened says so in words', async () => {
    const text = textOf(
      await ask({
        accounts: [],
        broker: { ...STATUS.broker, lastGoodCallAt: undefined },
        jobs: [],
        platforms: [],
        symbols: { count: 0, loadedAt: undefined },
      }),
    );
    for (const words of ['아직 없음', '예약된 작업이 없습니다', '켜진 채팅이 없습니다', '아직 받지 못함']) {
      expect(text).toContain(words);
    }
  });

  test('is English when the language is', async () => {
    const text = textOf(replyOf(await openDesk({ language: 'en' }).type('상태')), 'en');
    expect(text).toContain('Call queue: 3 waiting, 2 under way, 18/s');
    expect(text.replaceAll('가족', '')).not.toMatch(/[가-힣]/);
  });
});

describe('/status of several accounts', () => {
  const lineOf = (account: AccountRef, over: Partial<LineStatus> = {}): LineStatus => ({
    account,
    broker: STATUS.broker,
    token: TOKEN,
    executions: STATUS.executions,
    ...over,
  });
  const lines = [lineOf(ACCOUNT), lineOf(MUM, { executions: { ...STATUS.executions, state: 'lost' } })];
  const member = (accounts: 'all' | readonly string[]) =>
    memoryMembers([
      memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: ['view'] }, { accounts }),
    ]);
  const ask = async (accounts: 'all' | readonly string[]) => {
    const desk = deskWith([ACCOUNT, MUM], { status: () => ({ ...STATUS, lines }) });
    return replyOf(await openDesk({ desk, members: member(accounts) }).type('/status'));
  };

  test('has one line for each, the one in trouble first', async () => {
    const reply = await ask('all');
    const rows = textOf(reply)
      .split('\n')
      .filter(line => line.includes('****') && line.includes(' | '));
    expect(reply.tone).toBe('warning');
    expect(rows).toEqual([
      '🟢 엄마 (****2222-10) | 2026-11-23 09:59:58 | 정상 | 끊김 | 3',
      '가족 (****7788-01) | 2026-11-23 09:59:58 | 정상 | 실시간 | 3',
    ]);
  });

  test('shows nobody the line of an account that was not given to them', async () => {
    const reply = await ask(['50107788-01']);
    expect(textOf(reply)).not.toContain('2222');
    expect(reply.tone).toBe('good');
  });

  test('turns over many', async () => {
    const many = manyAccounts(25).map(account => lineOf(account));
    const admin = openDesk({
      roles: ['view', 'admin'],
      desk: deskWith([ACCOUNT], { status: () => ({ ...STATUS, lines: many }) }),
    });
    const reply = replyOf(await admin.type('/status 3'));
    expect(textOf(reply)).toContain('계좌24');
    expect(reply.footer).toContain('3/3쪽');
  });
});
