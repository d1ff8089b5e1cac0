import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import {
  asDeskError,
  cellText,
  change,
  DeskError,
  direction,
  maskAccount,
  percent,
  Secret,
  shares,
  spanText,
  stampLabel,
  time,
  won,
} from '../../src/core/index.js';

test('values read the same on every platform, in Korean and in English', () => {
  expect(cellText(won(71_900n), 'ko')).toBe('71,900원');
  expect(cellText(won(71_900n), 'en')).toBe('₩71,900');
  expect(cellText(change(-300n), 'ko')).toBe('-300');
  expect(cellText(change(300n), 'ko')).toBe('+300');
  expect(cellText(percent(1.5), 'ko')).toBe('+1.50%');
  expect(cellText(shares(10n), 'ko')).toBe('10주');
  expect(cellText(time(Date.parse('2026-11-21T00:00:00Z')), 'ko')).toBe('2026-11-21 09:00:00');
  expect(stampLabel('demo', 'ko')).toBe('데모');
});

test('only gains and losses have a direction', () => {
  expect(direction(change(1n))).toBe('up');
  expect(direction(percent(-0.01))).toBe('down');
  expect(direction(won(-5n))).toBe('flat');
  expect(direction(change(0n))).toBe('flat');
});

test('a span names its two largest parts', () => {
  expect(spanText(90_061_000, 'ko')).toBe('1일 1시간');
  expect(spanText(45_000, 'ko')).toBe('45초');
  expect(spanText(-5, 'en')).toBe('0s');
});

test('an account shows four digits and no more', () => {
  const account = { broker: 'kis', mode: 'paper', number: '50101234', product: '01', alias: 'a' } as const;
  expect(maskAccount(account)).toBe('****1234-01');
});

test('a secret prints as stars however it is turned into text', () => {
  const secret = new Secret('canary-value');
  const printed = [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 5, showHidden: true }),
  ];
  expect(printed.join(' ')).not.toContain('canary');
  expect(secret.reveal()).toBe('canary-value');
});

test('a foreign failure becomes a desk error and keeps its cause', () => {
  const cause = new RangeError('odd');
  expect(asDeskError(cause)).toMatchObject({ kind: 'bug', cause });
  expect(asDeskError(AbortSignal.timeout(0).reason ?? new DOMException('late', 'TimeoutError')).kind).toBe(
    'timeout',
  );
  const known = new DeskError('busy', 'full');
  expect(asDeskError(known)).toBe(known);
});
