import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/brokers/kis/body.js';
import { classifyOrder, classifyRead, type ReadClass } from '../../../src/brokers/kis/classify.js';
import type { OrderMeaning } from '../../../src/brokers/transport/index.js';

const body = (rtCd: string, code: string, message = '') =>
  readBody(JSON.stringify({ rt_cd: rtCd, msg_cd: code, msg1: message }));

describe('an answer’s meaning', () => {
  it.each<[string, number, string, ReadClass, OrderMeaning]>([
    // code, HTTP status, rt_cd, as a read, as an order
    ['APBK0013', 200, '0', 'ok', 'ok'],
    ['40600000', 200, '0', 'ok', 'ok'],
    ['EGW00121', 500, '1', 'token', 'token'],
    ['EGW00122', 500, '1', 'token', 'token'],
    ['EGW00123', 500, '1', 'token', 'token'],
    ['EGW00201', 500, '1', 'rate', 'rate'],
    ['EGW00215', 500, '1', 'rate', 'rate'],
    ['EGW00001', 500, '1', 'transient', 'unknown'],
    ['EGW00002', 500, '1', 'transient', 'unknown'],
    ['EGW00202', 500, '1', 'transient', 'unknown'],
    ['EGW00203', 500, '1', 'transient', 'unknown'],
    ['EGW00300', 500, '1', 'transient', 'unknown'],
    ['EGW00301', 500, '1', 'transient', 'unknown'],
    ['EGW00302', 500, '1', 'transient', 'unknown'],
    ['EGW00303', 500, '1', 'transient', 'unknown'],
    ['EGW00304', 500, '1', 'credentials', 'unknown'],
    ['EGW00103', 403, '1', 'credentials', 'refused'],
    ['EGW02006', 500, '1', 'notOffered', 'refused'],
    ['90000000', 200, '1', 'notOffered', 'refused'],
    ['EGW00131', 500, '1', 'refused', 'refused'],
    ['OPSQ2000', 200, '2', 'refused', 'refused'],
    ['OPSQ2003', 200, '1', 'refused', 'unknown'],
    ['APBK0952', 200, '7', 'refused', 'refused'],
    ['APBK0919', 200, '7', 'refused', 'refused'],
    ['APBK0918', 200, '1', 'refused', 'refused'],
    ['APBK0400', 200, '7', 'refused', 'refused'],
    ['APBK0656', 200, '7', 'refused', 'refused'],
    ['APBK0066', 200, '1', 'refused', 'refused'],
    ['APBK1943', 200, '1', 'refused', 'refused'],
    ['APBK3013', 200, '1', 'refused', 'refused'],
    ['APAC0081', 200, '7', 'refused', 'refused'],
    ['40030000', 200, '1', 'refused', 'refused'],
    ['40070000', 200, '1', 'refused', 'refused'],
    ['40100000', 200, '1', 'refused', 'refused'],
    ['40310000', 200, '1', 'refused', 'refused'],
    ['40320000', 200, '1', 'refused', 'refused'],
    ['40330000', 200, '1', 'refused', 'refused'],
    ['40430000', 200, '1', 'refused', 'refused'],
    ['40570000', 200, '1', 'refused', 'refused'],
    ['40580000', 200, '1', 'refused', 'refused'],
    ['40910000', 200, '1', 'refused', 'refused'],
    ['IGW00009', 200, '0', 'unreadable', 'unknown'],
    ['IGW00009', 200, '1', 'refused', 'unknown'],
    ['90020000', 200, '1', 'refused', 'unknown'],
    // The maintenance page, and a success that comes with a server error.
    ['', 500, '1', 'transient', 'unknown'],
    ['APBK0013', 500, '0', 'transient', 'unknown'],
  ])('%s with HTTP %i and rt_cd %s is %s to a read and %s to an order', (code, status, rtCd, read, order) => {
    const answer = body(rtCd, code);
    expect([classifyRead(status, answer), classifyOrder(status, answer)]).toEqual([read, order]);
  });

  it('of an order is unknown for every code that is not listed', () => {
    const code = fc.stringMatching(/^(?:EGW9|APBK9|OPSQ9|IGW|XX)[0-9A-Z]{4}$/);
    fc.assert(
      fc.property(
        code,
        fc.constantFrom('1', '2', '7', '9', ''),
        fc.integer({ min: 200, max: 599 }),
        (c, rt, s) => {
          expect(classifyOrder(s, body(rt, c))).toBe('unknown');
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('does not depend on blanks around the code', () => {
    expect(classifyOrder(500, body('1', ' EGW00123 '))).toBe('token');
  });

  it.each<[number, ReadClass]>([
    [200, 'unreadable'],
    [302, 'unreadable'],
    [401, 'token'],
    [404, 'refused'],
    [500, 'transient'],
    [502, 'transient'],
  ])('without a KIS body depends on the status alone: %i is %s', (status, read) => {
    expect([classifyRead(status, undefined), classifyOrder(status, undefined)]).toEqual([read, 'unknown']);
  });
});

describe('a body', () => {
  it.each([
    ['HTML', '<html>502</html>'],
    ['cut-off JSON', '{"rt_cd":"0","msg_cd":"APB'],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['JSON without rt_cd', '{"output":{}}'],
    ['a number for rt_cd', '{"rt_cd":0}'],
    ['text that was not UTF-8', `{"rt_cd":"0","msg1":"\uFFFD\uFFFD"}`],
  ])('that is %s is no KIS answer', (_what, text) => {
    expect(readBody(text)).toBeUndefined();
  });

  it('may lack its words, but not rt_cd', () => {
    expect(readBody('{"rt_cd":"1","msg_cd":"EGW00304","msg1":null}')).toMatchObject({
      msgCd: 'EGW00304',
      message: '',
    });
  });

  it('gives its words trimmed, in one line, without anything like a key or an account', () => {
    const said = `  계좌 5019988701\n확인\u202e appkey=PScanaryKeyABCDEFghijklmnopqrstu0123 ${' '.repeat(40)}`;
    expect(body('1', 'X', said)?.message).toBe('계좌 **** 확인 ***');
    expect(body('1', 'X', '가 '.repeat(400))?.message).toHaveLength(200);
  });
});
