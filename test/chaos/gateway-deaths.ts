import { systemClock } from '../../src/core/index.js';
import { spawnSimulator } from '../support/simulator-process.js';
import { startChild } from './child-talk.js';
import type { BotSeen, BotTask } from './gateway-client-worker.js';
import { buildDesk, startGatewayDesk } from './gateway-desk.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';
import { buildWorker } from './worker-build.js';

const BOTS = 4;
const CALLERS = 3;
/** Beyond the one-a-minute rule, on the clocks of the desk and the exchange. */
const BETWEEN_MS = 66_000;
const PATIENCE_MS = 30_000;

/**
 * Four programs, each with several callers, take the token from the gateway and use it, while the exchange ends it again
 * and again. Nobody is given a token once more that they were refused and said so.
 */
export async function gatewayDeaths({ kills, seed }: { kills: number; seed: number }): Promise<Report> {
  const random = seededRandom(seed);
  const [deskWorker, botWorker] = await Promise.all([buildDesk(), buildWorker('gateway-client-worker')]);
  const simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '100000');
  const desk = await startGatewayDesk(simulator, deskWorker);
  const { KIS_APP_KEY: appKey = '', KIS_APP_SECRET: appSecret = '' } = desk.environment;
  const bots = Array.from({ length: BOTS }, () => startChild(botWorker.script));
  const failures: string[] = [];
  const recoveries: number[] = [];
  let last: BotSeen[] = [];
  const look = async () => {
    last = await Promise.all(bots.map(bot => bot.ask<BotSeen>('seen')));
    return last;
  };
  try {
    await Promise.all(
      bots.map((bot, nth) => {
        const task: BotTask = {
          desk: { url: desk.url, account: '50101234-01', key: desk.syncKey },
          exchange: { baseUrl: simulator.baseUrl, appKey, appSecret },
          callers: CALLERS,
          seed: seed + nth,
        };
        return bot.ask('work', task);
      }),
    );
    let serving = '';
    const allServed = async (after: string) => {
      const began = systemClock.monotonic();
      while (systemClock.monotonic() - began < PATIENCE_MS) {
        const [first, ...others] = (await look()).map(bot => bot.serving);
        if (first && first !== after && others.every(other => other === first)) {
          recoveries.push(systemClock.monotonic() - began);
          serving = first;
          return true;
        }
        await systemClock.sleep(20);
      }
      return false;
    };
    if (!(await allServed(''))) failures.push('no token at the beginning');
    recoveries.length = 0;
    for (let kill = 1; kill <= kills && failures.length === 0; kill += 1) {
      await simulator.control('/clock', { advanceMs: BETWEEN_MS });
      await desk.ask('skip', { ms: BETWEEN_MS });
      await systemClock.sleep(random() * 30);
      await simulator.control('/revoke', { as: 'expired' });
      if (!(await allServed(serving))) failures.push(`no new token after death ${kill}`);
    }
    await look();
  } finally {
    await Promise.all(bots.map(bot => bot.stop()));
    await desk.stop();
  }
  const { tokensIssued, tokenRequests } = await simulator.ledger();
  await simulator.stop();
  await Promise.all([deskWorker.remove(), botWorker.remove()]);
  const total = (of: (bot: BotSeen) => number) => last.reduce((sum, bot) => sum + of(bot), 0);
  const again = total(bot => bot.again);
  if (again > 0) failures.push(`${again} times a token was given again that had been refused and reported`);
  if (tokenRequests > kills + 1) failures.push(`${tokenRequests} tokens asked for after ${kills} deaths`);
  for (const error of last.flatMap(bot => bot.errors)) failures.push(error);
  const slowest = Math.max(0, ...recoveries);
  return {
    campaign: 'Deaths of the token: four programs behind the gateway',
    seed,
    lines: [
      `${kills} deaths, ${BOTS} programs of ${CALLERS} callers: ${total(bot => bot.reads)} reads, ${total(bot => bot.refusals)} refused, ${tokensIssued} tokens issued`,
      `a dead token given again: ${again}; until all four had the new one: at most ${Math.round(slowest)} ms`,
    ],
    failures,
  };
}
