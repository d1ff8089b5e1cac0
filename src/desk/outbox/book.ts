import type { Letter, OutboxEvent } from '../../core/index.js';
import { emptyLanes, type Lanes } from './lanes.js';
import {
  isOpen,
  isShown,
  isWaiting,
  type LetterRecord,
  newRecord,
  type Spot,
  withRoutes,
} from './letter-record.js';

/** All that is known of letters and mutes, in memory. */
export interface OutboxBook {
  /** Lines of the journal that could not follow what stood before them, and were passed over. */
  readonly misfits: number;
  /** False, and nothing has changed: the event cannot follow what is known. */
  apply(event: OutboxEvent): boolean;
  record(id: string): LetterRecord | undefined;
  /** Oldest first. */
  records(): Iterable<LetterRecord>;
  /** By the keys of all destinations that anything ever waited for. */
  readonly lanes: ReadonlyMap<string, Lanes>;
  mutedUntil(incident: string, now: number): number | undefined;
  /** Whether a line of the journal says anything that is still needed. */
  isNeeded(event: OutboxEvent, now: number): boolean;
  /** Forgets what is older than two days, or too much, and waits for nothing; what people still owe an answer, a week later. */
  forgetOld(now: number): void;
}

const DAY_MS = 86_400_000;
const KEPT_MS = 2 * DAY_MS;
/** Of what nobody has confirmed, and what reached nobody. */
const OWED_MS = 7 * DAY_MS;
export const MOST_LETTERS = 5_000;

type SpotEvent = Extract<OutboxEvent, { readonly to: string }>;
type LetterEvent = Exclude<OutboxEvent, { readonly kind: 'posted' | 'muted' }>;

/** The book, begun with what the journal holds. */
export function openBook(past: readonly OutboxEvent[], now: number): OutboxBook {
  const records = new Map<string, LetterRecord>();
  const lanes = new Map<string, Lanes>();
  const mutes = new Map<string, number>();
  let misfits = 0;

  function enqueue({ id, lane }: Letter, spots: ReadonlyMap<string, Spot>): void {
    for (const [key, spot] of spots) {
      if (!isOpen(spot)) continue;
      const at = lanes.get(key) ?? emptyLanes();
      lanes.set(key, at);
      // A set keeps the place of what it holds already.
      at[lane].add(id);
    }
  }

  function apply(event: OutboxEvent): boolean {
    if (event.kind === 'muted') {
      mutes.set(event.incident, event.until);
      return true;
    }
    if (event.kind === 'posted') {
      if (records.has(event.letter.id)) return false;
      const record = newRecord(event.letter);
      records.set(event.letter.id, record);
      enqueue(event.letter, record.spots);
      return true;
    }
    const record = records.get(event.id);
    const next = record && after(record, event);
    if (!next) return false;
    records.set(event.id, next);
    if (event.kind === 'forwarded') enqueue(next.letter, next.spots);
    if (event.kind === 'shown' || event.kind === 'dropped') {
      lanes.get(event.to)?.[next.letter.lane].delete(event.id);
    }
    return true;
  }

  function forgetOld(at: number): void {
    for (const [id, record] of records) {
      const age = at - record.letter.at;
      if (records.size <= MOST_LETTERS && age <= KEPT_MS) break;
      const isKept = records.size <= MOST_LETTERS && age <= OWED_MS && isOwed(record);
      if (!isWaiting(record) && !isKept) records.delete(id);
    }
    for (const [incident, until] of mutes) if (until <= at) mutes.delete(incident);
  }

  for (const event of past) if (!apply(event)) misfits += 1;
  forgetOld(now);

  return {
    misfits,
    apply,
    record: id => records.get(id),
    records: () => records.values(),
    lanes,
    mutedUntil(incident, at) {
      const until = mutes.get(incident);
      return until !== undefined && until > at ? until : undefined;
    },
    isNeeded(event, at) {
      if (event.kind === 'muted') return event.until > at && mutes.get(event.incident) === event.until;
      const record = records.get(event.kind === 'posted' ? event.letter.id : event.id);
      // Of the words that a card had one after the other, the last are enough.
      return record !== undefined && (event.kind !== 'changed' || event.version === record.version);
    },
    forgetOld,
  };
}

/** Somebody should confirm it, or has yet to learn of it. */
const isOwed = (record: LetterRecord): boolean =>
  record.acknowledged === undefined &&
  (record.letter.about.urgency === 'critical' || (record.nobody && !isShown(record)));

/** The letter after an event; undefined when that cannot happen to it. */
function after(record: LetterRecord, event: LetterEvent): LetterRecord | undefined {
  switch (event.kind) {
    case 'changed':
      if (event.version <= record.version) return undefined;
      return {
        ...record,
        version: event.version,
        letter: { ...record.letter, reply: event.reply, buttons: event.buttons },
      };
    case 'forwarded':
      return {
        ...record,
        spots: withRoutes(record.spots, event.to),
        escalated: record.escalated || event.why === 'escalated',
        spared: record.spared || event.why === 'spare',
      };
    case 'nobody':
      return { ...record, nobody: true };
    case 'acknowledged':
      if (record.acknowledged) return undefined;
      return { ...record, acknowledged: { at: event.at, by: event.by } };
    default: {
      const spot = record.spots.get(event.to);
      const next = spot && spotAfter(spot, event, record.version);
      return next && { ...record, spots: new Map(record.spots).set(event.to, next) };
    }
  }
}

function spotAfter(spot: Spot, event: SpotEvent, version: number): Spot | undefined {
  if (event.kind === 'shown') {
    // Shown anew: with later words. One that was given up and stands there after all stands there.
    const { at, card } = event;
    return { ...spot, dropped: undefined, shown: { at: spot.shown?.at ?? at, card, version: event.version } };
  }
  if (!isOpen(spot)) return undefined;
  const { tries } = spot;
  switch (event.kind) {
    case 'trying':
      // The same line a second time: a write that failed may have been whole after all.
      if (tries.at(-1)?.at === event.at) return undefined;
      return { ...spot, tries: [...tries, { at: event.at, version }] };
    case 'failed':
      // It proves something about this attempt, and nothing about those before.
      return tries.length === 0 ? undefined : { ...spot, tries: tries.slice(0, -1) };
    case 'dropped':
      return { ...spot, dropped: event.why };
  }
}
