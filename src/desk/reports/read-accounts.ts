import {
  type AccountReads,
  type AccountRef,
  asDeskError,
  type Clock,
  type OrderList,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import type { AccountFacts, OtherFacts, Part } from './facts.js';

export interface AccountSources {
  readonly clock: Clock;
  /** In the order in which people see them. */
  accounts(): readonly AccountRef[];
  readonly reads: Pick<AccountReads, 'balance' | 'orders' | 'openOrders'>;
}

export interface AccountsRead {
  readonly accounts: readonly AccountFacts[];
  readonly others: readonly OtherFacts[];
}

/** So many accounts are told of one by one; of the others only what they are worth together. */
const DETAILED = 20;
/** So many accounts are read at once. */
const AT_ONCE = 8;
/** One read; what is not there by then is said to be missing, and the rest is shown. */
const READ_DEADLINE_MS = 30_000;
/** Whatever has not begun by then is missing: a broker that is away must not keep the report from being told, ms. */
const BEGIN_WITHIN_MS = 90_000;

export async function readAccounts(
  { accounts, reads, clock }: AccountSources,
  signal: AbortSignal,
  listOrders: (account: AccountRef, until: AbortSignal) => Promise<OrderList>,
): Promise<AccountsRead> {
  const lastStart = clock.monotonic() + BEGIN_WITHIN_MS;

  async function part<T>(read: (until: AbortSignal) => Promise<T>): Promise<Part<T>> {
    if (clock.monotonic() > lastStart) return { kind: 'failed', why: 'timeout' };
    try {
      const value = await withDeadline(clock, READ_DEADLINE_MS, late =>
        read(AbortSignal.any([signal, late])),
      );
      return { kind: 'read', value };
    } catch (thrown) {
      signal.throwIfAborted();
      return { kind: 'failed', why: asDeskError(thrown).kind };
    }
  }

  const all = accounts();
  const detailed = await eachOf(all.slice(0, DETAILED), async account => {
    const [balance, orders] = await Promise.all([
      part(until => reads.balance(account, until)),
      part(until => listOrders(account, until)),
    ]);
    return { account, balance, orders };
  });
  const others = await eachOf(all.slice(DETAILED), async account => {
    const balance = await part(until => reads.balance(account, until));
    return { account, balance };
  });
  return { accounts: detailed, others };
}

/** A few at a time, in their order. */
async function eachOf<T>(
  accounts: readonly AccountRef[],
  work: (account: AccountRef) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = [];
  const waiting = [...accounts.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}
