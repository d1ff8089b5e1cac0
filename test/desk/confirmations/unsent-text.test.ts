import { expect, test } from 'vitest';
import { unsentText } from '../../../src/desk/confirmations/unsent-text.js';

test('an amendment of which nothing was left is not told as a broker that could not be reached', () => {
  const told = unsentText('notFound', ko => ko);
  expect(told).toContain('남은 수량이 없습니다');
  expect(told).not.toContain('닿지 못했습니다');
  expect(unsentText('ECONNREFUSED', ko => ko)).toContain('닿지 못했습니다');
});
