import type { IntentEvent, VenueOrderRef } from '../../src/core/index.js';
import { buttonsOf } from '../support/desk.js';
import type { TradeRig } from '../support/trade-rig.js';

/** What the desk says became of the one act of a ticket. */
export interface DeskWord {
  readonly state: 'nothing' | 'sent' | 'accepted' | 'refused' | 'notSent' | 'unknown' | 'notPlaced' | 'ended';
  /** Who settled it when it was unknown. */
  readonly by: 'answer' | 'list' | 'person';
  readonly order: VenueOrderRef | undefined;
  /** When it left, when its outcome was found to be unknown, and when that was settled, ms. */
  readonly sentAt: number | undefined;
  readonly unknownAt: number | undefined;
  readonly settledAt: number | undefined;
}

const NOTHING: DeskWord = {
  state: 'nothing',
  by: 'answer',
  order: undefined,
  sentAt: undefined,
  unknownAt: undefined,
  settledAt: undefined,
};

/** What lines of the desk's journal say of a ticket of one act: the last word counts. */
export function deskWord(lines: readonly IntentEvent[], ticket: string): DeskWord {
  let word = NOTHING;
  for (const line of lines) {
    if (line.ticket !== ticket) continue;
    switch (line.kind) {
      case 'sent':
        word = { ...word, state: 'sent', sentAt: line.at };
        break;
      case 'accepted':
        word = { ...word, state: 'accepted', order: line.order };
        break;
      case 'unknown':
        word = { ...word, state: 'unknown', unknownAt: line.at };
        break;
      case 'refused':
      case 'notSent':
      case 'ended':
        word = { ...word, state: line.kind };
        break;
      case 'settled': {
        const { settlement } = line;
        const order = settlement.kind === 'accepted' ? settlement.order : undefined;
        word = { ...word, state: settlement.kind, by: settlement.by, order, settledAt: line.at };
        break;
      }
      default:
        break;
    }
  }
  return word;
}

/** What a card asks a person, by the buttons on it. */
export type Question = 'several' | 'blind' | 'probablyNot' | 'none';

const NONE = ['확인함: 이 주문 없음', 'Looked: no such order'];
const EXISTS = ['확인함: 주문 있음', 'Looked: it is there'];

/** The buttons of a card's question: of the rows that may be it by number, and the two answers. */
export function questionOn(rig: TradeRig, ticket: string) {
  const buttons = buttonsOf(rig.screen.card(ticket) ?? { blocks: [] });
  const rows = buttons.flatMap(({ id, label }) => {
    const number = /^#(\d+) /.exec(label)?.[1];
    return number === undefined ? [] : [{ id, number }];
  });
  const none = buttons.find(({ label }) => NONE.includes(label));
  const exists = buttons.find(({ label }) => EXISTS.includes(label));
  const kind: Question = rows.length > 0 ? 'several' : exists ? 'blind' : none ? 'probablyNot' : 'none';
  return { kind, rows, none, exists, ids: buttons.map(({ id }) => id) };
}
