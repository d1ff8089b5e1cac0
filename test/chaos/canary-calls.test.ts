import { expect, it } from 'vitest';
import { CANARIES } from '../support/kis-line.js';
import { canaryCalls } from './canary-calls.js';
import { createSieve } from './canary-sieve.js';

it('says nothing of a key, a token, an account or an order, over a hundred failing calls and as many over HTTP', async () => {
  const report = await canaryCalls({ calls: 100, seed: 20261121 });
  expect(report.failures).toEqual([]);
  expect(report.lines[1]).toMatch(/unavailable \d+.*/);
});

it.each([
  ['as it is', (text: string) => text],
  ['in part', (text: string) => text.slice(3, 20)],
  ['URL-encoded', encodeURIComponent],
  ['in base64 behind other words', (text: string) => Buffer.from(`Bearer ${text}`).toString('base64')],
  ['in base64url', (text: string) => Buffer.from(`{"a":"${text}"}`).toString('base64url')],
  ['in hex', (text: string) => Buffer.from(text).toString('hex').toUpperCase()],
])('would notice a secret %s', (_, form) => {
  const sieve = createSieve({ ...CANARIES, body: 'ORD_UNPR' });
  expect(sieve.find(`before ${form(CANARIES.appSecret)} after`)).toContain('appSecret');
  expect(sieve.find('nothing to see here, and nothing more to say')).toEqual([]);
});
