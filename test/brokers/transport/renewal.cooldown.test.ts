import { beforeEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../../src/core/index.js';
import { HOUR, KEY, type RenewalStage, renewalStage } from '../../support/renewal-stage.js';

let stage: RenewalStage;
beforeEach(() => {
  stage = renewalStage();
});

describe('one issue a minute', () => {
  it('notes the attempt durably before the call leaves', async () => {
    let journalAtCall: readonly string[] = [];
    stage.broker = async () => {
      journalAtCall = [...stage.vault.journal];
      return stage.token('token-1');
    };
    await stage.start().current();
    expect(journalAtCall).toContain(`note ${KEY}`);
    expect(stage.vault.journal.indexOf(`save ${KEY}`)).toBeGreaterThan(
      stage.vault.journal.indexOf(`note ${KEY}`),
    );
  });

  it('counts from when the call leaves, not from when it joins the queue', async () => {
    stage.queueMs = 20_000;
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    const renewal = stage.start();
    const first = expect(renewal.current()).rejects.toMatchObject({ kind: 'unavailable' });
    await stage.clock.advance(20_000);
    await first;
    stage.queueMs = 0;
    await stage.clock.advance(64_999);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(stage.start().current()).rejects.toMatchObject({ kind: 'cooldown' });
    await stage.clock.advance(1);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'unavailable' });
    expect((stage.calls[1] ?? 0) - (stage.calls[0] ?? 0)).toBe(65_000);
  });

  it('is not spent by a call that never left its queue', async () => {
    stage.queueMs = 40_000;
    const renewal = stage.start();
    const late = expect(renewal.current()).rejects.toMatchObject({ kind: 'timeout' });
    await stage.clock.advance(30_000);
    await late;
    expect(renewal.status().coolingUntil).toBeUndefined();
    stage.queueMs = 0;
    await expect(renewal.current()).resolves.toBe('token-1');
  });

  it('issues nothing when the attempt cannot be noted', async () => {
    stage.vault.noteAttempt = () => Promise.reject(new DeskError('storage', 'disk full'));
    await expect(stage.start().current()).rejects.toMatchObject({ kind: 'storage' });
    expect(stage.calls).toHaveLength(0);
  });

  it('holds across restarts: a crash loop of twenty starts in two minutes asks twice', async () => {
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    for (let i = 0; i < 20; i += 1) {
      await expect(stage.start().current()).rejects.toBeInstanceOf(DeskError);
      await stage.clock.advance(6_000);
    }
    expect(stage.calls).toHaveLength(2);
    expect((stage.calls[1] ?? 0) - (stage.calls[0] ?? 0)).toBeGreaterThanOrEqual(65_000);
  });

  it('says until when it blocks, and shows it in the status', async () => {
    const renewal = stage.start();
    await renewal.current();
    const until = stage.clock.now() + 65_000;
    await stage.clock.advance(5_000);
    await expect(renewal.forceRenew()).rejects.toMatchObject({ kind: 'cooldown', detail: { until } });
    expect(renewal.status().coolingUntil).toBe(until);
    await stage.clock.advance(60_000);
    expect(renewal.status().coolingUntil).toBeUndefined();
    await expect(renewal.forceRenew()).resolves.toMatchObject({ generation: 2 });
    expect(stage.events.filter(event => event.kind === 'tokenRefreshFailed')).toEqual([]);
  });

  it.each([
    ['back', -5 * HOUR],
    ['forward', 5 * HOUR],
  ])('is not fooled by a clock set %s', async (_way, step) => {
    const renewal = stage.start();
    await renewal.current();
    stage.clock.step(step);
    await expect(renewal.forceRenew()).rejects.toMatchObject({ kind: 'cooldown' });
    const restarted = stage.start();
    await stage.clock.advance(65_000);
    await expect(renewal.forceRenew()).resolves.toMatchObject({ generation: 2 });
    await expect(restarted.current()).resolves.toMatch(/^token-/);
    expect(stage.calls).toHaveLength(2);
  });
});

describe('an attempt noted in what is now the future', () => {
  it('blocks a new run for one span, not until the clock gets there', async () => {
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    await expect(stage.start().current()).rejects.toMatchObject({ kind: 'unavailable' });
    stage.clock.step(-5 * HOUR);
    const restarted = stage.start();
    await expect(restarted.current()).rejects.toMatchObject({ kind: 'cooldown' });
    stage.broker = async () => stage.token('token-2');
    await stage.clock.advance(65_000);
    await expect(restarted.current()).resolves.toBe('token-2');
  });
});

describe('an issue that hangs', () => {
  it('is given up after 30 s and does not disable renewal', async () => {
    stage.broker = () => new Promise(() => undefined);
    const renewal = stage.start();
    const first = expect(renewal.current()).rejects.toMatchObject({ kind: 'timeout' });
    await stage.clock.advance(30_000);
    await first;
    expect(stage.kinds()).toEqual(['tokenRefreshFailed']);
    stage.broker = async () => stage.token('late');
    await stage.clock.advance(35_000);
    await expect(renewal.current()).resolves.toBe('late');
  });

  it('ends with the broker, without an alarm', async () => {
    stage.broker = () => new Promise(() => undefined);
    const closing = new AbortController();
    const waiting = stage.start(closing.signal).current();
    await stage.clock.advance(0);
    closing.abort(new DOMException('closed', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect(stage.events).toEqual([]);
  });
});
