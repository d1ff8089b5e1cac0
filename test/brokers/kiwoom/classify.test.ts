import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, isDown, readBody } from '../../../src/brokers/kiwoom/body.js';
import { classifyOrder, classifyRead, type ReadClass } from '../../../src/brokers/kiwoom/classify.js';
import type { OrderMeaning } from '../../../src/brokers/transport/index.js';

const body = (returnCode: unknown, message: string) =>
  readBody(JSON.stringify({ return_code: returnCode, return_msg: message }));
const gateway = (code: string) => `말씀입니다[${code}:까닭입니다]`;
const business = (code: string) => `[2000](${code}:까닭입니다)`;

describe('the meaning of an answer of Kiwoom', () => {
  it.each<[string, number, ReadClass, OrderMeaning]>([
    [gateway('8005'), 3, 'token', 'token'],
    [gateway('8003'), 3, 'token', 'token'],
    [gateway('8010'), 3, 'token', 'token'],
    [gateway('8031'), 2, 'token', 'token'],
    [gateway('8103'), 3, 'token', 'token'],
    ['[CODE=8005, MESSAGE=Token]', 3, 'token', 'token'],
    [gateway('1700'), 5, 'rate', 'rate'],
    [gateway('1634'), 5, 'refused', 'refused'],
    [gateway('1511'), 2, 'refused', 'refused'],
    [gateway('1902'), 2, 'unknownIssue', 'refused'],
    [gateway('1999'), 2, 'transient', 'unknown'],
    [gateway('8001'), 3, 'credentials', 'refused'],
    [gateway('8030'), 2, 'credentials', 'refused'],
    [gateway('8050'), 3, 'credentials', 'refused'],
    [business('RC9000'), 20, 'notOffered', 'refused'],
    [business('RC7006'), 20, 'notOffered', 'unknown'],
    [business('RC4025'), 20, 'refused', 'refused'],
    [business('RC4058'), 20, 'refused', 'refused'],
    [business('800033'), 20, 'refused', 'refused'],
    [business('571758'), 20, 'noData', 'unknown'],
    [business('501724'), 20, 'noData', 'unknown'],
    [business('999999'), 20, 'refused', 'unknown'],
    ['거절되었습니다', 20, 'refused', 'unknown'],
    ['인증에 실패했습니다', 3, 'token', 'unknown'],
  ])('%s under return code %i is %s to a read and %s to an order', (message, code, read, order) => {
    const answer = body(code, message);
    expect([classifyRead(200, answer), classifyOrder(200, answer)]).toEqual([read, order]);
  });

  it.each([0, '0', '0000'])('is success where the return code is %j', code => {
    const answer = body(code, ' 조회가 완료되었습니다.');
    expect([classifyRead(200, answer), classifyOrder(200, answer)]).toEqual(['ok', 'ok']);
    expect(answer?.message).toBe('조회가 완료되었습니다.');
  });

  it('is not success for an order that came with a server error, nor without a return code', () => {
    expect(classifyOrder(500, body(0, ''))).toBe('unknown');
    expect(readBody('{"ord_no":"0000001","return_msg":"완료"}')).toBeUndefined();
    expect(classifyOrder(200, undefined)).toBe('unknown');
  });

  it.each<[number, ReadClass]>([
    [200, 'unreadable'],
    [401, 'token'],
    [404, 'refused'],
    [429, 'rate'],
    [502, 'transient'],
  ])('without a body depends on the status: %i is %s', (status, read) => {
    expect([classifyRead(status, undefined), classifyOrder(status, undefined)]).toEqual([read, 'unknown']);
  });

  it('of an order is unknown for every code that is not listed', () => {
    const code = fc.stringMatching(/^(?:RC[0-35-9]|9)[0-9]{3,5}$/).filter(c => c !== 'RC9000');
    fc.assert(
      fc.property(code, fc.integer({ min: 1, max: 99 }), (unlisted, returnCode) => {
        expect(classifyOrder(200, body(returnCode, business(unlisted)))).toBe('unknown');
      }),
      { numRuns: 300 },
    );
  });

  it('names the code in the words, else the coarse one, else the status', () => {
    expect(codeOf(200, body(20, business('RC4003')))).toBe('RC4003');
    expect(codeOf(200, body(20, '까닭'))).toBe('20');
    expect(codeOf(502, undefined)).toBe('HTTP 502');
  });

  it('looks like maintenance when the service is away or has no words', () => {
    expect(isDown(503, undefined)).toBe(true);
    expect(isDown(500, body(1, ''))).toBe(true);
    expect(isDown(500, undefined)).toBe(false);
    expect(isDown(500, body(2, gateway('1999')))).toBe(false);
  });
});
