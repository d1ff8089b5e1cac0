import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';

const path = (named: string) => `/api/v1/sync/kis-token/${named}`;

let rig: GatewayRig;
afterEach(() => rig.close());

/** A gateway and the headers of a program that may be handed tokens. */
async function open(accounts: 'all' | readonly string[] = 'all') {
  rig = await openGatewayRig();
  const key = rig.parts.keys.add('sync', ['token'], { accounts });
  return { parts: rig.parts, key, own: { 'x-sync-key': key } };
}

const fingerprint = (token: string) => createHash('sha256').update(token).digest('hex').slice(0, 8);

describe('a hand-out', () => {
  it('names its account by number, number with product or alias', async () => {
    const { own } = await open();
    for (const named of ['50101234', '50101234-01', 'Main', 'MAIN', 'main']) {
      expect((await rig.get(path(named), own)).json).toMatchObject({ access_token: 'broker-token-1' });
    }
    const unknown = ['50101235', '50101234-02', '5010123', 'nobody', '%2e%2e', '____'];
    for (const named of unknown) expect((await rig.get(path(named), own)).status).toBe(404);
  });

  it('knows nothing of an account that was not given to the key', async () => {
    const { own } = await open(['50109999-01']);
    const bodyOf = async (named: string) => {
      const { status, text } = await rig.get(path(named), own);
      return `${status} ${text.replace(/T-\d+/, '')}`;
    };
    expect((await rig.get(path('second'), own)).status).toBe(200);
    expect(await bodyOf('50101234')).toBe(await bodyOf('50100000'));
    expect(await bodyOf('50101234')).toContain('404');
  });

  it('says when the token dies, by the clock in Seoul and with its offset', async () => {
    const { own, parts } = await open();
    const at = (text: string) => Date.parse(`${text}+09:00`);
    const hand = (expires: string, refresh: string) => {
      parts.tokens.held = {
        token: 'abc',
        issuedAt: 0,
        expiresAt: at(expires),
        generation: 7,
        refreshAfter: at(refresh),
      };
    };
    hand('2026-01-29T14:00:00.123', '2026-01-29T13:00:00');
    expect((await rig.get(path('main'), own)).json).toEqual({
      access_token: 'abc',
      expired_at: '2026-01-29T14:00:00.123000',
      expires_at: '2026-01-29T14:00:00.123+09:00',
      generation: 7,
      refresh_after: '2026-01-29T13:00:00.000+09:00',
    });
    hand('2026-02-01T00:00:00.000', '2026-01-31T23:59:59.999');
    expect((await rig.get(path('main'), own)).json).toMatchObject({
      expired_at: '2026-02-01T00:00:00.000000',
      expires_at: '2026-02-01T00:00:00.000+09:00',
      refresh_after: '2026-01-31T23:59:59.999+09:00',
    });
  });

  it('is written down with the caller and the fingerprint, never with the token', async () => {
    const { own, parts } = await open();
    const { headers } = await rig.get(path('main'), { ...own, 'x-request-id': 'asked-by-bot' });
    const print = fingerprint('broker-token-1');
    expect(headers['etag']).toBe(`"1-${print}"`);
    expect(parts.audited).toEqual([
      {
        at: parts.clock.now(),
        platform: 'web',
        who: 'web:key:sync',
        place: 'key:sync',
        act: `token ${print} generation 1 ****1234-01`,
        outcome: 'done',
        reference: 'asked-by-bot',
      },
    ]);
    expect(JSON.stringify([parts.logged, parts.noted, parts.audited])).not.toContain('broker-token');
  });

  it('is not repeated to whoever holds the token already', async () => {
    const { own, parts } = await open();
    const { headers } = await rig.get(path('main'), own);
    const etag = headers['etag'] ?? '';
    for (const held of [etag, `W/${etag}`, `"0-0", ${etag}`]) {
      const again = await rig.get(path('main'), { ...own, 'if-none-match': held });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
    }
    expect(parts.audited).toHaveLength(1);
    expect(parts.tokens.hands).toBe(4);
    await parts.tokens.forceRenew();
    const next = await rig.get(path('main'), { ...own, 'if-none-match': etag });
    expect([next.status, next.json]).toMatchObject([200, { generation: 2 }]);
  });

  it('has the token looked into first when KIS is said to have refused it', async () => {
    const { own, parts } = await open();
    const looked: number[] = [];
    parts.proxy.examine = async generation => {
      looked.push(generation);
      await parts.tokens.forceRenew();
    };
    const answer = await rig.get(path('main'), { ...own, 'x-token-failed': '1' });
    expect([looked, answer.json]).toMatchObject([[1], { generation: 2 }]);
    for (const odd of ['-1', '1.5', 'abc', '1e9']) {
      expect((await rig.get(path('main'), { ...own, 'x-token-failed': odd })).status).toBe(400);
    }
    expect(looked).toEqual([1]);
  });
});

describe('no token', () => {
  it('because the broker gives one a minute is 503 with the seconds to wait', async () => {
    const { own, parts } = await open();
    for (const kind of ['cooldown', 'deadToken'] as const) {
      parts.tokens.failure = new DeskError(kind, 'wait', { until: parts.clock.now() + 41_200 });
      const { status, headers, json } = await rig.get(path('main'), own);
      expect([status, headers['retry-after'], json]).toMatchObject([503, '42', { error: { code: kind } }]);
    }
    expect(parts.audited).toEqual([]);
  });

  it('because the broker fails is 500 in the shape of every failure', async () => {
    const { own, parts } = await open();
    const causes = [
      [new DeskError('timeout', 'late'), 'timeout'],
      [new DeskError('unavailable', 'down'), 'unavailable'],
      [new DeskError('refused', 'no', { code: 'EGW00103', message: 'x' }), 'EGW00103'],
      [new DeskError('credentials', 'bad'), 'credentials'],
      [new DeskError('rateLimited', 'much'), 'rateLimited'],
      [new TypeError('at /secret/place'), 'bug'],
    ] as const;
    for (const [failure, code] of causes) {
      parts.tokens.failure = failure;
      const { status, json, text } = await rig.get(path('main'), own);
      const error = { code, message: expect.any(String), reference: expect.stringMatching(/^T-/) };
      expect([status, json]).toEqual([500, { error }]);
      expect(text).not.toContain('/secret/place');
    }
    expect(JSON.stringify(parts.logged)).not.toContain('/secret/place');
  });

  it('is handed out while hand-outs cannot be written down, until they can again', async () => {
    const { own, parts } = await open();
    const { record } = parts.audit;
    let isBroken = true;
    parts.audit.record = async entry => {
      if (isBroken) throw new DeskError('storage', 'disk full');
      return record(entry);
    };
    expect((await rig.get(path('main'), own)).status).toBe(200);
    for (let n = 0; n < 3; n += 1) {
      const { status, headers, json } = await rig.get(path('main'), own);
      expect([status, headers['retry-after'], json]).toMatchObject([
        503,
        '5',
        { error: { code: 'unaudited' } },
      ]);
    }
    isBroken = false;
    expect((await rig.get(path('main'), own)).status).toBe(200);
    expect(parts.audited).toHaveLength(1);
    parts.audit.record = () => new Promise<never>(() => undefined);
    expect((await rig.get(path('main'), own)).status).toBe(200);
  });
});
