import type { VenueFault } from '../support/trade-venue.js';
import type { Pick } from './fault-plan.js';

/** One way in which an order meets with trouble. */
export interface TradeKind {
  readonly name: string;
  /** For its request and the repeats of it, in this order. */
  readonly faults: readonly VenueFault[];
  /** What happens right before it leaves: the port of the venue is shut, or its tokens end. */
  readonly before?: 'shut' | 'expire';
  /** How many requests it may come to: more than one only where each before proved that nothing was taken. */
  readonly mostPosts: number;
}

const SECOND = 1_000;
/** Beyond the last of these a look after 300 s would have to say that it was most likely not placed. */
const LATE_S = [1, 8, 30, 83, 150, 200, 400];

const kisBody = (rtCd: string, msgCd: string) => ({
  rt_cd: rtCd,
  msg_cd: msgCd,
  msg1: '시험 중입니다.'.padEnd(80),
});
const kisSays = (status: number, rtCd: string, msgCd: string): VenueFault => ({
  kind: 'status',
  status,
  body: kisBody(rtCd, msgCd),
});
const single = (name: string, fault: VenueFault): TradeKind => ({ name, faults: [fault], mostPosts: 1 });

/** The same trouble with an order that was taken all the same, and with one that was not. */
const eitherWay = (name: string, fault: VenueFault): TradeKind[] => [
  single(`${name}, taken`, { ...fault, commit: true }),
  single(`${name}, not taken`, fault),
];

/** Refusals that KIS documents, from the gateway, the input checks and the ledgers of both environments. */
const REFUSALS = [
  'EGW00103',
  'EGW00205',
  'OPSQ2000',
  'OPSQ2002',
  'APBK0952',
  'APBK0918',
  '40310000',
  '90000000',
];
/** Of the gateway, and none of them proof of anything. */
const DOUBTS = ['EGW00002', 'EGW00202', 'EGW00203', 'EGW00302', 'EGW00304'];

/** Every kind of trouble; codes and spans are drawn anew each time. */
export function tradeKinds(pick: Pick): readonly TradeKind[] {
  const rate: VenueFault = pick([{ kind: 'rateRefusal' }, kisSays(500, '1', 'EGW00215')]);
  const unlisted = `${pick(['APBK', 'EGW0', 'IGW0', '4099', 'OPSQ'])}${pick(['9990', '9997', '9123'])}`;
  return [
    { name: 'no fault', faults: [], mostPosts: 1 },
    single('reset before', { kind: 'resetBefore' }),
    single('reset after', { kind: 'resetAfter' }),
    single('listed refusal', kisSays(pick([200, 500]), pick(['1', '7']), pick(REFUSALS))),
    { name: 'rate refusal once', faults: [rate], mostPosts: 2 },
    { name: 'rate refusal twice', faults: [rate, rate], mostPosts: 3 },
    { name: 'rate refusal thrice', faults: [rate, rate, rate], mostPosts: 3 },
    { name: 'rate refusal, then reset', faults: [rate, { kind: 'resetAfter' }], mostPosts: 2 },
    { name: 'rate refusal, then hang', faults: [rate, { kind: 'hang', commit: true }], mostPosts: 2 },
    ...eitherWay('unlisted code', kisSays(pick([200, 400, 500]), pick(['1', '7']), unlisted)),
    ...eitherWay('doubtful code', kisSays(500, '1', pick(DOUBTS))),
    ...eitherWay('500 without a code', { kind: 'maintenance' }),
    ...eitherWay('empty 500', { kind: 'empty500' }),
    ...eitherWay('HTML 502', { kind: 'html502' }),
    ...eitherWay('503 text', { kind: 'status', status: 503, body: 'busy' }),
    ...eitherWay('rt_cd 0 without an answer', kisSays(200, '0', 'IGW00009')),
    ...eitherWay('JSON of somebody else', { kind: 'status', status: 200, body: { error: 'gateway' } }),
    ...eitherWay('time-out', { kind: 'hang' }),
    single('drip within the time', { kind: 'drip', ms: 20 }),
    single('drip beyond the time', { kind: 'drip', ms: 400 }),
    single('truncated', { kind: 'truncate' }),
    single('no JSON', { kind: 'notJson' }),
    single('no order number', { kind: 'noOrderNumber' }),
    ...LATE_S.map(s => single(`taken ${s} s late`, { kind: 'lateCommit', ms: s * SECOND })),
    { name: 'connection refused', faults: [], before: 'shut', mostPosts: 0 },
    { name: 'expired token', faults: [], before: 'expire', mostPosts: 2 },
  ];
}
