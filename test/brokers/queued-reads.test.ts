import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { vaultKey as kisVaultKey } from '../../src/brokers/kis/tokens.js';
import { vaultKey as kiwoomVaultKey } from '../../src/brokers/kiwoom/tokens.js';
import { Secret, systemClock } from '../../src/core/index.js';
import { type ManualClock, manualClock } from '../support/clock.js';
import { CANARIES, tokenAnswer as kisToken } from '../support/kis-line.js';
import { good, tokenAnswer as kiwoomToken, says, startKiwoom, TOKEN } from '../support/kiwoom-line.js';
import { memoryVault } from '../support/memory-vault.js';
import { GOOD, kisError, readPrice, startPrices } from '../support/price-line.js';
import type { Answer } from '../support/scripted-server.js';

const QUEUED = 100;
const HOUR = 3_600_000;
/** What every slot of a practice server waits for after its answer. */
const TURN_MS = 1_110;
/** Never over, by a clock that skips. */
const timing = { attemptMs: (1_000 * HOUR) / 2, readMs: (1_000 * HOUR) / 2 };
const app = { mode: 'paper', appKey: new Secret(CANARIES.appKey) } as const;

interface Stage {
  readonly clock: ManualClock;
  /** How prices answer the token that they are shown. */
  answer(authorization: string | undefined): 'good' | 'dead';
  /** Before the broker hands out its next token. */
  issuing(): Promise<void>;
}

interface Line {
  read(): Promise<unknown>;
  close(): Promise<void>;
}

const vaultWith = async (key: string, clock: ManualClock) => {
  const vault = memoryVault();
  const issuedAt = clock.now() - HOUR;
  await vault.save(key, { token: 'first', issuedAt, expiresAt: issuedAt + 24 * HOUR, generation: 1 });
  return vault;
};

async function kis({ clock, answer, issuing }: Stage): Promise<Line> {
  const line = await startPrices(() => GOOD, {
    clock,
    timing,
    environment: { ratePerSecond: 1 },
    vault: await vaultWith(kisVaultKey(app), clock),
    async script({ url, headers }) {
      if (!url.startsWith('/oauth2/tokenP'))
        return answer(headers.authorization) === 'good' ? GOOD : kisError('EGW00121');
      await issuing();
      return kisToken('second', clock.now());
    },
  });
  return { read: () => readPrice(line), close: () => line.close() };
}

const KIWOOM_GOOD: Answer = { status: 200, json: good({ price: '70000' }) };

async function kiwoom({ clock, answer, issuing }: Stage): Promise<Line> {
  const line = await startKiwoom({
    clock,
    timing,
    environment: { ratePerSecond: 1 },
    vault: await vaultWith(kiwoomVaultKey(app), clock),
    async script({ url, headers }) {
      if (url !== TOKEN)
        return answer(headers.authorization) === 'good'
          ? KIWOOM_GOOD
          : says(3, '[8005:Token이 유효하지 않습니다]');
      await issuing();
      return kiwoomToken('second', clock.now() + 24 * HOUR);
    },
  });
  const schema = z.looseObject({ price: z.string() });
  return {
    read: () => line.client.read({ api: 'price', params: { stk_cd: '005930' }, schema }),
    close: () => line.close(),
  };
}

const opened: Line[] = [];
afterEach(async () => {
  for (const line of opened.splice(0)) await line.close();
});

describe.each([
  ['KIS', kis],
  ['Kiwoom', kiwoom],
] as const)('a hundred reads that wait for their turn at %s, one a second', (_name, open) => {
  it('spend one turn on a token that dies meanwhile, and none while the next one is asked for', async () => {
    const clock = manualClock();
    const shown: string[] = [];
    let waited = -1;
    let issues = 0;
    const line = await open({
      clock,
      answer(authorization = '') {
        shown.push(authorization.replace('Bearer ', ''));
        return authorization.endsWith('first') && shown.length > 3 ? 'dead' : 'good';
      },
      async issuing() {
        issues += 1;
        const before = shown.length;
        // Slots come free all the time.
        for (let turn = 0; turn < 5; turn += 1) {
          await clock.advance(TURN_MS);
          await systemClock.sleep(2);
        }
        waited = shown.length - before;
      },
    });
    opened.push(line);
    const seen = { over: 0 };
    const all = Array.from({ length: QUEUED }, () =>
      line.read().finally(() => {
        seen.over += 1;
      }),
    );
    while (seen.over < QUEUED) {
      const before = seen.over;
      await clock.advance(TURN_MS);
      for (let n = 0; n < 10 && seen.over === before; n += 1) await systemClock.sleep(1);
    }
    expect(await Promise.allSettled(all)).toEqual(
      Array(QUEUED).fill(expect.objectContaining({ status: 'fulfilled' })),
    );
    expect({
      issues,
      waited,
      dead: shown.slice(0, 4),
      rest: new Set(shown.slice(4)),
      all: shown.length,
    }).toEqual({
      issues: 1,
      waited: 0,
      dead: ['first', 'first', 'first', 'first'],
      rest: new Set(['second']),
      all: QUEUED + 1,
    });
  });
});
