import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import {
  type AccountRef,
  type ArgSpec,
  type DeskReads,
  type Language,
  type PlatformId,
  type Position,
  type Principal,
  parseArgs,
  type Role,
  type Typing,
} from '../../src/core/index.js';
import { createAccess } from '../../src/desk/access.js';
import { findCommand } from '../../src/desk/parse.js';
import { createSuggest } from '../../src/desk/suggest/suggest.js';
import { trackUnderWay } from '../../src/desk/under-way.js';
import { manualClock } from '../support/clock.js';
import {
  ACCOUNT,
  balanceOf,
  handMadeDesk,
  INSTRUMENTS,
  instrumentOf,
  listOf,
  openDesk,
  orderOf,
  PERSON,
  placeOn,
  positionOf,
} from '../support/desk.js';
import { givenAccounts } from '../support/given-accounts.js';
import { knownSymbols } from '../support/known-symbols.js';
import { MUM, manyAccounts } from '../support/two-accounts.js';

const LISTED = [...INSTRUMENTS, instrumentOf('035420', 'NAVER'), instrumentOf('069500', 'KODEX 200')];
const OTHER_PERSON = '2002';

const held = (code: string, name: string, quantity: bigint, value: bigint): Position => ({
  ...positionOf(1),
  code,
  name,
  quantity,
  value,
});

const HELD = [held('000660', 'SK하이닉스', 3n, 500n), held('005930', '삼성전자', 1_234n, 900n)];

const never = () => new Promise<never>(() => undefined);

interface Scene {
  readonly desk?: Partial<DeskReads>;
  readonly roles?: readonly Role[];
  readonly listed?: typeof LISTED;
  readonly language?: Language;
}

function scene({ desk: over = {}, roles = ['view', 'trade'], listed = LISTED, language = 'ko' }: Scene = {}) {
  const clock = manualClock();
  const desk = handMadeDesk({
    balance: async () => balanceOf(HELD),
    openOrders: async () => listOf([orderOf(123), orderOf(124, { code: '000660', name: 'SK하이닉스' })]),
    ...over,
  });
  const known = new Map<string, Principal>(
    [PERSON, OTHER_PERSON].map(userId => [
      userId,
      {
        id: `discord:${userId}`,
        ids: [`discord:${userId}`],
        name: userId,
        roles: new Set(roles),
        accounts: 'all',
      },
    ]),
  );
  const given = givenAccounts(desk);
  const suggesting = createSuggest({
    commands: COMMANDS,
    access: createAccess({
      members: { find: (_platform: PlatformId, userId: string) => known.get(userId) },
      places: { discord: ['500'], telegram: ['-100500'] },
    }),
    symbols: knownSymbols(listed),
    desk,
    accounts: given,
    clock,
    log: () => undefined,
    languageOf: () => language,
  });
  const typing = (line: string, over: Partial<Typing> = {}): Typing => {
    const [command = '', argument = '', typed = ''] = line.split(':');
    return {
      platform: 'discord',
      who: { userId: PERSON, name: 'name' },
      where: placeOn('discord', true),
      command,
      argument,
      typed,
      ...over,
    };
  };
  /** `command:argument:what is typed of it`. */
  const suggest = (line: string, over?: Partial<Typing>) => suggesting.suggest(typing(line, over));
  const values = async (line: string, over?: Partial<Typing>) =>
    (await suggest(line, over)).map(({ value }) => value);
  const ran = (name: string, args: Readonly<Record<string, string>>, userId = PERSON) => {
    const command = findCommand(name, COMMANDS);
    const who = known.get(userId);
    if (!command || !who) throw new Error('no such command or person');
    suggesting.ran(who, command, parseArgs(command.args, args));
  };
  const pin = (account: AccountRef) => {
    const who = known.get(PERSON);
    return who ? given.controlFor(who).pin(account) : Promise.reject(new Error('nobody'));
  };
  return { clock, desk, suggest, values, ran, pin };
}

describe('an issue', () => {
  test('is found by what is typed of its code, name, nickname or first consonants', async () => {
    const { values } = scene();
    expect(await values('price:symbol:삼성')).toEqual(['005930', '005935']);
    expect(await values('price:symbol:삼전')).toEqual(['005930', '005935']);
    expect(await values('price:symbol:ㅅㅅㅈㅈㅇ')).toEqual(['005935']);
    expect(await values('price:symbol:0126z')).toEqual(['0126Z0']);
    expect(await values('price:symbol:없는 이름')).toEqual([]);
  });

  test('that was asked for lately comes first, then what is held, the dearest first, then the rest', async () => {
    const { values, ran } = scene();
    ran('price', { symbol: '삼성전자우' });
    ran('buy', { symbol: 'naver', quantity: '1' });
    expect(await values('price:symbol:')).toEqual(['035420', '005935', '005930', '000660']);
    expect(await values('price:symbol:삼성')).toEqual(['005935', '005930']);
    expect(await values('buy:symbol:k')).toEqual(['000660', '069500']);
  });

  test('that is held comes first when selling', async () => {
    const { values, ran } = scene();
    ran('price', { symbol: 'naver' });
    expect(await values('sell:symbol:')).toEqual(['005930', '000660', '035420']);
    expect((await values('sell:symbol:삼성'))[0]).toBe('005930');
  });

  test('says how much of it is held, as far as that is known as of now', async () => {
    const { suggest } = scene();
    expect((await suggest('sell:symbol:삼성'))[0]?.label).toBe('삼성전자 005930 · 보유 1,234주');
    const english = scene({ language: 'en' });
    expect((await english.suggest('sell:symbol:삼성')).map(s => s.label)).toEqual([
      '삼성전자 005930 · 1,234 held',
      '삼성전자우 005935',
    ]);
    const failing = scene({
      desk: {
        balance: async () => {
          if (failing.desk.asked.length > 1) throw new Error('broken');
          return balanceOf(HELD);
        },
      },
    });
    await failing.suggest('sell:symbol:');
    await failing.clock.advance(60_000);
    expect((await failing.suggest('sell:symbol:삼성'))[0]?.label).toBe('삼성전자 005930 · 보유');
  });

  test('asked for lately is known to the person alone, ten of them, newest first', async () => {
    const many = Array.from({ length: 12 }, (_, i) => instrumentOf(String(300_000 + i), `종목${i}`));
    const { values, ran } = scene({ listed: many, desk: { balance: async () => balanceOf([]) } });
    for (const { code } of many) ran('price', { symbol: code });
    ran('price', { symbol: '300005' });
    expect(await values('price:symbol:')).toEqual(
      [5, 11, 10, 9, 8, 7, 6, 4, 3, 2].map(i => String(300_000 + i)),
    );
    expect(await values('price:symbol:', { who: { userId: OTHER_PERSON, name: '' } })).toEqual([]);
  });

  test('is found while there is no list, if it is held', async () => {
    const { suggest, values } = scene({ listed: [] });
    expect(await values('sell:symbol:하이')).toEqual(['000660']);
    expect(await values('sell:symbol:0059')).toEqual(['005930']);
    expect(await suggest('price:symbol:naver')).toEqual([]);
  });
});

test('a name that is too long makes room for the figures, which are never cut', async () => {
  const name = '아주 긴 이름의 종목 '.repeat(20);
  const { suggest } = scene({
    desk: {
      balance: async () => balanceOf([held('000660', name, 1_234_567n, 1n)]),
      openOrders: async () => listOf([orderOf(7, { name })]),
    },
  });
  const [issue] = await suggest('sell:symbol:0006');
  expect(issue?.label).toMatch(/^아주 긴.*… 000660 · 보유 1,234,567주$/);
  const [order] = await suggest('amend:order:7');
  expect(order?.label).toMatch(/^#7 아주 긴.*… 매수 10주 70,000원 잔량 6주$/);
  expect([issue, order].map(found => found?.label.length)).toEqual([100, 100]);
});

describe('an open order', () => {
  test('is offered by its number with all that tells it from others', async () => {
    const { suggest } = scene();
    expect(await suggest('amend:order:')).toEqual([
      { value: '#123', label: '#123 삼성전자 매수 10주 70,000원 잔량 6주' },
      { value: '#124', label: '#124 SK하이닉스 매수 10주 70,000원 잔량 6주' },
    ]);
    const english = scene({ language: 'en' });
    expect((await english.suggest('amend:order:'))[0]?.label).toBe('#123 삼성전자 buy 10 at 70,000, 6 left');
  });

  test.each([
    ['', ['#123', '#124']],
    ['#', ['#123', '#124']],
    ['12', ['#123', '#124']],
    ['#124', ['#124']],
    ['하이닉', ['#124']],
    ['ㅅㅅㅈㅈ', ['#123']],
    ['005', ['#123']],
    ['77', []],
  ])('is found by what is typed of its number or issue: %j', async (typed, numbers) => {
    const { values } = scene();
    expect(await values(`cancel:target:${typed}`)).toEqual(numbers);
  });

  test('is one that can still be filled today', async () => {
    const { values } = scene({
      desk: {
        openOrders: async () =>
          listOf([
            orderOf(1, { state: 'filled', remaining: 0n }),
            orderOf(2, { state: 'cancelled' }),
            orderOf(3, { act: 'cancel' }),
            orderOf(4, { date: '20261120' }),
            orderOf(5, { number: '0000000005', state: 'open' }),
          ]),
      },
    });
    expect(await values('amend:order:')).toEqual(['#5']);
  });
});

describe('nothing is offered and nobody asked', () => {
  test.each<[string, string, Partial<Typing>, readonly Role[]]>([
    ['to a stranger', 'sell:symbol:삼성', { who: { userId: '9999', name: 'x' } }, ['view', 'trade']],
    [
      'in a place that is not listed',
      'sell:symbol:삼성',
      { where: placeOn('discord', false) },
      ['view', 'trade'],
    ],
    ['to who may not use the command', 'sell:symbol:삼성', {}, ['view', 'admin']],
    ['of orders to who may not trade', 'amend:order:', {}, ['view']],
    ['for a command that does not exist', 'transfer:symbol:삼성', {}, ['view', 'trade']],
    ['for an argument without suggestions', 'sell:quantity:1', {}, ['view', 'trade']],
  ])('%s', async (_what, line, over, roles) => {
    const { desk, suggest } = scene({ roles });
    expect(await suggest(line, over)).toEqual([]);
    expect(desk.asked).toEqual([]);
  });

  test('to somebody without an account, but what is listed', async () => {
    const { desk, values } = scene({ desk: { accountsOf: () => [] } });
    expect(await values('sell:symbol:삼성')).toEqual(['005930', '005935']);
    expect(await values('amend:order:')).toEqual([]);
    expect(desk.asked).toEqual([]);
  });
});

describe('the broker', () => {
  test('that hangs delays the first answer by 200 ms and the next not at all', async () => {
    const { clock, suggest } = scene({ desk: { balance: never } });
    let answered: number | undefined;
    const first = suggest('sell:symbol:삼성').then(found => {
      answered = clock.monotonic();
      return found;
    });
    await clock.advance(199);
    expect(answered).toBeUndefined();
    await clock.advance(101);
    expect(answered).toBe(200);
    expect((await first).map(s => s.value)).toEqual(['005930', '005935']);
    expect(await suggest('sell:symbol:삼성')).toHaveLength(2);
  });

  test('that refuses is not noticed by who types', async () => {
    const { values } = scene({
      desk: {
        balance: async () => {
          throw new Error('refused');
        },
      },
    });
    expect(await values('sell:symbol:naver')).toEqual(['035420']);
  });

  test('is asked for holdings once in 30 seconds, however many keys are hit', async () => {
    const { clock, desk, suggest } = scene();
    await Promise.all(
      ['ㅅ', '사', '삼', '삼ㅅ', '삼서', '삼성'].map(typed => suggest(`sell:symbol:${typed}`)),
    );
    await clock.advance(30_000);
    await suggest('sell:symbol:삼성');
    expect(desk.asked).toEqual(['balance']);
    await clock.advance(1);
    await suggest('sell:symbol:삼성');
    expect(desk.asked).toEqual(['balance', 'balance']);
  });

  test.each([
    ['live', 10_000],
    ['paper', 15_000],
  ] as const)('is asked for open orders anew on %s after %i ms', async (mode, pauseMs) => {
    const { clock, desk, suggest } = scene({ desk: { accountsOf: () => [{ ...ACCOUNT, mode }] } });
    await suggest('amend:order:');
    await clock.advance(pauseMs - 1);
    await suggest('amend:order:');
    expect(desk.asked).toHaveLength(1);
    await clock.advance(2);
    await suggest('amend:order:');
    expect(desk.asked).toHaveLength(2);
  });

  test.each([
    ['live', 5_000],
    ['paper', 15_000],
  ] as const)('that refuses is left alone on %s for %i ms', async (mode, pauseMs) => {
    const { clock, desk, suggest } = scene({
      desk: {
        accountsOf: () => [{ ...ACCOUNT, mode }],
        openOrders: async () => {
          throw new Error('refused');
        },
      },
    });
    for (let typed = 0; typed < 5; typed += 1) await suggest('amend:order:');
    await clock.advance(pauseMs - 1);
    await suggest('amend:order:');
    expect(desk.asked).toHaveLength(1);
    await clock.advance(1);
    await suggest('amend:order:');
    expect(desk.asked).toHaveLength(2);
  });

  test('has one read of an account under way at a time, and gives up on one after ten seconds', async () => {
    const { clock, desk, suggest } = scene({ desk: { balance: never } });
    const asking = [suggest('sell:symbol:'), suggest('amend:order:')];
    await clock.advance(300);
    await Promise.all(asking);
    expect(desk.asked).toEqual(['balance']);
    await clock.advance(10_000);
    expect(desk.asked).toEqual(['balance', 'openOrders']);
    expect(await suggest('amend:order:')).toHaveLength(2);
  });

  test('that is gone for minutes leaves no old orders to choose from', async () => {
    let gone = false;
    const { clock, suggest } = scene({
      desk: {
        openOrders: async () => {
          if (gone) throw new Error('gone');
          return listOf([orderOf(123)]);
        },
      },
    });
    await suggest('amend:order:');
    gone = true;
    await clock.advance(60_000);
    expect(await suggest('amend:order:')).toEqual([
      { value: '#123', label: '#123 삼성전자 매수 10주 70,000원' },
    ]);
    await clock.advance(5 * 60_000);
    expect(await suggest('amend:order:')).toEqual([]);
  });
});

const SUGGESTED = COMMANDS.flatMap(({ name, args }) =>
  args.filter(spec => spec.suggest).map((spec): [string, ArgSpec] => [name, spec]),
);

test('whatever is typed and held, at most 25 come, distinct, short enough and readable as the argument', async () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('삼', 'ㅅ', '0', 'k', '종', '#', '00', ''),
  );
  const instruments = Array.from({ length: 60 }, (_, i) =>
    instrumentOf(String(100_000 + i), `종목 K${i} 삼성`.repeat(1 + (i % 3))),
  );
  const row = fc.record({
    name: fc.string({ unit: 'binary', maxLength: 150 }),
    number: fc.string({ maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SUGGESTED),
      word,
      fc.array(row, { maxLength: 30 }),
      async ([command, spec], typed, rows) => {
        const { suggest, ran } = scene({
          listed: instruments,
          desk: {
            balance: async () =>
              balanceOf(
                rows.map(({ name, number }, i) => held(i % 2 ? number : String(200_000 + i), name, 1n, 1n)),
              ),
            openOrders: async () => listOf(rows.map(({ name, number }, i) => orderOf(i, { name, number }))),
          },
        });
        ran('price', { symbol: '100007' });
        const found = await suggest(`${command}:${spec.name}:`, { typed });
        expect(found.length).toBeLessThanOrEqual(25);
        expect(new Set(found.map(s => s.value)).size).toBe(found.length);
        for (const { value, label } of found) {
          expect(value.length).toBeLessThanOrEqual(100);
          expect(label.length).toBeGreaterThan(0);
          expect(label.length).toBeLessThanOrEqual(100);
          expect(parseArgs([spec], { [spec.name]: value })[spec.name]).toBe(value.replace(/^@/, ''));
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('through the front door: what ran is offered first, and typing is neither audited nor told to the owner', async () => {
  const desk = openDesk({ roles: ['view', 'trade'] });
  await desk.type('/price 0126Z0');
  await desk.type('/price 없는이름');
  const lines = desk.audit.length;
  const typing = (userId: string): Typing => ({
    platform: 'discord',
    who: { userId, name: 'name' },
    where: placeOn('discord', true),
    command: 'price',
    argument: 'symbol',
    typed: '',
  });
  const dispatcher = trackUnderWay(desk.dispatcher);
  expect((await dispatcher.suggest(typing(PERSON)))[0]).toEqual({
    value: '0126Z0',
    label: '새로상장 0126Z0',
  });
  expect(await dispatcher.suggest(typing('9999'))).toEqual([]);
  expect(desk.audit).toHaveLength(lines);
  expect(desk.notices).toEqual([]);
});

describe('an account', () => {
  const having = (refs: readonly AccountRef[]) => scene({ desk: { accountsOf: () => refs } });

  test('is found by its alias or the digits that it ends with, and is said without its number', async () => {
    const { suggest, values } = having([ACCOUNT, MUM]);
    expect(await suggest('orders:account:')).toEqual([
      { value: '@가족', label: '가족 (****7788-01)' },
      { value: '@엄마', label: '🟢 엄마 (****2222-10)' },
    ]);
    for (const typed of ['엄', '@엄', '22', '@2222']) {
      expect(await values(`buy:account:${typed}`)).toEqual(['@엄마']);
    }
    expect(await values('orders:account:없')).toEqual([]);
  });

  test('of several can be all of them where a command takes that', async () => {
    expect(await having([ACCOUNT, MUM]).values('balance:account:')).toEqual(['@all', '@가족', '@엄마']);
    expect(await having([ACCOUNT, MUM]).values('balance:account:전')).toEqual(['@all']);
    expect(await having([ACCOUNT]).values('balance:account:')).toEqual(['@가족']);
    expect(await having([ACCOUNT, MUM]).values('orders:account:전')).toEqual([]);
  });

  test('is never one of somebody else, nor more than twenty-five', async () => {
    expect(await having([]).values('orders:account:')).toEqual([]);
    expect(await having(manyAccounts(1_000)).values('orders:account:')).toHaveLength(25);
    const stranger = { who: { userId: '9999', name: 'x' } };
    expect(await having([ACCOUNT]).values('orders:account:', stranger)).toEqual([]);
  });

  test('that is pinned is the one whose holdings and orders are offered', async () => {
    const asked: string[] = [];
    const { values, pin } = scene({
      desk: {
        accountsOf: () => [ACCOUNT, MUM],
        openOrders: async account => {
          asked.push(account.alias);
          return listOf([orderOf(123)]);
        },
      },
    });
    await pin(MUM);
    expect(await values('cancel:target:')).toEqual(['#123']);
    expect(asked).toEqual(['엄마']);
  });
});
