import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.js';
import { type ManualClock, manualClock } from '../support/clock.js';

export const APP_KEY = 'PSED0123456789abcdefghijklmnopqrstuv';
export const APP_SECRET = 'x'.repeat(180);
const TRADING = '/uapi/domestic-stock/v1/trading';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; empty when it is none. */
  readonly body: Record<string, unknown>;
}

type Fields = Readonly<Record<string, string>>;

/** A started simulator with a clock that stands still, and a plain client for it. */
export interface TestVenue {
  readonly simulator: Simulator;
  readonly clock: ManualClock;
  readonly mode: 'paper' | 'live';
  raw(method: string, path: string, given?: { headers?: Fields; body?: string }): Promise<Answer>;
  /** tokenP with these keys. */
  tokenP(appKey?: string, secret?: string): Promise<Answer>;
  /** A token, remembered for the calls below. */
  login(): Promise<string>;
  get(tr: string, service: string, fields: Fields, headers?: Fields): Promise<Answer>;
  post(tr: string, service: string, fields: Readonly<Record<string, unknown>>): Promise<Answer>;
  control(method: string, name: string, body?: unknown): Promise<Answer>;
  ledger(): Promise<Ledger>;
  stop(): Promise<void>;
}

export interface Ledger {
  readonly requestsByTr: Readonly<Record<string, number>>;
  readonly tokenRequests: number;
  readonly tokensIssued: number;
  readonly rateViolations: number;
  readonly ordersAccepted: number;
  readonly ordersByHand: number;
  readonly ordersRefused: number;
  readonly faultsServed: number;
  readonly orders: readonly LedgerOrder[];
}

export interface LedgerOrder {
  readonly number: string;
  readonly originalNumber: string;
  readonly action: string;
  readonly account: string;
  readonly side: string;
  readonly code: string;
  readonly type: string;
  readonly at: number;
  readonly quantity: number;
  readonly price: number;
  readonly filled: number;
  readonly filledAmount: number;
  readonly withdrawn: number;
  readonly costs: number;
  readonly state: string;
}

/** Monday 23 November 2026, 10:00 KST; a rate no test meets by accident. */
export async function openVenue(options: Partial<SimulatorOptions> = {}): Promise<TestVenue> {
  const clock = manualClock();
  const mode = options.mode ?? 'paper';
  const simulator = await startSimulator({
    mode,
    port: 0,
    seed: 'test',
    alwaysOpen: true,
    clock,
    ratePerSecond: 10_000,
    ...options,
  });
  let token = '';

  async function raw(method: string, path: string, given: { headers?: Fields; body?: string } = {}) {
    const response = await fetch(simulator.baseUrl + path, {
      method,
      headers: { 'content-type': 'application/json; charset=utf-8', ...given.headers },
      ...(given.body !== undefined && { body: given.body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectOf(text) };
  }

  const business = (tr: string): Fields => ({
    authorization: `Bearer ${token}`,
    appkey: APP_KEY,
    appsecret: APP_SECRET,
    custtype: 'P',
    tr_id: tr,
  });

  const tokenP = (appKey = APP_KEY, secret = APP_SECRET) =>
    raw('POST', '/oauth2/tokenP', {
      body: JSON.stringify({ grant_type: 'client_credentials', appkey: appKey, appsecret: secret }),
    });

  const control = async (method: string, name: string, body?: unknown): Promise<Answer> => {
    const url = `${simulator.controlUrl}/${name}`;
    const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectOf(text) };
  };

  return {
    simulator,
    clock,
    mode,
    raw,
    tokenP,
    async login() {
      const { body } = await tokenP();
      token = String(body['access_token']);
      return token;
    },
    get: (tr, service, fields, headers = {}) =>
      raw('GET', `${pathOf(service)}?${new URLSearchParams(fields).toString()}`, {
        headers: { ...business(tr), ...headers },
      }),
    post: (tr, service, fields) =>
      raw('POST', pathOf(service), { headers: business(tr), body: JSON.stringify(fields) }),
    control,
    async ledger() {
      const { text } = await control('GET', 'ledger');
      const ledger: Ledger = JSON.parse(text);
      return ledger;
    },
    stop: () => simulator.stop(),
  };
}

const pathOf = (service: string) => (service.startsWith('/') ? service : `${TRADING}/${service}`);

function objectOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

export const ACCOUNT = { CANO: '50101234', ACNT_PRDT_CD: '01' } as const;

/** A service's TR id for this environment: live ids begin with T, their paper twins with V. */
export function trOf(venue: TestVenue, liveId: string): string {
  return venue.mode === 'live' ? liveId : `V${liveId.slice(1)}`;
}

export const BALANCE_FIELDS = {
  ...ACCOUNT,
  AFHR_FLPR_YN: 'N',
  OFL_YN: '',
  INQR_DVSN: '02',
  UNPR_DVSN: '01',
  FUND_STTL_ICLD_YN: 'N',
  FNCG_AMT_AUTO_RDPT_YN: 'N',
  PRCS_DVSN: '00',
  CTX_AREA_FK100: '',
  CTX_AREA_NK100: '',
} as const;

export function balance(venue: TestVenue, more: Fields = {}, headers: Fields = {}): Promise<Answer> {
  return venue.get(trOf(venue, 'TTTC8434R'), 'inquire-balance', { ...BALANCE_FIELDS, ...more }, headers);
}

export function orderList(venue: TestVenue, more: Fields = {}, headers: Fields = {}): Promise<Answer> {
  const fields = {
    ...ACCOUNT,
    INQR_STRT_DT: '20261101',
    INQR_END_DT: '20261231',
    SLL_BUY_DVSN_CD: '00',
    PDNO: '',
    ORD_GNO_BRNO: '',
    ODNO: '',
    CCLD_DVSN: '00',
    INQR_DVSN: '00',
    INQR_DVSN_1: '',
    INQR_DVSN_3: '00',
    EXCG_ID_DVSN_CD: 'KRX',
    CTX_AREA_FK100: '',
    CTX_AREA_NK100: '',
    ...more,
  };
  return venue.get(trOf(venue, 'TTTC0081R'), 'inquire-daily-ccld', fields, headers);
}

export interface TestOrder {
  readonly side: 'buy' | 'sell';
  readonly code?: string;
  readonly quantity: number | string;
  readonly price?: number | string;
  readonly type?: string;
  readonly exchange?: string;
}

export function place(venue: TestVenue, order: TestOrder): Promise<Answer> {
  const { side, code = '005930', quantity, price = 0, type = '00', exchange = 'KRX' } = order;
  const tr = trOf(venue, side === 'buy' ? 'TTTC0012U' : 'TTTC0011U');
  return venue.post(tr, 'order-cash', {
    ...ACCOUNT,
    PDNO: code,
    ORD_DVSN: type,
    ORD_QTY: String(quantity),
    ORD_UNPR: String(price),
    EXCG_ID_DVSN_CD: exchange,
  });
}

export interface TestChange {
  readonly number: string;
  readonly quantity?: number | 'all';
  readonly price?: number;
  readonly type?: string;
}

export function change(venue: TestVenue, what: 'amend' | 'cancel', given: TestChange): Promise<Answer> {
  const { number, quantity = 'all', price = 0, type = '00' } = given;
  return venue.post(trOf(venue, 'TTTC0013U'), 'order-rvsecncl', {
    ...ACCOUNT,
    KRX_FWDG_ORD_ORGNO: '',
    ORGN_ODNO: number,
    ORD_DVSN: type,
    RVSE_CNCL_DVSN_CD: what === 'amend' ? '01' : '02',
    ORD_QTY: quantity === 'all' ? '0' : String(quantity),
    ORD_UNPR: String(price),
    QTY_ALL_ORD_YN: quantity === 'all' ? 'Y' : 'N',
  });
}

/** `output` or `output1` as rows of texts, `output2` of a balance included (an array of one). */
export function rowsOf(answer: Answer, name = 'output1'): readonly Record<string, string>[] {
  const rows = answer.body[name];
  return Array.isArray(rows) ? rows : [];
}

export function rowOf(answer: Answer, name = 'output'): Record<string, string> {
  const row = answer.body[name];
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? { ...row } : {};
}

export const orderNumberOf = (answer: Answer) => rowOf(answer)['ODNO'] ?? '';

/** A won or share field of an answer. */
export const whole = (row: Record<string, string> | undefined, name: string) =>
  BigInt(row?.[name] ?? 'missing');
