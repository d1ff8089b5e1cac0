import { sameOrderNumber, type TradingMode } from '../../src/core/index.js';
import { textOf } from '../support/desk.js';
import type { TradeRig } from '../support/trade-rig.js';
import type { VenueLedger, VenueRecord } from '../support/trade-venue.js';
import { orderTr, PRODUCT } from './trade-order.js';
import type { Sent } from './trade-sending.js';
import { type DeskWord, deskWord, questionOn } from './trade-state.js';

/** What became of one order, and what is wrong with that. */
export interface Verdict {
  /** For the table of figures. */
  readonly end: string;
  readonly problems: readonly string[];
  /** One row fitted when the desk settled it, and that was not its own but a like order that a person had placed by hand. */
  readonly tookTwin: boolean;
  /** ms from the look at which a lost order could first be found until it was; undefined where that does not apply. */
  readonly delay: number | undefined;
}

export interface Trial {
  readonly ledger: VenueLedger;
  readonly mode: TradingMode;
  /** Every look of the desk was answered in time, so that each had to find what was there. */
  readonly looksWork: boolean;
  /** The venue's list had gaps. */
  readonly gaps: boolean;
}

/** The rows of the venue's ledger that can only come from this wish. */
export function ownRows(
  { orders }: VenueLedger,
  { wish, byHand }: Pick<Sent, 'wish' | 'byHand'>,
): VenueRecord[] {
  const { account, side, code, act } = wish;
  return orders.filter(
    row =>
      row.account === `${account}${PRODUCT}` &&
      row.action === act.kind &&
      (act.kind === 'new'
        ? row.side === side && row.code === code && !byHand.includes(row.number)
        : sameOrderNumber(row.originalNumber, act.original)),
  );
}

/** The venue's ledger, and what people read, as the judges of one order. */
export function verdictOn(rig: TradeRig, sent: Sent, trial: Trial): Verdict {
  const own = ownRows(trial.ledger, sent);
  const word = deskWord(rig.journal, sent.ticket);
  const { settledAt = 0 } = word;
  const tookTwin =
    word.state === 'accepted' &&
    word.by === 'list' &&
    sent.byHand.some(number => sameOrderNumber(number, word.order?.number ?? '')) &&
    own.every(row => row.at > settledAt);
  const delay = tookTwin || !trial.looksWork ? undefined : delayOf(word, own);
  const problems = [
    ...(own.length > 1 ? [`${own.length} orders at the venue`] : []),
    ...(postsOf(rig, sent, trial.mode) > sent.kind.mostPosts ? ['left too often'] : []),
    ...stateProblems(rig, sent, trial, { word, own, tookTwin }),
    ...(delay !== undefined && delay > FOUND_WITHIN_MS ? [`found ${delay} ms late`] : []),
    ...textProblems(rig, sent),
  ];
  return { end: endOf(rig, sent, word), problems, tookTwin, delay };
}

function postsOf({ posts, broker }: TradeRig, { wish }: Sent, mode: TradingMode): number {
  const { account, code, act } = wish;
  const tr = orderTr(wish, { broker, mode });
  return posts.filter(
    post =>
      post.tr === tr &&
      post.account === `${account}${PRODUCT}` &&
      (act.kind === 'new' ? post.subject === code : sameOrderNumber(post.subject, act.original)),
  ).length;
}

function stateProblems(
  rig: TradeRig,
  sent: Sent,
  { gaps }: Trial,
  seen: { word: DeskWord; own: readonly VenueRecord[]; tookTwin: boolean },
): string[] {
  const { word, own, tookTwin } = seen;
  const none = (what: string) => (own.length > 0 ? [`${what}, and is at the venue`] : []);
  switch (word.state) {
    case 'accepted': {
      const number = word.order?.number ?? '';
      const there = number === '' ? own.length > 0 : own.some(row => sameOrderNumber(row.number, number));
      if (tookTwin && sent.twin === 'before') return ['took an order that was there before it left'];
      return there || tookTwin ? [] : ['called accepted, and is not at the venue'];
    }
    case 'refused':
    case 'notSent':
    case 'notPlaced':
      return none(`called ${word.state}`);
    case 'unknown': {
      const { kind } = questionOn(rig, sent.ticket);
      return [
        ...(kind === 'several' && sent.byHand.length === 0 ? ['asks which, and there is one at most'] : []),
        ...(kind === 'blind' && !gaps ? ['asks a person to look, and the list is whole'] : []),
        ...(kind === 'probablyNot' ? none('called most likely absent') : []),
        ...(kind === 'none' ? ['still looked for'] : []),
      ];
    }
    case 'nothing':
    case 'sent':
    case 'ended':
      return [`ended as ${word.state}`];
  }
}

function endOf(rig: TradeRig, { ticket }: Sent, { state, by }: DeskWord): string {
  switch (state) {
    case 'accepted':
      return { answer: 'accepted', list: 'found', person: 'person: there' }[by];
    case 'notPlaced':
      return by === 'person' ? 'person: absent' : 'proven absent';
    case 'unknown':
      return `asks (${questionOn(rig, ticket).kind})`;
    default:
      return state;
  }
}

const FOUND_WITHIN_MS = 10_000;
const SECOND = 1_000;
const SCHEDULE_S = [1, 2, 5, 10, 20, 40, 90, 180, 300];

/** From the first scheduled look at which a lost order was there and known to be lost, until the list gave it back. */
function delayOf({ by, state, sentAt, unknownAt, settledAt }: DeskWord, own: readonly VenueRecord[]) {
  const [row] = own;
  if (by !== 'list' || state !== 'accepted' || !row) return undefined;
  if (sentAt === undefined || unknownAt === undefined || settledAt === undefined) return undefined;
  const from = Math.max(row.at, unknownAt) - sentAt;
  let look = SCHEDULE_S.find(s => s * SECOND > from) ?? 600;
  while (look * SECOND <= from) look += 300;
  return Math.max(0, settledAt - (sentAt + look * SECOND));
}

const OUTCOME_WORDS = /실패|성공|fail|succe/i;
const OUTCOME_TITLES =
  /^(?:접수|부분체결|체결|거부|보내지 않음|주문 없음|취소 접수|취소됨|정정됨|Accepted|Partly filled|Filled|Refused|Not sent|No order|Cancel accepted|Cancelled|Amended)/;

/** While nobody knows, nothing that is shown of the order may sound like an outcome. */
function textProblems({ screen, journal }: TradeRig, { ticket }: Sent): string[] {
  const own = journal.map((line, i) => ({ line, i })).filter(({ line }) => line.ticket === ticket);
  const mark = ticket.slice(0, 8);
  return screen.shown.flatMap(({ reply, lines }) => {
    if (reply.card !== ticket && reply.footer?.includes(mark) !== true) return [];
    const { state } = deskWord(
      own.filter(({ i }) => i < lines).map(({ line }) => line),
      ticket,
    );
    if (state !== 'unknown') return [];
    const text = textOf(reply);
    return OUTCOME_WORDS.test(text) || OUTCOME_TITLES.test(reply.title)
      ? [`said while nobody knew: ${text}`]
      : [];
  });
}
