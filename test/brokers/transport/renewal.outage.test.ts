import { expect, it } from 'vitest';
import { DeskError } from '../../../src/core/index.js';
import { DAY, HOUR, renewalStage } from '../../support/renewal-stage.js';

const MINUTE = 60_000;

/** A day's token whose broker refuses every renewal from its 16th hour on; used every minute, with a job every 30. */
async function outage() {
  const stage = renewalStage();
  const { clock } = stage;
  const renewal = stage.start();
  await renewal.current();
  const expiresAt = clock.now() + DAY;
  await clock.advance(16 * HOUR);
  stage.broker = async () => {
    throw new DeskError('unavailable', 'down', { code: 'HTTP 500' });
  };

  async function useFor(minutes: number): Promise<number> {
    let served = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      const job = minute % 30 === 0 ? renewal.renewIfDue().catch(() => undefined) : undefined;
      const token = await renewal.current().catch((error: unknown) => error);
      if (token === 'token-1') served += 1;
      else expect(token).toBeInstanceOf(DeskError);
      await job;
      await clock.advance(MINUTE);
    }
    return served;
  }
  return { stage, renewal, expiresAt, useFor };
}

it('a token is served for eight hours of failing renewals, until its last minute', async () => {
  const { stage, renewal, expiresAt, useFor } = await outage();
  expect(await useFor(8 * 60 - 1)).toBe(8 * 60 - 1);
  expect(stage.clock.now()).toBe(expiresAt - MINUTE);
  await expect(renewal.current()).rejects.toBeInstanceOf(DeskError);
  expect(renewal.status().state).toBe('expired');
});

it('failing renewals begin hours ahead, are reported once each with what is left, and never crowd the broker', async () => {
  const { stage, expiresAt, useFor } = await outage();
  await useFor(9 * 60);
  const failures = stage.events.flatMap(event => (event.kind === 'tokenRefreshFailed' ? [event] : []));
  expect(failures[0]?.remainingMs).toBe(3 * HOUR - MINUTE);
  expect(failures.map(({ at, remainingMs }) => remainingMs + at)).toEqual(
    failures.map(({ at }) => Math.max(at, expiresAt - MINUTE)),
  );
  expect(failures.some(({ remainingMs }) => remainingMs === 0)).toBe(true);
  const [, ...calls] = stage.calls;
  expect(failures.map(({ at }) => at)).toEqual(calls);
  const gaps = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(65_000);
  expect(stage.kinds().filter(kind => kind !== 'tokenRefreshFailed')).toEqual(['tokenRenewed']);
});

it('a broker that comes back after the token expired gives the next one within the cool-down', async () => {
  const { stage, renewal, useFor } = await outage();
  await useFor(9 * 60);
  stage.broker = async () => stage.token('after');
  await stage.clock.advance(65_000);
  await expect(renewal.current()).resolves.toBe('after');
  expect(renewal.status()).toMatchObject({ state: 'fresh', lastError: undefined });
});

it('serves the stored token of an earlier run that is due while the first renewal fails', async () => {
  const stage = renewalStage();
  await stage.start().current();
  await stage.clock.advance(23 * HOUR);
  stage.broker = async () => {
    throw new DeskError('unavailable', 'down', { code: 'EGW00002' });
  };
  await expect(stage.start().current()).resolves.toBe('token-1');
  expect(stage.events.at(-1)).toMatchObject({ kind: 'tokenRefreshFailed', remainingMs: HOUR - 60_000 });
});

it('tells that the trouble is over when another process renewed the token meanwhile', async () => {
  const stage = renewalStage();
  const renewal = stage.start();
  await renewal.current();
  await stage.clock.advance(23 * HOUR);
  const { broker } = stage;
  stage.broker = async () => {
    throw new DeskError('unavailable', 'down', { code: 'EGW00002' });
  };
  await expect(renewal.renewIfDue()).rejects.toMatchObject({ kind: 'unavailable' });
  stage.broker = broker;
  await stage.clock.advance(2 * 65_000);
  await stage.start().renewIfDue();
  stage.events.length = 0;
  await renewal.renewIfDue();
  expect(stage.events).toEqual([expect.objectContaining({ kind: 'tokenRenewed', generation: 2 })]);
  await renewal.renewIfDue();
  expect(stage.events).toHaveLength(1);
});
