import {
  type AlertStatus,
  type Destination,
  type DropReason,
  destinationKey,
  type Letter,
  type PlatformId,
  type Route,
} from '../../core/index.js';
import type { LetterState, ShownAt } from './outbox-port.js';

/** One attempt of which it is not known that it posted nothing. */
export interface Try {
  /** ms by the wall clock. */
  readonly at: number;
  /** Of the words that it was made with. */
  readonly version: number;
}

/** One letter at one destination. */
export interface Spot {
  readonly route: Route;
  /** Oldest first; more than none without `shown` means that nobody knows whether it stands there. */
  readonly tries: readonly Try[];
  readonly shown: ShownAt | undefined;
  readonly dropped: DropReason | undefined;
}

/** A letter as the journal knows it. */
export interface LetterRecord {
  readonly letter: Letter;
  readonly version: number;
  /** By the destination's key, in the order in which they were given. */
  readonly spots: ReadonlyMap<string, Spot>;
  readonly nobody: boolean;
  readonly acknowledged: { readonly at: number; readonly by: string } | undefined;
  readonly escalated: boolean;
  /** Its spare took the place of `to`. */
  readonly spared: boolean;
}

export function newRecord(letter: Letter): LetterRecord {
  return {
    letter,
    version: 1,
    spots: withRoutes(new Map(), letter.to),
    nobody: false,
    acknowledged: undefined,
    escalated: false,
    spared: false,
  };
}

/** Destinations that have the letter already keep what is known of them. */
export function withRoutes(spots: ReadonlyMap<string, Spot>, routes: readonly Route[]): Map<string, Spot> {
  const all = new Map(spots);
  for (const route of routes) {
    const key = destinationKey(route.to);
    if (!all.has(key)) all.set(key, { route, tries: [], shown: undefined, dropped: undefined });
  }
  return all;
}

export const isOpen = ({ shown, dropped }: Spot): boolean => shown === undefined && dropped === undefined;

export const isWaiting = ({ spots }: LetterRecord): boolean => [...spots.values()].some(isOpen);

export const isShown = ({ spots }: LetterRecord): boolean =>
  [...spots.values()].some(({ shown }) => shown !== undefined);

/** Whether somebody surely has it where people look: a terminal may have nobody before it. */
export const isShownElsewhere = ({ spots }: LetterRecord, here: string): boolean =>
  [...spots].some(
    ([key, { shown, route }]) => key !== here && shown !== undefined && !isTerminal(route.to.platform),
  );

export const isTerminal = (platform: PlatformId): boolean => platform === 'console';

/** The destinations which its spare stands in for. A terminal counts only where there is nothing else. */
export function firstChoice({ letter, spots }: LetterRecord): { to: Destination; spot: Spot | undefined }[] {
  const all = letter.to.map(({ to }) => ({ to, spot: spots.get(destinationKey(to)) }));
  const watched = all.filter(({ to }) => !isTerminal(to.platform));
  return watched.length > 0 ? watched : all;
}

/** Records never change, so a state is made once: it is asked for with every command of an admin. */
const states = new WeakMap<LetterRecord, LetterState>();

/** What others may know of it: every route it was given counts as its own. */
export function stateOf(record: LetterRecord): LetterState {
  const known = states.get(record);
  if (known) return known;
  const state = newState(record);
  states.set(record, state);
  return state;
}

function newState(record: LetterRecord): LetterState {
  const { letter, version, spots, nobody, acknowledged, escalated } = record;
  const shown = new Map<string, ShownAt>();
  const dropped = new Map<string, DropReason>();
  for (const [key, spot] of spots) {
    if (spot.shown) shown.set(key, spot.shown);
    if (spot.dropped) dropped.set(key, spot.dropped);
  }
  return {
    letter: { ...letter, to: [...spots.values()].map(({ route }) => route) },
    version,
    shown,
    waiting: [...spots].filter(([, spot]) => isOpen(spot)).map(([key]) => key),
    dropped,
    nobody,
    acknowledged,
    escalated,
  };
}

/** How many wait, since when the eldest of them, and which reached nobody; one that somebody acknowledged is seen to. */
export function statusOf(records: Iterable<LetterRecord>): Omit<AlertStatus, 'unacknowledged'> {
  const status: { waiting: number; oldestAt: number | undefined; nobody: number } = {
    waiting: 0,
    oldestAt: undefined,
    nobody: 0,
  };
  for (const record of records) {
    if (record.nobody && !isShown(record) && !record.acknowledged) status.nobody += 1;
    if (!isWaiting(record)) continue;
    status.waiting += 1;
    status.oldestAt = Math.min(status.oldestAt ?? record.letter.at, record.letter.at);
  }
  return status;
}
