import type { TradingMode } from '../core/index.js';
import type { Refused } from './refusal.js';
import type { VenueAnswer } from './route.js';

type Line = readonly [code: string, text: string];

const SENT: Line = ['APBK0013', '주문 전송 완료 되었습니다.'];
const PAPER_FOUND: Line = ['20310000', '모의투자 조회가 완료되었습니다.'];

/** How a trading service says yes (KIS: 주식주문(현금), 주식주문(정정취소), 주식잔고조회 and their sisters). */
const ACCEPTED = {
  buy: { live: SENT, paper: ['40600000', '모의투자 매수주문이 완료 되었습니다.'] },
  sell: { live: SENT, paper: ['40590000', '모의투자 매도주문이 완료 되었습니다.'] },
  amend: { live: SENT, paper: ['40620000', '모의투자 정정주문이 완료 되었습니다.'] },
  cancel: { live: SENT, paper: ['40630000', '모의투자 취소주문이 완료 되었습니다.'] },
  found: { live: ['KIOK0510', '조회가 완료되었습니다'], paper: PAPER_FOUND },
  more: { live: ['KIOK0500', '조회가 계속됩니다..다음버튼을 Click 하십시오.'], paper: PAPER_FOUND },
  last: { live: ['KIOK0460', '조회 되었습니다. (마지막 자료)'], paper: PAPER_FOUND },
  nothing: {
    live: ['KIOK0560', '조회할 내용이 없습니다'],
    paper: ['70070000', '모의투자 조회할 내역(자료)이 없습니다.'],
  },
  sellable: { live: ['KIOK0420', '정상적으로 조회되었습니다'], paper: PAPER_FOUND },
} as const satisfies Record<string, Readonly<Record<TradingMode, Line>>>;

export type Accepted = keyof typeof ACCEPTED;

/**
 * How it says no. Where the code of a refusal is not on record, the nearest one that is stands for it: on paper
 * 40310000, which is recorded as the check of quantity and price, and whose text is not. Codes marked "invented" stand
 * where none fits; they keep the family's form, and a client cannot know what they mean.
 */
const REFUSED = {
  beforeOpen: {
    live: ['APBK0918', '장운영시간이 아닙니다.(주문불가)'],
    paper: ['40570000', '모의투자 장시작전 입니다.'],
  },
  afterClose: {
    live: ['APBK0918', '장운영시간이 아닙니다.(주문불가)'],
    paper: ['40580000', '모의투자 장종료 입니다.'],
  },
  afterMarket: {
    live: ['APBK3013', '[애프터마켓]지정가 및 최유리/최우선지정가 주문만 가능합니다.'],
    paper: ['40580000', '모의투자 장종료 입니다.'],
  },
  // A type of the closing-price sessions while the market is open. Paper code invented.
  otherHours: {
    live: ['APBK0918', '장운영시간이 아닙니다.(정규시장(112) 시간 주문불가)'],
    paper: ['40280000', '모의투자 주문이 불가한 주문구분입니다.'],
  },
  holiday: {
    live: ['APBK0919', '장운영일자가 주문일과 상이합니다'],
    paper: ['40100000', '모의투자 영업일이 아닙니다.'],
  },
  unknownIssue: {
    live: ['APBK0656', '해당 종목 정보가 없습니다.'],
    paper: ['40070000', '모의투자 주문처리가 안되었습니다(매매불가 종목)'],
  },
  halted: {
    live: ['APBK0066', '거래정지 종목입니다.'],
    paper: ['40070000', '모의투자 주문처리가 안되었습니다(매매불가 종목)'],
  },
  // Live code invented; the text is on record.
  tick: {
    live: ['APBK0506', '주식주문호가단위 오류입니다.'],
    paper: ['40030000', '모의투자 주문처리가 안되었습니다(호가단위 오류)'],
  },
  // Live code invented; the paper text is on record.
  priceLimit: {
    live: ['APBK0507', '주문가격이 상/하한가를 벗어났습니다.'],
    paper: ['40310000', '모의투자 상/하한가 오류'],
  },
  // Live code invented; its text is on record.
  quantity: {
    live: ['APBK0501', '주문수량을 확인 하여 주십시요.'],
    paper: ['40310000', '모의투자 주문수량/단가 오류'],
  },
  // Both codes invented.
  orderType: {
    live: ['APBK0508', '주문구분을 확인 하여 주십시요.'],
    paper: ['40280000', '모의투자 주문이 불가한 주문구분입니다.'],
  },
  // Where an exchange takes no order at the market; 모의투자 has no such exchange.
  marketOrder: {
    live: ['APBK1943', '시장가호가불가로 주문이 불가합니다.'],
    paper: ['40280000', '모의투자 주문이 불가한 주문구분입니다.'],
  },
  // Both codes invented. 모의투자 takes KRX only.
  exchange: {
    live: ['APBK0509', '거래소구분을 확인 하여 주십시요.'],
    paper: ['40290000', '모의투자는 KRX 주문만 가능합니다.'],
  },
  // The paper text is on record.
  cash: {
    live: ['APBK0952', '주문가능금액을 초과 했습니다'],
    paper: ['40310000', '모의투자 주문가능금액이 부족합니다.'],
  },
  // The live text is approximate.
  shares: {
    live: ['APBK0400', '주문 가능한 수량을 초과했습니다.'],
    paper: ['40310000', '모의투자 잔고수량이 부족합니다.'],
  },
  // Live code invented.
  noOriginal: {
    live: ['APBK0320', '원주문번호가 존재하지 않습니다'],
    paper: ['40320000', '원주문번호가 존재하지 않습니다'],
  },
  nothingLeft: {
    live: ['APBK0400', '주문 가능한 수량을 초과했습니다.'],
    paper: ['40330000', '모의투자 정정/취소할 수량이 없습니다.'],
  },
  aboveRest: {
    live: ['APBK0400', '주문 가능한 수량을 초과했습니다.'],
    paper: ['40430000', '취소수량이 취소가능수량을 초과합니다'],
  },
  notOffered: {
    live: ['90000000', '해당업무가 제공되지 않습니다.'],
    paper: ['90000000', '모의투자에서는 해당업무가 제공되지 않습니다.'],
  },
} as const satisfies Record<Refused, Readonly<Record<TradingMode, Line>>>;

/** Codes of the live ledger that come with rt_cd 7; the others come with 1. */
const SEVENS: ReadonlySet<string> = new Set(['APBK0919', 'APBK0656', 'APBK0952', 'APBK0400']);

const MESSAGE_BYTES = 80;

/** KIS pads messages of the trading services with blanks to 80 bytes; a Korean character counts two. */
function padded(text: string): string {
  const bytes = Array.from(text).reduce((sum, char) => sum + (char > '\u007f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, MESSAGE_BYTES - bytes));
}

/** An order that was taken. Its message is not padded in the recorded answers. */
export function orderTaken(mode: TradingMode, kind: Accepted, output: object): VenueAnswer {
  const [code, text] = ACCEPTED[kind][mode];
  return { status: 200, body: { rt_cd: '0', msg_cd: code, msg1: text, output } };
}

/** A query that was answered; `content` comes before the codes, as KIS writes it. */
export function queryAnswered(
  mode: TradingMode,
  kind: Accepted,
  content: object,
  trCont?: VenueAnswer['trCont'],
): VenueAnswer {
  const [code, text] = ACCEPTED[kind][mode];
  const body = { ...content, rt_cd: '0', msg_cd: code, msg1: padded(text) };
  return trCont === undefined ? { status: 200, body } : { status: 200, trCont, body };
}

/** `rtCd` where it is not the one that usually comes with the code. */
export function refused(mode: TradingMode, why: Refused, rtCd?: '7'): VenueAnswer {
  const [code, text] = REFUSED[why][mode];
  const usual = SEVENS.has(code) ? '7' : '1';
  return { status: 200, body: { rt_cd: rtCd ?? usual, msg_cd: code, msg1: padded(text) } };
}
