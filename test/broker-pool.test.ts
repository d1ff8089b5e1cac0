import { describe, expect, test } from 'vitest';
import { createBrokerPool } from '../src/broker-pool.js';
import {
  type AccountRef,
  accountKey,
  type Balance,
  type Broker,
  type BrokerEvent,
  type BrokerEventSink,
  type DeskAccount,
  DeskError,
  type ExecutionNotice,
  type OrderRequest,
} from '../src/core/index.js';
import { manualClock } from './support/clock.js';

const KIS: AccountRef = { broker: 'kis', mode: 'paper', number: '50000001', product: '01', alias: '한투' };
const KIWOOM: AccountRef = {
  broker: 'kiwoom',
  mode: 'live',
  number: '81000002',
  product: '11',
  alias: '키움',
};

const settled = () => new Promise<void>(resolve => setImmediate(resolve));

const EVENT: BrokerEvent = { kind: 'clockSkew', at: 1, skewMs: 40_000 };

const notice = (account: AccountRef): ExecutionNotice => ({
  account,
  order: '1',
  original: '',
  side: 'buy',
  code: '005930',
  act: 'new',
  what: 'filled',
  quantity: 1n,
  price: 70_000n,
  at: 1,
});

const orderOf = (account: AccountRef): OrderRequest => ({
  account,
  side: 'buy',
  code: '005930',
  quantity: 1n,
  price: 70_000n,
  type: 'limit',
  exchange: 'KRX',
});

/** Lines that write down what they were asked, as a broker port of their own. */
function rig(
  refs: readonly AccountRef[],
  renew: (account: AccountRef) => Promise<boolean> = async () => true,
) {
  const clock = manualClock();
  const calls: string[] = [];
  const keysAt = new Map<string, number>();
  const lines: { account: AccountRef; emit: BrokerEventSink; hear?: (notice: ExecutionNotice) => void }[] =
    [];
  let list: readonly DeskAccount[] = refs.map(ref => ({
    ref,
    owner: '',
    from: 'store',
    limits: {},
    closed: undefined,
  }));
  let changed = () => {};
  const unused = async () => {
    throw new Error('not asked here');
  };

  function open(account: AccountRef, emit: BrokerEventSink): Broker {
    const say = (what: string) => calls.push(`${account.alias} ${what}`);
    say('open');
    const line: (typeof lines)[number] = { account, emit };
    lines.push(line);
    const tokens = {
      status: () => {
        throw new Error('not asked here');
      },
      hand: unused,
      renewIfDue: () => renew(account),
      forceRenew: unused,
    };
    return {
      market: {
        quote: unused,
        orderBook: unused,
        dailyPrices: unused,
        candles: unused,
        minuteCandles: unused,
        stockInfo: unused,
        marketDays: async () => {
          say('marketDays');
          return [];
        },
      },
      accounts: {
        balance: async (asked): Promise<Balance> => {
          say(`balance ${asked.alias}`);
          throw new DeskError('unavailable', 'no figures here');
        },
        buyingPower: unused,
        sellable: async (_, code) => {
          if (code === 'foreign') throw new DeskError('credentials', 'of another', { code: 'account' });
          return 7n;
        },
        orders: unused,
        openOrders: unused,
      },
      trading: {
        prepare: async () => {},
        place: async order => {
          say(`place ${order.account.alias}`);
          return { kind: 'refused', code: 'X', message: 'no' };
        },
        amend: unused,
        cancel: unused,
      },
      tokens,
      approvals: tokens,
      proxy: { services: [], read: unused, examine: unused },
      executions: {
        listen: heard => {
          say('listen');
          line.hear = heard;
        },
        status: () => ({ state: 'live', since: 0, reason: undefined, lastNoticeAt: undefined }),
      },
      status: () => ({
        lastGoodCallAt: undefined,
        limiter: { perSecond: 1, waiting: 0, inFlight: 0 },
        rateRefusals: 0,
        maintenanceSince: undefined,
      }),
      close: () => void say('close'),
    };
  }

  const heard: string[] = [];
  const pool = createBrokerPool({
    prepare: async () => {},
    onForeign: account => void heard.push(`foreign ${account.alias}`),
    accounts: {
      list: () => list,
      find: key => list.find(({ ref }) => accountKey(ref) === key),
      onChange: hear => {
        changed = hear;
      },
    },
    keysAt: account => keysAt.get(accountKey(account)) ?? 0,
    open,
    emit: (event, from) => heard.push(`${event.kind} ${from?.alias}`),
    clock,
    log: () => undefined,
  });
  return {
    pool,
    clock,
    calls,
    lines,
    heard,
    keysAt,
    become(next: readonly DeskAccount[]) {
      list = next;
      changed();
    },
    accounts: () => list,
  };
}

describe('a pool of brokers', () => {
  test('opens a line when it is first needed, once, and each call goes to the line of its account', async () => {
    const { pool, calls } = rig([KIS, KIWOOM]);
    expect(calls).toEqual([]);
    expect(await pool.accounts.sellable(KIWOOM, '005930')).toBe(7n);
    await pool.trading.place(orderOf(KIS));
    await pool.trading.place(orderOf(KIWOOM));
    expect(calls).toEqual(['키움 open', '한투 open', '한투 place 한투', '키움 place 키움']);
  });

  test.each([
    ['another broker', { ...KIS, broker: 'kiwoom' }],
    ['another environment', { ...KIS, mode: 'live' }],
    ['another number', { ...KIS, number: '50000009' }],
    ['another product', { ...KIS, product: '22' }],
  ] as const)('an account that differs in one thing opens no line: %s', async (_, account) => {
    const { pool, calls } = rig([KIS, KIWOOM]);
    await expect(pool.accounts.balance(account)).rejects.toMatchObject({ kind: 'denied' });
    // What the sender notes as never sent.
    await expect(pool.trading.place(orderOf(account))).rejects.toMatchObject({ kind: 'input' });
    expect(() => pool.of(account)).toThrow(DeskError);
    expect(calls).toEqual([]);
  });

  test('an account by another name is the same account', async () => {
    const { pool, calls } = rig([KIS]);
    await pool.trading.place(orderOf({ ...KIS, alias: '예전 이름', colour: 'red' }));
    expect(calls).toContain('한투 place 예전 이름');
  });

  test('a closed account is neither read nor traded', async () => {
    const { pool, calls, become, accounts } = rig([KIS]);
    become(accounts().map(account => ({ ...account, closed: '다른 계좌의 키' })));
    await expect(pool.accounts.balance(KIS)).rejects.toMatchObject({
      kind: 'denied',
      detail: { what: 'closed' },
    });
    await expect(pool.trading.place(orderOf(KIS))).rejects.toMatchObject({ kind: 'input' });
    expect(calls).toEqual([]);
  });

  test('keys that turn out to be another account’s are told, and the read fails', async () => {
    const { pool, heard } = rig([KIS, KIWOOM]);
    await expect(pool.accounts.sellable(KIWOOM, 'foreign')).rejects.toMatchObject({ kind: 'credentials' });
    expect(heard).toEqual(['foreign 키움']);
    await expect(pool.accounts.balance(KIS)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(heard).toHaveLength(1);
  });

  test('with other keys the next call opens another line, and the old one ends a minute later', async () => {
    const { pool, calls, become, accounts, keysAt, clock } = rig([KIS]);
    await pool.trading.place(orderOf(KIS));
    keysAt.set(accountKey(KIS), 5);
    become(accounts());
    await pool.trading.place(orderOf(KIS));
    expect(calls).toEqual(['한투 open', '한투 place 한투', '한투 open', '한투 place 한투']);
    await clock.advance(60_000);
    expect(calls.filter(call => call === '한투 close')).toHaveLength(1);
  });

  test('with other keys a fill that both lines hear of counts once', async () => {
    const { pool, lines, become, accounts, keysAt } = rig([KIS]);
    const fills: string[] = [];
    pool.executions.listen(({ order }) => fills.push(order));
    await settled();
    keysAt.set(accountKey(KIS), 5);
    become(accounts());
    await settled();
    expect(lines).toHaveLength(2);
    for (const line of lines) line.hear?.(notice(line.account));
    expect(fills).toEqual(['1']);
  });

  test('an account that was taken away has no line any more', async () => {
    const { pool, become, accounts } = rig([KIS, KIWOOM]);
    await pool.trading.place(orderOf(KIWOOM));
    become(accounts().slice(0, 1));
    await expect(pool.trading.place(orderOf(KIWOOM))).rejects.toMatchObject({ kind: 'input' });
    expect(pool.opened()).toEqual([]);
  });

  test('events say whose line they are from', () => {
    const { pool, lines, heard } = rig([KIS, KIWOOM]);
    pool.of(KIWOOM);
    lines[0]?.emit(EVENT);
    expect(heard).toEqual(['clockSkew 키움']);
  });

  test('quotes for nobody come from the first account that is open', async () => {
    const { pool, calls, become, accounts } = rig([KIS, KIWOOM]);
    become(accounts().map((account, n) => ({ ...account, closed: n === 0 ? 'no' : undefined })));
    await pool.market.marketDays('20261123');
    expect(calls).toContain('키움 marketDays');
  });

  test('fills of every line reach whoever listens, of few accounts from the start', async () => {
    const { pool, lines } = rig([KIS, KIWOOM]);
    const fills: string[] = [];
    pool.executions.listen(({ account }) => fills.push(account.number));
    await settled();
    for (const line of lines) line.hear?.(notice(line.account));
    expect(fills).toEqual([KIS.number, KIWOOM.number]);
  });

  test('of the demo’s accounts all but the first wait until somebody asks for them', async () => {
    const { pool, calls, become, accounts } = rig([KIS, KIWOOM]);
    become(accounts().map(account => ({ ...account, from: 'demo' })));
    pool.executions.listen(() => {});
    await pool.renewDue(new AbortController().signal);
    await settled();
    expect(calls).toEqual(['한투 open', '한투 listen']);
    await pool.accounts.sellable(KIWOOM, '005930');
    expect(calls.slice(2)).toEqual(['키움 open', '키움 listen']);
  });

  test('of very many accounts only those in use are listened to', async () => {
    const many = Array.from({ length: 21 }, (_, n) => ({
      ...KIS,
      number: `5000${1000 + n}`,
      alias: `a${n}`,
    }));
    const { pool, calls } = rig(many);
    pool.executions.listen(() => {});
    await pool.renewDue(new AbortController().signal);
    expect(calls.filter(call => call.endsWith('listen'))).toEqual([]);
    await pool.accounts.sellable(many[4] ?? KIS, '005930');
    expect(calls.filter(call => call.endsWith('listen'))).toEqual(['a4 listen']);
  });

  test('tokens are renewed eight at a time, and one that fails keeps none of the others', async () => {
    const many = Array.from({ length: 30 }, (_, n) => ({
      ...KIS,
      number: `5000${1000 + n}`,
      alias: `a${n}`,
    }));
    let under = 0;
    let most = 0;
    const done: string[] = [];
    const { pool } = rig(many, async account => {
      under += 1;
      most = Math.max(most, under);
      await new Promise(resolve => setImmediate(resolve));
      under -= 1;
      if (account.alias === 'a3') throw new DeskError('unavailable', 'down');
      done.push(account.alias);
      return true;
    });
    await expect(pool.renewDue(new AbortController().signal)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(most).toBe(8);
    expect(done).toHaveLength(29);
  });

  test('closing ends every line and opens none', () => {
    const { pool, calls } = rig([KIS, KIWOOM]);
    pool.of(KIS);
    pool.close();
    expect(calls).toEqual(['한투 open', '한투 close']);
    expect(() => pool.of(KIWOOM)).toThrow(DeskError);
  });
});
