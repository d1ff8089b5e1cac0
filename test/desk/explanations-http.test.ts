import { expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { explainPlainly } from '../../src/desk/explain-plainly.js';

const told = (error: DeskError) => explainPlainly(error, 0, 'R1');

it('a program is told which part of its request is wrong, and why', () => {
  const input = (problem: string, argument: string) =>
    told(new DeskError('input', 'jargon', { problem, argument }));
  expect(input('whole', 'quantity').en).toContain('“quantity”: a whole number from 1 to 999,999,999');
  expect(input('whole', 'quantity').ko).toContain('“quantity”: 1부터 999,999,999까지의 정수');
  expect(input('twice', 'price').en).toContain('“price” stands there twice');
  expect(input('malformed', 'account').en).toContain('“account” was not understood');
  expect(input('malformed', 'account').ko).toContain('“account” 부분을 이해하지 못했습니다');
});

it('a full shelf is no risk limit, and says what there is room for', () => {
  const full = (limit: string, most: number) =>
    told(new DeskError('limit', 'jargon', { limit, most, given: 1 }));
  expect(full('shelfBytes', 65_536).ko).toContain('문서 하나는 65536바이트까지입니다');
  expect(full('shelfDocuments', 200).en).toContain('There may be 200 documents');
  expect(full('shelfRoom', 1_048_576).en).toContain('All documents together may have 1048576 bytes');
  for (const { ko, en } of [full('shelfBytes', 1), full('shelfDocuments', 1), full('shelfRoom', 1)]) {
    expect(ko + en).not.toMatch(/LIMITS_FILE|위험|risk/);
  }
});
