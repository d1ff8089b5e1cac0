import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.js';
import type { Place } from '../../src/core/index.js';
import { openHouse, type Undo } from '../../src/house.js';
import { brokerAt } from '../support/kis-desk.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { answerParent } from './child-talk.js';
import { hurriedClock } from './hurried-clock.js';
import { quietChat } from './quiet-chat.js';

/** The whole house with its gateway as a process of its own, on a clock that leaps when its parent says so. */
const WHERE: Place = { platform: 'discord', id: '71', group: '800000000000000500', kind: 'group' };
const clock = hurriedClock(1);
const undo: Undo[] = [];
let house: Awaited<ReturnType<typeof openHouse>> | undefined;

await answerParent({
  async open({ environment }: { environment: Readonly<Record<string, string>> }) {
    const read = readConfig(environment);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const { kis } = read.config;
    if (!kis) throw new Error('no KIS in the configuration');
    const config = {
      ...read.config,
      limits: { limitsFor: () => NO_LIMITS },
      kis: { ...kis, ratePerSecond: 100_000 },
    };
    house = await openHouse(
      {
        config,
        environment: {},
        clock,
        secrets: { watch: vault => vault, add: () => undefined },
        log: (level, event, fields) => {
          if (level === 'error') process.stderr.write(`${event} ${JSON.stringify(fields ?? {})}\n`);
        },
        openChats: async () => ({ console: undefined, all: [quietChat()] }),
      },
      undo,
    );
  },
  /** MB: what lives after a collection, and resident then. */
  memory() {
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { aliveMb: (heapUsed + external) / 1e6, residentMb: rss / 1e6 };
  },
  /** Times of asking for the token within the process, ms. */
  async hands({ baseUrl, times }: { baseUrl: string; times: number }) {
    const { broker } = brokerAt(baseUrl);
    await broker.tokens.hand();
    const ms: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const began = clock.monotonic();
      await broker.tokens.hand();
      ms.push(clock.monotonic() - began);
    }
    broker.close();
    return ms;
  },
  /** Seconds of a processor that this process has used until now. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
  skip({ ms }: { ms: number }) {
    clock.skip(ms);
  },
  /** A command of a person in chat; its answer's tone and title. */
  async chat({ person, text }: { person: string; text: string }) {
    const outcome = await house?.dispatcher.handle({
      platform: 'discord',
      eventId: randomUUID(),
      who: { userId: person, name: person },
      where: WHERE,
      sentAt: clock.now(),
      content: { kind: 'text', text },
    });
    return outcome?.kind === 'reply' ? { tone: outcome.reply.tone, title: outcome.reply.title } : outcome;
  },
});
for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined);
process.exit(0);
