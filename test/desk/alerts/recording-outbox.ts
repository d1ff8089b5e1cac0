import {
  type Destination,
  type DropReason,
  destinationKey,
  type Letter,
  type LetterButton,
  type Reply,
  type Route,
} from '../../../src/core/index.js';
import type { LetterState, Outbox, ShownAt } from '../../../src/desk/outbox/outbox-port.js';
import type { ManualClock } from '../../support/clock.js';

interface Held {
  letter: Letter;
  version: number;
  shown: Map<string, ShownAt>;
  dropped: Map<string, DropReason>;
  nobody: boolean;
  acknowledged: { at: number; by: string } | undefined;
  escalated: boolean;
}

/** What the outbox was asked for, in that order. */
export type Asked =
  | { readonly kind: 'post'; readonly at: number; readonly letter: Letter }
  | { readonly kind: 'change'; readonly at: number; readonly id: string; readonly reply: Reply }
  | {
      readonly kind: 'forward';
      readonly at: number;
      readonly id: string;
      readonly to: readonly string[];
      readonly why: string;
    };

export interface RecordingOutbox extends Outbox {
  readonly asked: readonly Asked[];
  readonly woken: readonly string[];
  /** Keys of destinations that show nothing now. */
  readonly away: Set<string>;
  posts(): readonly Letter[];
  /** Everything that is waiting for the destination is shown there now. */
  arrive(to: Destination): void;
  /** Nobody saw it within a minute. */
  markNobody(id: string): void;
}

/** An outbox in memory that shows a letter at once wherever somebody is there, and remembers what it was asked for. */
export function recordingOutbox(clock: ManualClock): RecordingOutbox {
  const held = new Map<string, Held>();
  const mutes = new Map<string, number>();
  const asked: Asked[] = [];
  const woken: string[] = [];
  const away = new Set<string>();

  const stateOf = (one: Held): LetterState => ({
    ...one,
    waiting: one.letter.to
      .map(({ to }) => destinationKey(to))
      .filter(key => !one.shown.has(key) && !one.dropped.has(key)),
  });

  function show(one: Held): void {
    for (const { to } of one.letter.to) {
      const key = destinationKey(to);
      if (one.shown.has(key) || away.has(key)) continue;
      one.shown.set(key, {
        at: clock.now(),
        card: { platform: to.platform, place: to.id, message: one.letter.id },
        version: one.version,
      });
    }
  }

  return {
    asked,
    woken,
    away,
    posts: () => asked.flatMap(ask => (ask.kind === 'post' ? [ask.letter] : [])),
    arrive({ platform, kind, id }) {
      away.delete(destinationKey({ platform, kind, id }));
      for (const one of held.values()) show(one);
    },
    markNobody(id) {
      const one = held.get(id);
      if (one) one.nobody = true;
    },
    async post(letter) {
      asked.push({ kind: 'post', at: clock.monotonic(), letter });
      const one: Held = {
        letter,
        version: 1,
        shown: new Map(),
        dropped: new Map(),
        nobody: false,
        acknowledged: undefined,
        escalated: false,
      };
      held.set(letter.id, one);
      show(one);
    },
    change(id: string, reply: Reply, buttons: readonly LetterButton[]) {
      asked.push({ kind: 'change', at: clock.monotonic(), id, reply });
      const one = held.get(id);
      if (!one) return;
      one.version += 1;
      one.letter = { ...one.letter, reply, buttons };
    },
    forward(id: string, to: readonly Route[], why) {
      asked.push({
        kind: 'forward',
        at: clock.monotonic(),
        id,
        to: to.map(route => destinationKey(route.to)),
        why,
      });
      const one = held.get(id);
      if (!one) return;
      one.letter = { ...one.letter, to: [...one.letter.to, ...to] };
      one.escalated ||= why === 'escalated';
      show(one);
    },
    async acknowledge(id, by) {
      const one = held.get(id);
      if (one) one.acknowledged ??= { at: clock.now(), by };
    },
    async mute(incident, until) {
      mutes.set(incident, until);
    },
    mutedUntil(incident) {
      const until = mutes.get(incident);
      return until !== undefined && until > clock.now() ? until : undefined;
    },
    letter(id) {
      const one = held.get(id);
      return one && stateOf(one);
    },
    letters: () => [...held.values()].map(stateOf),
    status: () => ({ waiting: 0, oldestAt: undefined, nobody: 0 }),
    wake: platform => void woken.push(platform),
    resolved: async () => undefined,
    settled: async () => undefined,
    stop: async () => undefined,
  };
}
