import {
  type Clock,
  type Destination,
  destinationKey,
  type Language,
  type Log,
  type OutboxEvent,
  type OutboxJournal,
  type Route,
} from '../../core/index.js';
import { MOST_LETTERS, openBook } from './book.js';
import { createDestination, type DeliveryParts, type DestinationWorker, type Poster } from './destination.js';
import { createEdits, type Edits } from './edits.js';
import { countOf, surplus } from './lanes.js';
import { isShown, isWaiting, stateOf, statusOf } from './letter-record.js';
import { createLookOut } from './look-out.js';
import { createNoting } from './noting.js';
import type { Outbox } from './outbox-port.js';
import { atMost } from './pause.js';
import type { UnseenStep } from './unseen.js';
import { createWaiters } from './waiters.js';

export interface OutboxParts {
  readonly journal: OutboxJournal;
  /** Looked at anew each time: it may be filled later. */
  readonly platforms: readonly Poster[];
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
}

interface Desk {
  readonly to: Destination;
  readonly worker: DestinationWorker;
  readonly edits: Edits;
}

/** A stop does not wait longer than this for attempts under way; the next run takes them for doubtful. */
const FAREWELL_MS = 2_000;

/** The outbox; what the last run left waiting is on its way when this returns. */
export function createOutbox({ journal, platforms, clock, log, language }: OutboxParts): Outbox {
  const book = openBook(journal.past, clock.now());
  if (book.misfits > 0) log('warn', 'outbox.misfits', { lines: book.misfits });
  journal.keep(event => book.isNeeded(event, clock.now()));
  const waiters = createWaiters(clock);
  const { note, close } = createNoting({ journal, book, clock, log, changed });
  const desks = new Map<string, Desk>();
  const full = new Set<string>();
  let stopped = false;

  const platformOf = (id: Poster['id']) => platforms.find(platform => platform.id === id);
  const parts: DeliveryParts = {
    book,
    note,
    platform: platformOf,
    clock,
    log,
    language,
    rested: waiters.look,
  };
  const lookOut = createLookOut({
    book,
    clock,
    stateOf: platform => platformOf(platform)?.status().state,
    act,
  });

  function deskFor(to: Destination): Desk {
    const key = destinationKey(to);
    const desk = desks.get(key) ?? {
      to,
      worker: createDestination(to, parts),
      edits: createEdits(to, parts),
    };
    desks.set(key, desk);
    return desk;
  }

  function changed(events: readonly OutboxEvent[]): void {
    for (const event of events) {
      if (event.kind === 'shown') desks.get(event.to)?.edits.mark(event.id);
      if (event.kind === 'dropped') lookOut.lookAt(event.id);
    }
    waiters.look();
  }

  function bring(routes: readonly Route[]): void {
    if (stopped) return;
    for (const { to } of routes) {
      const { worker } = deskFor(to);
      makeRoom(destinationKey(to), worker.underWay());
      worker.poke();
    }
  }

  function makeRoom(key: string, underWay: string | undefined): void {
    const lanes = book.lanes.get(key);
    if (!lanes) return;
    const gone = surplus(lanes, MOST_LETTERS, underWay);
    if (gone.length > 0 && !full.has(key)) log('error', 'outbox.full', { to: key, waiting: countOf(lanes) });
    if (gone.length > 0) full.add(key);
    else if (countOf(lanes) < MOST_LETTERS / 2) full.delete(key);
    for (const id of gone) void note({ kind: 'dropped', id, at: clock.now(), to: key, why: 'tooOld' });
  }

  function forward(id: string, to: readonly Route[], why: 'spare' | 'escalated'): void {
    const record = book.record(id);
    if (!record) return;
    const fresh = to.filter(route => !record.spots.has(destinationKey(route.to)));
    void note({ kind: 'forwarded', id, at: clock.now(), to: fresh, why });
    bring(fresh);
  }

  function act(id: string, { spare, nobody }: UnseenStep): void {
    const letter = book.record(id)?.letter;
    if (!letter) return;
    const { kind, urgency, reference } = letter.about;
    if (spare) {
      log('warn', 'outbox.spare', { reference });
      forward(id, letter.spare, 'spare');
    }
    if (nobody) {
      log('error', 'outbox.nobody', { reference, kind, urgency });
      void note({ kind: 'nobody', id, at: clock.now() });
    }
  }

  function resume(): void {
    for (const record of book.records()) {
      for (const [, { route, shown }] of record.spots) {
        const { edits, worker } = deskFor(route.to);
        if (shown) edits.mark(record.letter.id);
        else worker.poke();
      }
    }
    for (const { letter } of [...book.records()]) {
      lookOut.watch(letter.id, Math.max(0, clock.now() - letter.at));
    }
  }

  resume();

  return {
    async post(letter) {
      book.forgetOld(clock.now());
      if (book.record(letter.id)) return;
      const noted = note({ kind: 'posted', letter });
      bring(letter.to);
      if (!stopped) lookOut.watch(letter.id, 0);
      await noted;
    },
    change(id, reply, buttons) {
      const record = book.record(id);
      if (!record) return;
      const version = record.version + 1;
      void note({ kind: 'changed', id, at: clock.now(), version, reply, buttons }).then(() => {
        for (const key of record.spots.keys()) desks.get(key)?.edits.mark(id);
      });
    },
    forward,
    async acknowledge(id, by) {
      const record = book.record(id);
      if (!record || record.acknowledged) return;
      await note({ kind: 'acknowledged', id, at: clock.now(), by });
    },
    mute: (incident, until, by) => note({ kind: 'muted', incident, at: clock.now(), until, by }),
    mutedUntil: incident => book.mutedUntil(incident, clock.now()),
    letter(id) {
      const record = book.record(id);
      return record && stateOf(record);
    },
    *letters() {
      book.forgetOld(clock.now());
      for (const record of book.records()) yield stateOf(record);
    },
    status: () => statusOf(book.records()),
    wake(platform) {
      for (const { to, worker, edits } of desks.values()) {
        if (to.platform !== platform) continue;
        worker.wake();
        edits.wake();
      }
      lookOut.wake();
    },
    resolved(id, ms) {
      return waiters.until(() => {
        const record = book.record(id);
        if (!record || isShown(record)) return true;
        return !isWaiting(record) && (record.spared || record.letter.spare.length === 0);
      }, ms);
    },
    settled: ms => waiters.until(() => [...desks.values()].every(({ worker }) => worker.atRest()), ms),
    async stop() {
      stopped = true;
      lookOut.stop();
      const ends = [...desks.values()].flatMap(({ worker, edits }) => [worker.stop(), edits.stop()]);
      await atMost(clock, FAREWELL_MS, Promise.all(ends));
      await close();
    },
  };
}
