import type { KisBroker } from '../../src/brokers/kis/index.js';
import { type AccountRef, type DeskError, type Log, systemClock } from '../../src/core/index.js';
import { explainPlainly } from '../../src/desk/index.js';
import { manualClock } from '../support/clock.js';
import { testAccounts } from '../support/gateway-parts.js';
import { openGatewayRig } from '../support/gateway-rig.js';
import { CANARIES } from '../support/kis-line.js';
import { NO_LIMITS } from '../support/no-limits.js';

/** What one call over HTTP came to: everything that its caller gets to read. */
export interface HttpAnswer {
  readonly status: number;
  /** Head and body. */
  readonly text: string;
  /** What the caller may read there, since it is what they asked for or came with. */
  readonly allowed: readonly (keyof typeof CANARIES)[];
}

export interface CanaryGateway {
  call(pick: <T>(list: readonly T[]) => T): Promise<HttpAnswer>;
  close(): Promise<void>;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowed?: HttpAnswer['allowed'];
}

const API = '/api/v1';
const HAND_OUT = `${API}/sync/kis-token/${CANARIES.account}`;
const PROXY = `${API}/proxy/kis/uapi/domestic-stock/v1`;
const OWN = `CANO=${CANARIES.account}&ACNT_PRDT_CD=01`;

const CALLS: readonly Call[] = [
  { method: 'GET', path: HAND_OUT, allowed: ['token'] },
  { method: 'GET', path: HAND_OUT, headers: { 'x-token-failed': '1' }, allowed: ['token'] },
  { method: 'GET', path: `${API}/sync/kis-token/50100000` },
  { method: 'GET', path: `${API}/auth/kis/status` },
  { method: 'POST', path: `${API}/auth/kis/token/refresh` },
  { method: 'POST', path: `${API}/auth/kis/approval/refresh` },
  { method: 'GET', path: `${API}/account/balance` },
  { method: 'GET', path: `${API}/positions` },
  { method: 'GET', path: `${API}/orders?from=20261102&to=20261120` },
  { method: 'GET', path: `${API}/orders/open` },
  { method: 'GET', path: `${API}/stocks/005930` },
  { method: 'GET', path: `${API}/charts/005930?period=D` },
  {
    method: 'GET',
    path: `${PROXY}/quotations/inquire-price?FID_INPUT_ISCD=005930`,
    headers: { tr_id: 'FHKST01010100' },
  },
  // Whoever asks for an account through the proxy has its number, and the broker may say it back.
  {
    method: 'GET',
    path: `${PROXY}/trading/inquire-balance?${OWN}`,
    headers: { tr_id: 'VTTC8434R' },
    allowed: ['account'],
  },
  // What should not be sent at all is not given back either.
  { method: 'GET', path: `${API}/health?appsecret=${encodeURIComponent(CANARIES.appSecret)}` },
  { method: 'GET', path: `${API}/stocks/${CANARIES.appKey}` },
  { method: 'GET', path: `/${CANARIES.token}` },
];

/** A gateway over real HTTP before this broker, whose other parts are stand-ins; its log goes where the broker's goes. */
export async function openCanaryGateway(
  kis: KisBroker,
  account: AccountRef,
  log: Log,
): Promise<CanaryGateway> {
  const { tokens, approvals, proxy, market, accounts } = kis;
  const rig = await openGatewayRig({
    clock: manualClock(systemClock.now()),
    ...{ tokens, approvals, proxy, market, log, accounts: testAccounts([account]) },
    explain: (error: DeskError, reference: string) => explainPlainly(error, systemClock.now(), reference),
    desk: {
      accountsOf: () => [account],
      allAccounts: () => [account],
      balance: accounts.balance,
      quote: market.quote,
      async findSymbol() {
        throw new Error('no symbols here');
      },
      orders: accounts.orders,
      openOrders: accounts.openOrders,
      tokenStatus: tokens.status,
      renewToken: (_account, signal) => tokens.forceRenew(signal),
      limitsOf: () => NO_LIMITS,
      status() {
        throw new Error('no status here');
      },
    },
  });
  const key = rig.parts.keys.add('canary', ['token', 'read', 'control']);
  return {
    async call(pick) {
      const { method, path, headers = {}, allowed = [] } = pick(CALLS);
      const answer = await rig.send(method, path, undefined, { 'x-api-key': key, ...headers });
      const text = `${JSON.stringify(answer.headers)} ${answer.text}`;
      return { status: answer.status, text, allowed };
    },
    close: rig.close,
  };
}
