import { beforeEach, describe, expect, it } from 'vitest';
import { createRenewal, type IssuedToken } from '../../../src/brokers/transport/index.js';
import { type BrokerEvent, DeskError } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { type MemoryVault, memoryVault } from '../../support/memory-vault.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEY = 'kis:paper:0011223344556677';

let clock: ManualClock;
let vault: MemoryVault;
let events: BrokerEvent[];
let calls: number[];
/** What the broker does with the nth call for a token. */
let broker: (nth: number, signal: AbortSignal) => Promise<IssuedToken>;

const token = (name: string, lifeMs = DAY) => ({ token: name, expiresAt: clock.now() + lifeMs });
const kinds = () => events.map(event => event.kind);

/** A process on the shared vault and broker. */
function start(closing = new AbortController().signal) {
  return createRenewal({
    key: KEY,
    vault,
    clock,
    closing,
    emit: event => events.push(event),
    issue: signal => {
      calls.push(clock.now());
      return broker(calls.length, signal);
    },
  });
}

beforeEach(() => {
  clock = manualClock();
  vault = memoryVault();
  events = [];
  calls = [];
  broker = async nth => token(`token-${nth}`);
});

describe('single flight', () => {
  it('issues once for a thousand callers at the same moment', async () => {
    const renewal = start();
    const got = await Promise.all(Array.from({ length: 1_000 }, () => renewal.current()));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    expect(calls).toHaveLength(1);
    expect(kinds()).toEqual(['tokenRenewed']);
  });

  it('gives a thousand callers the one failure, and reports it once', async () => {
    broker = async () => {
      throw new DeskError('unavailable', 'down', { code: 'EGW00002' });
    };
    const renewal = start();
    const all = await Promise.allSettled(Array.from({ length: 1_000 }, () => renewal.current()));
    expect(all.every(one => one.status === 'rejected' && one.reason.kind === 'unavailable')).toBe(true);
    expect(calls).toHaveLength(1);
    expect(events).toEqual([
      expect.objectContaining({ kind: 'tokenRefreshFailed', code: 'EGW00002', remainingMs: 0 }),
    ]);
  });

  it('lets a caller leave without ending the renewal the others wait for', async () => {
    let answer: (issued: IssuedToken) => void = () => undefined;
    broker = () =>
      new Promise(resolve => {
        answer = resolve;
      });
    const renewal = start();
    const leaving = new AbortController();
    const left = renewal.current(leaving.signal);
    const stays = renewal.current();
    await clock.advance(0);
    leaving.abort(new DOMException('no', 'AbortError'));
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    answer(token('token-1'));
    await expect(stays).resolves.toBe('token-1');
    expect(calls).toHaveLength(1);
  });
});

describe('a fresh token', () => {
  it('is served without touching the vault', async () => {
    const renewal = start();
    await renewal.current();
    const before = vault.journal.length;
    for (let i = 0; i < 100; i += 1) await renewal.current();
    expect(vault.journal).toHaveLength(before);
  });

  it('is reused after a restart: five starts, one issue', async () => {
    for (let i = 0; i < 5; i += 1) {
      await expect(start().current()).resolves.toBe('token-1');
      await clock.advance(HOUR);
    }
    expect(calls).toHaveLength(1);
  });

  it('is known to the status of a new run before anyone asked for it', async () => {
    await start().current();
    const later = start();
    await clock.advance(0);
    expect(later.status()).toMatchObject({ state: 'fresh', generation: 1, lastError: undefined });
    expect(later.status().fingerprint).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('a due token', () => {
  it.each([
    ['less than an hour is left', 10 * HOUR, 9 * HOUR],
    ['it is 23 hours old', 90 * DAY, 23 * HOUR],
  ])('when %s: the old one is served at once, and one renewal runs behind', async (_why, life, age) => {
    broker = async nth => token(`token-${nth}`, life);
    const renewal = start();
    await renewal.current();
    await clock.advance(age - 1);
    expect(renewal.status().state).toBe('fresh');
    await clock.advance(1);
    expect(renewal.status().state).toBe('due');
    const got = await Promise.all(Array.from({ length: 50 }, () => renewal.current()));
    expect(new Set(got)).toEqual(new Set(['token-1']));
    await clock.advance(0);
    await expect(renewal.current()).resolves.toBe('token-2');
    expect(calls).toHaveLength(2);
  });

  it('keeps serving while renewals fail, until its last minute; nobody sees an error', async () => {
    const renewal = start();
    await renewal.current();
    broker = async () => {
      throw new DeskError('unavailable', 'down', { code: 'HTTP 500' });
    };
    await clock.advance(23 * HOUR);
    for (let minute = 0; minute < 58; minute += 1) {
      await expect(renewal.current()).resolves.toBe('token-1');
      await clock.advance(60_000);
    }
    const failures = events.filter(event => event.kind === 'tokenRefreshFailed');
    expect(failures.length).toBe(calls.length - 1);
    expect(failures[0]).toMatchObject({ remainingMs: HOUR - 60_000, retryAt: (calls[1] ?? 0) + 300_000 });
    await clock.advance(60_000);
    await expect(renewal.current()).rejects.toBeInstanceOf(DeskError);
    expect(renewal.status().state).toBe('expired');
  });

  it('is replaced only once the new one is durably stored', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(23 * HOUR);
    let written: () => void = () => undefined;
    const { save } = vault;
    vault.save = (key, record) =>
      new Promise<void>(resolve => {
        written = resolve;
      }).then(() => save(key, record));
    const renewed = renewal.renewIfDue();
    await clock.advance(0);
    expect(calls).toHaveLength(2);
    await expect(renewal.current()).resolves.toBe('token-1');
    written();
    await expect(renewed).resolves.toBe(true);
    await expect(renewal.current()).resolves.toBe('token-2');
  });

  it('survives a vault that cannot write, and says so', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(23 * HOUR);
    vault.save = () => Promise.reject(new DeskError('storage', 'disk full'));
    await expect(renewal.renewIfDue()).rejects.toMatchObject({ kind: 'storage' });
    await expect(renewal.current()).resolves.toBe('token-1');
    expect(events.at(-1)).toMatchObject({ kind: 'tokenRefreshFailed', code: 'storage' });
  });

  it('is renewed by the job only when due', async () => {
    const renewal = start();
    await expect(renewal.renewIfDue()).resolves.toBe(true);
    await expect(renewal.renewIfDue()).resolves.toBe(false);
    await clock.advance(23 * HOUR);
    await expect(renewal.renewIfDue()).resolves.toBe(true);
    expect(calls).toHaveLength(2);
  });
});

describe('one issue a minute', () => {
  it('notes the attempt durably before the call leaves', async () => {
    let journalAtCall: readonly string[] = [];
    broker = async () => {
      journalAtCall = [...vault.journal];
      return token('token-1');
    };
    await start().current();
    expect(journalAtCall).toContain(`note ${KEY}`);
    expect(vault.journal.indexOf(`save ${KEY}`)).toBeGreaterThan(vault.journal.indexOf(`note ${KEY}`));
  });

  it('issues nothing when the attempt cannot be noted', async () => {
    vault.noteAttempt = () => Promise.reject(new DeskError('storage', 'disk full'));
    await expect(start().current()).rejects.toMatchObject({ kind: 'storage' });
    expect(calls).toHaveLength(0);
  });

  it('holds across restarts: a crash loop of twenty starts in two minutes asks twice', async () => {
    broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    for (let i = 0; i < 20; i += 1) {
      await expect(start().current()).rejects.toBeInstanceOf(DeskError);
      await clock.advance(6_000);
    }
    expect(calls).toHaveLength(2);
    expect((calls[1] ?? 0) - (calls[0] ?? 0)).toBeGreaterThanOrEqual(65_000);
  });

  it('says until when it blocks, and shows it in the status', async () => {
    const renewal = start();
    await renewal.current();
    const until = clock.now() + 65_000;
    await clock.advance(5_000);
    await expect(renewal.forceRenew()).rejects.toMatchObject({ kind: 'cooldown', detail: { until } });
    expect(renewal.status().coolingUntil).toBe(until);
    await clock.advance(60_000);
    expect(renewal.status().coolingUntil).toBeUndefined();
    await expect(renewal.forceRenew()).resolves.toMatchObject({ generation: 2 });
    expect(events.filter(event => event.kind === 'tokenRefreshFailed')).toEqual([]);
  });

  it.each([
    ['back', -5 * HOUR],
    ['forward', 5 * HOUR],
  ])('is not fooled by a clock set %s', async (_way, step) => {
    const renewal = start();
    await renewal.current();
    clock.step(step);
    await expect(renewal.forceRenew()).rejects.toMatchObject({ kind: 'cooldown' });
    const restarted = start();
    await clock.advance(65_000);
    await expect(renewal.forceRenew()).resolves.toMatchObject({ generation: 2 });
    await expect(restarted.current()).resolves.toMatch(/^token-/);
    expect(calls).toHaveLength(2);
  });
});

describe('an attempt noted in what is now the future', () => {
  it('blocks a new run for one span, not until the clock gets there', async () => {
    broker = async () => {
      throw new DeskError('unavailable', 'down');
    };
    await expect(start().current()).rejects.toMatchObject({ kind: 'unavailable' });
    clock.step(-5 * HOUR);
    const restarted = start();
    await expect(restarted.current()).rejects.toMatchObject({ kind: 'cooldown' });
    broker = async () => token('token-2');
    await clock.advance(65_000);
    await expect(restarted.current()).resolves.toBe('token-2');
  });
});

describe('a dead token', () => {
  it('is replaced by the one already in memory, without I/O', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(65_000);
    await renewal.forceRenew();
    const before = vault.journal.length;
    await expect(renewal.recover('token-1')).resolves.toBe('token-2');
    expect(vault.journal).toHaveLength(before);
  });

  it('is replaced by the one another process stored, without an issue', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(1_000);
    await vault.save(KEY, { ...token('theirs'), issuedAt: clock.now(), generation: 2 });
    await expect(renewal.recover('token-1')).resolves.toBe('theirs');
    expect(calls).toHaveLength(1);
  });

  it('is replaced by one issue for everybody who met it', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(HOUR);
    const got = await Promise.all(Array.from({ length: 100 }, () => renewal.recover('token-1')));
    expect(new Set(got)).toEqual(new Set(['token-2']));
    expect(calls).toHaveLength(2);
  });

  it('is not served again while the cool-down blocks its replacement', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(1_000);
    await expect(renewal.recover('token-1')).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'cooldown' });
    expect(calls).toHaveLength(1);
    await clock.advance(64_000);
    await expect(renewal.current()).resolves.toBe('token-2');
  });

  it('that the broker hands out again is remembered as dead until six hours after its issue', async () => {
    broker = async () => ({ token: 'same', expiresAt: mintedAt + DAY });
    const mintedAt = clock.now();
    const renewal = start();
    await renewal.current();
    await clock.advance(2 * HOUR);
    const until = mintedAt + 6 * HOUR;
    await expect(renewal.recover('same')).rejects.toMatchObject({ kind: 'deadToken', detail: { until } });
    expect(events.at(-1)).toMatchObject({ kind: 'tokenRefreshFailed', code: 'deadToken', retryAt: until });
    await clock.advance(HOUR);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken' });
    expect(calls).toHaveLength(2);
    broker = async () => token('minted');
    await clock.advance(3 * HOUR);
    await expect(renewal.current()).resolves.toBe('minted');
  });

  it('that was revoked and forgotten is not believed when it comes back', async () => {
    const expiresAt = clock.now() + DAY;
    broker = async () => ({ token: 'same', expiresAt });
    const renewal = start();
    await renewal.current();
    await renewal.forget();
    expect(renewal.status().state).toBe('none');
    await expect(vault.read(KEY)).resolves.toBeUndefined();
    await clock.advance(65_000);
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken' });
  });
});

describe('an answer that makes no sense', () => {
  it.each([
    ['no expiry', () => ({ token: 'odd', expiresAt: Number.NaN })],
    ['an expiry in the past', () => token('odd', -HOUR)],
    ['an expiry next year', () => token('odd', 400 * DAY)],
    ['an empty token', () => token('', DAY)],
  ])('(%s) is refused and the old token kept', async (_what, answer) => {
    const renewal = start();
    await renewal.current();
    await clock.advance(23 * HOUR);
    broker = async () => answer();
    await expect(renewal.renewIfDue()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(renewal.current()).resolves.toBe('token-1');
    expect(renewal.status()).toMatchObject({ generation: 1, lastError: { code: 'expiry' } });
  });
});

describe('an issue that hangs', () => {
  it('is given up after 30 s and does not disable renewal', async () => {
    broker = () => new Promise(() => undefined);
    const renewal = start();
    const first = expect(renewal.current()).rejects.toMatchObject({ kind: 'timeout' });
    await clock.advance(30_000);
    await first;
    expect(kinds()).toEqual(['tokenRefreshFailed']);
    broker = async () => token('late');
    await clock.advance(35_000);
    await expect(renewal.current()).resolves.toBe('late');
  });

  it('ends with the broker, without an alarm', async () => {
    broker = () => new Promise(() => undefined);
    const closing = new AbortController();
    const waiting = start(closing.signal).current();
    await clock.advance(0);
    closing.abort(new DOMException('closed', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect(events).toEqual([]);
  });
});

describe('a clock that is set back', () => {
  it('does not bring an expired token back to life', async () => {
    const renewal = start();
    await renewal.current();
    await clock.advance(DAY);
    clock.step(-DAY);
    await expect(renewal.current()).resolves.toBe('token-2');
  });
});
