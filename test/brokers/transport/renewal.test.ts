import { beforeEach, describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../../src/brokers/transport/index.js';
import { DeskError } from '../../../src/core/index.js';
import { DAY, HOUR, type RenewalStage, renewalStage } from '../../support/renewal-stage.js';

let stage: RenewalStage;
beforeEach(() => {
  stage = renewalStage();
});

describe('single flight', () => {
  it('issues once for a thousand callers at the same moment', async () => {
    const renewal = stage.start();
    const got = await Promise.all(Array.from({ length: 1_000 }, () => renewal.current()));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    expect(stage.calls).toHaveLength(1);
    expect(stage.kinds()).toEqual(['tokenRenewed']);
  });

  it('gives a thousand callers the one failure, and reports it once', async () => {
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down', { code: 'EGW00002' });
    };
    const renewal = stage.start();
    const all = await Promise.allSettled(Array.from({ length: 1_000 }, () => renewal.current()));
    expect(all.every(one => one.status === 'rejected' && one.reason.kind === 'unavailable')).toBe(true);
    expect(stage.calls).toHaveLength(1);
    expect(stage.events).toEqual([
      expect.objectContaining({ kind: 'tokenRefreshFailed', code: 'EGW00002', remainingMs: 0 }),
    ]);
  });

  it('lets a caller leave without ending the renewal the others wait for', async () => {
    let answer: (issued: IssuedToken) => void = () => undefined;
    stage.broker = () =>
      new Promise(resolve => {
        answer = resolve;
      });
    const renewal = stage.start();
    const leaving = new AbortController();
    const left = renewal.current(leaving.signal);
    const stays = renewal.current();
    await stage.clock.advance(0);
    leaving.abort(new DOMException('no', 'AbortError'));
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    answer(stage.token('token-1'));
    await expect(stays).resolves.toBe('token-1');
    expect(stage.calls).toHaveLength(1);
  });
});

describe('a fresh token', () => {
  it('is served without touching the vault', async () => {
    const renewal = stage.start();
    await renewal.current();
    const before = stage.vault.journal.length;
    for (let i = 0; i < 100; i += 1) await renewal.current();
    expect(stage.vault.journal).toHaveLength(before);
  });

  it('is reused after a restart: five starts, one issue', async () => {
    for (let i = 0; i < 5; i += 1) {
      await expect(stage.start().current()).resolves.toBe('token-1');
      await stage.clock.advance(HOUR);
    }
    expect(stage.calls).toHaveLength(1);
  });

  it('is known to the status of a new run before anyone asked for it', async () => {
    await stage.start().current();
    const later = stage.start();
    await stage.clock.advance(0);
    expect(later.status()).toMatchObject({ state: 'fresh', generation: 1, lastError: undefined });
    expect(later.status().fingerprint).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('a due token', () => {
  it.each([
    ['three hours are left', 10 * HOUR, 7 * HOUR],
    ['it is 23 hours old', 90 * DAY, 23 * HOUR],
  ])('when %s: the old one is served at once, and one renewal runs behind', async (_why, life, age) => {
    stage.broker = async nth => stage.token(`token-${nth}`, life);
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(age - 1);
    expect(renewal.status().state).toBe('fresh');
    await stage.clock.advance(1);
    expect(renewal.status().state).toBe('due');
    const got = await Promise.all(Array.from({ length: 50 }, () => renewal.current()));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    await stage.clock.advance(0);
    await expect(renewal.current()).resolves.toBe('token-2');
    expect(stage.calls).toHaveLength(2);
  });

  it('keeps serving while renewals fail, until its last minute; nobody sees an error', async () => {
    const renewal = stage.start();
    await renewal.current();
    stage.broker = async () => {
      throw new DeskError('unavailable', 'down', { code: 'HTTP 500' });
    };
    await stage.clock.advance(23 * HOUR);
    for (let minute = 0; minute < 58; minute += 1) {
      await expect(renewal.current()).resolves.toBe('token-1');
      await stage.clock.advance(60_000);
    }
    const failures = stage.events.filter(event => event.kind === 'tokenRefreshFailed');
    expect(failures.length).toBe(stage.calls.length - 1);
    expect(failures[0]).toMatchObject({
      remainingMs: HOUR - 60_000,
      retryAt: (stage.calls[1] ?? 0) + 300_000,
    });
    await stage.clock.advance(60_000);
    await expect(renewal.current()).rejects.toBeInstanceOf(DeskError);
    expect(renewal.status().state).toBe('expired');
  });

  it('is replaced only once the new one is durably stored', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(23 * HOUR);
    let written: () => void = () => undefined;
    const { save } = stage.vault;
    stage.vault.save = (key, record) =>
      new Promise<void>(resolve => {
        written = resolve;
      }).then(() => save(key, record));
    const renewed = renewal.renewIfDue();
    await stage.clock.advance(0);
    expect(stage.calls).toHaveLength(2);
    await expect(renewal.current()).resolves.toBe('token-1');
    written();
    await expect(renewed).resolves.toBe(true);
    await expect(renewal.current()).resolves.toBe('token-2');
  });

  it('survives a vault that cannot write, and says so', async () => {
    const renewal = stage.start();
    await renewal.current();
    await stage.clock.advance(23 * HOUR);
    stage.vault.save = () => Promise.reject(new DeskError('storage', 'disk full'));
    await expect(renewal.renewIfDue()).rejects.toMatchObject({ kind: 'storage' });
    await expect(renewal.current()).resolves.toBe('token-1');
    expect(stage.events.at(-1)).toMatchObject({ kind: 'tokenRefreshFailed', code: 'storage' });
  });

  it('is renewed by the job only when due', async () => {
    const renewal = stage.start();
    await expect(renewal.renewIfDue()).resolves.toBe(true);
    await expect(renewal.renewIfDue()).resolves.toBe(false);
    await stage.clock.advance(23 * HOUR);
    await expect(renewal.renewIfDue()).resolves.toBe(true);
    expect(stage.calls).toHaveLength(2);
  });
});
