import type { OrderMeaning } from '../transport/index.js';
import type { KiwoomBody } from './body.js';

/**
 * What a read's answer means. `transient` and `rate` are worth asking again; `token` after a new token; `noData`: there
 * is nothing of what was asked for; `unreadable` is no Kiwoom answer.
 */
export type ReadClass =
  | 'ok'
  | 'noData'
  | 'token'
  | 'rate'
  | 'transient'
  | 'credentials'
  | 'notOffered'
  | 'unknownIssue'
  | 'refused'
  | 'unreadable';

interface CodeMeaning {
  readonly read: ReadClass;
  readonly order: Exclude<OrderMeaning, 'ok'>;
}

const codes = (meaning: CodeMeaning, ...list: readonly string[]) =>
  list.map(code => [code, meaning] as const);

/**
 * Every code whose meaning is known (Kiwoom: 오류코드; business codes as answered). Orders: a code that is not here
 * leaves the outcome unknown. Kiwoom's gateway judges token, rate and input before an order is processed.
 */
const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([
  ...codes({ read: 'token', order: 'token' }, '8003', '8005', '8010', '8031', '8103'),
  ...codes({ read: 'rate', order: 'rate' }, '1700', '1701', '1702'),
  ...codes({ read: 'credentials', order: 'refused' }, '8001', '8002', '8020', '8030', '8040', '8050'),
  ...codes({ read: 'notOffered', order: 'refused' }, '8104', '8200', 'RC9000'),
  // 조회 실패, as the practice server says for a service that it does not have; of an order it proves nothing.
  ...codes({ read: 'notOffered', order: 'unknown' }, 'RC7006'),
  ...codes({ read: 'noData', order: 'unknown' }, '571758', '501724'),
  ...codes({ read: 'transient', order: 'unknown' }, '1999', '8006', '8009'),
  // The gateway's checks of the request itself.
  ...codes({ read: 'refused', order: 'refused' }, '1501', '1504', '1505', '1511', '1512', '1513', '1514'),
  ...codes({ read: 'refused', order: 'refused' }, '1515', '1516', '1517', '1634', '1687'),
  ...codes({ read: 'unknownIssue', order: 'refused' }, '1901', '1902', '1903'),
  // The ledger, live: order type now, price of a closing-price order, SOR, a cancel as the original, nothing left.
  ...codes({ read: 'refused', order: 'refused' }, '521790', '571357', '571412', '571435', '506550'),
  // Circuit breaker, registration for leveraged funds, shares.
  ...codes({ read: 'refused', order: 'refused' }, '509193', '509247', '800033'),
]);

/**
 * 모의투자's refusals of orders: price unit (RC4003), day (RC4010), cash (RC4025), type (RC4026), limits (RC4027), hours
 * (RC4057, RC4058). Every code of this family on record turned an order away.
 */
const PRACTICE_REFUSAL = /^RC4\d{3}$/;

/** Return codes of the classes that answer for themselves where no code stands in the words. */
const AUTHENTICATION = 3;

function meaningOf(code: string): CodeMeaning | undefined {
  if (PRACTICE_REFUSAL.test(code)) return { read: 'refused', order: 'refused' };
  return MEANINGS.get(code);
}

/** By the code in the words; return code and HTTP status decide only where there is none that means anything. */
export function classifyRead(status: number, body: KiwoomBody | undefined): ReadClass {
  if (body?.returnCode === 0 && status < 300) return 'ok';
  const known = body && body.returnCode !== 0 && meaningOf(body.code);
  if (known) return known.read;
  if (status === 401 || (body?.returnCode === AUTHENTICATION && body.code === '')) return 'token';
  if (status === 429) return 'rate';
  if (status >= 500) return 'transient';
  return body || status >= 400 ? 'refused' : 'unreadable';
}

/** By an explicit list; the default is `unknown`. */
export function classifyOrder(status: number, body: KiwoomBody | undefined): OrderMeaning {
  if (!body) return 'unknown';
  if (body.returnCode === 0) return status === 200 ? 'ok' : 'unknown';
  return meaningOf(body.code)?.order ?? 'unknown';
}
