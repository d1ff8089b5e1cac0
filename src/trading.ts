import { randomBytes } from 'node:crypto';
import { hasAccount } from './account-house.js';
import type { Config } from './config.js';
import {
  type AccountList,
  type AccountRef,
  type AuditEntry,
  type AuditMark,
  type AuditTrail,
  asDeskError,
  type BrokerEvent,
  type BrokerEventSink,
  type Brokers,
  type ChatPlatform,
  type Clock,
  type LimitBook,
  type Log,
  maskAccount,
  type StepUp,
} from './core/index.js';
import {
  type Alerts,
  type AutoHalt,
  createAutoHalt,
  createHalts,
  createTicketMaker,
  createTradeDesk,
  type Halts,
  type Members,
  newReference,
  signOf,
  type TradeDesk,
} from './desk/index.js';
import { approversOf, personOf } from './people.js';
import type { Store } from './store/index.js';
import type { Symbols } from './symbols/index.js';

interface Surroundings {
  readonly config: Config;
  readonly store: Store;
  readonly alerts: Pick<Alerts, 'tell' | 'onEvent'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What stands before every order: the kill switch, the signs that turn it by themselves, and the audit trail. */
export interface Safeguards {
  readonly halts: Halts;
  readonly autoHalt: AutoHalt;
  readonly audit: AuditTrail;
  /** The latest line of the trail that is known to be durable. */
  lastMark(): AuditMark | undefined;
  /** For the broker: returns at once and never throws. */
  readonly onBrokerEvent: BrokerEventSink;
}

/** Ready before the broker is, so that nothing can be sent that they do not know of. */
export async function startSafeguards({
  config,
  store,
  alerts,
  clock,
  log,
  accounts,
}: Surroundings & { accounts(): readonly AccountRef[] }): Promise<Safeguards> {
  const { language } = config;
  const halts = await createHalts({
    store: store.halts,
    clock,
    log,
    language,
    tell: alerts.tell,
    newId: () => newReference(randomBytes).slice(0, 4),
  });
  const autoHalt = createAutoHalt({ halts, accounts, clock, log, language, random: randomBytes });
  let mark: AuditMark | undefined;

  const audit: AuditTrail = {
    async record(entry) {
      try {
        const written = await store.audit.record(entry);
        if (mark === undefined || written.line > mark.line) mark = written;
        return written;
      } catch (thrown) {
        // At a stop the store is closed under the last calls; that says nothing about the disk.
        if (asDeskError(thrown).detail['problem'] !== 'closed') autoHalt.note({ kind: 'audit' });
        throw thrown;
      }
    },
  };

  const recordCall = (call: Extract<BrokerEvent, { kind: 'called' }>, from: AccountRef | undefined) => {
    audit.record(callLine(call, from)).catch((thrown: unknown) => {
      // What a stop cuts off ends when the store is closed already: nothing is broken.
      const stopping = asDeskError(thrown).detail['problem'] === 'closed';
      log(stopping ? 'info' : 'error', stopping ? 'call not audited' : 'audit failed', { act: 'call' });
    });
  };

  // The journal of orders remembers a line that the trail no longer has: one of them is not what it was.
  if (lastAnchor(store) > (store.audit.head()?.line ?? 0)) autoHalt.note({ kind: 'rollback' });
  if (store.intents.damaged > 0) autoHalt.note({ kind: 'journalDamaged' });
  return {
    halts,
    autoHalt,
    audit,
    lastMark: () => mark,
    onBrokerEvent(event, from) {
      alerts.onEvent(event, from);
      const sign = signOf(event, from);
      if (sign) autoHalt.note(sign);
      // Whoever waits for this call goes on first: what an order writes before it leaves need not wait for this line.
      if (event.kind === 'called') setImmediate(recordCall, event, from);
    },
  };
}

/** The newest line of the audit trail that the journal of orders knows to have been durable; 0: none. */
function lastAnchor({ intents }: Store): number {
  return Math.max(0, ...intents.past.map(event => (event.kind === 'sent' ? (event.audit?.line ?? 0) : 0)));
}

/** A call to a broker, without anything that it carried. */
function callLine(
  { at, operation, outcome, code, elapsedMs }: Extract<BrokerEvent, { kind: 'called' }>,
  from: AccountRef | undefined,
): AuditEntry {
  const failed = outcome === 'ok' ? 'done' : outcome === 'refused' ? 'refused' : 'failed';
  return {
    at,
    platform: 'desk',
    who: 'desk',
    place: from ? `${from.broker} ${maskAccount(from)}` : 'broker',
    act: `call ${operation} ${Math.round(elapsedMs)} ms`,
    outcome: failed,
    ...(outcome === 'ok' ? {} : { reason: `${outcome} ${code ?? ''}`.trim() }),
  };
}

/** The way of orders. It begins with what the last run left behind. */
export function startTrading(
  { config, store, alerts, clock, log }: Surroundings,
  { halts, autoHalt, audit, lastMark }: Safeguards,
  from: {
    readonly brokers: Brokers;
    readonly accounts: AccountList;
    readonly limits: LimitBook;
    readonly members: Pick<Members, 'find' | 'list'>;
    readonly stepUp: StepUp;
    readonly symbols: Symbols;
    readonly platforms: readonly ChatPlatform[];
  },
): TradeDesk {
  const { language, stamp, liveTrading, confirmSeconds, reach } = config;
  const { brokers, members } = from;
  const maker = createTicketMaker({
    marketOf: account => ({
      quote: async (...asked) => (await brokers.ready(account)).market.quote(...asked),
    }),
    accounts: brokers.accounts,
    instrumentOf: from.symbols.byCode,
    limits: from.limits,
    clock,
    stamp,
    hasAccount: account => hasAccount(from.accounts, account),
    liveTrading,
    alwaysOpen: reach.alwaysOpen,
    knownDays: () => store.knownDays.all(),
  });
  return createTradeDesk({
    trading: brokers.trading,
    accounts: brokers.accounts,
    executions: brokers.executions,
    maker,
    journal: store.intents,
    audit: audit.record,
    lastMark,
    halts,
    autoHalt,
    platforms: from.platforms,
    clock,
    log,
    language,
    stamp,
    random: randomBytes,
    confirmSeconds,
    tell: alerts.tell,
    stepUp: from.stepUp,
    approvers: account => approversOf(members, account),
    personOf: identity => personOf(members, identity),
    // Whoever asked may have become one person with somebody since.
    languageOf: identity =>
      store.preferences.of(personOf(members, identity)?.id ?? identity).language ?? language,
    activity: store.activity,
  });
}
