import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { withAccountLimits } from '../src/account-limits.js';
import type { LimitBook, Limits } from '../src/core/index.js';
import { readLimits } from '../src/limits.js';

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function written(text: string): string {
  files += 1;
  const path = join(folder, `limits-${files}.json`);
  writeFileSync(path, text);
  return path;
}

function bookOf(content: unknown): LimitBook {
  const result = readLimits(written(JSON.stringify(content)));
  if (!result.ok) throw new Error(`refused: ${inspect(result.faults)}`);
  return result.book;
}

function faultsOf(text: string) {
  const result = readLimits(written(text));
  if (result.ok) throw new Error('accepted');
  return result.faults;
}

const ACCOUNT = '12345678-01';
const PERSON = 'discord:1001';
const BUILT_IN = {
  orderAmount: 10_000_000n,
  orderQuantity: 10_000n,
  dayAmount: 50_000_000n,
  dayCount: 100,
  priceDistance: 15,
  drift: 1,
  repeatSeconds: 30,
  allow: undefined,
  deny: [],
  marketBuyCash: 100,
  dayLoss: undefined,
  approveAbove: undefined,
  approvers: 1,
  breakGlassMinutes: undefined,
  stepUpAbove: undefined,
};

describe('the limits', () => {
  test('are the built-in ones without a file, and with an empty one', () => {
    const result = readLimits(undefined);
    expect(result.ok && result.book.limitsFor(ACCOUNT, PERSON)).toEqual(BUILT_IN);
    expect(bookOf({}).limitsFor(ACCOUNT, PERSON)).toEqual(BUILT_IN);
  });

  test('of the file take their place, those of an account before the default ones', () => {
    const book = bookOf({
      default: { orderAmount: 1_000_000, dayLoss: '300000', allow: ['005930', '0126Z0'] },
      accounts: { [ACCOUNT]: { orderAmount: '123456789012345678', priceDistance: 0.05 } },
    });
    expect(book.limitsFor(ACCOUNT, PERSON)).toEqual({
      ...BUILT_IN,
      orderAmount: 123_456_789_012_345_678n,
      dayLoss: 300_000n,
      allow: ['005930', '0126Z0'],
      priceDistance: 0.05,
    });
    expect(book.limitsFor('99999999-01', PERSON).orderAmount).toBe(1_000_000n);
  });

  test('of account and person: the stricter one, value by value', () => {
    const book = bookOf({
      accounts: {
        [ACCOUNT]: {
          orderAmount: 5_000,
          orderQuantity: 50,
          dayAmount: 900,
          dayCount: 9,
          priceDistance: 10,
          drift: 2,
          repeatSeconds: 60,
          marketBuyCash: 80,
          approveAbove: 3_000,
          approvers: 2,
          breakGlassMinutes: 10,
          stepUpAbove: 2_001,
          allow: ['005930', '000660'],
          deny: ['111111'],
        },
      },
      people: {
        [PERSON]: {
          orderAmount: 4_999,
          orderQuantity: 51,
          dayAmount: 899,
          dayCount: 10,
          priceDistance: 9.99,
          drift: 2.5,
          repeatSeconds: 59,
          marketBuyCash: 79,
          dayLoss: 7,
          approveAbove: 3_001,
          approvers: 3,
          breakGlassMinutes: 20,
          stepUpAbove: 2_000,
          allow: ['000660', '035420'],
          deny: ['111111', '222222'],
        },
      },
    });
    expect(book.limitsFor(ACCOUNT, PERSON)).toEqual({
      orderAmount: 4_999n,
      orderQuantity: 50n,
      dayAmount: 899n,
      dayCount: 9,
      priceDistance: 9.99,
      drift: 2,
      repeatSeconds: 60,
      marketBuyCash: 79,
      dayLoss: 7n,
      approveAbove: 3_000n,
      approvers: 3,
      breakGlassMinutes: 20,
      stepUpAbove: 2_000n,
      allow: ['000660'],
      deny: ['111111', '222222'],
    });
  });

  test('of a person alone are what the file says of that person, and nothing else', () => {
    const book = bookOf({ default: { dayAmount: 5 }, people: { [PERSON]: { dayCount: 3 } } });
    expect(book.limitsFor('', PERSON)).toMatchObject({ dayAmount: undefined, dayCount: 3 });
    expect(book.limitsFor('', 'telegram:5')).toMatchObject({ dayAmount: undefined, dayCount: undefined });
    expect(book.limitsFor(ACCOUNT, '')).toMatchObject({ dayAmount: 5n, dayCount: 100 });
  });

  test('of a person with two identities are the strictest of both', () => {
    const people = {
      [PERSON]: { dayCount: 3, repeatSeconds: 10 },
      'telegram:5': { dayCount: 5, repeatSeconds: 90 },
    };
    for (const both of [
      [PERSON, 'telegram:5'],
      ['telegram:5', PERSON],
    ]) {
      expect(bookOf({ people }).limitsFor(ACCOUNT, ...both)).toMatchObject({
        dayCount: 3,
        repeatSeconds: 90,
      });
    }
  });

  test('never get weaker by naming a person', () => {
    const book = bookOf({ people: { [PERSON]: { orderAmount: '99999999999', repeatSeconds: 0 } } });
    expect(book.limitsFor(ACCOUNT, PERSON)).toEqual(BUILT_IN);
  });

  test('are not found under a name that every object has', () => {
    expect(bookOf({}).limitsFor('constructor', '__proto__')).toEqual(BUILT_IN);
  });
});

describe('what an admin sets for an account', () => {
  const over = (content: unknown, own: Partial<Limits>) =>
    withAccountLimits(bookOf(content), {
      find: key =>
        key === ACCOUNT
          ? {
              ref: { broker: 'kis', mode: 'paper', number: '12345678', product: '01', alias: '' },
              owner: '',
              from: 'store',
              limits: own,
              closed: undefined,
            }
          : undefined,
    });

  test('takes the place of what the file says of it, looser or stricter, and of nothing else', () => {
    const file = { accounts: { [ACCOUNT]: { orderAmount: 5, dayCount: 7 } } };
    const book = over(file, { orderAmount: 50n, approveAbove: 3n, approvers: 2 });
    expect(book.limitsFor(ACCOUNT)).toEqual({
      ...BUILT_IN,
      orderAmount: 50n,
      dayCount: 7,
      approveAbove: 3n,
      approvers: 2,
    });
    expect(book.limitsFor('99999999-01')).toEqual(BUILT_IN);
    expect(book.limitsFor('', PERSON)).toEqual(bookOf(file).limitsFor('', PERSON));
  });

  test('never sets a person free of their own', () => {
    const people = { [PERSON]: { orderAmount: 9, breakGlassMinutes: 60 } };
    const book = over({ people }, { orderAmount: 50n, breakGlassMinutes: 30 });
    expect(book.limitsFor(ACCOUNT, PERSON)).toMatchObject({ orderAmount: 9n, breakGlassMinutes: 60 });
    expect(book.limitsFor(ACCOUNT, 'telegram:5')).toMatchObject({
      orderAmount: 50n,
      breakGlassMinutes: 30,
    });
  });

  test('lets nobody go without approval where only the person’s part speaks of it', () => {
    const book = over({ people: { [PERSON]: { breakGlassMinutes: 60 } } }, { approveAbove: 1n });
    expect(book.limitsFor(ACCOUNT, PERSON).breakGlassMinutes).toBeUndefined();
  });
});

describe('a file that is wrong is refused, naming the key in both languages', () => {
  test.each([
    ['{"defaults": {}}', 'defaults'],
    ['{"default": {"orderAmout": 5}}', 'default.orderAmout'],
    ['{"default": {"__proto__": {"orderAmount": 5}}}', 'default.__proto__'],
    ['{"default": {"orderAmount": 1.5}}', 'default.orderAmount'],
    ['{"default": {"orderAmount": -1}}', 'default.orderAmount'],
    ['{"default": {"orderAmount": "1,000"}}', 'default.orderAmount'],
    ['{"default": {"orderAmount": "1e6"}}', 'default.orderAmount'],
    ['{"default": {"orderAmount": 9007199254740993}}', 'default.orderAmount'],
    ['{"default": {"orderAmount": null}}', 'default.orderAmount'],
    ['{"default": {"dayCount": "5"}}', 'default.dayCount'],
    ['{"default": {"dayCount": 1000001}}', 'default.dayCount'],
    ['{"default": {"repeatSeconds": 86401}}', 'default.repeatSeconds'],
    ['{"default": {"drift": 0.001}}', 'default.drift'],
    ['{"default": {"drift": 1e-7}}', 'default.drift'],
    ['{"default": {"priceDistance": 100.01}}', 'default.priceDistance'],
    ['{"default": {"marketBuyCash": -1}}', 'default.marketBuyCash'],
    ['{"default": {"approvers": 0}}', 'default.approvers'],
    ['{"default": {"approvers": 6}}', 'default.approvers'],
    ['{"default": {"breakGlassMinutes": 0}}', 'default.breakGlassMinutes'],
    ['{"default": {"stepUpAbove": -1}}', 'default.stepUpAbove'],
    ['{"default": {"allow": "005930"}}', 'default.allow'],
    ['{"default": {"deny": ["삼성전자"]}}', 'default.deny.0'],
    ['{"default": []}', 'default'],
    ['{"people": {"discord:ada": {}}}', 'people.discord:ada'],
    ['{"people": {"1001": {}}}', 'people.1001'],
    ['{"accounts": {"1234-01": {}}}', 'accounts.1234-01'],
    ['{"accounts": []}', 'accounts'],
  ])('%s', (text, key) => {
    const faults = faultsOf(text);
    expect(faults.map(({ name }) => name)).toEqual(['LIMITS_FILE']);
    const [fault] = faults;
    expect(fault?.ko).toMatch(/[가-힣]{2}/);
    expect(fault?.en.startsWith(`${key} `)).toBe(true);
    expect(fault?.en).toMatch(/^[\x20-\x7e]+$/);
  });

  test.each([
    ['not JSON', written('{"default": ')],
    ['not an object', written('[]')],
    ['empty', written('')],
    ['a folder', folder],
    ['not there', join(folder, 'nowhere.json')],
  ])('a file that is %s', (_, path) => {
    const result = readLimits(path);
    expect(result.ok).toBe(false);
    expect(inspect(result)).toMatch(/[가-힣]{2}/);
  });

  test('all at once, without the number of an account', () => {
    const faults = faultsOf('{"accounts": {"12345678-01": {"a": 1, "b": 2, "dayCount": -1}}, "x": 1}');
    expect(faults.map(({ en }) => en.split(' ')[0])).toEqual([
      'accounts.****5678-01.dayCount',
      'accounts.****5678-01.a',
      'accounts.****5678-01.b',
      'x',
    ]);
    expect(inspect(faults)).not.toContain('12345678');
  });
});
