import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { KillTicket } from './kill-ticket.js';

const venueOrder = z.object({
  number: z.string(),
  action: z.enum(['new', 'amend', 'cancel']),
  side: z.enum(['buy', 'sell']),
  code: z.string(),
  quantity: z.number(),
  price: z.number(),
  /** When it was taken, ms. */
  at: z.number(),
});

/** An order as the venue's ledger has it. */
export type VenueOrder = z.infer<typeof venueOrder>;

export const venueOrders = (orders: readonly unknown[]) => z.array(venueOrder).parse(orders);

const journalLine = z.object({
  kind: z.string(),
  ticket: z.string(),
  at: z.number(),
  snapshot: z.object({ complete: z.boolean(), numbers: z.array(z.string()) }).optional(),
});

/** What stands on the disk of each ticket, oldest first. */
export type Journal = ReadonlyMap<string, readonly Line[]>;

type Line = Omit<z.infer<typeof journalLine>, 'ticket'>;

/** Reads the journal of intents as a stranger would: a line that cannot be read does not count. */
export async function readJournal(directory: string): Promise<Journal> {
  const text = await readFile(join(directory, 'intents.jsonl'), 'utf8').catch(() => '');
  const journal = new Map<string, Line[]>();
  for (const line of text.split('\n')) {
    const parsed = lineOf(line);
    if (!parsed) continue;
    const { ticket, ...rest } = parsed;
    journal.set(ticket, [...(journal.get(ticket) ?? []), rest]);
  }
  return journal;
}

function lineOf(line: string): z.infer<typeof journalLine> | undefined {
  try {
    return journalLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

export const isOrderOf = ({ side, code, quantity, price }: KillTicket, order: VenueOrder): boolean =>
  order.action === 'new' &&
  order.side === side &&
  order.code === code &&
  order.quantity === quantity &&
  order.price === price;

/** `open`: not wrong, but not yet what it must come to. */
export type Judgement =
  | { readonly kind: 'right'; readonly end: 'traded' | 'asked' | 'lookedFor' | 'notSent' | 'neverConfirmed' }
  | { readonly kind: 'open' | 'wrong'; readonly why: string };

/** What the desk's journal may say last, and its card, of an order that the venue has. */
const THERE: Readonly<Record<string, RegExp>> = {
  accepted: /^(?:접수|부분체결|체결) /,
  settled: /^(?:접수|부분체결|체결) /,
  done: /^체결 /,
};
/** The same of one that it does not have. */
const ENDS = {
  ended: { end: 'notSent', card: /^(?:만료|보내지 않음|새 주문표로 바뀜) / },
  notSent: { end: 'notSent', card: /^보내지 않음 / },
  unknown: { end: 'lookedFor', card: /^결과 확인 중 / },
} as const;

/** Holds what the desk says of a ticket, to the disk and to people, against the venue's ledger. */
export function judge(ticket: KillTicket, orders: readonly VenueOrder[], journal: Journal): Judgement {
  const own = orders.filter(order => isOrderOf(ticket, order));
  const [order, second] = own;
  if (second) return wrong(`${own.length} orders`);
  if (order && !ticket.pressed) return wrong('an order that nobody confirmed');
  const lines = ticket.id === undefined ? [] : (journal.get(ticket.id) ?? []);
  return order ? judgeThere(ticket, order, lines) : judgeGone(ticket, lines);
}

type Lines = readonly Line[];

function judgeThere(ticket: KillTicket, order: VenueOrder, lines: Lines): Judgement {
  const sent = lines.find(({ kind }) => kind === 'sent');
  if (!sent) return wrong('an order without an intent');
  if (sent.at > order.at) return wrong(`the intent is ${sent.at - order.at} ms younger than the order`);
  const last = stateOf(lines);
  // Where the list from before it left had gaps, even the one row that fits is a question to a person.
  if (last === 'unknown' && sent.snapshot?.complete === false && ENDS.unknown.card.test(ticket.title ?? '')) {
    return { kind: 'right', end: 'asked' };
  }
  if (last === 'sent' || last === 'unknown') {
    const known = sent.snapshot?.numbers.includes(order.number) ? ', and was listed before' : '';
    return { kind: 'open', why: `taken, but ${last}; its card says ${ticket.title}${known}` };
  }
  const card = THERE[last];
  if (!card) return wrong(`taken, but ${last}`);
  return ticket.title !== undefined && card.test(ticket.title)
    ? { kind: 'right', end: 'traded' }
    : { kind: 'open', why: `taken, but its card says ${ticket.title} (${kindsOf(lines)})` };
}

function judgeGone(ticket: KillTicket, lines: Lines): Judgement {
  const last = stateOf(lines);
  // Nothing is on the disk, so nobody can have been shown anything that could be pressed with an effect.
  if (last === 'nothing') return { kind: 'right', end: ticket.pressed ? 'notSent' : 'neverConfirmed' };
  if (last === 'proposed' || last === 'claimed' || last === 'sent') return { kind: 'open', why: last };
  if (last !== 'ended' && last !== 'notSent' && last !== 'unknown') return wrong(`not there, but ${last}`);
  const { end, card } = ENDS[last];
  const hasPlace = lines.some(({ kind }) => kind === 'shown');
  if (hasPlace && !(ticket.title !== undefined && card.test(ticket.title))) {
    return { kind: 'open', why: `${last}, but its card says ${ticket.title}` };
  }
  return { kind: 'right', end: ticket.pressed ? end : 'neverConfirmed' };
}

const kindsOf = (lines: Lines) => lines.map(({ kind }) => kind).join(' ');

function stateOf(lines: Lines): string {
  return lines.findLast(({ kind }) => kind !== 'shown')?.kind ?? 'nothing';
}

const wrong = (why: string): Judgement => ({ kind: 'wrong', why });
