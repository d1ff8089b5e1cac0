import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.js';
import { type ManualClock, manualClock } from '../support/clock.js';
import type { Ledger } from './venue-client.js';

export const APP_KEY = 'KIWOOM0123456789abcdefghijklmnopqrstuvwxyz0';
export const APP_SECRET = 'S'.repeat(43);

type Fields = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; empty when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A started simulator with a clock that stands still, and a plain client for its Kiwoom face. */
export interface KiwoomVenue {
  readonly simulator: Simulator;
  readonly clock: ManualClock;
  readonly mode: 'paper' | 'live';
  raw(path: string, headers: Fields, body: string, method?: string): Promise<Answer>;
  /** au10001. */
  issue(appKey?: string, secret?: string, more?: Fields): Promise<Answer>;
  /** A token, remembered for the calls below. */
  login(appKey?: string): Promise<string>;
  call(apiId: string, fields?: Fields, headers?: Fields): Promise<Answer>;
  control(method: string, name: string, body?: unknown): Promise<Answer>;
  options(switches: object): Promise<void>;
  ledger(): Promise<Ledger & { readonly requestsByPath: Readonly<Record<string, number>> }>;
  stop(): Promise<void>;
}

const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^kt1/, 'ordr'],
  [/^ka10004$/, 'mrkcond'],
  [/^ka100(?:79|8[0-3]|94)$/, 'chart'],
  [/^ka10(?:001|095|099|100)$/, 'stkinfo'],
  [/./, 'acnt'],
];

export function pathOf(apiId: string): string {
  const found = PATHS.find(([ids]) => ids.test(apiId));
  return `/api/dostk/${found?.[1] ?? ''}`;
}

/** Monday 23 November 2026, 10:00 KST; a rate no test meets by accident, unless it is to be the broker's own. */
export async function openKiwoom(
  options: Partial<SimulatorOptions> = {},
  rate: 'unlimited' | 'own' = 'unlimited',
): Promise<KiwoomVenue> {
  const clock = manualClock();
  const mode = options.mode ?? 'paper';
  const simulator = await startSimulator({
    mode,
    port: 0,
    seed: 'test',
    alwaysOpen: true,
    clock,
    ...(rate === 'unlimited' && { ratePerSecond: 10_000 }),
    ...options,
  });
  let token = '';

  async function ask(url: string, method: string, headers: Fields, body?: string): Promise<Answer> {
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: objectOf(text) };
  }
  const json = { 'content-type': 'application/json;charset=UTF-8' };
  const raw = (path: string, headers: Fields, body: string, method = 'POST') =>
    ask(simulator.baseUrl + path, method, { ...json, ...headers }, method === 'GET' ? undefined : body);
  const issue = (appKey = APP_KEY, secret = APP_SECRET, more: Fields = {}) =>
    raw(
      '/oauth2/token',
      {},
      JSON.stringify({ grant_type: 'client_credentials', appkey: appKey, secretkey: secret, ...more }),
    );
  const control = (method: string, name: string, body?: unknown) =>
    ask(`${simulator.controlUrl}/${name}`, method, {}, body === undefined ? undefined : JSON.stringify(body));

  return {
    simulator,
    clock,
    mode,
    raw,
    issue,
    async login(appKey) {
      token = String((await issue(appKey)).body['token']);
      return token;
    },
    call: (apiId, fields = {}, headers = {}) =>
      raw(
        pathOf(apiId),
        { 'api-id': apiId, authorization: `Bearer ${token}`, ...headers },
        JSON.stringify(fields),
      ),
    control,
    async options(switches) {
      const { status, text } = await control('POST', 'options', switches);
      if (status !== 200) throw new Error(text);
    },
    async ledger() {
      const { text } = await control('GET', 'ledger');
      return JSON.parse(text);
    },
    stop: () => simulator.stop(),
  };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** The rows of a list in an answer. */
export function rowsOf(answer: Answer, list: string): readonly Readonly<Record<string, string>>[] {
  const rows = answer.body[list];
  return Array.isArray(rows) ? rows : [];
}

export interface KiwoomOrder {
  readonly side?: 'buy' | 'sell';
  readonly code?: string;
  readonly quantity: number | string | bigint;
  readonly price?: number | string | bigint;
  readonly type?: string;
  readonly exchange?: string;
}

export function place(venue: KiwoomVenue, order: KiwoomOrder): Promise<Answer> {
  const { side = 'buy', code = '005930', quantity, price = '', type = '0', exchange = 'KRX' } = order;
  return venue.call(side === 'buy' ? 'kt10000' : 'kt10001', {
    dmst_stex_tp: exchange,
    stk_cd: code,
    ord_qty: String(quantity),
    ord_uv: String(price),
    trde_tp: type,
    cond_uv: '',
  });
}

export const numberOf = (answer: Answer) => String(answer.body['ord_no']);

export const OPEN_ORDERS = { all_stk_tp: '0', trde_tp: '0', stk_cd: '', stex_tp: '0' } as const;
export const DAY_ORDERS = {
  ord_dt: '',
  qry_tp: '1',
  stk_bond_tp: '0',
  sell_tp: '0',
  stk_cd: '',
  fr_ord_no: '',
  dmst_stex_tp: '%',
} as const;
