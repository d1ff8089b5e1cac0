import {
  type AccountList,
  type AccountReads,
  type AccountRef,
  accountKey,
  asDeskError,
  type Broker,
  type BrokerEventSink,
  type Brokers,
  type Clock,
  type DeskAccount,
  DeskError,
  type ExecutionNotice,
  type ExecutionStatus,
  type Executions,
  type Log,
  type MarketReads,
  sameAccount,
  type Trading,
} from './core/index.js';

export interface PoolParts {
  readonly accounts: AccountList;
  /** When its present keys were handed in, ms: with other keys an account needs another line. */
  keysAt(account: AccountRef): number;
  /** Resolves when lines to this broker can be opened. */
  prepare(broker: AccountRef['broker']): Promise<void>;
  /** Opens the line of an account. Throws DeskError when its keys cannot be had. */
  open(account: AccountRef, emit: BrokerEventSink): Broker;
  readonly emit: BrokerEventSink;
  /** The keys of this account are another account's. */
  onForeign(account: AccountRef): void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BrokerPool extends Brokers {
  close(): void;
}

/** So many tokens are renewed at once: a broker may count what comes from one address. */
const RENEWALS_AT_ONCE = 8;
/** A desk of a family hears of every fill from the start; of very many accounts only those in use are listened to. */
const LISTENED_AT_ONCE = 20;
/** How long what is under way on a line may take to end, ms. */
const LAST_CALLS_MS = 60_000;
const WORST_FIRST: readonly ExecutionStatus['state'][] = ['lost', 'connecting', 'off', 'live'];

interface Line {
  readonly account: AccountRef;
  readonly broker: Broker;
  readonly keysAt: number;
  listening: boolean;
}

/** The lines of all accounts; see Brokers for what it promises. */
export function createBrokerPool(parts: PoolParts): BrokerPool {
  const { accounts, clock, log } = parts;
  const lines = new Map<string, Line>();
  const closing = new AbortController();
  let listeners: readonly ((notice: ExecutionNotice) => void)[] = [];

  /** The desk's own entry for exactly this account: number, broker and environment. */
  function known(account: AccountRef): AccountRef {
    const found = accounts.find(accountKey(account));
    if (!found || !sameAccount(found.ref, account)) {
      throw new DeskError('denied', 'not an account of this desk', { need: 'account', what: 'unknown' });
    }
    if (found.closed !== undefined) {
      throw new DeskError('denied', 'the account is closed', {
        need: 'account',
        what: 'closed',
        reason: found.closed,
      });
    }
    return found.ref;
  }

  function lineOf(account: AccountRef): Line {
    const own = known(account);
    const key = accountKey(own);
    const line = lines.get(key);
    if (line) return line;
    if (closing.signal.aborted) throw new DeskError('cancelled', 'the desk stops');
    const broker = parts.open(own, event => parts.emit(event, own));
    const opened: Line = { account: own, broker, keysAt: parts.keysAt(own), listening: false };
    lines.set(key, opened);
    if (accounts.list().length <= LISTENED_AT_ONCE) listen(opened);
    return opened;
  }

  async function ready(account: AccountRef): Promise<Line> {
    await parts.prepare(known(account).broker);
    return lineOf(account);
  }

  /** A line on which something is looked at or ordered: its fills are worth hearing of. */
  async function inUse(account: AccountRef): Promise<Broker> {
    const line = await ready(account);
    listen(line);
    return line.broker;
  }

  /** Whether its line is opened only once somebody asks for it: of the demo's accounts all but the first. */
  function isPatient({ ref, from }: DeskAccount): boolean {
    const [first] = accounts.list();
    return from === 'demo' && first?.ref !== ref && !lines.has(accountKey(ref));
  }

  function listen(line: Line): void {
    if (line.listening || listeners.length === 0) return;
    line.listening = true;
    line.broker.executions.listen(notice => {
      // One that runs out hears what its successor hears: each fill would count twice.
      if (lines.get(accountKey(line.account)) !== line) return;
      for (const heard of listeners) heard(notice);
    });
  }

  function listenAtOnce(): void {
    if (listeners.length === 0 || accounts.list().length > LISTENED_AT_ONCE) return;
    for (const account of accounts.list()) {
      if (account.closed !== undefined || isPatient(account)) continue;
      ready(account.ref)
        .then(listen)
        .catch((thrown: unknown) => log('warn', 'line not opened', { reason: asDeskError(thrown).message }));
    }
  }

  /** What is under way on it may end. */
  function retire(key: string, line: Line): void {
    lines.delete(key);
    clock.sleep(LAST_CALLS_MS, closing.signal).then(
      () => line.broker.close(),
      () => line.broker.close(),
    );
  }

  accounts.onChange(() => {
    for (const [key, line] of lines) {
      const found = accounts.find(key);
      const isSame = found && sameAccount(found.ref, line.account) && parts.keysAt(found.ref) === line.keysAt;
      if (!isSame) retire(key, line);
    }
    listenAtOnce();
  });

  /** A read of the account. Keys that turn out to be another account's close it: they would show somebody else's money. */
  async function read<T>(account: AccountRef, ask: (of: AccountReads) => Promise<T>): Promise<T> {
    const { accounts: asked } = await inUse(account);
    return ask(asked).catch((thrown: unknown) => {
      const { kind, detail } = asDeskError(thrown);
      if (kind === 'credentials' && detail['code'] === 'account') parts.onForeign(account);
      throw thrown;
    });
  }

  const reads: AccountReads = {
    balance: (account, signal) => read(account, of => of.balance(account, signal)),
    buyingPower: (account, order, signal) => read(account, of => of.buyingPower(account, order, signal)),
    sellable: (account, code, signal) => read(account, of => of.sellable(account, code, signal)),
    orders: (account, range, signal) => read(account, of => of.orders(account, range, signal)),
    openOrders: (account, signal) => read(account, of => of.openOrders(account, signal)),
  };

  // What the desk does not know as its own is malformed: nothing of it leaves, and the sender notes it as such.
  const venueOf = async (account: AccountRef): Promise<Trading> => {
    try {
      return (await inUse(account)).trading;
    } catch (thrown) {
      throw new DeskError('input', asDeskError(thrown).message, { problem: 'account' }, { cause: thrown });
    }
  };
  const trading: Trading = {
    async prepare(act) {
      const { account } = act.kind === 'place' ? act.order : act.request;
      try {
        await (await inUse(account)).trading.prepare(act);
      } catch {
        // The press will say why.
      }
    },
    place: async (order, signal) => (await venueOf(order.account)).place(order, signal),
    amend: async (request, signal) => (await venueOf(request.account)).amend(request, signal),
    cancel: async (request, signal) => (await venueOf(request.account)).cancel(request, signal),
  };

  const executions: Executions = {
    listen(onNotice) {
      listeners = [...listeners, onNotice];
      listenAtOnce();
    },
    status() {
      const states = [...lines.values()]
        .filter(line => line.listening)
        .map(line => line.broker.executions.status());
      const worst = WORST_FIRST.flatMap(state => states.find(one => one.state === state) ?? []).at(0);
      return worst ?? { state: 'connecting', since: clock.now(), reason: undefined, lastNoticeAt: undefined };
    },
  };

  const first = async (): Promise<MarketReads> => {
    const open = accounts.list().find(({ closed }) => closed === undefined);
    if (!open) throw new DeskError('notOffered', 'the desk has no account', { what: 'account' });
    return (await ready(open.ref)).broker.market;
  };

  return {
    of: account => lineOf(account).broker,
    ready: async account => (await ready(account)).broker,
    opened: () =>
      accounts.list().flatMap(({ ref }) => {
        const line = lines.get(accountKey(ref));
        return line ? [{ account: line.account, broker: line.broker }] : [];
      }),
    accounts: reads,
    trading,
    executions,
    market: {
      quote: async (...asked) => (await first()).quote(...asked),
      orderBook: async (...asked) => (await first()).orderBook(...asked),
      dailyPrices: async (...asked) => (await first()).dailyPrices(...asked),
      candles: async (...asked) => (await first()).candles(...asked),
      minuteCandles: async (...asked) => (await first()).minuteCandles(...asked),
      stockInfo: async (...asked) => (await first()).stockInfo(...asked),
      marketDays: async (...asked) => (await first()).marketDays(...asked),
    },
    async renewDue(signal) {
      const due = accounts.list().filter(account => account.closed === undefined && !isPatient(account));
      const failures: unknown[] = [];
      const work = async () => {
        for (let next = due.shift(); next && !signal.aborted; next = due.shift()) {
          try {
            await (await ready(next.ref)).broker.tokens.renewIfDue(signal);
          } catch (thrown) {
            failures.push(thrown);
          }
        }
      };
      await Promise.all(Array.from({ length: RENEWALS_AT_ONCE }, work));
      if (failures.length > 1) log('warn', 'renewals failed', { count: failures.length });
      signal.throwIfAborted();
      if (failures.length > 0) throw failures[0];
    },
    close() {
      closing.abort();
      for (const { broker } of lines.values()) broker.close();
    },
  };
}
