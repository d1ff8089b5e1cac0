import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import type { VenueOrder } from './kill-judge.js';

export interface Press {
  readonly eventId: string;
  readonly ticket: string;
}

/** An order that somebody typed, unlike every other: no two are for as many shares. */
export interface TypedOrder {
  readonly code: string;
  readonly quantity: number;
  /** The presses that confirmed it: their event, and the beginning of the ticket's id. */
  readonly presses: readonly Press[];
}

const line = z.object({
  kind: z.string(),
  ticket: z.string(),
  acts: z.array(z.object({ order: z.object({ quantity: z.string() }).optional() })).optional(),
});

interface Ticket {
  readonly id: string;
  readonly quantity: number;
  readonly kinds: string[];
}

/** The tickets of the journal of intents, with what became of each, oldest first. */
export async function readTickets(directory: string): Promise<readonly Ticket[]> {
  const text = await readFile(join(directory, 'intents.jsonl'), 'utf8').catch(() => '');
  const tickets = new Map<string, Ticket>();
  for (const raw of text.split('\n')) {
    const event = eventIn(raw);
    if (!event) continue;
    const { ticket: id, kind, acts } = event;
    const known = tickets.get(id);
    if (known) known.kinds.push(kind);
    else tickets.set(id, { id, quantity: Number(acts?.[0]?.order?.quantity), kinds: [kind] });
  }
  return [...tickets.values()];
}

function eventIn(text: string): z.infer<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const OPEN = ['claimed', 'sent'];
/**
 * A ticket has one of these, and one only; or it waits for somebody to press. One that was sent and is not at the venue
 * is still looked for, which can take the desk minutes.
 */
const FINAL = ['ended', 'accepted', 'refused', 'notSent', 'settled'];
const TAKEN = ['accepted', 'settled', 'done'];

/** What of these tickets is still under way, or looked for though the venue has it. */
export const stillOpen = (tickets: readonly Ticket[], orders: readonly VenueOrder[]): readonly Ticket[] =>
  tickets.filter(
    ({ kinds, quantity }) =>
      OPEN.includes(stateOf(kinds)) ||
      (isLookedFor({ kinds }) && orders.some(order => order.quantity === quantity)),
  );

export const isLookedFor = ({ kinds }: Pick<Ticket, 'kinds'>): boolean => stateOf(kinds) === 'unknown';

const stateOf = (kinds: readonly string[]) => kinds.findLast(kind => kind !== 'shown') ?? 'nothing';

/**
 * What is wrong with what became of an order: at most once at the venue, only when confirmed, one end for each ticket.
 * `taken`: the events that the desk knows of; a press that is not among them confirmed nothing.
 */
export function orderProblems(
  { code, quantity, presses }: TypedOrder,
  tickets: readonly Ticket[],
  orders: readonly VenueOrder[],
  taken: ReadonlySet<string>,
): string[] {
  const confirmed = presses.filter(({ eventId }) => taken.has(eventId));
  const rows = orders.filter(order => order.code === code && order.quantity === quantity);
  const own = tickets.filter(ticket => ticket.quantity === quantity);
  const sent = own.filter(({ kinds }) => kinds.includes('sent'));
  const problems: string[] = [];
  if (rows.length > 1) problems.push(`${rows.length} orders`);
  if (sent.length > 1) problems.push(`${sent.length} of its tickets were sent`);
  for (const { id, kinds } of own) {
    const ends = kinds.filter(kind => FINAL.includes(kind));
    const waits = stateOf(kinds) === 'proposed' || (isLookedFor({ kinds }) && rows.length === 0);
    if (ends.length !== (waits ? 0 : 1))
      problems.push(`ticket ${id.slice(0, 8)} has ${ends.length} ends: ${kinds.join(' ')}`);
  }
  for (const { id } of sent) {
    if (!confirmed.some(({ ticket }) => id.startsWith(ticket)))
      problems.push(`${id.slice(0, 8)} was sent unconfirmed`);
  }
  const accepted = sent.some(({ kinds }) => TAKEN.includes(stateOf(kinds)) && !kinds.includes('notSent'));
  if (rows.length === 1 && !accepted) problems.push(`at the venue, and told as ${sent.map(told).join()}`);
  if (rows.length === 0 && sent.some(({ kinds }) => kinds.includes('accepted'))) {
    problems.push('not at the venue, and told as taken');
  }
  return problems.map(problem => `${quantity} of ${code}: ${problem}`);
}

const told = ({ kinds }: Ticket) => stateOf(kinds);

/** What the program left in its store. */
export interface Remains {
  /** Of these events, those that the inbox knows. */
  readonly taken: ReadonlySet<string>;
  /** What is unanswered there, what is not halted once, and what the store itself complains of. */
  readonly problems: readonly string[];
}

export async function readRemains(
  directory: string,
  eventIds: readonly string[],
  halted: readonly string[],
): Promise<Remains> {
  const problems: string[] = [];
  const store = await openStore({
    directory,
    keyFile: `${directory}.key`,
    key: undefined,
    clock: systemClock,
    log: (level, event) => {
      if (level !== 'info' && event !== 'journal_torn') problems.push(`the store reports ${event}`);
    },
  });
  for (const { eventId } of store.inbox.leftOver('telegram')) problems.push(`not answered: ${eventId}`);
  const taken = new Set(eventIds.filter(id => store.inbox.known('telegram', id)));
  const halts = await store.halts.load();
  const codes = halts.flatMap(({ scope }) => (scope.kind === 'symbol' ? [scope.code] : []));
  for (const code of halted) {
    const count = codes.filter(one => one === code).length;
    if (count !== 1) problems.push(`${count} halts of ${code}`);
  }
  const strange = halts.filter(({ scope, by }) => by !== 'desk' && scope.kind !== 'symbol');
  if (strange.length > 0) problems.push(`halts that nobody asked for: ${JSON.stringify(strange)}`);
  await store.close();
  return { taken, problems };
}
