import { createKis, type KisBroker } from '../../src/brokers/kis/index.js';
import { vaultKey } from '../../src/brokers/kis/tokens.js';
import { asDeskError, type LogFields, type OrderRequest, Secret, systemClock } from '../../src/core/index.js';
import { brokerNotices } from '../../src/desk/alerts/broker-events.js';
import { createTimers } from '../../src/desk/alerts/timers.js';
import { explain } from '../../src/desk/explain.js';
import { createLog } from '../../src/log.js';
import { CANARIES } from '../support/kis-line.js';
import { memoryVault } from '../support/memory-vault.js';
import { startScriptedServer } from '../support/scripted-server.js';
import { openCanaryGateway } from './canary-gateway.js';
import { hostileScript } from './canary-server.js';
import { createSieve } from './canary-sieve.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

/** After a refused token a broker waits a minute for the next; a fresh one, with a token in its store, need not. */
const CALLS_PER_BROKER = 6;
/** A server that looks back on all its requests becomes slow. */
const CALLS_PER_SERVER = 600;
const ACCOUNT = {
  broker: 'kis',
  mode: 'paper',
  number: CANARIES.account,
  product: '01',
  alias: '모의',
} as const;
const ORDER: OrderRequest = {
  account: ACCOUNT,
  side: 'buy',
  code: '005930',
  quantity: 71n,
  price: 71_700n,
  type: 'limit',
  exchange: 'KRX',
};
const VENUE = { number: '0000117057', branch: '91252' };

const CALLS: readonly ((kis: KisBroker) => Promise<unknown>)[] = [
  kis => kis.market.quote('005930'),
  kis => kis.market.orderBook('005930'),
  kis => kis.market.dailyPrices('005930', 'D'),
  kis => kis.accounts.balance(ACCOUNT),
  kis => kis.accounts.orders(ACCOUNT, { from: '20261101', to: '20261121' }),
  kis => kis.trading.place(ORDER),
  kis => kis.trading.cancel({ account: ACCOUNT, order: VENUE, quantity: 'all', exchange: 'KRX' }),
  kis => kis.tokens.renewIfDue(),
  kis => kis.tokens.forceRenew(),
  kis => kis.approvalKey(),
];

/**
 * Failing calls of every kind at the highest log level, to a broker that gives back what it is sent. Nothing of a key, a
 * token, an account number or an order's body may stand in a log line (before any last scrubbing), in a notice, in what a
 * person is answered, in an error, or in what the gateway answers, but for the token to whoever may have it.
 */
export async function canaryCalls({ calls, seed }: { calls: number; seed: number }): Promise<Report> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  };
  let server = await startScriptedServer(hostileScript(pick));
  let requests = 0;
  const sieve = createSieve({ ...CANARIES, body: 'ORD_UNPR' });
  const texts = { 'log line': 0, notice: 0, answer: 0, error: 0, 'HTTP answer': 0 };
  const failures: string[] = [];
  const failed = new Map<string, number>();
  const answered = new Map<number, number>();
  const began = systemClock.monotonic();

  function judge(where: keyof typeof texts, text: string, allowed: readonly string[] = []): void {
    texts[where]++;
    const names = sieve.find(text).filter(name => !allowed.includes(name));
    if (names.length > 0 && failures.length < 20)
      failures.push(`${where} with ${names.join(', ')}: ${text.slice(0, 300)}`);
  }

  const write = createLog('debug', { write: line => judge('log line', line) });
  // Also what the log would leave out or shorten.
  const log = (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: LogFields = {}) => {
    judge('log line', JSON.stringify(fields));
    write(level, event, fields);
  };
  const timers = createTimers(systemClock, () => undefined);
  const heed = brokerNotices({
    clock: systemClock,
    language: 'ko',
    stamp: 'paper',
    accounts: () => [],
    timers,
    take: notice => judge('notice', textOf(notice)),
  });
  async function open(): Promise<KisBroker> {
    const vault = memoryVault();
    const now = systemClock.now();
    const record = { token: CANARIES.token, issuedAt: now, expiresAt: now + 80_000_000, generation: 1 };
    const environment = { mode: 'paper', appKey: new Secret(CANARIES.appKey) } as const;
    if (random() < 0.9) await vault.save(vaultKey(environment), record);
    return createKis({
      environment: {
        mode: 'paper',
        baseUrl: server.url,
        wsUrl: 'ws://127.0.0.1:9',
        appKey: new Secret(CANARIES.appKey),
        appSecret: new Secret(CANARIES.appSecret),
        account: ACCOUNT,
        htsId: undefined,
        trIds: 'current',
        hashkey: true,
        ratePerSecond: 100_000,
      },
      vault,
      clock: systemClock,
      log,
      emit(event) {
        write('debug', 'broker event', event.kind === 'executions' ? { kind: event.kind } : { ...event });
        heed(event);
      },
      timing: { attemptMs: 500, readMs: 2_000, retryDelayMs: 1, orderWaitMs: 1_000 },
    });
  }

  try {
    for (let done = 0; done < calls; ) {
      if (done > 0 && done % CALLS_PER_SERVER === 0) {
        requests += server.requests.length;
        await server.close();
        server = await startScriptedServer(hostileScript(pick));
      }
      const kis = await open();
      const gateway = await openCanaryGateway(kis, ACCOUNT, log);
      for (let n = 0; n < CALLS_PER_BROKER && done < calls; n++, done++) {
        const outcome = await pick(CALLS)(kis).then(
          value => ({ value }),
          (thrown: unknown) => ({ error: asDeskError(thrown) }),
        );
        if ('value' in outcome) judge('answer', textOf(outcome.value));
        else {
          const { error } = outcome;
          failed.set(error.kind, (failed.get(error.kind) ?? 0) + 1);
          judge('error', `${error.message} ${JSON.stringify(error.detail)}`);
          const at = {
            language: 'ko',
            now: systemClock.now(),
            reference: 'AB12',
            request: undefined,
          } as const;
          judge('answer', textOf(explain(error, at)));
          write('warn', 'failed', { kind: error.kind, message: error.message });
        }
        const { status, text, allowed } = await gateway.call(pick);
        answered.set(status, (answered.get(status) ?? 0) + 1);
        judge('HTTP answer', text, allowed);
      }
      await gateway.close();
      kis.close();
    }
  } finally {
    timers.stop();
    await server.close();
  }
  if (texts.notice === 0) failures.push('no notice was raised');
  const kinds = [...failed].map(([kind, n]) => `${kind} ${n}`).join(', ');
  const looked = Object.entries(texts)
    .map(([name, n]) => `${n} ${name}s`)
    .join(', ');
  return {
    campaign: 'Canaries: failing calls to a broker that gives back what it is sent',
    seed,
    lines: [
      `${calls} calls, ${requests + server.requests.length} requests in ${Math.round((systemClock.monotonic() - began) / 1_000)} s`,
      `failed: ${kinds}`,
      `over HTTP: ${[...answered].map(([status, n]) => `${status} ×${n}`).join(', ')}`,
      `looked through ${looked}: ${failures.length} with a secret`,
    ],
    failures,
  };
}

function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? ''
  );
}
