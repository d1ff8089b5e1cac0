import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/brokers/kis/body.js';

const bodyOf = (fields: unknown) => readBody(JSON.stringify(fields));

describe('the frame of an answer', () => {
  it('is read without the blanks around its values', () => {
    expect(
      bodyOf({ rt_cd: '1 ', msg_cd: ' 40580000 ', msg1: '모의투자 장종료 입니다.'.padEnd(80) }),
    ).toMatchObject({
      rtCd: '1',
      msgCd: '40580000',
      message: '모의투자 장종료 입니다.',
    });
  });

  it.each([
    ['a line break', 'APBK\n0013'],
    ['a sentence', 'call 010-0000-0000 now'],
    ['a number', 40_580_000],
    ['nothing', undefined],
  ])('has no code when %s stands in its place, for codes go to logs and to people', (_what, msg_cd) => {
    expect(bodyOf({ rt_cd: '1', msg_cd, msg1: '' })?.msgCd).toBe('');
  });

  it.each([
    ['HTML', '<html>'],
    ['half of it', '{"rt_cd":"0","msg_'],
    ['JSON of somebody else', '{"error":"gateway"}'],
    ['a result that is no code', '{"rt_cd":"everything is fine"}'],
    ['an empty text', ''],
    ['a text that was not UTF-8', '{"rt_cd":"0","msg1":"\uFFFD"}'],
  ])('is not seen in %s', (_what, text) => {
    expect(readBody(text)).toBeUndefined();
  });
});
