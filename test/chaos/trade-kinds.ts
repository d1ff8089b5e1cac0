import type { BrokerId } from '../../src/core/index.js';
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

/** How one broker says no, and what it says that proves nothing. */
interface Words {
  /** For a request that came too soon. */
  readonly rate: readonly VenueFault[];
  /** Of a code on record: nothing was ordered. */
  readonly refusal: VenueFault;
  readonly unlisted: VenueFault;
  /** Of a code on record that is no proof of anything. */
  readonly doubt: VenueFault;
  /** A success that says nothing else. */
  readonly empty: VenueFault;
}

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

function kisWords(pick: Pick): Words {
  const unlisted = `${pick(['APBK', 'EGW0', 'IGW0', '4099', 'OPSQ'])}${pick(['9990', '9997', '9123'])}`;
  return {
    rate: [{ kind: 'rateRefusal' }, kisSays(500, '1', 'EGW00215')],
    refusal: kisSays(pick([200, 500]), pick(['1', '7']), pick(REFUSALS)),
    unlisted: kisSays(pick([200, 400, 500]), pick(['1', '7']), unlisted),
    doubt: kisSays(500, '1', pick(DOUBTS)),
    empty: kisSays(200, '0', 'IGW00009'),
  };
}

const kiwoomSays = (status: number, returnCode: number, words: string): VenueFault => ({
  kind: 'status',
  status,
  body: { return_code: returnCode, return_msg: words },
});

/** As Kiwoom writes them: the gateway's codes in square brackets, those of the ledger in round ones. */
const KIWOOM_REFUSALS = [
  [2, '입력 값 오류입니다[1511:필수 입력 값에 값이 존재하지 않습니다. 필수입력 파라미터=stk_cd]'],
  [2, '입력 값 오류입니다[1504:해당 URI에서는 지원하는 API ID가 아닙니다.]'],
  [20, '[2000](RC4003:모의투자 호가단위 오류입니다.)'],
  [20, '[2000](RC4025:모의투자 주문가능금액이 부족합니다.)'],
  [20, '[2000](800033:매도가능수량이 부족합니다.)'],
  [20, '[2000](571412:SOR주문은 SOR로만 정정/취소 가능합니다.)'],
] as const;

function kiwoomWords(pick: Pick): Words {
  const [returnCode, words] = pick(KIWOOM_REFUSALS);
  return {
    rate: [
      { kind: 'rateRefusal' },
      kiwoomSays(200, 5, '허용된 요청 개수를 초과하였습니다[1700:허용된 요청 개수를 초과하였습니다.]'),
    ],
    refusal: kiwoomSays(200, returnCode, words),
    unlisted: kiwoomSays(pick([200, 400, 500]), pick([2, 7, 20]), pick(['[2000](599123:모르는 말)', '말씀'])),
    doubt: kiwoomSays(200, 20, pick(['[2000](RC7006:모의투자 조회실패)', '오류[1999:예기치 못한 에러]'])),
    empty: kiwoomSays(200, 0, '정상적으로 처리되었습니다'),
  };
}

/** Every kind of trouble; codes and spans are drawn anew each time. */
export function tradeKinds(pick: Pick, broker: BrokerId): readonly TradeKind[] {
  const words = broker === 'kis' ? kisWords(pick) : kiwoomWords(pick);
  const rate = pick(words.rate);
  return [
    { name: 'no fault', faults: [], mostPosts: 1 },
    single('reset before', { kind: 'resetBefore' }),
    single('reset after', { kind: 'resetAfter' }),
    single('listed refusal', words.refusal),
    { name: 'rate refusal once', faults: [rate], mostPosts: 2 },
    { name: 'rate refusal twice', faults: [rate, rate], mostPosts: 3 },
    { name: 'rate refusal thrice', faults: [rate, rate, rate], mostPosts: 3 },
    { name: 'rate refusal, then reset', faults: [rate, { kind: 'resetAfter' }], mostPosts: 2 },
    { name: 'rate refusal, then hang', faults: [rate, { kind: 'hang', commit: true }], mostPosts: 2 },
    ...eitherWay('unlisted code', words.unlisted),
    ...eitherWay('doubtful code', words.doubt),
    ...eitherWay('500 without a code', { kind: 'maintenance' }),
    ...eitherWay('empty 500', { kind: 'empty500' }),
    ...eitherWay('HTML 502', { kind: 'html502' }),
    ...eitherWay('503 text', { kind: 'status', status: 503, body: 'busy' }),
    ...eitherWay('success without an answer', words.empty),
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
