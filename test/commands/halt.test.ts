import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halt } from '../../commands/halt.js';
import { DeskError, parseArgs, type SymbolMatch } from '../../src/core/index.js';
import { actOf, fullDisk, haltRig } from '../desk/halt/halt-rig.js';
import { haltTalk } from '../desk/halt/halt-talk.js';
import {
  buttonNamed,
  handMadeDesk,
  INSTRUMENTS,
  instrumentOf,
  MONDAY_TEN,
  STATUS,
  textOf,
} from '../support/desk.js';

const noList = async (): Promise<SymbolMatch> => {
  throw new DeskError('unavailable', 'no list', { what: 'symbols' });
};
const listless = (findSymbol = noList) =>
  handMadeDesk({ status: () => ({ ...STATUS, symbols: { count: 0, loadedAt: undefined } }), findSymbol });

async function talk(options: Parameters<typeof haltTalk>[2] = {}) {
  const rig = await haltRig();
  return { ...rig, ...haltTalk(rig, [halt], options) };
}

test('/halt is for everybody who may trade, and runs ahead of everything', () => {
  expect(halt).toMatchObject({ access: 'trade', urgent: true, visibility: 'public' });
});

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
    const { type, halts } = await talk();
    await type(line);
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
    const { type, callOf } = await talk();
    const card = await type('/halt 매수 30분 급락');
    const text = textOf(card);
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
      expect(text).toContain(part);
    }
    expect(card.tone).toBe('warning');
    expect(callOf(buttonNamed(card, '미체결 모두 취소'))).toEqual({
      command: 'cancel',
      args: { target: 'all' },
    });
  });

  test('of one symbol offers to cancel the orders of that symbol only', async () => {
    const { type, callOf } = await talk();
    const card = await type('/halt 종목 삼성전자');
    expect(callOf(buttonNamed(card, '삼성전자 미체결 모두 취소'))).toEqual({
      command: 'cancel',
      args: { target: '005930' },
    });
  });

  test('that could not be saved says that a restart may end it, and how to be sure', async () => {
    const { type, store, halts } = await talk();
    store.beforeSave = fullDisk;
    const card = await type('/halt');
    expect(card.tone).toBe('bad');
    expect(textOf(card)).toContain('저장하지 못했습니다. 봇이 다시 시작되면 풀릴 수 있습니다');
    expect(textOf(card)).toContain('HALT 라는 빈 파일');
    expect(textOf(card)).not.toContain('이어집니다');
    expect(halts.blocking(actOf('place'))).toBeDefined();
  });

  test('asks nobody anything: no broker, no list of symbols', async () => {
    const desk = handMadeDesk();
    const { type } = await talk({ desk });
    await type('/halt');
    await type('/halt 매수 삼성전자');
    expect(desk.asked).toEqual([]);
  });

  test('with a name but without the word for a symbol stops more, not less, and says so', async () => {
    const { type, halts } = await talk();
    expect(textOf(await type('/halt 삼성전자'))).toContain('한 종목만 정지하려면: /halt 종목 005930');
    expect(halts.list()).toMatchObject([{ scope: { kind: 'all' }, reason: '삼성전자' }]);
  });

  test('for a time leaves a longer halt, and says so', async () => {
    const { type, halts } = await talk();
    expect(textOf(await type('/halt 급락'))).not.toContain('더 긴 그 정지');
    expect(textOf(await type('/halt 30분'))).toContain('더 긴 그 정지를 그대로 둡니다');
    expect(halts.list()).toMatchObject([{ until: undefined, reason: '급락' }]);
  });

  test('of the account is denied to whom no account belongs', async () => {
    const { type, halts } = await talk({ desk: handMadeDesk({ accountsOf: () => [] }) });
    await expect(type('/halt 계좌')).rejects.toMatchObject({ kind: 'denied', detail: { need: 'account' } });
    expect(halts.list()).toEqual([]);
  });
});

describe('/halt of a symbol that is not clear', () => {
  const nothing = '아직 아무것도 정지하지 않았습니다';

  test('offers those that match, with the time and the reason that were given', async () => {
    const { type, halts, callOf } = await talk();
    const card = await type('/halt 종목 1시간30분 삼성 급락 대비');
    expect(textOf(card)).toContain(nothing);
    expect(halts.list()).toEqual([]);
    expect(callOf(buttonNamed(card, '삼성전자우 005935'))).toEqual({
      command: 'halt',
      args: { scope: 'symbol', time: '90분', symbol: '005935', reason: '급락 대비' },
    });
    expect(callOf(buttonNamed(card, '전체 정지'))).toEqual({ command: 'halt', args: { scope: 'all' } });
  });

  test.each([
    ['/halt 종목', '어느 종목인지 빠졌습니다'],
    ['/halt 종목 없는회사', '“없는회사”에 맞는 종목을 찾지 못했습니다'],
  ])('%s: says first that nothing is halted, and offers to halt everything', async (line, why) => {
    const { type, halts, callOf } = await talk();
    const card = await type(line);
    expect([card.title, card.tone]).toEqual([nothing, 'bad']);
    expect(textOf(card)).toContain(why);
    expect(callOf(buttonNamed(card, '전체 정지'))).toEqual({ command: 'halt', args: { scope: 'all' } });
    expect(halts.list()).toEqual([]);
  });

  test('while there is no list takes a code at its word, and waits for nothing', async () => {
    const desk = listless(() => new Promise(() => {}));
    const { type, halts } = await talk({ desk });
    await type('/halt 종목 0126z0');
    expect(halts.list()).toMatchObject([{ scope: { kind: 'symbol', code: '0126Z0', name: '0126Z0' } }]);
  });

  test('while there is no list cannot take a name, and says that a code works', async () => {
    const { type, halts } = await talk({ desk: listless() });
    expect(textOf(await type('/halt 종목 삼성전자'))).toContain('코드로는 정지할 수 있습니다');
    expect(halts.list()).toEqual([]);
  });

  test('a list that fails in the end is no list', async () => {
    const { type } = await talk({ desk: handMadeDesk({ findSymbol: noList }) });
    expect((await type('/halt 종목 삼성전자')).title).toBe(nothing);
  });
});

test('a time in a button is read back as the same time', async () => {
  const time = halt.args.filter(({ name }) => name === 'time');
  const many: SymbolMatch = { kind: 'many', candidates: [...INSTRUMENTS, instrumentOf('111111', '또')] };
  const { type, callOf } = await talk({ desk: handMadeDesk({ findSymbol: async () => many }) });
  const typed = fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('분', '시간', '일', 'm', 'h', 'd'))
      .map(w => w.join('')),
    fc
      .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 59 }))
      .map(([h, m]) => `${h}시간${m}분`),
  );
  await fc.assert(
    fc.asyncProperty(typed, async word => {
      const card = await type(`/halt 종목 ${word} 삼성`);
      const { args } = callOf(buttonNamed(card, '또 111111'));
      expect(parseArgs(time, { time: args['time'] ?? '' })).toEqual(parseArgs(time, { time: word }));
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('in English every card is English', async () => {
  const english = { language: 'en' } as const;
  const { type, store } = await talk(english);
  const cards = [
    await type('/halt buy 30m noise'),
    await type('/halt symbol nowhere'),
    await type('/halt symbol'),
  ];
  store.beforeSave = fullDisk;
  cards.push(await type('/halt'), await type('/halt 30m'), await type('/halt account'));
  const other = await talk({ ...english, desk: listless() });
  const many: SymbolMatch = {
    kind: 'many',
    candidates: [instrumentOf('111111', 'A'), instrumentOf('222222', 'B')],
  };
  const third = await talk({ ...english, desk: handMadeDesk({ findSymbol: async () => many }) });
  cards.push(await other.type('/halt symbol samsung'), await third.type('/halt symbol 1h samsung'));
  expect(cards.map(card => textOf(card, 'en')).filter(text => /[가-힣]/.test(text))).toEqual([]);
});
