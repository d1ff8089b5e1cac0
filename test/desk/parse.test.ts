import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { findCommand, parseText, typedForm } from '../../src/desk/parse.js';

/** The command's name and its arguments, or the kind of what is not a call. */
function read(text: string) {
  const parsed = parseText(text, COMMANDS);
  if (parsed.kind !== 'call') return parsed;
  return [
    parsed.command.name,
    { ...parsed.given },
    ...(parsed.surplus === undefined ? [] : [parsed.surplus]),
  ];
}

describe('a typed line', () => {
  test.each([
    ['/balance 2', ['balance', { page: '2' }]],
    ['/balance@kis_desk_bot 2', ['balance', { page: '2' }]],
    ['잔고 2', ['balance', { page: '2' }]],
    ['/잔고', ['balance', {}]],
    ['balance', ['balance', {}]],
    ['  /BALANCE\t2  ', ['balance', { page: '2' }]],
    ['/balance 2\n/token refresh', ['balance', { page: '2' }]],
    ['\n\n/status', ['status', {}]],
    ['/price 삼성 전자 우', ['price', { symbol: '삼성 전자 우' }]],
    ['/price "삼성 전자"', ['price', { symbol: '삼성 전자' }]],
    ['/help “price”', ['help', { command: 'price' }]],
    ['/token refresh', ['token', { action: 'refresh' }]],
  ])('%j is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('passes a word over optional arguments that cannot read it', () => {
    expect(read('/orders 20261102 20261120')).toEqual(['orders', { from: '20261102', to: '20261120' }]);
    expect(read('/orders today 2')).toEqual(['orders', { when: 'today', page: '2' }]);
    expect(read('/orders 미체결')).toEqual(['orders', { when: '미체결' }]);
  });

  test('gives a word that no argument can read to the first one, which then names it', () => {
    expect(read('/orders someday')).toEqual(['orders', { when: 'someday' }]);
  });

  test('that orders is not torn, unless it is urgent: what stands on a second line is one word too many', () => {
    const order = { symbol: '삼전', quantity: '1' };
    expect(read('/buy 삼전 1\n0주')).toEqual(['buy', order, '0주']);
    expect(read('/buy 삼전 1\n\n 그리고 \r\n')).toEqual(['buy', order, '그리고']);
    expect(read('/buy 삼전 1\n \n')).toEqual(['buy', order]);
    expect(read('/amend 12\n3')).toEqual(['amend', { order: '12' }, '3']);
    expect(read('/halt\n제발')).toEqual(['halt', {}]);
  });

  test('says which word is one too many', () => {
    expect(read('/balance 2 please')).toEqual(['balance', { page: '2' }, 'please']);
    expect(read('/me now')).toEqual(['me', {}, 'now']);
  });

  test.each([
    ['full-width letters', '/ｂalance'],
    ['a full-width slash', '／balance'],
    ['a full-width digit', '/balance ２'],
    ['a zero-width space', '/balance \u200b2'],
    ['a bidirectional mark', '/price \u202e005930'],
    ['a no-break space', '/balance\u00a02'],
    ['a no-break space at the end', '/balance 2\u00a0'],
    ['a byte order mark at the start', '\ufeff/balance 2'],
    ['an Ogham blank', '삼전 10주\u16807.1만 매수'],
    ['a zero-width space in a shorthand', '삼전 1\u200b0주 7.1만 매수'],
  ])('with %s is refused and not repaired', (_what, text) => {
    expect(read(text)).toMatchObject({ kind: 'disguised' });
  });

  test('consonants alone and Hangul in pieces are no disguise', () => {
    expect(read('현재가 ㅅㅅㅈㅈ')).toEqual(['price', { symbol: 'ㅅㅅㅈㅈ' }]);
    expect(read('/현재가 삼성전자'.normalize('NFD'))).toEqual(['price', { symbol: '삼성전자' }]);
  });
});

describe('a line without a slash whose verb stands last', () => {
  test.each([
    ['삼전 10주 7.1만 매수', ['buy', { symbol: '삼전', quantity: '10주', price: '7.1만' }]],
    ['삼전 10주 시장가 매도', ['sell', { symbol: '삼전', quantity: '10주', price: '시장가' }]],
    ['삼전 전량 매도', ['sell', { symbol: '삼전', quantity: '전량' }]],
    ['"SK 하이닉스" 10주 매수', ['buy', { symbol: 'SK 하이닉스', quantity: '10주' }]],
    ['005930 10 71000 buy', ['buy', { symbol: '005930', quantity: '10', price: '71000' }]],
    [
      '삼전 10주 7.1만 지정가 SOR 매수',
      ['buy', { symbol: '삼전', quantity: '10주', price: '7.1만', type: '지정가', exchange: 'SOR' }],
    ],
    ['삼전 매수', ['buy', { symbol: '삼전' }]],
  ])('%s is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('needs the verb itself at the end, and no slash', () => {
    for (const text of [
      '삼전 10주 7.1만 매수해',
      '삼전 10주 매수 7.1만',
      '/삼전 10주 7.1만 매수',
      '삼전 10주 취소',
    ]) {
      expect(read(text)).toMatchObject({ kind: 'unknown' });
    }
  });

  test('is never one that begins with the name of another command', () => {
    expect(read('현재가 삼전 매수')).toEqual(['price', { symbol: '삼전 매수' }]);
    expect(read('매도 삼전 10주 매수')).toEqual([
      'sell',
      { symbol: '삼전', quantity: '10주', price: '매수' },
    ]);
    expect(read('취소 매수')).toEqual(['cancel', { target: '매수' }]);
  });
});

describe('an order with its verb ahead', () => {
  test.each([
    ['/buy 삼성전자 10주 71000', { symbol: '삼성전자', quantity: '10주', price: '71000' }],
    ['/buy 삼성전자 100만원', { symbol: '삼성전자', quantity: '100만원' }],
    ['/buy 삼성전자 10주 최유리지정가', { symbol: '삼성전자', quantity: '10주', type: '최유리지정가' }],
    [
      '/buy 삼성전자 10주 시장가IOC NXT',
      { symbol: '삼성전자', quantity: '10주', type: '시장가IOC', exchange: 'NXT' },
    ],
    ['/buy 삼성전자 10주 nxt', { symbol: '삼성전자', quantity: '10주', exchange: 'nxt' }],
    ['매수 삼성전자 10주', { symbol: '삼성전자', quantity: '10주' }],
  ])('%s gives each word to its argument', (text, given) => {
    expect(read(text)).toEqual(['buy', given]);
  });

  test('takes a name of two words for one only in quotes', () => {
    expect(read('/buy SK 하이닉스 10주')).toEqual([
      'buy',
      { symbol: 'SK', quantity: '하이닉스', price: '10주' },
    ]);
    expect(read('/buy "SK 하이닉스" 10주')).toEqual(['buy', { symbol: 'SK 하이닉스', quantity: '10주' }]);
  });
});

describe('an unknown command', () => {
  test.each([
    ['/balanse', 'balance'],
    ['/blaance', 'balance'],
    ['/statsu', 'status'],
    ['/ordrs', 'orders'],
    ['/잔구', '잔고'],
    ['/도움멀', '도움말'],
  ])('%s is answered with the suggestion %s and not run', (text, suggestion) => {
    expect(read(text)).toMatchObject({ kind: 'unknown', suggestion });
  });

  test.each(['/deploy', '/x', '/', '', '/constructor', '/__proto__', '/toString'])(
    '%j has no suggestion that is far from it',
    text => {
      expect(read(text)).toMatchObject({ kind: 'unknown', suggestion: undefined });
    },
  );
});

describe('whatever is typed', () => {
  const words = COMMANDS.flatMap(c => [c.name, ...c.aliases]);
  const nearMisses = fc
    .tuple(
      fc.constantFrom('', '/', '//', '／', '삼전 10주 '),
      fc.constantFrom(...words),
      fc.string({ unit: 'binary' }),
    )
    .map(parts => parts.join(''));

  test('never throws, and never becomes a command outside the allow-list', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string(), nearMisses), text => {
        const parsed = parseText(text, COMMANDS);
        if (parsed.kind !== 'call') return;
        expect(COMMANDS).toContain(parsed.command);
        const specs = parsed.command.args.map(spec => spec.name);
        expect(specs).toEqual(expect.arrayContaining(Object.keys(parsed.given)));
      }),
      { numRuns: 3000 },
    );
  });

  test('runs a command only when its first word is exactly a name or alias, or its last a verb', () => {
    const verbs = COMMANDS.filter(c => c.verbLast).flatMap(c => [c.name, ...c.aliases]);
    fc.assert(
      fc.property(nearMisses, text => {
        const parsed = parseText(text, COMMANDS);
        if (parsed.kind !== 'call') return;
        const [line = ''] = text.trim().split(/[\r\n]/);
        const typed = line
          .trim()
          .replace(/^\//, '')
          .split(/[\s"“]/);
        const head = (typed[0] ?? '').replace(/@\w+$/, '').toLowerCase();
        if (words.includes(head)) return;
        expect(parsed.addressed).toBe(false);
        expect(verbs).toContain(typed.at(-1)?.toLowerCase());
      }),
      { numRuns: 2000, examples: [['삼전 10주 매수\n그리고'], ['삼전 10주 /매수']] },
    );
  });

  test('never suggests anything but a name or alias of the allow-list', () => {
    fc.assert(
      fc.property(nearMisses, text => {
        const parsed = parseText(text, COMMANDS);
        if (parsed.kind === 'unknown' && parsed.suggestion !== undefined) {
          expect(words).toContain(parsed.suggestion);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test('the typed form of a call is read back as the same call', () => {
  const calls = [
    { command: 'balance', args: { page: '2' } },
    { command: 'orders', args: { from: '20261102', to: '20261120', page: '3' } },
    { command: 'orders', args: { when: 'open' } },
    { command: 'price', args: { symbol: '삼성 전자' } },
    { command: 'help', args: { command: 'a b' } },
    { command: 'status', args: {} },
    { command: 'buy', args: { symbol: '005930', quantity: '10', type: 'limitIoc' } },
    { command: 'sell', args: { symbol: 'SK 하이닉스', quantity: 'all', price: 'market', exchange: 'NXT' } },
    { command: 'amend', args: { order: '#123', price: '71000', quantity: '5' } },
    { command: 'cancel', args: { target: 'symbol 005930' } },
    { command: 'audit', args: { action: 'csv', from: '20261102', words: '삼성전자 매수' } },
  ];
  for (const call of calls) {
    const command = findCommand(call.command, COMMANDS);
    expect(command && read(typedForm(call, command))).toEqual([call.command, call.args]);
  }
});

describe('an account in a typed line', () => {
  test.each([
    ['/balance @엄마', ['balance', { account: '@엄마' }]],
    ['/balance @엄마 2', ['balance', { page: '2', account: '@엄마' }]],
    ['잔고 2 @5678', ['balance', { page: '2', account: '@5678' }]],
    ['/balance 전체', ['balance', { account: '전체' }]],
    ['/balance all 2', ['balance', { page: '2', account: 'all' }]],
    ['/buy @엄마 삼전 10주', ['buy', { symbol: '삼전', quantity: '10주', account: '@엄마' }]],
    [
      '삼전 10주 7.1만 @12345678-01 매수',
      ['buy', { symbol: '삼전', quantity: '10주', price: '7.1만', account: '@12345678-01' }],
    ],
    ['/buy @엄마', ['buy', { account: '@엄마' }]],
    ['/cancel 삼성 전자 @엄마', ['cancel', { target: '삼성 전자', account: '@엄마' }]],
    ['/cancel @엄마', ['cancel', { account: '@엄마' }]],
    [
      '/halt 계좌 @엄마 30분 공시 확인',
      ['halt', { scope: '계좌', time: '30분', symbol: '공시', reason: '확인', account: '@엄마' }],
    ],
    [
      '/account @엄마 limit approveAbove 500만',
      ['account', { action: 'limit', words: 'approveAbove 500만', account: '@엄마' }],
    ],
    ['/account @엄마 alias 2', ['account', { action: 'alias', words: '2', account: '@엄마' }]],
    ['/token refresh @5678', ['token', { action: 'refresh', account: '@5678' }]],
  ])('%s is read as %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('is only what begins with @: other words go where they went before, or are too many', () => {
    expect(read('/buy 삼전 10주 71000 엄마')).toEqual([
      'buy',
      { symbol: '삼전', quantity: '10주', price: '71000', type: '엄마' },
    ]);
    expect(read('/balance 2 엄마')).toEqual(['balance', { page: '2' }, '엄마']);
    expect(read('/orders all')).toEqual(['orders', { when: 'all' }]);
    expect(read('/price @엄마')).toEqual(['price', { symbol: '@엄마' }]);
    expect(read('/balance @')).toEqual(['balance', { page: '@' }]);
  });

  test('is one: of two the second is a word too many, and never another argument of an order', () => {
    expect(read('/buy @가족 삼전 10주 @엄마')).toEqual([
      'buy',
      { symbol: '삼전', quantity: '10주', account: '@가족' },
      '@엄마',
    ]);
    expect(read('/buy @가족 @엄마')).toMatchObject(['buy', { account: '@가족' }, '@엄마']);
    expect(read('/cancel @가족 @엄마')).toEqual(['cancel', { target: '@엄마', account: '@가족' }]);
  });

  test('of a bot in a group stays the bot', () => {
    expect(read('/balance@kis_desk_bot @엄마')).toEqual(['balance', { account: '@엄마' }]);
  });

  const withAccount = COMMANDS.filter(({ args }) => args.some(({ kind }) => kind === 'account'));
  test('whatever stands around it is the account of every command that takes one, and is typed back as such', () => {
    const word = fc.constantFrom(
      '1',
      '10주',
      '71000',
      '삼성전자',
      '시장가',
      '전량',
      '20261120',
      'refresh',
      '엄마',
      '#3',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...withAccount),
        fc.array(word, { maxLength: 4 }),
        fc.nat(4),
        (command, words, at) => {
          const typed = [...words.slice(0, at), '@엄마', ...words.slice(at)];
          const parsed = parseText(`/${command.name} ${typed.join(' ')}`, COMMANDS);
          if (parsed.kind !== 'call') throw new Error(parsed.kind);
          const { account, ...others } = parsed.given;
          expect(account).toBe('@엄마');
          expect(Object.values(others).join(' ')).not.toContain('@');
          const again = parseText(
            typedForm({ command: command.name, args: parsed.given }, command),
            COMMANDS,
          );
          expect(again).toMatchObject({ kind: 'call', given: { account: '@엄마' } });
        },
      ),
      { numRuns: 300 },
    );
  });
});
