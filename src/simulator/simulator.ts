import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, DeskError, type Log, type TradingMode, type Won } from '../core/index.js';
import { createAccountBook, type SeedHolding } from './account-book.js';
import { balanceRoute } from './balance-route.js';
import { createControl } from './control.js';
import { createExchange } from './exchange.js';
import type { ExecutionSink } from './execution.js';
import { createFaultList } from './faults.js';
import { createGate, type Gate } from './gate.js';
import { isKiwoomPath } from './kiwoom/paths.js';
import { createKiwoomRealtime } from './kiwoom/realtime.js';
import { createKiwoomTokenBook } from './kiwoom/token-book.js';
import { emptyLedger } from './ledger.js';
import { masterZip } from './master-file.js';
import { meansRoutes } from './means-routes.js';
import { openOrdersRoute, orderListRoute } from './order-list-routes.js';
import { createOrderLog } from './order-log.js';
import { orderRoutes } from './order-routes.js';
import { quoteRoutes } from './quote-routes.js';
import { createRateWindow } from './rate-window.js';
import { createRealtime } from './realtime.js';
import { createVenueServer, MASTER_PATH } from './server.js';
import { createSocketFaults } from './socket-faults.js';
import { createStateKeeper, loadState, type VenueState } from './state.js';
import { initialSwitches } from './switches.js';
import { createTape, type Tape } from './tape.js';
import { createTokenBook } from './token-book.js';
import { attachSockets } from './upgrades.js';
import type { Venue } from './venue.js';
import { createVenueClock } from './venue-clock.js';
import type { WireAnswer } from './wire.js';

export interface SimulatorOptions {
  mode: TradingMode;
  /** 0 picks a free one. */
  port: number;
  /** The same seed gives the same prices and the same first positions. */
  seed: string;
  /** Trade around the clock, every day; otherwise KRX hours and calendar. */
  alwaysOpen: boolean;
  clock: Clock;
  /** Requests per second, of both brokers unless Kiwoom has its own. */
  ratePerSecond?: number;
  kiwoomRatePerSecond?: number;
  /** Tokens, accounts, orders and counts survive a restart in this file. */
  stateFile?: string;
  /** What every account begins with, instead of the seeded cash and positions. */
  cash?: Won;
  holdings?: readonly SeedHolding[];
  log?: Log;
}

export interface Simulator {
  readonly baseUrl: string;
  /** Clients append `/tryitout`, as at KIS, or `/api/dostk/websocket`, as at Kiwoom. */
  readonly wsUrl: string;
  /** Where tests read the ledger and script faults; contains an unguessable part. */
  readonly controlUrl: string;
  /** The folder of the `.mst.zip` files. */
  readonly masterUrl: string;
  /** Saves, closes every connection and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts an exchange that answers as KIS does and, at its own paths, as Kiwoom does, with one market, one order log and
 * one book of accounts behind both; on 127.0.0.1 only. Throws DeskError `input` with `detail.code`
 * (`EADDRINUSE` and the like) when the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { mode, seed } = options;
  const log = options.log ?? (() => undefined);
  const saved = options.stateFile === undefined ? undefined : await fitting(options, options.stateFile, log);

  const clock = createVenueClock(options.clock, saved?.ahead);
  const { ratePerSecond, kiwoomRatePerSecond } = options;
  const firstSwitches = initialSwitches(mode, options.alwaysOpen, ratePerSecond, kiwoomRatePerSecond);
  const switches = { ...firstSwitches };
  const ledger = { ...emptyLedger(), ...saved?.ledger };
  const tokens = createTokenBook(randomBytes, () => switches.oldTokenServes);
  const kiwoomTokens = createKiwoomTokenBook(mode, randomBytes, switches);
  const tape = createTape({
    seed,
    get alwaysOpen() {
      return switches.alwaysOpen;
    },
  });
  const accounts = createAccountBook(tape, seed, { cash: options.cash, holdings: options.holdings });
  const orders = createOrderLog();
  if (saved) {
    tokens.restore(saved.tokens);
    kiwoomTokens.restore(saved.kiwoom);
    accounts.restore(saved.accounts);
    orders.restore(saved.orders);
  }

  const venue: Venue = { mode, switches, tape, accounts, orders };
  const socketFaults = createSocketFaults(clock.now);
  const tell: ExecutionSink = execution => {
    realtime.tell(execution);
    kiwoomRealtime.tell(execution);
  };
  const exchange = createExchange(venue, tell);
  const realtime = createRealtime({
    mode,
    switches,
    tokens,
    clock,
    faults: socketFaults,
    pace: options.clock,
    random: randomBytes,
    settle: exchange.settle,
  });
  const kiwoomRealtime = createKiwoomRealtime({
    venue,
    tokens: kiwoomTokens,
    clock,
    faults: socketFaults,
    pace: options.clock,
    settle: exchange.settle,
  });
  const rate = createRateWindow();
  const faults = createFaultList();
  const routes = [
    ...orderRoutes({ venue, exchange, ledger }),
    balanceRoute(venue),
    orderListRoute(venue),
    openOrdersRoute(venue),
    ...meansRoutes(venue),
    ...quoteRoutes(tape),
  ];
  const { now, monotonic } = clock;
  const shared = { mode, rate, switches, ledger, now, monotonic };
  const kis = createGate({ ...shared, routes, tokens });
  let kiwoom: Gate | undefined;
  const gateFor = (path: string): Gate => (isKiwoomPath(path) && kiwoom ? kiwoom : kis);
  /** The other face is loaded and built when it is first asked for. */
  const loading = (path: string): Promise<void> | undefined => {
    if (kiwoom || !isKiwoomPath(path)) return undefined;
    return import('./kiwoom/face.js').then(({ createKiwoomFace }) => {
      kiwoom ??= createKiwoomFace({ ...shared, venue, exchange, ledger, tokens: kiwoomTokens });
    });
  };
  const control = createControl({
    clock,
    switches,
    initialSwitches: firstSwitches,
    ledger,
    tokens,
    kiwoomTokens,
    accounts,
    orders,
    faults,
    rate,
    exchange,
    tell,
    sockets: {
      faults: socketFaults,
      drop: () => realtime.drop() + kiwoomRealtime.drop(),
      system: kiwoomRealtime.system,
    },
  });

  const snapshot = (): VenueState => ({
    version: 1,
    mode,
    seed,
    ahead: clock.ahead,
    tokens: tokens.snapshot(),
    kiwoom: kiwoomTokens.snapshot(),
    accounts: [...accounts.all()],
    orders: [...orders.all()],
    ledger,
  });
  const keeper =
    options.stateFile === undefined
      ? undefined
      : createStateKeeper(options.stateFile, snapshot, options.clock, log);
  const controlPath = `/control/${randomBytes(18).toString('base64url')}`;
  const server = createVenueServer({
    gateFor,
    loading,
    faults,
    ledger,
    clock,
    pace: options.clock,
    controlPath,
    control,
    masterFile: name => masterFile(tape, name, now()),
    settle: exchange.settle,
    log,
    changed: how => keeper?.changed(how),
  });
  attachSockets(server, [realtime, kiwoomRealtime]);
  const port = await listen(server, options.port);

  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    wsUrl: `ws://127.0.0.1:${port}`,
    controlUrl: baseUrl + controlPath,
    masterUrl: baseUrl + MASTER_PATH,
    async stop() {
      realtime.stop();
      kiwoomRealtime.stop();
      clock.stop();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      if (keeper) await keeper.stop();
    },
  };
}

/** The saved state of the same exchange; one of another mode or seed is left out with a warning. */
async function fitting(options: SimulatorOptions, file: string, log: Log): Promise<VenueState | undefined> {
  const saved = await loadState(file, log);
  if (!saved || (saved.mode === options.mode && saved.seed === options.seed)) return saved;
  log('warn', 'simulator state is of another exchange: starting fresh', { file });
  return undefined;
}

/** KIS: 종목정보파일, with the base prices of the day. */
function masterFile(tape: Tape, name: string, now: number): WireAnswer | undefined {
  const market = { 'kospi_code.mst.zip': 'KOSPI', 'kosdaq_code.mst.zip': 'KOSDAQ' } as const;
  if (name !== 'kospi_code.mst.zip' && name !== 'kosdaq_code.mst.zip') return undefined;
  const body = masterZip(market[name], code => tape.base(code, now));
  return { status: 200, headers: { 'content-type': 'application/zip' }, body };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => {
      const code = thrown.code ?? 'unknown';
      reject(
        new DeskError('input', `cannot listen on port ${port}: ${code}`, { port, code }, { cause: thrown }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
