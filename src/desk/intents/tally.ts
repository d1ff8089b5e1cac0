import {
  type AccountRef,
  type ExecutionNotice,
  kstDate,
  type Shares,
  sameOrderNumber,
  type Won,
} from '../../core/index.js';

/** What the execution notices of one order add up to. A notice can be missed, so it is the least that happened. */
export interface Tally {
  readonly filled: Shares;
  /** What was paid or got for it, won. */
  readonly amount: Won;
  /** What an IOC or FOK order could not fill. */
  readonly cancelled: Shares;
}

/** The tallies of the latest orders, whoever placed them: a notice may be here before it is known whose it is. */
export interface Tallies {
  note(notice: ExecutionNotice): void;
  /** Of the order with this number on this day (`YYYYMMDD`): numbers begin anew every day. */
  of(account: AccountRef, number: string, date: string): Tally | undefined;
}

interface Entry {
  readonly account: ExecutionNotice['account'];
  readonly number: string;
  readonly date: string;
  tally: Tally;
}

const MOST_ORDERS = 500;
const NOTHING: Tally = { filled: 0n, amount: 0n, cancelled: 0n };

export function createTallies(): Tallies {
  const entries: Entry[] = [];

  const find = ({ number, product }: ExecutionNotice['account'], order: string, date: string) =>
    entries.find(
      entry =>
        entry.date === date &&
        entry.account.number === number &&
        entry.account.product === product &&
        sameOrderNumber(entry.number, order),
    );

  return {
    note(notice) {
      if (notice.what !== 'filled' && notice.what !== 'cancelled') return;
      const { account, order } = notice;
      const date = kstDate(notice.at);
      const known = find(account, order, date);
      if (known) {
        known.tally = added(known.tally, notice);
        return;
      }
      entries.push({ account, number: order, date, tally: added(NOTHING, notice) });
      if (entries.length > MOST_ORDERS) entries.shift();
    },
    of: (account, number, date) => find(account, number, date)?.tally,
  };
}

function added(tally: Tally, { what, quantity, price }: ExecutionNotice): Tally {
  if (what === 'cancelled') return { ...tally, cancelled: tally.cancelled + quantity };
  return { ...tally, filled: tally.filled + quantity, amount: tally.amount + price * quantity };
}
