import { afterEach, describe, expect, it } from 'vitest';
import { CANARIES, leaks, startLine, type TestLine, tokenAnswer } from '../../support/kis-line.js';
import type { Answer, SeenRequest } from '../../support/scripted-server.js';

const signal = () => AbortSignal.timeout(2_000);
const leaving = async () => undefined;
const refusal = (code: string): Answer => ({
  status: 403,
  json: { error_code: code, error_description: '안내 문구' },
});

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(script: (request: SeenRequest, nth: number) => Answer): Promise<TestLine> {
  const line = await startLine({ script });
  lines.push(line);
  return line;
}

describe('접근토큰발급 (tokenP)', () => {
  it('sends the key and the secret, and reads the expiry as KST', async () => {
    const expired = '2099-01-02 08:30:00';
    const line = await lineWith(() => ({
      status: 200,
      json: { access_token: 'abc', access_token_token_expired: expired, token_type: 'Bearer' },
    }));
    await expect(line.oauth.issueToken(signal(), leaving)).resolves.toEqual({
      token: 'abc',
      expiresAt: Date.parse('2099-01-01T23:30:00Z'),
    });
    const [seen] = line.server.requests;
    expect(seen).toMatchObject({ method: 'POST', url: '/oauth2/tokenP' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      appkey: CANARIES.appKey,
      appsecret: CANARIES.appSecret,
    });
  });

  it('does not believe a date beyond what expires_in allows (another time zone)', async () => {
    const line = await lineWith(() => tokenAnswer('abc', Date.now() + 9 * 3_600_000));
    const { expiresAt } = await line.oauth.issueToken(signal(), leaving);
    expect(expiresAt).toBeNaN();
  });

  it('takes the earlier of date and expires_in when a repeated token keeps its first expiry', async () => {
    const line = await lineWith(() => tokenAnswer('abc', Date.now() - 5 * 3_600_000));
    const { expiresAt } = await line.oauth.issueToken(signal(), leaving);
    expect(Math.abs(expiresAt - (Date.now() + 19 * 3_600_000))).toBeLessThan(5_000);
  });

  it.each([
    ['EGW00133', 'cooldown'],
    ['EGW00103', 'credentials'],
    ['EGW00105', 'credentials'],
    ['EGW00002', 'unavailable'],
  ])('%s is %s, with KIS’s words', async (code, kind) => {
    const line = await lineWith(() => refusal(code));
    await expect(line.oauth.issueToken(signal(), leaving)).rejects.toMatchObject({
      kind,
      detail: { code, message: '안내 문구' },
    });
    expect(line.lines).toEqual([
      { level: 'warn', event: 'kis.oauth', service: 'tokenP', status: 403, code, message: '안내 문구' },
    ]);
  });

  it.each<[string, Answer, string]>([
    ['a reset', 'reset', 'unavailable'],
    ['no answer', 'hang', 'timeout'],
    ['an empty 500', { status: 500, text: '' }, 'unavailable'],
    ['an HTML 502', { status: 502, text: '<html>' }, 'unavailable'],
    [
      'a token that could not stand in a header',
      { status: 200, json: { access_token: 'a\nb', access_token_token_expired: '2099-01-02 08:30:00' } },
      'unavailable',
    ],
    ['a body without a token', { status: 200, json: { token_type: 'Bearer' } }, 'unavailable'],
  ])('asks exactly once, whatever comes: %s', async (_what, answer, kind) => {
    const line = await lineWith(() => answer);
    const thrown: unknown = await line.oauth.issueToken(signal(), leaving).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ kind });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(line.server.requests).toHaveLength(1);
    expect(leaks([thrown, ...line.lines])).toEqual([]);
  });
});

it('tokenP leaves only after its turn has come and the attempt is noted', async () => {
  const line = await startLine({
    script: () => tokenAnswer(),
    environment: { ratePerSecond: 1 },
  });
  lines.push(line);
  await line.oauth.revokeToken('old', signal());
  const freed = performance.now();
  let noted = 0;
  await line.oauth.issueToken(signal(), async () => {
    noted = performance.now();
    expect(line.server.count('/oauth2/tokenP')).toBe(0);
  });
  expect(noted - freed).toBeGreaterThan(900);
  const failing = () => Promise.reject(new Error('disk full'));
  await expect(line.oauth.issueToken(signal(), failing)).rejects.toThrow('disk full');
  expect(line.server.count('/oauth2/tokenP')).toBe(1);
});

it('tokenP does not leave when it was given up while its attempt was noted', async () => {
  const line = await lineWith(() => tokenAnswer());
  const waiting = new AbortController();
  const note = async () => waiting.abort(new DOMException('late', 'TimeoutError'));
  await expect(line.oauth.issueToken(waiting.signal, note)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(line.server.requests).toEqual([]);
});

describe('the other OAuth services', () => {
  it('접속키 발급 (Approval) sends the secret as secretkey', async () => {
    const line = await lineWith(() => ({ status: 200, json: { approval_key: 'approved' } }));
    await expect(line.oauth.approvalKey(signal(), leaving)).resolves.toBe('approved');
    expect(JSON.parse(line.server.requests[0]?.body ?? '')).toEqual({
      grant_type: 'client_credentials',
      appkey: CANARIES.appKey,
      secretkey: CANARIES.appSecret,
    });
  });

  it('접근토큰폐기 (revokeP) sends the token', async () => {
    const line = await lineWith(() => ({ status: 200, json: { code: 200, message: '폐기' } }));
    await line.oauth.revokeToken('the-token', signal());
    const [seen] = line.server.requests;
    expect(seen?.url).toBe('/oauth2/revokeP');
    expect(JSON.parse(seen?.body ?? '')).toMatchObject({ appkey: CANARIES.appKey, token: 'the-token' });
  });

  it('hashkey sends the body as it is and reads HASH', async () => {
    const line = await lineWith(() => ({ status: 200, json: { HASH: 'f0'.repeat(32), JsonBody: {} } }));
    await expect(line.oauth.hashkey('{"A":"1"}', signal())).resolves.toBe('f0'.repeat(32));
    const [seen] = line.server.requests;
    expect(seen?.body).toBe('{"A":"1"}');
    expect(seen?.headers).toMatchObject({ appkey: CANARIES.appKey, appsecret: CANARIES.appSecret });
  });

  it('hashkey refuses an answer that could not stand in a header', async () => {
    const line = await lineWith(() => ({ status: 200, json: { HASH: 'ab\r\nevil: 1' } }));
    await expect(line.oauth.hashkey('{}', signal())).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
