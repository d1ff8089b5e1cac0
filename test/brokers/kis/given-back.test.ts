import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givesBack } from '../../../src/brokers/kis/given-back.js';
import { CANARIES } from '../../support/kis-line.js';

const SECRETS = [CANARIES.appKey, CANARIES.appSecret, CANARIES.token];
const ANSWER = JSON.stringify({
  rt_cd: '0',
  msg_cd: 'MCA00000',
  msg1: '정상처리 되었습니다.',
  ctx_area_nk100: '50199887^01^N^N^01^01^N^'.padEnd(100),
  output: { stck_prpr: '71500', stck_shrn_iscd: '005930', hts_kor_isnm: '삼성전자' },
});

describe.each(SECRETS)('a secret (%#) in an answer', secret => {
  it.each<[string, string]>([
    ['as it is', secret],
    ['with its slashes escaped', secret.replaceAll('/', '\\/')],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ h: secret.replaceAll('=', '\\u003d') }))],
    ['in a URL', encodeURIComponent(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 behind other words', Buffer.from(`Bearer ${secret}`).toString('base64')],
    ['in base64 of URLs', Buffer.from(secret).toString('base64url')],
    ['in hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('is seen %s', (_how, given) => {
    expect(givesBack(ANSWER.replace('삼성전자', given), SECRETS)).toBe(true);
    expect(givesBack(`${ANSWER}${given}`, SECRETS)).toBe(true);
  });
});

it('an answer without any is none, whatever else it says', () => {
  expect(givesBack(ANSWER, SECRETS)).toBe(false);
  expect(givesBack(ANSWER, [''])).toBe(false);
  fc.assert(
    fc.property(fc.jsonValue(), body => !givesBack(JSON.stringify(body), SECRETS)),
    { numRuns: 200, seed: 1 },
  );
});

it('a short secret is looked for as it stands, so that its parts may be words', () => {
  expect(givesBack('{"token":"other"}', ['token-1'])).toBe(false);
  expect(givesBack('{"token":"token-1"}', ['token-1'])).toBe(true);
});
