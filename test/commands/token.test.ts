import { describe, expect, test } from 'vitest';
import { type AccountRef, DeskError, type Role, type TokenStatus } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  openDesk,
  replyOf,
  STATUS,
  TOKEN,
  textOf,
} from '../support/desk.js';
import { deskWith, MUM, manyAccounts } from '../support/two-accounts.js';

const ADMIN: readonly Role[] = ['view', 'admin'];
const having = (over: Partial<TokenStatus>) => handMadeDesk({ tokenStatus: () => ({ ...TOKEN, ...over }) });

describe('/token', () => {
  test('shows fingerprint, age, time left and the next renewal', async () => {
    const text = textOf(replyOf(await openDesk().type('/token')));
    for (const line of [
      '상태: 정상',
      '지문: a1b2c3d4',
      '발급: 2026-11-23 07:00:00 (3시간 전)',
      '만료: 2026-11-24 06:00:00 (20시간 뒤)',
      '남은 시간: 20시간',
      '다음 갱신: 2026-11-24 05:00:00 (19시간 뒤)',
      '다시 발급 가능: 지금',
      '최근 오류: 없음',
    ]) {
      expect(text).toContain(line);
    }
  });

  test('without a token says when one will be had', async () => {
    const none = {
      state: 'none' as const,
      fingerprint: undefined,
      issuedAt: undefined,
      expiresAt: undefined,
      renewAt: undefined,
    };
    const text = textOf(replyOf(await openDesk({ desk: having(none) }).type('/token')));
    expect(text).toContain('상태: 없음 (다음 조회 때 발급)');
    expect(text).toContain('만료: 없음');
  });

  test('shows the last error in the broker’s words, and jargon not at all', async () => {
    const failing = (message: string) => having({ lastError: { at: MONDAY_TEN, message, code: 'EGW00133' } });
    const korean = replyOf(await openDesk({ desk: failing('1분당 1회 \n제한') }).type('/token'));
    expect(textOf(korean)).toContain('최근 오류: 2026-11-23 10:00:00 EGW00133 “1분당 1회 제한”');
    expect(korean.tone).toBe('warning');
    const jargon = replyOf(await openDesk({ desk: failing('read ECONNRESET') }).type('/token'));
    expect(textOf(jargon)).toContain('최근 오류: 2026-11-23 10:00:00 EGW00133\n');
    const lastError = { at: MONDAY_TEN, message: 'tokenP: no answer', code: 'ECONNREFUSED' };
    const unreached = replyOf(await openDesk({ desk: having({ lastError }) }).type('/token'));
    expect(textOf(unreached)).toContain('최근 오류: 2026-11-23 10:00:00 증권사의 답을 받지 못함\n');
  });

  test('that the broker no longer accepts is not said to live on', async () => {
    const desk = having({ state: 'expired', coolingUntil: MONDAY_TEN + 41_000 });
    const text = textOf(replyOf(await openDesk({ desk }).type('/token')));
    for (const line of [
      '상태: 무효 (증권사가 받지 않음)',
      '만료: 이미 끝남',
      '남은 시간: 없음',
      '다음 갱신: 다음 조회 때',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('20시간');
  });

  test('whose time has passed says how long ago', async () => {
    const desk = having({ state: 'expired', expiresAt: MONDAY_TEN - 3_600_000 });
    const text = textOf(replyOf(await openDesk({ desk }).type('/token')));
    expect(text).toContain('상태: 만료');
    expect(text).toContain('만료: 2026-11-23 09:00:00 (1시간 전)');
  });

  test('offers renewal to admins only', async () => {
    const labels = async (roles: readonly Role[]) =>
      buttonsOf(replyOf(await openDesk({ roles }).type('/token'))).map(b => b.label);
    expect(await labels(['view'])).toEqual(['새로고침']);
    expect(await labels(ADMIN)).toEqual(['새로고침', '지금 갱신']);
  });

  test('shows admins the cool-down instead of the button', async () => {
    const desk = having({ coolingUntil: MONDAY_TEN + 42_000 });
    const reply = replyOf(await openDesk({ roles: ADMIN, desk }).type('/token'));
    expect(buttonsOf(reply).map(b => b.label)).toEqual(['새로고침']);
    expect(textOf(reply)).toContain('42초 뒤에 다시 갱신할 수 있습니다');
  });
});

describe('/token refresh', () => {
  test('is denied to a viewer, in words that name the role, and renews nothing', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const text = textOf(replyOf(await room.type('/token refresh')));
    expect(text).toContain('관리 권한');
    expect(desk.asked).toEqual([]);
    expect(room.audit).toMatchObject([{ act: 'text /token refresh', outcome: 'refused', reason: 'denied' }]);
  });

  test('renews for an admin and shows the new token with its cool-down', async () => {
    const desk = handMadeDesk();
    const text = textOf(replyOf(await openDesk({ roles: ADMIN, desk }).type('토큰 갱신')));
    expect(desk.asked).toEqual(['tokenStatus', 'renewToken']);
    expect(text).toContain('토큰을 새로 받았습니다');
    expect(text).toContain('세대: 8');
    expect(text).toContain('다시 발급 가능: 2026-11-23 10:01:00 (1분 뒤)');
  });

  test('that brings the same token again says so, and not that it is new', async () => {
    const desk = handMadeDesk({ renewToken: async () => ({ ...TOKEN, coolingUntil: MONDAY_TEN + 60_000 }) });
    const reply = replyOf(await openDesk({ roles: ADMIN, desk }).type('/token refresh'));
    expect(reply.title).toBe('토큰이 그대로입니다 · 가족 (****7788-01)');
    expect(textOf(reply)).toContain('쓰던 토큰을 그대로 다시 주었습니다');
  });

  test('by button is the same', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ roles: ADMIN, desk });
    const { id } = buttonNamed(replyOf(await room.type('/token')), '지금 갱신');
    expect(replyOf(await room.press(id)).title).toBe('토큰을 새로 받았습니다 · 가족 (****7788-01)');
  });

  test('during the cool-down says until when', async () => {
    const desk = handMadeDesk({
      renewToken: async () => {
        throw new DeskError('cooldown', 'one a minute', { until: MONDAY_TEN + 17_000 });
      },
    });
    const room = openDesk({ roles: ADMIN, desk });
    expect(textOf(replyOf(await room.type('/token refresh')))).toContain('2026-11-23 10:00:17 (17초 뒤)');
  });
});

test('in English the card is English', async () => {
  const text = textOf(replyOf(await openDesk({ roles: ADMIN, language: 'en' }).type('/token')), 'en');
  expect(text).toContain('Time left: 20h');
  expect(text.replaceAll(ACCOUNT.alias, '')).not.toMatch(/[가-힣]/);
});

describe('/token of several accounts', () => {
  const HERS: TokenStatus = {
    ...TOKEN,
    fingerprint: '99887766',
    state: 'expired',
    expiresAt: MONDAY_TEN - 1,
  };
  const lineOf = (account: AccountRef, token: TokenStatus) => ({
    account,
    broker: STATUS.broker,
    token,
    executions: STATUS.executions,
  });
  function room(roles: readonly Role[], refs: readonly AccountRef[] = [ACCOUNT, MUM]) {
    const renewed: (string | undefined)[] = [];
    const desk = deskWith(refs, {
      tokenStatus: account => (account?.alias === MUM.alias ? HERS : TOKEN),
      renewToken: async account => {
        renewed.push(account?.alias);
        return { ...TOKEN, fingerprint: 'new' };
      },
      status: () => ({ ...STATUS, lines: [lineOf(ACCOUNT, TOKEN), lineOf(MUM, HERS)] }),
    });
    const open = openDesk({ roles, desk });
    return { ...open, renewed, card: async (line: string) => replyOf(await open.type(line)) };
  }

  test('shows an admin one line for each, and refreshes the one that is pressed', async () => {
    const { card, press, renewed } = room(ADMIN);
    const table = await card('/token');
    expect(table.tone).toBe('warning');
    expect(textOf(table)).toContain('가족 (****7788-01) | 한국투자증권 데모 | 정상 | 2026-11-24 06:00:00');
    expect(textOf(table)).toContain('🟢 엄마 (****2222-10) | 키움증권 데모 | 만료');
    const hers = replyOf(await press(buttonNamed(table, '🟢 엄마 (****2222-10)').id));
    expect(hers.title).toBe('접근 토큰 · 🟢 엄마 (****2222-10)');
    expect(textOf(hers)).toContain('지문: 99887766');
    await press(buttonNamed(hers, '지금 갱신').id);
    expect(renewed).toEqual(['엄마']);
  });

  test('shows a viewer the token of the account that is named, or their own', async () => {
    const { card } = room(['view']);
    expect((await card('/token')).title).toContain('가족');
    expect(textOf(await card('/token @엄마'))).toContain('지문: 99887766');
  });

  test('of an account without a line yet says so, and has pages', async () => {
    const table = await room(ADMIN, manyAccounts(25)).card('/token 3');
    expect(textOf(table)).toContain('계좌24 (****0024-01) | 한국투자증권 데모 | 아직 쓰지 않음');
    expect(table.footer).toContain('3/3쪽');
  });
});
