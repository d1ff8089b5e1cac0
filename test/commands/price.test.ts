import { describe, expect, test } from 'vitest';
import { DeskError, type Role } from '../../src/core/index.js';
import {
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  instrumentOf,
  openDesk,
  quoteOf,
  replyOf,
  textOf,
} from '../support/desk.js';

describe('/price', () => {
  test('by code and by name shows the same card', async () => {
    const byCode = textOf(replyOf(await openDesk().type('/price 005930')));
    expect(textOf(replyOf(await openDesk().type('현재가 삼성전자')))).toBe(byCode);
    expect(byCode.split('\n')[0]).toBe('삼성전자 005930 · KOSPI');
  });

  test('shows price, change, limits, volume, ranges and ratios', async () => {
    const text = textOf(replyOf(await openDesk().type('/price 005930')));
    for (const line of [
      '현재가: 71,900원',
      '전일 대비: -1,100',
      '등락률: -1.51%',
      '시가: 72,800원',
      '고가: 73,000원',
      '저가: 71,500원',
      '상한가: 94,900원',
      '하한가: 51,100원',
      '거래량: 9,876,543주',
      '거래대금: 712,345,678,900원',
      '52주 최고: 88,800원',
      '52주 최저: 49,900원',
      'PER: 13.37',
      'PBR: 없음',
    ]) {
      expect(text).toContain(line);
    }
  });

  test('leads whoever may trade to a ticket, and nobody else', async () => {
    const labels = async (roles: readonly Role[]) =>
      buttonsOf(replyOf(await openDesk({ roles }).type('/price 005930'))).map(b => b.label);
    expect(await labels(['view'])).toEqual(['새로고침']);
    expect(await labels(['view', 'trade'])).toEqual(['새로고침', '매수…', '매도…']);
    const desk = openDesk({ roles: ['view', 'trade'] });
    const card = replyOf(await desk.type('/price 삼성전자'));
    const given = { quantity: '3', price: '7만' };
    for (const label of ['매수…', '매도…']) {
      await desk.dispatcher.handle(
        desk.inbound({ kind: 'press', buttonId: buttonNamed(card, label).id, given }),
      );
    }
    const same = { instrument: { code: '005930' }, size: { kind: 'shares', shares: 3n } };
    expect(desk.proposals).toMatchObject([
      { ...same, side: 'buy', price: { kind: 'at', won: 70_000n } },
      { ...same, side: 'sell', price: { kind: 'at', won: 70_000n } },
    ]);
  });

  test('takes codes with letters, in small ones too', async () => {
    expect(replyOf(await openDesk().type('/price 0126z0')).title).toBe('새로상장 0126Z0 · KOSDAQ');
  });

  test('that fits several names offers them and asks for no price', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const choice = replyOf(await room.type('/price 삼성'));
    expect(buttonsOf(choice).map(b => b.label)).toEqual(['삼성전자 005930', '삼성전자우 005935']);
    expect(textOf(choice)).toContain('“삼성”에 맞는 종목이 2개입니다');
    expect(desk.asked).toEqual(['findSymbol']);
    const chosen = await room.press(buttonNamed(choice, '삼성전자우 005935').id);
    expect(chosen).toMatchObject({ placement: 'replace', reply: { title: '삼성전자우 005935 · KOSPI' } });
  });

  test('that fits very many offers ten and says how many are left', async () => {
    const candidates = Array.from({ length: 23 }, (_, i) => instrumentOf(String(200_000 + i), `한국${i}`));
    const desk = handMadeDesk({ findSymbol: async () => ({ kind: 'many', candidates }) });
    const choice = replyOf(await openDesk({ desk }).type('/price 한국'));
    expect(buttonsOf(choice)).toHaveLength(10);
    expect(textOf(choice)).toContain('맞는 종목이 23개입니다');
    expect(textOf(choice)).toContain('13개가 더 있습니다');
  });

  test('that fits nothing says so and asks for no price', async () => {
    const desk = handMadeDesk();
    expect(textOf(replyOf(await openDesk({ desk }).type('/price 없는회사')))).toContain(
      '“없는회사”에 맞는 종목',
    );
    expect(textOf(replyOf(await openDesk({ desk }).type('/price 999999')))).toContain('“999999”에 맞는 종목');
    expect(desk.asked).not.toContain('quote');
  });

  test('by code works while the symbol list has not been loaded', async () => {
    const desk = handMadeDesk({
      findSymbol: async () => {
        throw new DeskError('unavailable', 'no list of listed issues', { what: 'symbols' });
      },
    });
    expect(replyOf(await openDesk({ desk }).type('/price 0126z0')).title).toBe('0126Z0');
    expect(replyOf(await openDesk({ desk }).type('/price 삼성전자')).title).toBe(
      '종목 목록을 아직 받지 못했습니다',
    );
    expect(desk.asked).toEqual(['findSymbol', 'quote', 'findSymbol']);
  });

  test('warns before anything else on the card', async () => {
    const desk = handMadeDesk({ quote: async code => quoteOf(code, { warnings: ['halted', 'vi'] }) });
    const reply = replyOf(await openDesk({ desk }).type('/price 005930'));
    expect(reply.blocks[0]).toEqual({
      kind: 'notice',
      tone: 'bad',
      text: '주의: 거래정지, 변동성완화장치 발동',
    });
    expect(reply.tone).toBe('warning');
  });

  test('refreshes its card', async () => {
    let asked = 0;
    const desk = handMadeDesk({
      quote: async code => quoteOf(code, { price: 71_900n + BigInt(asked++) * 100n }),
    });
    const room = openDesk({ desk });
    const card = replyOf(await room.type('/price 삼성전자'));
    const fresh = await room.press(buttonNamed(card, '새로고침').id);
    expect(textOf(replyOf(fresh))).toContain('현재가: 72,000원');
  });

  test('is English when the language is', async () => {
    const text = textOf(replyOf(await openDesk({ language: 'en' }).type('/price 005930')), 'en');
    expect(text).toContain('Upper limit: ₩94,900');
    expect(text.replace('삼성전자', '')).not.toMatch(/[가-힣]/);
  });
});
