import { beforeEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../../src/core/index.js';
import { seededRandom } from '../../chaos/random.js';
import { DAY, HOUR, KEY, type RenewalStage, renewalStage } from '../../support/renewal-stage.js';

const MINUTE = 60_000;

let stage: RenewalStage;
beforeEach(() => {
  stage = renewalStage();
});

const down = async (): Promise<never> => {
  throw new DeskError('unavailable', 'down', { code: 'HTTP 500' });
};

describe('a token handed out', () => {
  it('comes with its times and its generation', async () => {
    const at = stage.clock.now();
    const renewal = stage.start();
    await expect(renewal.hand()).resolves.toEqual({
      token: 'token-1',
      issuedAt: at,
      expiresAt: at + DAY,
      generation: 1,
      refreshAfter: at + 21 * HOUR,
    });
    expect(renewal.status().renewAt).toBe(at + 21 * HOUR);
  });

  it('while it is fresh costs neither a look at the store nor a timer', async () => {
    const renewal = stage.start();
    await renewal.hand();
    const [lookedBefore, sleepersBefore] = [stage.vault.journal.length, stage.clock.sleepers];
    for (let i = 0; i < 1_000; i += 1) await renewal.hand(AbortSignal.abort());
    expect(stage.vault.journal).toHaveLength(lookedBefore);
    expect(stage.clock.sleepers).toBe(sleepersBefore);
  });

  it('when merely due is the old one, and one renewal runs behind', async () => {
    const renewal = stage.start();
    await renewal.hand();
    await stage.clock.advance(21 * HOUR);
    const got = await Promise.all(Array.from({ length: 50 }, () => renewal.hand()));
    expect(new Set(got.map(({ token }) => token))).toEqual(new Set(['token-1']));
    await stage.clock.advance(0);
    await expect(renewal.hand()).resolves.toMatchObject({ token: 'token-2', generation: 2 });
    expect(stage.calls).toHaveLength(2);
  });

  it('when it is over is one new token for a thousand callers', async () => {
    const renewal = stage.start();
    await renewal.hand();
    await stage.clock.advance(DAY);
    const [handed, used] = await Promise.all([
      Promise.all(Array.from({ length: 1_000 }, () => renewal.hand())),
      Promise.all(Array.from({ length: 100 }, () => renewal.current())),
    ]);
    expect(new Set([...handed.map(({ token }) => token), ...used])).toEqual(new Set(['token-2']));
    expect(stage.calls).toHaveLength(2);
  });

  it('keeps a new number after the one before it was revoked', async () => {
    const renewal = stage.start();
    await renewal.hand();
    await stage.clock.advance(7 * HOUR);
    await renewal.forget('token-1');
    await expect(renewal.hand()).resolves.toMatchObject({ token: 'token-2', generation: 2 });
  });
});

describe('the last minute of a token', () => {
  /** A token that nobody can replace, with a little more than a minute left, and then exactly one. */
  async function nearItsEnd() {
    const renewal = stage.start();
    const { expiresAt } = await renewal.hand();
    stage.broker = down;
    return { renewal, expiresAt };
  }

  it('is nobody’s: to the millisecond', async () => {
    const { renewal, expiresAt } = await nearItsEnd();
    await stage.clock.advance(DAY - MINUTE - 1);
    await expect(renewal.hand()).resolves.toMatchObject({ expiresAt: stage.clock.now() + MINUTE + 1 });
    await stage.clock.advance(1);
    expect(expiresAt - stage.clock.now()).toBe(MINUTE);
    await expect(renewal.hand()).rejects.toBeInstanceOf(DeskError);
  });

  it('comes by the steady clock, though the wall clock was set back', async () => {
    const { renewal } = await nearItsEnd();
    stage.clock.step(-5 * HOUR);
    await stage.clock.advance(DAY - MINUTE - 1);
    await expect(renewal.hand()).resolves.toMatchObject({ token: 'token-1' });
    await stage.clock.advance(1);
    await expect(renewal.hand()).rejects.toBeInstanceOf(DeskError);
  });

  it('comes by the wall clock, though the steady clock stood still while the machine slept', async () => {
    const { renewal } = await nearItsEnd();
    stage.clock.step(DAY - MINUTE - 1);
    await expect(renewal.hand()).resolves.toMatchObject({ token: 'token-1' });
    stage.clock.step(1);
    await expect(renewal.hand()).rejects.toBeInstanceOf(DeskError);
  });

  it('may have begun by the time that a token is stored: then nobody gets that one either', async () => {
    stage.broker = async () => stage.token('brief', MINUTE + 500);
    const { save } = stage.vault;
    stage.vault.save = async (key, record) => {
      await stage.clock.sleep(1_000);
      await save(key, record);
    };
    const refused = expect(stage.start().hand()).rejects.toMatchObject({ kind: 'unavailable' });
    await stage.clock.advance(1_000);
    await refused;
    expect((await stage.vault.read(KEY))?.token).toBe('brief');
  });
});

describe('while no token can be had', () => {
  it('the one-a-minute rule says until when', async () => {
    const renewal = stage.start();
    stage.broker = down;
    await expect(renewal.hand()).rejects.toMatchObject({ kind: 'unavailable' });
    const until = stage.clock.now() + 65_000;
    await stage.clock.advance(5_000);
    await expect(renewal.hand()).rejects.toMatchObject({ kind: 'cooldown', detail: { until } });
    expect(stage.calls).toHaveLength(1);
  });

  it('a revoked one that the broker repeats says until when it mints another', async () => {
    const mintedAt = stage.clock.now();
    stage.broker = async () => ({ token: 'same', expiresAt: mintedAt + DAY });
    const renewal = stage.start();
    await renewal.hand();
    await stage.clock.advance(2 * HOUR);
    const dead = { kind: 'deadToken', detail: { until: mintedAt + 6 * HOUR } };
    await expect(renewal.recover('same')).rejects.toMatchObject(dead);
    await expect(renewal.hand()).rejects.toMatchObject(dead);
    expect(stage.calls).toHaveLength(2);
  });

  it('a caller that leaves ends nothing for the others', async () => {
    let answer: () => void = () => undefined;
    stage.broker = () =>
      new Promise(resolve => {
        answer = () => resolve(stage.token('token-1'));
      });
    const renewal = stage.start();
    const leaving = new AbortController();
    const left = renewal.hand(leaving.signal);
    const stays = renewal.hand();
    await stage.clock.advance(0);
    leaving.abort(new DOMException('no', 'AbortError'));
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    await expect(stays).resolves.toMatchObject({ token: 'token-1' });
  });
});

it('of 100,000 handed out over ten refresh cycles with outages none has less than a minute left', async () => {
  const random = seededRandom(66);
  const { clock } = stage;
  const issued = new Map<string, number>();
  let outageUntil = 0;
  stage.broker = async nth => {
    if (clock.monotonic() < outageUntil) return down();
    const token = stage.token(`token-${nth}`);
    issued.set(token.token, token.expiresAt);
    return token;
  };
  const renewal = stage.start();
  const wrong: string[] = [];
  const refusals = new Set<string>();
  let handed = 0;

  /** False when there was none to be had. */
  async function ask(): Promise<boolean> {
    try {
      const { token, expiresAt } = await renewal.hand();
      handed += 1;
      const left = expiresAt - clock.now();
      if (left < MINUTE || Math.abs(expiresAt - (issued.get(token) ?? 0)) > 1_000)
        wrong.push(`${token}: ${left} ms left`);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof DeskError)) throw thrown;
      const { kind, detail } = thrown;
      refusals.add(kind);
      if (kind === 'cooldown' && !(Number(detail['until']) > clock.now())) wrong.push('no way to wait');
      return false;
    }
  }

  for (let cycle = 0; cycle < 10; cycle += 1) {
    // Of every two outages one outlasts the token.
    outageUntil = clock.monotonic() + (cycle % 2 === 0 ? 25 : 22) * HOUR;
    const end = clock.monotonic() + 26 * HOUR;
    while (clock.monotonic() < end) {
      for (let i = 0; i < 240; i += 1) if (!(await ask())) i += 80;
      const left = (renewal.status().expiresAt ?? 0) - clock.now() - MINUTE;
      // Time leaps, except around the last minute.
      const leap = 20 * MINUTE + Math.floor(random() * 20 * MINUTE);
      await clock.advance(left > 0 && left < leap ? Math.max(1, left - Math.floor(random() * 3)) : leap);
    }
  }
  expect(wrong).toEqual([]);
  expect(handed).toBeGreaterThan(100_000);
  expect([...refusals].sort()).toEqual(['cooldown', 'unavailable']);
  expect(issued.size).toBeGreaterThanOrEqual(10);
});
