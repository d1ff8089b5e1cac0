import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account } from '../../commands/account.js';
import { cancel } from '../../commands/cancel.js';
import { halt } from '../../commands/halt.js';
import { DeskError, parseDuration, type Role, type SymbolMatch } from '../../src/core/index.js';
import { actOf, fullDisk, haltRig } from '../desk/halt/halt-rig.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  INSTRUMENTS,
  instrumentOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  replyOf,
  STATUS,
  textOf,
} from '../support/desk.js';
import { accountsWith, deskWith, MUM } from '../support/two-accounts.js';

const TRADER: readonly Role[] = ['view', 'trade'];

const noList = async (): Promise<SymbolMatch> => {
  throw new DeskError('unavailable', 'no list', { what: 'symbols' });
};
const listless = (findSymbol = noList) =>
  handMadeDesk({
    status: () => ({ ...STATUS, symbols: { count: 0, loadedAt: undefined } }),
    findSymbol,
  });

/** The desk with the real kill switch behind it; `card` types a line and gives the answer. */
async function room(options: OpenDeskOptions = {}) {
  const { halts, store, clock } = await haltRig();
  const desk = openDesk({ commands: [halt, cancel], roles: TRADER, ...options, halts, clock });
  const card = async (line: string) => replyOf(await desk.type(line));
  return { ...desk, halts, store, card };
}

describe('/halt', () => {
  test.each([
    ['/halt', { kind: 'all' }, undefined, ''],
    ['정지', { kind: 'all' }, undefined, ''],
    ['/halt 전체', { kind: 'all' }, undefined, ''],
    ['정지 30분', { kind: 'all' }, 30, ''],
    ['/halt buy', { kind: 'buy' }, undefined, ''],
    ['정지 매수 2시간 현금 확보', { kind: 'buy' }, 120, '현금 확보'],
    ['/halt 급락', { kind: 'all' }, undefined, '급락'],
    ['/halt 30m 급락 같아서 멈춤', { kind: 'all' }, 30, '급락 같아서 멈춤'],
    ['/halt 계좌', { kind: 'account', account: '50107788-01' }, undefined, ''],
    ['/halt account 1d 점검', { kind: 'account', account: '50107788-01' }, 1440, '점검'],
    ['/halt 종목 005930', { kind: 'symbol', code: '005930', name: '삼성전자' }, undefined, ''],
    ['정지 종목 1시간30분 0126z0 공시', { kind: 'symbol', code: '0126Z0', name: '새로상장' }, 90, '공시'],
    ['정지 종목 SK하이닉스 30분', { kind: 'symbol', code: '000660', name: 'SK하이닉스' }, 30, ''],
    [
      '정지 종목 SK하이닉스 30분 넘게 급락',
      { kind: 'symbol', code: '000660', name: 'SK하이닉스' },
      undefined,
      '30분 넘게 급락',
    ],
  ])('%s', async (line, scope, minutes, reason) => {
    const { card, halts } = await room();
    await card(line);
    expect(halts.list()).toEqual([
      {
        id: 'H1',
        scope,
        since: MONDAY_TEN,
        until: minutes === undefined ? undefined : MONDAY_TEN + minutes * 60_000,
        reason,
        by: 'discord:1001',
      },
    ]);
  });

  test('says what is stopped, until when, that it lasts, what is not stopped, who may halt and how it is lifted', async () => {
    const { card } = await room();
    const reply = await card('/halt 매수 30분 급락');
    for (const part of [
      '주문을 정지했습니다',
      '정지 대상: 매수와 매수 정정',
      '끝: 2026-11-23 10:30:00 (30분 뒤)',
      '사유: 급락',
      '번호: H1',
      '봇이 다시 시작되어도 정지는 이어집니다',
      '취소는 그대로 됩니다',
      '미체결 주문은 거래소에 남아',
      '거래 권한이 있으면 누구나',
      '관리자가 /resume H1 로 풉니다',
    ]) {
      expect(textOf(reply)).toContain(part);
    }
    expect(reply).toMatchObject({ tone: 'warning', visibility: 'public' });
  });

  test.each([
    ['/halt', { kind: 'all' }],
    ['/halt 종목 005930', { kind: 'symbol', code: '005930' }],
    ['/halt 계좌', { kind: 'account' }],
  ])('%s stops at once, and asks for the reason afterwards', async (line, scope) => {
    const { card, halts, dispatcher, inbound } = await room();
    const reply = await card(line);
    expect(halts.list()).toMatchObject([{ id: 'H1', scope, reason: '' }]);
    const { id: buttonId } = buttonNamed(reply, '사유…');
    expect(dispatcher.formOf(inbound({ kind: 'press', buttonId }))?.fields).toMatchObject([
      { name: 'reason', label: '사유', rest: true },
    ]);
    const answered = await dispatcher.handle(
      inbound({ kind: 'press', buttonId, given: { reason: '급락 공시 확인' } }),
    );
    expect(halts.list()).toMatchObject([{ id: 'H1', scope, reason: '급락 공시 확인', until: undefined }]);
    expect(textOf(replyOf(answered))).toContain('사유: 급락 공시 확인');
    expect(buttonsOf(replyOf(answered)).map(b => b.label)).not.toContain('사유…');
  });

  test('with a time asks for no reason, since that would begin the time anew', async () => {
    const { card } = await room();
    expect(buttonsOf(await card('/halt 30분')).map(b => b.label)).toEqual(['미체결 모두 취소']);
  });

  test('is for whoever may trade, and for nobody else', async () => {
    const viewer = await room({ roles: ['view', 'admin'] });
    expect(textOf(await viewer.card('/halt'))).toContain('거래 권한이 있어야 합니다');
    expect(viewer.halts.list()).toEqual([]);
    const trader = await room({ roles: ['trade'] });
    await trader.card('/halt');
    expect(trader.halts.list()).toHaveLength(1);
  });

  test('works when nothing at all can be written', async () => {
    const { card, halts, store } = await room({ inboxFails: true, auditFails: true });
    store.beforeSave = fullDisk;
    const reply = await card('/halt');
    expect(reply.tone).toBe('bad');
    expect(textOf(reply)).toContain('저장하지 못했습니다. 봇이 다시 시작되면 풀릴 수 있습니다');
    expect(textOf(reply)).toContain('HALT 라는 빈 파일');
    expect(textOf(reply)).not.toContain('이어집니다');
    expect(halts.blocking(actOf('place'))).toBeDefined();
  });

  test('asks nobody anything: no broker, no list of symbols', async () => {
    const desk = handMadeDesk();
    const { card } = await room({ desk });
    await card('/halt');
    await card('/halt 매수 삼성전자');
    expect(desk.asked).toEqual([]);
  });

  test('has a button that makes a ticket to cancel every open order', async () => {
    const { card, press, proposals } = await room();
    const { id } = buttonNamed(await card('/halt'), '미체결 모두 취소');
    await press(id);
    expect(proposals).toMatchObject([{ kind: 'cancel', which: { kind: 'all' } }]);
  });

  test('of one symbol has a button for the open orders of that symbol only', async () => {
    const { card, press, proposals } = await room();
    const { id } = buttonNamed(await card('/halt 종목 삼성전자'), '삼성전자 미체결 모두 취소');
    await press(id);
    expect(proposals).toMatchObject([
      { kind: 'cancel', which: { kind: 'symbol', instrument: { code: '005930' } } },
    ]);
  });

  test('with a name but without the word for a symbol stops more, not less, and says so', async () => {
    const { card, halts } = await room();
    expect(textOf(await card('/halt 삼성전자'))).toContain('한 종목만 정지하려면: /halt 종목 005930');
    expect(halts.list()).toMatchObject([{ scope: { kind: 'all' }, reason: '삼성전자' }]);
  });

  test('for a time leaves a longer halt, and says so', async () => {
    const { card, halts } = await room();
    expect(textOf(await card('/halt 급락'))).not.toContain('더 긴 그 정지');
    expect(textOf(await card('/halt 30분'))).toContain('더 긴 그 정지를 그대로 둡니다');
    expect(halts.list()).toMatchObject([{ until: undefined, reason: '급락' }]);
  });

  test('of the account is denied to whom no account belongs', async () => {
    const { card, halts, audit } = await room({ desk: handMadeDesk({ accountsOf: () => [] }) });
    expect((await card('/halt 계좌')).title).toBe('권한이 없습니다');
    expect(halts.list()).toEqual([]);
    expect(audit).toMatchObject([{ outcome: 'refused', reason: 'denied' }]);
  });
});

describe('/halt of one of several accounts', () => {
  const nothing = '아직 아무것도 정지하지 않았습니다';
  const HERS = { kind: 'account', account: '81112222-10' };
  const several = () => room({ desk: deskWith([ACCOUNT, MUM]) });

  test.each([
    ['/halt 계좌 @엄마', HERS, undefined, ''],
    ['/halt @엄마', HERS, undefined, ''],
    ['/halt @2222 30분', HERS, 30, ''],
    ['정지 계좌 @엄마 1시간 공시 확인', HERS, 60, '공시 확인'],
    // Without its @ it is hers all the same, and never the account that is pinned.
    ['/halt account 엄마', HERS, undefined, ''],
    ['/halt 계좌 2222 공시', HERS, undefined, '공시'],
    ['/halt 계좌 81112222-10 30분', HERS, 30, ''],
    ['/halt 전체 @엄마', { kind: 'all' }, undefined, ''],
    ['/halt 매수 @엄마', { kind: 'buy' }, undefined, ''],
    ['/halt 종목 005930 @엄마', { kind: 'symbol', code: '005930' }, undefined, ''],
    ['/halt @김부장 지시', { kind: 'all' }, undefined, '지시'],
  ])('%s', async (line, scope, minutes, reason) => {
    const { card, halts } = await several();
    await card(line);
    const until = minutes === undefined ? undefined : MONDAY_TEN + minutes * 60_000;
    expect(halts.list()).toMatchObject([{ scope, until, reason }]);
  });

  test.each([
    ['/halt 매수 @엄마', '모든 계좌에서 정지했습니다'],
    ['/halt 종목 005930 @없음', '모든 계좌에서 정지했습니다'],
    ['/halt @없음', '“없음” 계좌를 찾지 못해 전체를 정지했습니다'],
  ])('%s stops more than was meant, and says so', async (line, says) => {
    expect(textOf(await (await several()).card(line))).toContain(says);
  });

  test.each(['/halt 계좌 30분 공시', '/halt 계좌 @없음 30분 공시'])(
    '%s stops nothing yet, and a press halts the one that is chosen',
    async line => {
      const { card, halts, press } = await several();
      const asked = await card(line);
      expect(asked.title).toBe(nothing);
      expect(halts.list()).toEqual([]);
      expect(buttonsOf(asked).map(b => b.label)).toContain('전체 정지');
      const done = replyOf(await press(buttonNamed(asked, '🟢 엄마 (****2222-10) 정지').id));
      expect(halts.list()).toMatchObject([{ scope: HERS, until: MONDAY_TEN + 1_800_000, reason: '공시' }]);
      expect(textOf(done)).toContain('정지 대상: 계좌 🟢 엄마 (****2222-10)');
    },
  );

  test('needs no choice where one is pinned, and its card cancels in that account', async () => {
    const { type, card, press, halts, proposals } = await room({
      desk: deskWith([ACCOUNT, MUM]),
      commands: [halt, cancel, account],
    });
    await type('/account @엄마 pin');
    const done = await card('/halt 계좌');
    await type('/account @가족 pin');
    await press(buttonNamed(done, '미체결 모두 취소').id);
    expect(halts.list()).toMatchObject([{ scope: HERS }]);
    expect(proposals).toMatchObject([{ kind: 'cancel', account: MUM }]);
  });

  test('stops a closed one too: no keys are needed for it', async () => {
    const desk = deskWith([ACCOUNT, MUM]);
    const { card, halts } = await room({ desk, accounts: accountsWith(desk, { 엄마: '키가 만료됨' }) });
    await card('/halt @엄마');
    expect(halts.list()).toMatchObject([{ scope: HERS }]);
  });
});

describe('/halt of a symbol that is not clear', () => {
  const nothing = '아직 아무것도 정지하지 않았습니다';

  test('offers those that match, and a press halts with the time and the reason that were given', async () => {
    const { card, halts, press } = await room();
    const reply = await card('/halt 종목 1시간30분 삼성 급락 대비');
    expect(reply.title).toBe(nothing);
    expect(halts.list()).toEqual([]);
    await press(buttonNamed(reply, '삼성전자우 005935').id);
    expect(halts.list()).toMatchObject([
      { scope: { kind: 'symbol', code: '005935' }, until: MONDAY_TEN + 90 * 60_000, reason: '급락 대비' },
    ]);
  });

  test.each([
    ['/halt 종목', '어느 종목인지 빠졌습니다'],
    ['/halt 종목 없는회사', '“없는회사”에 맞는 종목을 찾지 못했습니다'],
  ])('%s: says first that nothing is halted, and a press halts everything', async (line, why) => {
    const { card, halts, press } = await room();
    const reply = await card(line);
    expect([reply.title, reply.tone]).toEqual([nothing, 'bad']);
    expect(textOf(reply)).toContain(why);
    expect(halts.list()).toEqual([]);
    await press(buttonNamed(reply, '전체 정지').id);
    expect(halts.list()).toMatchObject([{ scope: { kind: 'all' } }]);
  });

  test('while there is no list takes a code at its word, and waits for nothing', async () => {
    const { card, halts } = await room({ desk: listless(() => new Promise(() => {})) });
    await card('/halt 종목 0126z0');
    expect(halts.list()).toMatchObject([{ scope: { kind: 'symbol', code: '0126Z0', name: '0126Z0' } }]);
  });

  test('while there is no list cannot take a name, and says that a code works', async () => {
    const { card, halts } = await room({ desk: listless() });
    expect(textOf(await card('/halt 종목 삼성전자'))).toContain('코드로는 정지할 수 있습니다');
    expect(halts.list()).toEqual([]);
  });

  test('a list that fails in the end is no list', async () => {
    const { card } = await room({ desk: handMadeDesk({ findSymbol: noList }) });
    expect((await card('/halt 종목 삼성전자')).title).toBe(nothing);
  });
});

test('a time that waits in a button is the time that was typed', async () => {
  const candidates = [...INSTRUMENTS, instrumentOf('111111', '또')];
  const findSymbol = async (query: string): Promise<SymbolMatch> =>
    query === '111111'
      ? { kind: 'one', instrument: instrumentOf('111111', '또') }
      : { kind: 'many', candidates };
  const { card, press, halts } = await room({ desk: handMadeDesk({ findSymbol }) });
  const count = fc.integer({ min: 1, max: 9999 });
  const typed = fc.oneof(
    fc.tuple(count, fc.constantFrom('분', '시간', '일', 'm', 'h', 'd')).map(words => words.join('')),
    fc.tuple(count, fc.integer({ min: 1, max: 59 })).map(([h, m]) => `${h}시간${m}분`),
  );
  await fc.assert(
    fc.asyncProperty(typed, async word => {
      await press(buttonNamed(await card(`/halt 종목 ${word} 삼성`), '또 111111').id);
      expect(halts.list()[0]?.until).toBe(MONDAY_TEN + (parseDuration(word) ?? 0));
      await halts.lift('all');
    }),
    { numRuns: 100, seed: 7 },
  );
});

test('in English every card is English', async () => {
  const many: SymbolMatch = {
    kind: 'many',
    candidates: [instrumentOf('111111', 'A'), instrumentOf('222222', 'B')],
  };
  const said: string[] = [];
  const ask = async (desk: OpenDeskOptions['desk'], lines: readonly string[]) => {
    const { card, store } = await room({ language: 'en', ...(desk ? { desk } : {}) });
    store.beforeSave = fullDisk;
    for (const line of lines) said.push(textOf(await card(line), 'en'));
  };
  await ask(undefined, [
    '/halt',
    '/halt 30m',
    '/halt buy 1h noise',
    '/halt account',
    '/halt symbol nowhere',
    '/halt symbol',
  ]);
  await ask(handMadeDesk({ findSymbol: async () => many }), ['/halt symbol 90m samsung']);
  await ask(listless(), ['/halt symbol samsung', '/halt symbol 005930']);
  expect(said).toHaveLength(9);
  expect(said.filter(text => /[가-힣]/.test(text.replaceAll('가족', '')))).toEqual([]);
});
