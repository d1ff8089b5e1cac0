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

  test('says which word is one too many', () => {
    expect(read('/balance 2 please')).toEqual(['balance', { page: '2' }, 'please']);
    expect(read('/status now')).toEqual(['status', {}, 'now']);
  });

  test.each([
    ['full-width letters', '/ｂalance'],
    ['a full-width slash', '／balance'],
    ['a full-width digit', '/balance ２'],
    ['a zero-width space', '/balance \u200b2'],
    ['a bidirectional mark', '/price \u202e005930'],
    ['a no-break space', '/balance\u00a02'],
  ])('with %s is refused and not repaired', (_what, text) => {
    expect(read(text)).toMatchObject({ kind: 'disguised' });
  });

  test('consonants alone and Hangul in pieces are no disguise', () => {
    expect(read('현재가 ㅅㅅㅈㅈ')).toEqual(['price', { symbol: 'ㅅㅅㅈㅈ' }]);
    expect(read('/현재가 삼성전자'.normalize('NFD'))).toEqual(['price', { symbol: '삼성전자' }]);
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
      fc.constantFrom('', '/', '//', '／'),
      fc.constantFrom(...words, 'buy', 'halt'),
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

  test('runs a command only when its first word is exactly a name or alias', () => {
    fc.assert(
      fc.property(nearMisses, text => {
        const parsed = parseText(text, COMMANDS);
        if (parsed.kind !== 'call') return;
        const [head = ''] = text
          .trim()
          .replace(/^\//, '')
          .split(/[\s"“]/);
        expect(words).toContain(head.replace(/@\w+$/, '').toLowerCase());
      }),
      { numRuns: 2000 },
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
  ];
  for (const call of calls) {
    const command = findCommand(call.command, COMMANDS);
    expect(command && read(typedForm(call, command))).toEqual([call.command, call.args]);
  }
});
