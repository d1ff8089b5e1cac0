import type { TradingMode } from '../../core/index.js';
import type { Refused } from '../refusal.js';
import type { KiwoomAnswer } from './answer.js';

type Line = readonly [code: string, text: string];

/** Reasons that only this face has. */
export type KiwoomRefused =
  | Refused
  | 'queryFailed'
  | 'isCancel'
  | 'otherRoute'
  | 'priceNotAllowed'
  | 'noData';

/**
 * How Kiwoom says no to an order (`return_code` 20). On record are RC4003, RC4010, RC4025, RC4026, RC4027, RC4057,
 * RC4058, RC7006, RC9000, 800033, 506550, 521790, 571357, 571412 and 571435, most of their texts only in sense. Of the
 * real server fewer are known than of the mock one: where none is, the mock's code stands with a text that does not
 * say so. Codes marked "invented" stand where none is on record at all.
 */
const LINES = {
  beforeOpen: ['RC4057', '장시작전'],
  afterClose: ['RC4058', '장종료'],
  afterMarket: ['RC4058', '장종료'],
  otherHours: ['RC4026', '주문이 불가한 주문구분입니다.'],
  holiday: ['RC4010', '영업일이 아닙니다.'],
  // Invented.
  unknownIssue: ['RC4007', '매매불가 종목입니다.'],
  // Invented.
  halted: ['RC4007', '매매불가 종목입니다.'],
  tick: ['RC4003', '호가단위 오류입니다.'],
  priceLimit: ['RC4027', '상/하한가 오류'],
  // Invented.
  quantity: ['RC4031', '주문수량/단가 오류입니다.'],
  orderType: ['RC4026', '주문이 불가한 주문구분입니다.'],
  marketOrder: ['RC4026', '주문이 불가한 주문구분입니다.'],
  exchange: ['RC9000', '해당업무가 제공되지 않습니다.'],
  cash: ['RC4025', '주문가능금액이 부족합니다.'],
  shares: ['800033', '매도가능수량이 부족합니다.'],
  // Invented.
  noOriginal: ['RC4032', '원주문번호가 존재하지 않습니다.'],
  nothingLeft: ['506550', '정정/취소할 수량이 없습니다.'],
  // Invented.
  aboveRest: ['RC4043', '정정/취소수량이 가능수량을 초과합니다.'],
  notOffered: ['RC9000', '해당업무가 제공되지 않습니다.'],
  queryFailed: ['RC7006', '조회실패'],
  isCancel: ['571435', '원주문이 취소주문입니다.'],
  otherRoute: ['571412', 'SOR주문은 SOR로만 정정/취소 가능합니다.'],
  priceNotAllowed: ['571357', '종가주문은 단가를 입력할 수 없습니다.'],
  noData: ['571758', '조회내역이 없습니다.'],
} as const satisfies Record<KiwoomRefused, Line>;

/** What the real server was seen to say differently. */
const LIVE: Partial<Record<KiwoomRefused, Line>> = {
  otherHours: ['521790', '해당 시간에는 주문이 불가한 주문구분입니다.'],
  afterMarket: ['521790', '해당 시간에는 주문이 불가한 주문구분입니다.'],
};

/** A business refusal: HTTP 200 and `[2000](code:text)`. */
export function refused(mode: TradingMode, why: KiwoomRefused): KiwoomAnswer {
  const [code, text] = (mode === 'live' ? LIVE[why] : undefined) ?? LINES[why];
  const from = mode === 'paper' && code.startsWith('RC') ? '모의투자 ' : '';
  return { status: 200, body: { return_code: 20, return_msg: `[2000](${code}:${from}${text})` } };
}
