import type { OrderMeaning } from '../transport/index.js';
import type { KisBody } from './body.js';

/**
 * What a read's answer means. `transient` and `rate` are worth asking again; `token` after a new token;
 * `unreadable` is no KIS answer, or one that KIS itself could not compose.
 */
export type ReadClass =
  | 'ok'
  | 'token'
  | 'rate'
  | 'transient'
  | 'credentials'
  | 'notOffered'
  | 'refused'
  | 'unreadable';

interface CodeMeaning {
  readonly read: ReadClass;
  readonly order: Exclude<OrderMeaning, 'ok'>;
}

const codes = (meaning: CodeMeaning, ...list: readonly string[]) =>
  list.map(code => [code, meaning] as const);

/**
 * Every msg_cd whose meaning is known (KIS: 오류코드; ledger and paper codes as answered). Orders: a code that is
 * not here, or not marked, leaves the outcome unknown. EGW00304 (appsecret) is left unknown with its EGW0030x
 * siblings, of which three mean "the order may have been executed".
 */
const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([
  ...codes({ read: 'token', order: 'token' }, 'EGW00121', 'EGW00122', 'EGW00123'),
  ...codes({ read: 'rate', order: 'rate' }, 'EGW00201', 'EGW00215'),
  ...codes({ read: 'transient', order: 'unknown' }, 'EGW00001', 'EGW00002', 'EGW00202', 'EGW00203'),
  ...codes({ read: 'transient', order: 'unknown' }, 'EGW00300', 'EGW00301', 'EGW00302', 'EGW00303'),
  ...codes({ read: 'credentials', order: 'refused' }, 'EGW00103', 'EGW00105'),
  ...codes({ read: 'credentials', order: 'unknown' }, 'EGW00304'),
  ...codes({ read: 'notOffered', order: 'refused' }, 'EGW02006', '90000000'),
  // The gateway's checks of the request itself, before it is routed anywhere.
  ...codes({ read: 'refused', order: 'refused' }, 'EGW00003', 'EGW00004', 'EGW00101', 'EGW00102', 'EGW00104'),
  ...codes({ read: 'refused', order: 'refused' }, 'EGW00131', 'EGW00132', 'EGW00205', 'EGW00206', 'EGW00207'),
  ...codes({ read: 'refused', order: 'refused' }, 'EGW00208', 'EGW00209', 'EGW00210', 'EGW00211', 'EGW00212'),
  ...codes({ read: 'refused', order: 'refused' }, 'EGW00213', 'EGW00310'),
  // Unknown service, account, missing field, field length: input checks ahead of the ledger.
  ...codes({ read: 'refused', order: 'refused' }, 'OPSQ0002', 'OPSQ2000', 'OPSQ2001', 'OPSQ2002'),
  // The ledger, live: halted issue, quantity, no such issue, hours, day, cash, order type, account.
  ...codes({ read: 'refused', order: 'refused' }, 'APBK0066', 'APBK0400', 'APBK0656', 'APBK0918', 'APBK0919'),
  ...codes({ read: 'refused', order: 'refused' }, 'APBK0952', 'APBK1943', 'APBK3013', 'APAC0081'),
  // Paper: price unit, issue, holiday, quantity, original order, hours, registration.
  ...codes({ read: 'refused', order: 'refused' }, '40030000', '40070000', '40100000', '40310000', '40320000'),
  ...codes({ read: 'refused', order: 'refused' }, '40330000', '40430000', '40570000', '40580000', '40910000'),
]);

/** KIS could not compose its answer, yet says rt_cd 0: an order may exist in spite of it. */
const ANSWER_NOT_COMPOSED = 'IGW00009';

/** By msg_cd; the HTTP status decides only where there is no code that means anything. */
export function classifyRead(status: number, body: KisBody | undefined): ReadClass {
  const known = body && MEANINGS.get(body.msgCd);
  if (body?.rtCd === '0' && status < 300) return body.msgCd === ANSWER_NOT_COMPOSED ? 'unreadable' : 'ok';
  if (known) return known.read;
  if (status === 401) return 'token';
  if (status >= 500) return 'transient';
  return body || status >= 400 ? 'refused' : 'unreadable';
}

/** By an explicit list; the default is `unknown`. */
export function classifyOrder(status: number, body: KisBody | undefined): OrderMeaning {
  if (!body) return 'unknown';
  if (body.rtCd === '0') return status === 200 && body.msgCd !== ANSWER_NOT_COMPOSED ? 'ok' : 'unknown';
  return MEANINGS.get(body.msgCd)?.order ?? 'unknown';
}
