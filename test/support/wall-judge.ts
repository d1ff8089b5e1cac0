import { destinationKey, type Letter, type OutboxEvent } from '../../src/core/index.js';
import type { LetterState } from '../../src/desk/outbox/outbox-port.js';
import type { ChatWall } from './chat-wall.js';
import { isMarkedCard } from './outbox-rig.js';

/** Which letters may have been posted without the program knowing, and how often. */
export interface Doubts {
  /** An attempt whose outcome the caller does not learn. */
  lost(id: string, to: string): void;
  /** What the next run finds after a kill. */
  killed(found: readonly OutboxEvent[]): void;
  most(id: string, to: string): number;
}

export function createDoubts(): Doubts {
  let known = new Map<string, number>();
  const most = new Map<string, number>();
  const keyOf = (id: string, to: string) => `${to} ${id}`;
  const set = (counts: Map<string, number>, key: string, count: number) => {
    counts.set(key, count);
    most.set(key, Math.max(count, most.get(key) ?? 0));
  };
  return {
    lost: (id, to) => set(known, keyOf(id, to), (known.get(keyOf(id, to)) ?? 0) + 1),
    killed(found) {
      const open = new Map<string, number>();
      for (const event of found) {
        if (!('to' in event) || typeof event.to !== 'string') continue;
        const key = keyOf(event.id, event.to);
        if (event.kind === 'trying') open.set(key, (open.get(key) ?? 0) + 1);
        else if (event.kind === 'failed') open.set(key, (open.get(key) ?? 0) - 1);
        else open.delete(key);
      }
      known = new Map();
      for (const [key, count] of open) set(known, key, count);
    },
    most: (id, to) => most.get(keyOf(id, to)) ?? 0,
  };
}

/** What people see at the end, held against what was posted: every breach of what the outbox promises. */
export function wallFaults(seen: {
  readonly wall: ChatWall;
  /** The one destination of this wall. */
  readonly to: string;
  /** Those whose `post` resolved, in that order. */
  readonly letters: readonly Letter[];
  readonly letter: (id: string) => LetterState | undefined;
  readonly doubts: Doubts;
  readonly now: number;
}): string[] {
  const { wall, to, letters, letter, doubts, now } = seen;
  const unknown = (id: string) => doubts.most(id, to);
  const faults: string[] = [];
  const fault = (what: string, id: string) => void faults.push(`${to}: ${what}: ${id}`);

  const plain = new Set<string>();
  const marked = new Map<string, number>();
  for (const card of wall.cards) {
    if (!isMarkedCard(card)) {
      if (plain.has(card.key)) fault('shown twice', card.key);
      plain.add(card.key);
      continue;
    }
    const repeats = (marked.get(card.key) ?? 0) + 1;
    marked.set(card.key, repeats);
    if (repeats > unknown(card.key)) fault('repeated without doubt', card.key);
  }

  const place = new Map(letters.map(({ id }, index) => [id, index]));
  const latest = new Map<string, number>();
  for (const { key } of wall.cards) {
    const index = place.get(key);
    const sent = index === undefined ? undefined : letters[index];
    // What came here as a spare has the order of its forwarding.
    if (index === undefined || !sent?.to.some(route => destinationKey(route.to) === to)) continue;
    if (index < (latest.get(sent.lane) ?? -1)) fault(`overtaken in lane ${sent.lane}`, key);
    latest.set(sent.lane, Math.max(index, latest.get(sent.lane) ?? -1));
  }

  for (const { id, at } of letters) {
    if (now - at > 23 * 3_600_000) continue;
    const state = letter(id);
    if (!state) {
      fault('forgotten', id);
      continue;
    }
    const shown = state.shown.get(to);
    const card = wall.cards.find(({ message }) => message === shown?.card?.message);
    if (shown && card?.reply.title !== state.letter.reply.title) fault('old words', id);
    const isOwed = state.letter.to.some(route => destinationKey(route.to) === to);
    if (!isOwed) continue;
    if (state.waiting.includes(to)) fault('still waiting', id);
    const why = state.dropped.get(to);
    if (why === 'doubtful') {
      const isElsewhere = [...state.shown.keys()].some(key => key !== to);
      if (unknown(id) < (isElsewhere ? 1 : 21)) fault('given up without doubt', id);
    } else if (why !== undefined) fault(`given up as ${why}`, id);
    else if (!plain.has(id) && !marked.has(id)) fault('lost', id);
  }
  return faults;
}
