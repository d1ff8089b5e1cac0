import { describe, expect, it } from 'vitest';
import { createRenewal, type IssuedToken } from '../../../src/brokers/transport/index.js';
import type { BrokerEvent } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { memoryVault } from '../../support/memory-vault.js';
import { DAY, HOUR, KEY } from '../../support/renewal-stage.js';

/** A broker that hands out the living token until its end (`same`), or kills it for a new one (`rotate`). */
function stageOf(mode: 'same' | 'rotate') {
  const clock = manualClock();
  const events: BrokerEvent[] = [];
  const calls: number[] = [];
  let living: IssuedToken | undefined;
  let minted = 0;
  const mint = () => {
    minted += 1;
    living = { token: `token-${minted}`, expiresAt: clock.now() + DAY };
    return living;
  };
  const renewal = createRenewal({
    key: KEY,
    vault: memoryVault(),
    clock,
    closing: new AbortController().signal,
    repeats: true,
    emit: event => events.push(event),
    async issue(_signal, leaving) {
      await leaving();
      calls.push(clock.monotonic());
      return mode === 'same' && living && living.expiresAt > clock.now() ? living : mint();
    },
  });
  return { clock, events, calls, renewal, kinds: () => events.map(({ kind }) => kind), mint };
}

describe('a broker that repeats the living token', () => {
  it('is asked once ahead of its end, and then not before it', async () => {
    const { clock, calls, renewal } = stageOf('same');
    await renewal.current();
    for (let hour = 0; hour < 23.5; hour += 0.5) {
      await clock.advance(HOUR / 2);
      await renewal.renewIfDue();
    }
    expect(calls).toEqual([0, 21 * HOUR]);
  });

  it('is served from to the very end, after which a new one comes within seconds and without an alarm', async () => {
    const { clock, renewal, kinds } = stageOf('same');
    await renewal.current();
    await clock.advance(22 * HOUR);
    await renewal.renewIfDue();
    await clock.advance(2 * HOUR - 1_000);
    await expect(renewal.current()).resolves.toBe('token-1');
    await clock.advance(1_000);
    const next = renewal.current();
    await clock.advance(3_000);
    await expect(next).resolves.toBe('token-2');
    expect(kinds()).toEqual(['tokenRenewed', 'tokenRenewed']);
  });

  it('gives no token to others in its last minute', async () => {
    const { clock, renewal } = stageOf('same');
    await renewal.current();
    await clock.advance(22 * HOUR);
    await renewal.renewIfDue();
    await clock.advance(2 * HOUR - 30_000);
    await expect(renewal.hand()).rejects.toMatchObject({ kind: 'cooldown' });
  });

  it('that rotates instead is simply renewed ahead of the end', async () => {
    const { clock, renewal, calls } = stageOf('rotate');
    await renewal.current();
    await clock.advance(22 * HOUR);
    await expect(renewal.renewIfDue()).resolves.toBe(true);
    await expect(renewal.current()).resolves.toBe('token-2');
    expect(calls).toHaveLength(2);
  });

  it('may mint another right after one that was called dead, though not within the minute', async () => {
    const { clock, renewal, calls, mint } = stageOf('same');
    await renewal.current();
    await clock.advance(HOUR);
    // Still handed out once more although it is refused.
    await expect(renewal.recover('token-1')).rejects.toMatchObject({ kind: 'deadToken' });
    await expect(renewal.current()).rejects.toMatchObject({ kind: 'deadToken' });
    expect(calls).toHaveLength(2);
    mint();
    await clock.advance(65_000);
    await expect(renewal.current()).resolves.toBe('token-2');
  });
});
