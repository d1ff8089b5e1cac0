import { z } from 'zod';
import type { AccountBook } from './account-book.js';
import type { Exchange } from './exchange.js';
import type { ExecutionSink } from './execution.js';
import { type FaultList, faultSchema } from './faults.js';
import { giveBack } from './give-back.js';
import type { SystemCode } from './kiwoom/frame.js';
import type { KiwoomTokenBook } from './kiwoom/token-book.js';
import { emptyLedger, type Ledger } from './ledger.js';
import { listingOf } from './listings.js';
import { restOf, stateOf } from './order.js';
import type { OrderLog } from './order-log.js';
import type { RateWindow } from './rate-window.js';
import { type SocketFaults, socketFaultSchema } from './socket-faults.js';
import { type Switches, switchesSchema } from './switches.js';
import type { TokenBook } from './token-book.js';
import type { VenueClock } from './venue-clock.js';
import { naturalInput, toPlainJson } from './whole.js';
import { jsonAnswer, notFound, type WireAnswer } from './wire.js';

interface ControlParts {
  readonly clock: VenueClock;
  readonly switches: Switches;
  readonly initialSwitches: Switches;
  readonly ledger: Ledger;
  readonly tokens: TokenBook;
  readonly kiwoomTokens: KiwoomTokenBook;
  readonly accounts: AccountBook;
  readonly orders: OrderLog;
  readonly faults: FaultList;
  readonly rate: RateWindow;
  readonly exchange: Exchange;
  readonly tell: ExecutionSink;
  readonly sockets: {
    readonly faults: SocketFaults;
    drop(): number;
    /** Ends the sessions of the Kiwoom face with a SYSTEM frame. */
    system(code: SystemCode): number;
  };
}

const holdingInput = z.strictObject({
  code: z.string().refine(code => listingOf(code) !== undefined, 'not listed'),
  quantity: naturalInput,
  averagePrice: naturalInput,
});

const accountInput = z.string().transform((text, ctx) => {
  const key = text.replace('-', '');
  if (!/^\d{10}$/.test(key)) ctx.addIssue({ code: 'custom', message: 'eight and two digits' });
  return key;
});

const schemas = {
  /** `expired` tokens answer EGW00123, `revoked` ones EGW00121, Kiwoom's 8005; without `appKey` all keys' tokens. */
  revoke: z.strictObject({
    as: z.enum(['revoked', 'expired']).default('revoked'),
    appKey: z.string().optional(),
  }),
  clock: z.strictObject({ advanceMs: z.number().nonnegative().default(0) }),
  /** Open orders of the account are withdrawn. */
  account: z.strictObject({
    account: accountInput,
    cash: naturalInput.optional(),
    holdings: z.array(holdingInput).optional(),
  }),
  /** An order that a person places in the broker's own app, past the API. `type` is ORD_DVSN. */
  'hand-order': z.strictObject({
    account: accountInput,
    side: z.enum(['buy', 'sell']),
    code: z.string(),
    type: z.string(),
    quantity: naturalInput,
    price: naturalInput,
    exchange: z.string().default('KRX'),
  }),
  /** An order of the log, by its number, which the exchange gives back although the broker had taken it. */
  'give-back': z.strictObject({ account: accountInput, number: z.string() }),
  options: switchesSchema.partial(),
  /** Tokens live on unless `tokens` is true, so that a client under test need not log in again. */
  reset: z.strictObject({ tokens: z.boolean().default(false) }),
  faults: z.union([faultSchema, z.array(faultSchema)]),
  sockets: socketFaultSchema,
};

/** Reads and turns the simulator from a test: `GET ledger`, `POST reset`, `faults`, `sockets`, `clock` and so on. */
export function createControl(parts: ControlParts) {
  const { clock, switches, ledger, tokens, accounts, orders, faults, exchange } = parts;
  const done = (body: unknown = {}): WireAnswer => ({ ...jsonAnswer(200, {}), body: toPlainJson(body) });

  const posts: Readonly<Record<string, (body: unknown) => WireAnswer>> = {
    faults(body) {
      const given = schemas.faults.parse(body);
      for (const fault of [given].flat()) faults.add(fault);
      return done({ pending: faults.pending().length });
    },
    revoke(body) {
      const { as, appKey } = schemas.revoke.parse(body);
      return done({ ended: tokens.end(as, clock.now(), appKey) + parts.kiwoomTokens.end(appKey) });
    },
    clock(body) {
      clock.advance(schemas.clock.parse(body).advanceMs);
      exchange.settle(clock.now());
      return done({ now: clock.now() });
    },
    account(body) {
      const { account, cash, holdings } = schemas.account.parse(body);
      exchange.settle(clock.now());
      for (const order of orders.of(account))
        order.withdrawn += order.action === 'cancel' ? 0n : restOf(order);
      orders.sweep();
      accounts.set(account, { cash, holdings }, clock.now());
      return done();
    },
    'hand-order'(body) {
      const draft = schemas['hand-order'].parse(body);
      exchange.settle(clock.now());
      const result = exchange.place(draft, clock.now());
      if (typeof result === 'string') return jsonAnswer(409, { refused: result });
      ledger.ordersByHand += 1;
      return done({ ...result, state: stateOf(result) });
    },
    'give-back'(body) {
      const { account, number } = schemas['give-back'].parse(body);
      exchange.settle(clock.now());
      const order = orders.find(number, account);
      return order
        ? done({ quantity: giveBack(orders, order, parts.tell, clock.now()) })
        : jsonAnswer(409, { refused: 'noOriginal' });
    },
    options(body) {
      const given = schemas.options.parse(body);
      exchange.settle(clock.now());
      Object.assign(switches, given);
      return done(switches);
    },
    sockets(body) {
      const given = schemas.sockets.parse(body);
      if (given.do === 'drop') return done({ dropped: parts.sockets.drop() });
      if (given.do === 'system') return done({ ended: parts.sockets.system(given.code) });
      if (given.do === 'silence') parts.sockets.faults.silence(given.ms);
      else parts.sockets.faults.refuse(given.times);
      return done();
    },
    reset(body) {
      const given = schemas.reset.parse(body);
      Object.assign(ledger, emptyLedger());
      Object.assign(switches, parts.initialSwitches);
      faults.clear();
      parts.sockets.faults.clear();
      accounts.restore([]);
      orders.restore([]);
      parts.rate.clear();
      exchange.reset();
      if (given.tokens) {
        tokens.restore({ tokens: [], lastCalls: [], approvals: [] });
        parts.kiwoomTokens.restore({ tokens: [] });
      }
      return done();
    },
  };

  return (method: string, name: string, body: string): WireAnswer => {
    if (method === 'GET' && name === 'ledger') {
      clock.runDue();
      exchange.settle(clock.now());
      return done({ ...ledger, orders: orders.all().map(order => ({ ...order, state: stateOf(order) })) });
    }
    if (method === 'GET' && name === 'faults') return done(faults.pending());
    if (method === 'DELETE' && name === 'faults') {
      faults.clear();
      return done();
    }
    const action = method === 'POST' && Object.hasOwn(posts, name) ? posts[name] : undefined;
    if (!action) return notFound;
    try {
      return action(body.trim() === '' ? {} : JSON.parse(body));
    } catch (thrown) {
      if (thrown instanceof z.ZodError) return jsonAnswer(400, { error: z.prettifyError(thrown) });
      if (thrown instanceof SyntaxError) return jsonAnswer(400, { error: 'not JSON' });
      throw thrown;
    }
  };
}
