import { afterEach, describe, expect, it } from 'vitest';
import { vaultKey } from '../../../src/brokers/kis/tokens.js';
import { Secret } from '../../../src/core/index.js';
import { CANARIES, startLine, type TestLine, tokenAnswer } from '../../support/kis-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import type { Answer } from '../../support/scripted-server.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(
  script: (path: string, nth: number) => Answer,
  vault = memoryVault(),
): Promise<TestLine> {
  // Nothing here is about spans, and a busy machine must not end a call.
  const timing = { attemptMs: 10_000, readMs: 20_000 };
  const line = await startLine({ script: (request, nth) => script(request.url, nth), vault, timing });
  lines.push(line);
  return line;
}

const oauth = (path: string, nth: number): Answer =>
  path.startsWith('/oauth2/Approval')
    ? { status: 200, json: { approval_key: `approval-${nth}` } }
    : tokenAnswer(`token-${nth}`);

describe('the vault key', () => {
  it('differs by environment and app key, and does not contain the app key', () => {
    const appKey = new Secret(CANARIES.appKey);
    const paper = vaultKey({ mode: 'paper', appKey });
    expect(paper).toMatch(/^kis:paper:[0-9a-f]{16}$/);
    expect(vaultKey({ mode: 'live', appKey })).toBe(paper.replace('paper', 'live'));
    expect(vaultKey({ mode: 'paper', appKey: new Secret('another') })).not.toBe(paper);
  });
});

describe('the tokens of KIS', () => {
  it('are issued once for a thousand callers over HTTP', async () => {
    const line = await lineWith(oauth);
    const got = await Promise.all(Array.from({ length: 1_000 }, () => line.tokens.access.current()));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    expect(line.server.count('/oauth2/tokenP')).toBe(1);
  });

  it('survive restarts: a second run within the minute issues nothing', async () => {
    const vault = memoryVault();
    const first = await lineWith(oauth, vault);
    await first.tokens.access.current();
    const second = await lineWith(oauth, vault);
    await expect(second.tokens.access.current()).resolves.toBe('token-1');
    expect(second.server.requests).toEqual([]);
  });

  it('are not asked for again within the minute after a refusal, in this run or the next', async () => {
    const vault = memoryVault();
    const refuse = (): Answer => ({
      status: 403,
      json: { error_code: 'EGW00133', error_description: '1분당 1회' },
    });
    const first = await lineWith(refuse, vault);
    await expect(first.tokens.access.current()).rejects.toMatchObject({ detail: { code: 'EGW00133' } });
    await expect(first.tokens.access.current()).rejects.toMatchObject({ kind: 'cooldown' });
    const second = await lineWith(refuse, vault);
    await expect(second.tokens.access.current()).rejects.toMatchObject({ kind: 'cooldown' });
    expect(first.server.requests).toHaveLength(1);
    expect(second.server.requests).toHaveLength(0);
    expect(first.events).toMatchObject([{ kind: 'tokenRefreshFailed', code: 'EGW00133', remainingMs: 0 }]);
  });

  it('keep the approval key apart, and cached', async () => {
    const line = await lineWith(oauth);
    await expect(line.tokens.approval.current()).resolves.toBe('approval-1');
    await expect(line.tokens.approval.current()).resolves.toBe('approval-1');
    await expect(line.tokens.access.current()).resolves.toBe('token-1');
    expect(line.server.count('/oauth2/Approval')).toBe(1);
    const left = (line.tokens.approval.status().expiresAt ?? 0) - Date.now();
    expect(Math.abs(left - 12 * 3_600_000)).toBeLessThan(5_000);
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed']);
  });

  it('are gone after a revocation', async () => {
    const line = await lineWith((path, nth) =>
      path.startsWith('/oauth2/revokeP') ? { status: 200, json: { code: 200 } } : oauth(path, nth),
    );
    await line.tokens.access.current();
    await line.tokens.revoke(AbortSignal.timeout(2_000));
    expect(line.tokens.access.status()).toMatchObject({ state: 'none', fingerprint: undefined });
    expect(JSON.parse(line.server.requests.at(-1)?.body ?? '')).toMatchObject({ token: 'token-1' });
  });
});
