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

  it('that the broker hands out again is trusted once more when a person asks, and found dead again if it is', async () => {
    const mintedAt = stage.clock.now();
    stage.broker = async () => ({ token: 'same', expiresAt: mintedAt + DAY });
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(2 * HOUR);
    await expect(renewal.recover('same')).rejects.toMatchObject({ kind: 'deadToken' });
    await stage.clock.advance(65_000);
    await expect(renewal.forceRenew()).resolves.toMatchObject({ state: 'fresh', generation: 1 });
    await expect(renewal.current()).resolves.toBe('same');
    await expect(renewal.recover('same')).rejects.toMatchObject({ kind: 'cooldown' });
    expect(stage.calls).toHaveLength(3);
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
    const until = stage.clock.now() + 6 * HOUR;
    await stage.clock.advance(HOUR);
    await renewal.forget('same');
    expect(renewal.status().state).toBe('none');
    await expect(stage.vault.read(KEY)).resolves.toBeUndefined();
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken', detail: { until } });
  });

  it('that was revoked while its successor arrived takes nothing with it', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(7 * HOUR);
    await renewal.forceRenew();
    await renewal.forget('token-1');
    await expect(renewal.current()).resolves.toBe('token-2');
    await expect(stage.vault.read(KEY)).resolves.toMatchObject({ token: 'token-2' });
  });

  it('stays known as dead when a late answer tells of an older one', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(65_000);
    await renewal.forceRenew();
    await expect(renewal.recover('token-2')).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(renewal.recover('token-1')).rejects.toMatchObject({ kind: 'cooldown' });
    expect(renewal.status().state).toBe('expired');
  });
});

describe('tokens that die before their time', () => {
  /** The nth token dies after `ms`, for everybody at once. */
  async function die(renewal: ReturnType<RenewalStage['start']>, nth: number, ms: number): Promise<void> {
    await stage.clock.advance(ms);
    await Promise.all([1, 2, 3].map(() => renewal.recover(`token-${nth}`)));
  }
  const foreign = () => stage.events.filter(event => event.kind === 'foreignToken');

  it('more than three times in an hour are somebody else’s doing, told of with every further one', async () => {
    const renewal = stage.start();
    await renewal.current();
    for (const nth of [1, 2, 3]) await die(renewal, nth, 70_000);
    expect(foreign()).toEqual([]);
    await die(renewal, 4, 70_000);
    expect(foreign()).toEqual([{ kind: 'foreignToken', at: stage.clock.now(), times: 4 }]);
    await die(renewal, 5, 70_000);
    expect(foreign().at(-1)).toMatchObject({ times: 5 });
    await die(renewal, 6, HOUR);
    expect(foreign()).toHaveLength(2);
  });

  it('are told of one by one, with how many there were within the hour', async () => {
    const renewal = stage.start();
    await renewal.current();
    const died = () => stage.events.flatMap(event => (event.kind === 'tokenDied' ? [event.times] : []));
    for (const nth of [1, 2, 3, 4]) await die(renewal, nth, 70_000);
    expect(died()).toEqual([1, 2, 3, 4]);
    await die(renewal, 5, HOUR);
    expect(died()).toEqual([1, 2, 3, 4, 1]);
    expect(stage.events.at(-2)).toEqual({ kind: 'tokenDied', at: stage.clock.now(), times: 1 });
  });

  it('three times an hour are not', async () => {
    const renewal = stage.start();
    await renewal.current();
    for (let nth = 1; nth <= 12; nth += 1) await die(renewal, nth, HOUR / 3);
    expect(foreign()).toEqual([]);
  });

  it('are not those that we revoked, nor those that had run out', async () => {
    stage.broker = async nth => stage.token(`token-${nth}`, 90_000);
    const renewal = stage.start();
    for (const nth of [1, 2, 3]) {
      await renewal.current();
      await stage.clock.advance(70_000);
      await renewal.recover(`token-${nth}`).catch(() => undefined);
    }
    for (let nth = 4; nth <= 7; nth += 1) {
      await renewal.current();
      await renewal.forget(`token-${nth}`);
      await stage.clock.advance(70_000);
    }
    expect(foreign()).toEqual([]);
    expect(stage.kinds()).not.toContain('tokenDied');
    expect(stage.calls.length).toBeGreaterThanOrEqual(7);
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
  it('does not keep a token expired for which the broker vouches anew', async () => {
    const expiresAt = stage.clock.now() + DAY;
    stage.broker = async () => ({ token: 'same', expiresAt });
    await stage.start().current();
    // A machine that starts with its clock two days ahead, and is put right a while later.
    stage.clock.step(2 * DAY);
    const renewal = stage.start();
    await stage.clock.advance(0);
    expect(renewal.status().state).toBe('expired');
    stage.clock.step(-2 * DAY);
    await stage.clock.advance(65_000);
    await expect(renewal.current()).resolves.toBe('same');
    expect(renewal.status()).toMatchObject({ state: 'fresh', generation: 1 });
    expect(stage.kinds()).toEqual(['tokenRenewed']);
  });

  it('does not make a token that is merely repeated a new one', async () => {
    const expiresAt = stage.clock.now() + DAY;
    stage.broker = async nth => ({ token: 'same', expiresAt: expiresAt - nth });
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(65_000);
    await expect(renewal.forceRenew()).resolves.toMatchObject({ generation: 1 });
    expect(stage.kinds()).toEqual(['tokenRenewed']);
  });

  it('does not bring an expired token back to life', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(DAY);
    stage.clock.step(-DAY);
    await expect(renewal.current()).resolves.toBe('token-2');
  });
});
