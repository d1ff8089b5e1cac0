import { createHash } from 'node:crypto';
import type {
  AccountRef,
  Draft,
  IntentEvent,
  Proposal,
  Reply,
  Stamp,
  VenueOrder,
} from '../../src/core/index.js';
import { type CardFacts, openCard, repeatCard, stateCard } from '../../src/desk/confirmations/card.js';
import { openBook } from '../../src/desk/intents/book.js';
import type { View } from '../../src/desk/intents/watch.js';
import type { TicketContent } from '../../src/desk/tickets/ticket.js';
import { ticketBody } from '../../src/desk/tickets/ticket-card.js';
import { ACCOUNT, buy, LIVE_ACCOUNT, MONDAY_TEN, OPEN_ORDER, rig, SAMSUNG } from '../desk/tickets/rig.js';
import { memoryJournal } from '../support/memory-journal.js';

type RigSetting = Parameters<typeof rig>;

/** What happens to a ticket after it was made; the names of the journal's events, without what is always the same. */
type Step =
  | { readonly kind: 'accepted' | 'sent' | 'expired' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown' };

export interface TicketSetting {
  readonly stamp?: Stamp;
  readonly proposal?: Proposal;
  readonly world?: RigSetting[0];
  /** Of every act of the ticket, in order. */
  readonly steps?: readonly Step[];
  readonly view?: Partial<View>;
}

const NOTHING_SEEN: View = { hunt: undefined, progress: undefined, heldChange: undefined, nextAt: undefined };
const SECONDS_LATER = 7_000;
export const TICKET = createHash('sha256').update('a ticket').digest().subarray(0, 16).toString('base64url');

/** Ids as the desk draws them, 22 characters, but always the same. */
const handle = (n: number) =>
  createHash('sha256').update(`button ${n}`).digest().subarray(0, 16).toString('base64url');

/** A ticket that a real ticket maker made, and the facts of its card; `before`: what came before its steps. */
export async function made(
  { stamp = 'paper', proposal, world, steps = [], view }: TicketSetting,
  before: readonly IntentEvent[] = [],
) {
  const live = stamp === 'live';
  const asked = proposal ?? buy(live ? { account: LIVE_ACCOUNT } : {});
  const content = await rig(world, { stamp, liveTrading: live }).make(asked);
  const book = openBook(memoryJournal(), { now: () => MONDAY_TEN });
  await book.note({
    kind: 'proposed',
    ticket: TICKET,
    at: MONDAY_TEN,
    owner: 'discord:1001',
    where: { platform: 'discord', id: '71', group: '500', kind: 'group' },
    expiresAt: MONDAY_TEN + 60_000,
    acts: content.acts,
    values: content.values,
  });
  await book.note(...before);
  await book.note(...eventsOf(content, steps));
  const ticket = book.ticket(TICKET);
  if (!ticket) throw new Error('the ticket is not in the book');
  const facts: CardFacts = {
    ticket,
    language: 'ko',
    stamp,
    reader: undefined,
    personName: identity => identity,
    now: MONDAY_TEN + (steps.length > 0 ? SECONDS_LATER : 0),
    names: new Map([[SAMSUNG.code, SAMSUNG.name]]),
    view: () => ({ ...NOTHING_SEEN, ...view }),
    offer: answers => answers.map((_, n) => handle(n)),
  };
  return { facts, body: ticketBody(content, 'ko'), stamp, content, proposal: asked };
}

function eventsOf({ acts }: TicketContent, steps: readonly Step[]): IntentEvent[] {
  if (steps.length === 0) return [];
  const at = MONDAY_TEN + SECONDS_LATER;
  if (steps.some(({ kind }) => kind === 'expired')) {
    return [{ kind: 'ended', ticket: TICKET, at, how: 'expired' }];
  }
  const claimed: IntentEvent = { kind: 'claimed', ticket: TICKET, at, by: 'discord:1001' };
  return [claimed, ...acts.flatMap((_, n) => steps.flatMap(step => eventOf(step, n, at)))];
}

function eventOf(step: Step, n: number, at: number): IntentEvent[] {
  const of = { ticket: TICKET, n, at } as const;
  switch (step.kind) {
    case 'sent': {
      const snapshot = { at, numbers: [], complete: true, totals: undefined, holding: undefined };
      return [{ kind: 'sent', ...of, snapshot, audit: undefined }];
    }
    case 'accepted':
      return [
        { kind: 'accepted', ...of, order: { number: `${12_345 + n}`.padStart(10, '0'), branch: '00950' } },
      ];
    case 'refused':
      return [{ kind: 'refused', ...of, code: step.code, message: step.message }];
    case 'unknown':
      return [{ kind: 'unknown', ...of, reason: 'timeout' }];
    case 'expired':
      return [];
  }
}

export const shown = (draft: Draft, stamp: Stamp): Reply => ({ ...draft, stamp, visibility: 'public' });

/** The ticket as it is first shown. */
export async function openTicket(setting: TicketSetting = {}): Promise<Reply> {
  const { facts, body, stamp } = await made(setting);
  return shown(openCard(facts, body), stamp);
}

/** The second question before the same order goes out once more. */
export async function repeatedTicket(setting: TicketSetting = {}): Promise<Reply> {
  const { facts, body, stamp } = await made(setting);
  return shown(repeatCard(facts, body, MONDAY_TEN - 12_000), stamp);
}

/** What became of the ticket. */
export async function ticketAfter(setting: TicketSetting): Promise<Reply> {
  const { facts, stamp } = await made(setting);
  return shown(stateCard(facts), stamp);
}

export const ACCEPTED: readonly Step[] = [{ kind: 'sent' }, { kind: 'accepted' }];
export const REFUSED: readonly Step[] = [
  { kind: 'sent' },
  { kind: 'refused', code: 'APBK0952', message: '주문가능금액을 초과 했습니다' },
];
export const UNKNOWN: readonly Step[] = [{ kind: 'sent' }, { kind: 'unknown' }];
export const EXPIRED: readonly Step[] = [{ kind: 'expired' }];

/** The venue's row of the order of 10 shares, so many of them filled. */
export function rowFilled(filled: bigint): VenueOrder {
  return {
    ...OPEN_ORDER,
    price: 71_900n,
    filled,
    averageFill: 71_850,
    remaining: 10n - filled,
    state: filled === 10n ? 'filled' : 'partlyFilled',
  };
}

/** A cancellation of everything, of so many open orders with names of every width. */
export function cancelAll(count: number, account: AccountRef = ACCOUNT) {
  const orders = Array.from({ length: count }, (_, i): VenueOrder => {
    const [name = '', code = ''] = NAMES[i % NAMES.length] ?? [];
    const price = BigInt(1 + (i % 9)) * 111_100n;
    const side = i % 3 === 0 ? 'sell' : 'buy';
    return {
      ...OPEN_ORDER,
      number: `${90_001 + i}`,
      name,
      code,
      side,
      price,
      remaining: BigInt(1 + i * 137),
    };
  });
  return {
    proposal: { kind: 'cancel', account, which: { kind: 'all' } },
    world: { open: { orders } },
  } as const;
}

/** Issues as they are called, from three letters to the longest that is listed. */
export const NAMES = [
  ['삼성전자', '005930'],
  ['LG에너지솔루션', '373220'],
  ['NAVER', '035420'],
  ['KODEX 200선물인버스2X', '252670'],
  ['SK', '034730'],
  ['하이트진로홀딩스우', '000145'],
  ['TIGER 미국나스닥100커버드콜(합성)', '441680'],
  ['BYC우', '001465'],
] as const;
