import { describe, expect, test } from 'vitest';
import type { AuditLine, AuditVerdict, Reply } from '../../src/core/index.js';
import { buttonNamed, buttonsOf, MONDAY_TEN, openDesk, replyOf, textOf } from '../support/desk.js';
import { auditLineOf, handMadeAudit } from '../support/fake-trade.js';

const linesOf = (count: number, over: Partial<AuditLine> = {}) =>
  Array.from({ length: count }, (_, i) => auditLineOf(i + 1, { at: MONDAY_TEN, ...over }));

function room(lines: readonly AuditLine[] = linesOf(3), verdict?: AuditVerdict) {
  const auditReads = handMadeAudit(lines, verdict);
  return { ...openDesk({ auditReads, roles: ['admin'] }), queries: auditReads.queries };
}

const rowsOf = (reply: Reply) =>
  textOf(reply)
    .split('\n')
    .filter(line => / \| 2026-/.test(line));

function csvOf(reply: Reply): string {
  const file = reply.blocks.find(block => block.kind === 'file');
  if (!file) throw new Error('no file');
  return file.text;
}

describe('/audit', () => {
  test('shows the latest lines, newest first, with who did what and how it ended', async () => {
    const lines = [
      auditLineOf(1, { at: MONDAY_TEN }),
      auditLineOf(2, {
        at: MONDAY_TEN,
        act: 'press 확인',
        outcome: 'refused',
        reason: 'limit',
        reference: 'K7Q2',
        intent: 'T1/0',
      }),
    ];
    const reply = replyOf(await room(lines).type('/audit'));
    expect(rowsOf(reply)).toEqual([
      '2 | 2026-11-23 10:00:00 | discord:1001 | press 확인 (T1/0) | 거절 | limit K7Q2',
      '1 | 2026-11-23 10:00:00 | discord:1001 | text /price 1 | 완료 | -',
    ]);
    expect(reply.visibility).toBe('private');
  });

  const day = (date: string) => Date.parse(`${date}T00:00:00+09:00`);
  test.each([
    ['/audit', [], undefined, undefined],
    ['/감사 삼성전자 매수', ['삼성전자', '매수'], undefined, undefined],
    ['/audit search 005930', ['005930'], undefined, undefined],
    ['/audit 찾기 20261102', [], day('2026-11-02'), day('2026-11-03')],
    ['/audit 2026-11-02 2026-11-20 refused', ['refused'], day('2026-11-02'), day('2026-11-21')],
  ])('%s looks for just that', async (text, words, from, to) => {
    const asking = room();
    await asking.type(text);
    expect(asking.queries).toEqual([{ words, from, to, limit: 11 }]);
  });

  test('is walked with its buttons within the same search', async () => {
    const asking = room(linesOf(25));
    const first = replyOf(await asking.type('/audit search 20261102 20261120 가 나'));
    expect(rowsOf(first)[0]).toMatch(/^25 /);
    const second = replyOf(await asking.press(buttonNamed(first, '다음 ▶').id));
    expect(rowsOf(second)[0]).toMatch(/^15 /);
    const third = replyOf(await asking.press(buttonNamed(second, '다음 ▶').id));
    expect(rowsOf(third)).toHaveLength(5);
    expect(buttonsOf(third).map(b => b.label)).toEqual(['◀ 이전', '새로고침', 'CSV 받기', '검증']);
    const [one, ...others] = asking.queries;
    expect(others.map(query => ({ ...query, limit: 11 }))).toEqual([one, one]);
  });

  test('without a fitting line says so', async () => {
    expect(textOf(replyOf(await room([]).type('/audit 없음')))).toContain('맞는 기록이 없습니다');
    const csv = replyOf(await room([]).type('/audit csv'));
    expect(textOf(csv)).toContain('맞는 기록이 없습니다');
    expect(csv.blocks.filter(block => block.kind === 'file')).toEqual([]);
  });

  test.each([
    ['/audit 20261124', '아직 오지 않은 날'],
    ['/audit 20261120 20261102', '종료일이 시작일보다'],
  ])('%s is refused before anything is read', async (text, problem) => {
    const asking = room();
    expect(textOf(replyOf(await asking.type(text)))).toContain(problem);
    expect(asking.queries).toEqual([]);
  });

  test('is for administrators alone', async () => {
    const auditReads = handMadeAudit(linesOf(3));
    const asking = openDesk({ auditReads, roles: ['view', 'trade', 'approve'] });
    expect(textOf(replyOf(await asking.type('/audit')))).toContain('관리 권한');
    expect(auditReads.queries).toEqual([]);
  });
});

describe('/audit csv', () => {
  test('is a file of what was found, oldest first, in the form of RFC 4180', async () => {
    const lines = [
      auditLineOf(1, { at: MONDAY_TEN, act: 'text /price "삼성, 전자"', place: '71' }),
      auditLineOf(2, {
        at: MONDAY_TEN,
        outcome: 'failed',
        reason: 'timeout',
        reference: 'K7Q2',
        intent: 'T1/0',
      }),
    ];
    const reply = replyOf(await room(lines).type('/audit csv 가'));
    expect(textOf(reply)).toContain('2줄을 담았습니다');
    expect(textOf(reply)).toContain('<audit-20261123.csv>');
    expect(csvOf(reply)).toBe(
      `\ufeff${[
        'line,utc,kst,platform,who,place,act,outcome,reason,reference,intent',
        '1,2026-11-23T01:00:00.000Z,2026-11-23 10:00:00,discord,discord:1001,71,"text /price ""삼성, 전자""",done,,,',
        '2,2026-11-23T01:00:00.000Z,2026-11-23 10:00:00,discord,discord:1001,71,text /price 2,failed,timeout,K7Q2,T1/0',
      ]
        .map(line => `${line}\r\n`)
        .join('')}`,
    );
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['\t1', "'\t1"],
    ['=cmd|"/c calc"!A1', `"'=cmd|""/c calc""!A1"`],
    ['a=1', 'a=1'],
    ['두\n줄', '"두\n줄"'],
  ])('makes no formula of %j', async (act, cell) => {
    const reply = replyOf(await room([auditLineOf(1, { act })]).type('/audit csv'));
    expect(csvOf(reply)).toContain(`,71,${cell},done,`);
  });

  test('holds ten thousand lines at most and says when there are more', async () => {
    const whole = replyOf(await room(linesOf(10_000)).type('/audit csv'));
    expect(whole.tone).toBe('neutral');
    expect(csvOf(whole).split('\r\n')).toHaveLength(10_002);
    const cut = replyOf(await room(linesOf(10_001)).type('/audit csv'));
    expect(textOf(cut)).toContain('최근 10,000줄까지만');
    expect(csvOf(cut).split('\r\n')).toHaveLength(10_002);
    expect(csvOf(cut)).not.toContain('\r\n1,2026');
  });
});

describe('/audit verify', () => {
  test('says that the trail is whole, how long it is and where it ends', async () => {
    const head = { line: 12_345, hash: 'a1b2c3d4e5f60718' };
    const reply = replyOf(
      await room([], { kind: 'whole', lines: 12_345, files: 3, head }).type('/audit verify'),
    );
    expect(reply.tone).toBe('good');
    expect(textOf(reply)).toContain('줄: 12,345');
    expect(textOf(reply)).toContain('마지막 줄: #12,345 a1b2c3d4e5f60718');
  });

  test('names the first bad line and what to do', async () => {
    const verdict = {
      kind: 'broken',
      file: 'audit-2.jsonl',
      lineInFile: 17,
      problem: 'hash',
      goodLines: 1016,
    } as const;
    const reply = replyOf(await room([], verdict).type('/감사 검증'));
    expect(reply.tone).toBe('bad');
    const text = textOf(reply);
    for (const words of [
      '파일: audit-2.jsonl',
      '처음 어긋난 줄: 17',
      '문제: 내용이 나중에 바뀌었습니다',
      '온전한 줄: 1,016',
      '사본을 먼저',
      '/halt all',
    ]) {
      expect(text).toContain(words);
    }
  });
});
