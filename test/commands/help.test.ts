import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { parseDuration, parsePrice, parseQuantity } from '../../src/core/index.js';
import { openDesk, replyOf, textOf } from '../support/desk.js';

const ask = async (text: string, options: Parameters<typeof openDesk>[0] = {}) =>
  textOf(replyOf(await openDesk(options).type(text)), options.language);

describe('the allow-list', () => {
  test('has names that are legal on every platform', () => {
    expect(COMMANDS.filter(c => !/^[a-z][a-z0-9_]{0,31}$/.test(c.name))).toEqual([]);
  });

  test('has no name or alias twice', () => {
    const words = COMMANDS.flatMap(c => [c.name, ...c.aliases]);
    expect(new Set(words).size).toBe(words.length);
  });

  test('gives every command a Korean name and a summary that fits Discord in both languages', () => {
    for (const command of COMMANDS) {
      expect(command.aliases.some(alias => /^[가-힣]+$/.test(alias))).toBe(true);
      for (const text of [command.summary, ...command.args.map(a => a.description)]) {
        expect([text.ko, text.en].filter(t => t.length < 1 || t.length > 100)).toEqual([]);
      }
    }
  });

  test('lets only the last argument of a command take the rest of the line, the account aside', () => {
    for (const { args } of COMMANDS) {
      const inOrder = args.filter(({ kind }) => kind !== 'account');
      expect(inOrder.slice(0, -1).filter(a => a.rest)).toEqual([]);
    }
  });

  test('gives no argument more choices than Discord can list', () => {
    const choices = COMMANDS.flatMap(c => c.args).map(a => a.choices?.length ?? 0);
    expect(Math.max(...choices)).toBe(25);
  });

  test('puts required arguments before optional ones, as Discord demands', () => {
    for (const { args } of COMMANDS) {
      const required = args.map(a => a.required === true);
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    }
  });
});

describe('/help', () => {
  test('lists every command that the person may use, in order, with its Korean name', async () => {
    const text = await ask('/help', { roles: ['view', 'trade', 'approve', 'admin'] });
    const rows = text.split('\n').filter(line => line.startsWith('/') && line.includes(' | '));
    expect(rows.map(row => /^\/(\w+)/.exec(row)?.[1])).toEqual(COMMANDS.map(c => c.name));
    expect(rows[1]).toBe('/balance [쪽] [계좌] | 잔고 | 예수금, 보유 종목과 평가손익 보기');
  });

  test('leaves out what the person may not use and says how much that is', async () => {
    const text = await ask('/help', { roles: ['view', 'trade'] });
    expect(text).toContain('/buy <종목> <수량> [가격]');
    expect(text).not.toContain('/audit');
    expect(text).toContain(`${COMMANDS.filter(c => c.access === 'admin').length}개 있습니다`);
  });

  test('describes one command by name, slash or alias', async () => {
    const text = await ask('/help orders');
    expect(text).toContain('사용법: /orders [조회] [시작일] [종료일] [쪽]');
    expect(text).toContain('open(미체결) 또는 today(오늘)');
    expect(text).toContain('날짜 예: 20261123');
    expect(text).toContain('필요한 권한: 조회');
    expect(await ask('/help /orders')).toBe(text);
    expect(await ask('/도움말 주문')).toBe(text);
  });

  test('says when a command takes nothing', async () => {
    expect(await ask('/help me')).toContain('덧붙일 값이 없습니다');
  });

  test('of something unknown says so', async () => {
    expect(await ask('/help purchase')).toContain('“purchase” 명령은 없습니다');
  });

  test('of an order explains how quantities, prices and types are typed, and the line without a slash', async () => {
    const text = await ask('/help buy');
    for (const words of [
      '/buy 삼성전자 10주 71000',
      '“삼성전자 10주 7.1만 매수”',
      '10, 10주, 1,000주, 전량, 50%, 500000원, 100만원, 1.5억원',
      '71000, 71,000원, 7.1만, 1.2억, 시장가',
      'limitIoc(지정가IOC)',
      'KRX(한국거래소) 또는 NXT(넥스트레이드) 또는 SOR(최선집행)',
    ]) {
      expect(text).toContain(words);
    }
    expect(await ask('/help 매도')).toContain('“삼성전자 10주 7.1만 매도”');
    expect(await ask('/help halt')).toContain('30분, 2시간, 1시간30분, 1일');
  });

  test('gives examples of quantities, prices and spans that are read', async () => {
    const text = `${await ask('/help buy')}\n${await ask('/help halt')}`;
    const formOf = (name: string) =>
      text
        .split('\n')
        .find(line => line.startsWith(`${name} | `))
        ?.split(' | ')[2]
        ?.split(', ') ?? [];
    expect(formOf('수량').map(parseQuantity)).toHaveLength(8);
    expect(formOf('수량').filter(word => parseQuantity(word) === undefined)).toEqual([]);
    expect(formOf('가격').filter(word => parsePrice(word) === undefined)).toEqual([]);
    expect(formOf('기간').filter(word => parseDuration(word) === undefined)).toEqual([]);
  });

  test('is English when the language is', async () => {
    const text = await ask('/help price', { language: 'en' });
    expect(text).toContain('Usage: /price <symbol>');
    expect(text).toContain('code or name');
  });
});
