import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, KEY, type RenewalStage, renewalStage } from '../../support/renewal-stage.js';

let stage: RenewalStage;
beforeEach(() => {
  stage = renewalStage();
});

describe('a dead token', () => {
  it('is replaced by the one already in memory, without I/O', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(65_000);
    await renewal.forceRenew();
    const before = stage.vault.journal.length;
    await expect(renewal.recover('token-1')).resolves.toBe('token-2');
    expect(stage.vault.journal).toHaveLength(before);
  });

  it('is replaced by the one another process stored, without an issue', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(1_000);
    await stage.vault.save(KEY, { ...stage.token('theirs'), issuedAt: stage.clock.now(), generation: 2 });
    await expect(renewal.recover('token-1')).resolves.toBe('theirs');
    expect(stage.calls).toHaveLength(1);
  });

  it('is replaced by one issue for everybody who met it', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(HOUR);
    const got = await Promise.all(Array.from({ length: 100 }, () => renewal.recover('token-1')));
    expect(new Set(got)).toEqual(new Set(['token-2']));
    expect(stage.calls).toHaveLength(2);
  });

  it('is not served again while the cool-down blocks its replacement', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(1_000);
    await expect(renewal.recover('token-1')).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'cooldown' });
    expect(stage.calls).toHaveLength(1);
    await stage.clock.advance(64_000);
    await expect(renewal.current()).resolves.toBe('token-2');
  });

  it('that the broker hands out again is remembered as dead until six hours after its issue', async () => {
    stage.broker = async () => ({ token: 'same', expiresAt: mintedAt + DAY });
    const mintedAt = stage.clock.now();
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(2 * HOUR);
    const until = mintedAt + 6 * HOUR;
    await expect(renewal.recover('same')).rejects.toMatchObject({ kind: 'deadToken', detail: { until } });
    expect(stage.events.at(-1)).toMatchObject({
      kind: 'tokenRefreshFailed',
      code: 'deadToken',
      retryAt: until,
    });
    await stage.clock.advance(HOUR);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken' });
    expect(stage.calls).toHaveLength(2);
    stage.broker = async () => stage.token('minted');
    await stage.clock.advance(3 * HOUR);
    await expect(renewal.current()).resolves.toBe('minted');
  });

  it('that was revoked and forgotten is not believed when it comes back', async () => {
    const expiresAt = stage.clock.now() + DAY;
    stage.broker = async () => ({ token: 'same', expiresAt });
    const renewal = stage.start();
    await renewal.current();
    await renewal.forget();
    expect(renewal.status().state).toBe('none');
    await expect(stage.vault.read(KEY)).resolves.toBeUndefined();
    await stage.clock.advance(65_000);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken' });
  });
});

describe('an answer that makes no sense', () => {
  it.each([
    ['no expiry', () => ({ token: 'odd', expiresAt: Number.NaN })],
    ['an expiry in the past', () => stage.token('odd', -HOUR)],
    ['an expiry next year', () => stage.token('odd', 400 * DAY)],
    ['an empty token', () => stage.token('', DAY)],
  ])('(%s) is refused and the old token kept', async (_what, answer) => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(23 * HOUR);
    stage.broker = async () => answer();
    await expect(renewal.renewIfDue()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(renewal.current()).resolves.toBe('token-1');
    expect(renewal.status()).toMatchObject({ generation: 1, lastError: { code: 'expiry' } });
  });
});

describe('a clock that is set back', () => {
  it('does not bring an expired token back to life', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(DAY);
    stage.clock.step(-DAY);
    await expect(renewal.current()).resolves.toBe('token-2');
  });
});
