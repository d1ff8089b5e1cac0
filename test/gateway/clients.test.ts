import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKis } from '../../src/brokers/kis/index.js';
import { DeskError } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { type Bot, hasPython, pythonBot, typescriptBot } from '../support/client-bots.js';
import { manualClock } from '../support/clock.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';
import { environmentAt } from '../support/kis-desk.js';
import { memoryVault } from '../support/memory-vault.js';
import { skippingClock } from '../support/skipping-clock.js';

const ASK = 'GET /api/v1/sync/kis-token/{account_number}';
const HOUR = 3_600_000;

let clock: ReturnType<typeof skippingClock>;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let rig: GatewayRig;
let kis: ReturnType<typeof createKis>;
/** What the client was told to wait, and how far the gateway's clock was behind that of the desk, which runs on; ms. */
let slept: { readonly ms: number; readonly behind: number }[];
let asked: number[];
let isAway: boolean;

beforeEach(async () => {
  clock = skippingClock();
  slept = [];
  asked = [];
  isAway = false;
  simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed: 'clients',
    alwaysOpen: true,
    clock,
    ratePerSecond: 1_000,
  });
  kis = createKis({
    environment: environmentAt(simulator.baseUrl),
    vault: memoryVault(),
    clock,
    log: () => undefined,
    emit: () => undefined,
  });
  const { proxy } = kis;
  rig = await openGatewayRig({
    clock: manualClock(clock.now()),
    tokens: {
      ...kis.tokens,
      async hand(signal) {
        if (isAway) throw new DeskError('unavailable', 'the broker gives none');
        return kis.tokens.hand(signal);
      },
    },
    proxy: {
      ...proxy,
      examine(generation, signal) {
        asked.push(generation);
        return proxy.examine(generation, signal);
      },
    },
  });
});
afterEach(async () => {
  kis.close();
  await rig.close();
  await simulator.stop();
});

/** Time passes for the desk, the exchange and, through it, the client. */
async function pass(ms: number): Promise<void> {
  clock.skip(ms);
  await rig.parts.clock.advance(ms);
}

const options = (key: string) => ({
  url: rig.url,
  account: '50101234-01',
  key,
  async slept(ms: number) {
    slept.push({ ms, behind: clock.now() - rig.parts.clock.now() });
    await pass(ms);
  },
});

const answers = () => rig.parts.noted.filter(({ endpoint }) => endpoint === ASK).map(({ status }) => status);
const kill = () => fetch(`${simulator.controlUrl}/revoke`, { method: 'POST', body: '{"as":"expired"}' });

describe.each([
  ['Python', hasPython, pythonBot],
  ['TypeScript', true, typescriptBot],
] as const)('the client in %s', (_, isHere, start) => {
  test.skipIf(!isHere)(
    'asks once for many uses, again when it is time, waits out a 503 and comes back from a killed token',
    async () => {
      const bot: Bot = await start(options(rig.parts.keys.add('bot', ['token'])));
      try {
        const [first] = await bot.token(50);
        expect(await bot.token()).toEqual([first]);
        expect(answers()).toEqual([200]);

        // Time to ask again: the desk has renewed it meanwhile.
        await pass(22.5 * HOUR);
        await kis.tokens.renewIfDue();
        await bot.skip(22.5 * HOUR);
        const [second] = await bot.token(5);
        expect(second).not.toBe(first);
        expect(answers()).toEqual([200, 200]);

        // Killed before the broker gives another: the client waits as long as it is told, and is given the new one.
        await kill();
        await bot.refused();
        const [third, ...others] = await bot.token(5);
        expect(others).toEqual([]);
        expect([first, second]).not.toContain(third);
        expect(answers()).toEqual([200, 200, 503, 200]);
        expect(slept).toHaveLength(1);
        const [{ ms, behind } = { ms: 0, behind: 0 }] = slept;
        expect(ms).toBeGreaterThan(1_000);
        // Once in 65 s a token is asked for, and seconds are rounded up.
        expect(ms).toBeLessThanOrEqual(66_000 + behind);
        expect(new Set(asked)).toEqual(new Set([2]));

        // What was reported once is not reported again.
        const reports = asked.length;
        await bot.skip(25 * HOUR);
        await pass(25 * HOUR);
        await bot.token();
        expect(asked).toHaveLength(reports);
        expect(bot.output()).not.toMatch(/eyJ/);
      } finally {
        await bot.stop();
      }
    },
  );

  test.skipIf(!isHere)(
    'keeps the token it has while the desk has none to give, and gives up at once on a key that is not good',
    async () => {
      const key = rig.parts.keys.add('bot', ['token']);
      const bot: Bot = await start(options(key));
      try {
        const [first] = await bot.token();
        isAway = true;
        await bot.skip(23 * HOUR);
        expect(await bot.token(3)).toEqual([first]);
        expect(answers()).toEqual([200, 500]);
        rig.parts.keys.revoke(key);
        expect(await bot.token()).toEqual([first]);
        await bot.skip(HOUR);
        await expect(bot.token()).rejects.toThrow('the desk answered 403');
        expect(slept).toEqual([]);
      } finally {
        await bot.stop();
      }
    },
  );
});

test('each client is short enough to be read in one sitting', () => {
  for (const file of ['python-client.py', 'typescript-client.ts'])
    expect(readFileSync(`test/clients/${file}`, 'utf8').trimEnd().split('\n').length, file).toBeLessThan(60);
});

test.each([
  ['python', 'python', 'test/clients/python-client.py'],
  ['typescript', 'ts', 'test/clients/typescript-client.ts'],
])('the README shows the client in %s as it is tested here', (name, language, file) => {
  const README = readFileSync('README.md', 'utf8');
  const [, shown = ''] =
    new RegExp(`<!-- client:${name} -->\\n([\\s\\S]*?)<!-- /client:${name} -->`).exec(README) ?? [];
  expect(shown.trim()).toBe(`\`\`\`${language}\n${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``);
});
