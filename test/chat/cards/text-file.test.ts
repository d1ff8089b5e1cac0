import { expect, it } from 'vitest';
import { textFiles } from '../../../src/chat/cards/index.js';

const file = (name: string, text: string) => ({ kind: 'file', name, text }) as const;
const read = (data: Uint8Array) => Buffer.from(data).toString();

it('is UTF-8 behind exactly one byte order mark', () => {
  for (const text of ['잔고,1\n', '\ufeff잔고,1\n']) {
    const [only, ...others] = textFiles(file('a.csv', text));
    expect(others).toEqual([]);
    expect(Buffer.from(only?.data ?? []).toString('hex', 0, 3)).toBe('efbbbf');
    expect(read(only?.data ?? new Uint8Array())).toBe('\ufeff잔고,1\n');
  }
});

it('is never empty, which Telegram would refuse', () => {
  expect(textFiles(file('a.csv', '')).map(({ data }) => data.length)).toEqual([3]);
});

it('over the limit becomes several, cut at line ends, nothing lost', () => {
  const text = Array.from({ length: 20 }, (_, i) => `${i},잔고,1,234,567`).join('\n');
  const parts = textFiles(file('audit.csv', text), 100);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.map(({ name }) => name)).toEqual(parts.map((_, i) => `audit-${i + 1}.csv`));
  for (const { data } of parts) expect(data.length).toBeLessThanOrEqual(100);
  const texts = parts.map(({ data }) => read(data).replace('\ufeff', ''));
  expect(texts.join('')).toBe(text);
  for (const part of texts.slice(0, -1)) expect(part.endsWith('\n')).toBe(true);
});

it.each([
  ['감사 2026.csv', '감사_2026.csv'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['a"; x=\r\n1.csv', 'a_x_1.csv'],
  ['', 'file'],
  ['.csv', 'csv'],
  [`${'가'.repeat(300)}.csv`, `${'가'.repeat(60)}.csv`],
])('named %j is called %s', (given, expected) => {
  expect(textFiles(file(given, 'x')).map(({ name }) => name)).toEqual([expected]);
});
