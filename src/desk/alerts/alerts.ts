import {
  type AccountRef,
  type AlertControl,
  type AlertStatus,
  type Block,
  type BrokerEvent,
  type BrokerEventSink,
  type Draft,
  type LetterButton,
  type LogFields,
  maskAccount,
  type Notice,
  type OpenAlert,
  type Place,
  type PlatformStatus,
  type Principal,
  type Tell,
} from '../../core/index.js';
import { newReference } from '../reference.js';
import { createAnswers } from './answers.js';
import { createBoard } from './board.js';
import { brokerNotices } from './broker-events.js';
import { controlFor } from './control.js';
import { earsOf } from './ears.js';
import { createEscalation, isOpen } from './escalation.js';
import { openAlerts } from './open-alerts.js';
import type { AlertParts, Room } from './parts.js';
import { createTimers } from './timers.js';
import { createUntold } from './untold.js';

/** Stands between whoever tells and the outbox: what is worth a message, to whom, in which words. */
export interface Alerts {
  /** For the broker: returns at once and never throws. */
  readonly onEvent: BrokerEventSink;
  readonly tell: Tell;
  /** What a button of a letter means, of this run or an earlier one; undefined when it is no such button. */
  buttonOf(buttonId: string): LetterButton['means'] | undefined;
  /**
   * Confirms or mutes; resolves to the card as it now is. Throws `denied` for who may only look, and `notFound` for a
   * button that is none of these.
   */
  press(buttonId: string, who: Principal): Promise<Draft>;
  controlFor(who: Principal, where: Place): AlertControl;
  /** For the next answer to an admin: alerts that reached nobody, each once. */
  untold(who: Principal): readonly Block[];
  /** Alerts that nobody has confirmed though somebody should, and those that reached nobody; oldest first. */
  open(): readonly OpenAlert[];
  status(): AlertStatus;
  platformChanged(status: PlatformStatus): void;
  /** Resolves when every letter was tried, at the latest after `ms`. */
  settled(ms: number): Promise<void>;
  /** Nothing more is told; resolves when what was told is with the outbox. The outbox is not stopped. */
  stop(): Promise<void>;
}

/** Before the platforms are known nobody can be told; how often it is looked for them, and for how long, ms. */
const EARLY_LOOK_MS = 100;
const LONGEST_WAIT_MS = 30_000;

export function createAlerts(parts: AlertParts): Alerts {
  const { outbox, clock, log, language, stamp, random, settings, platforms, people, accounts, isTradingDay } =
    parts;
  const underWay = new Set<Promise<void>>();
  const timers = createTimers(clock, () => log('error', 'alert failed', { kind: 'timer' }));
  const patience = clock.monotonic() + LONGEST_WAIT_MS;
  const early: (() => void)[] = [];
  let stopped = false;

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  const room: Room = {
    ...parts,
    newId: () => Buffer.from(random(16)).toString('base64url'),
    newReference: () => newReference(random),
    around: () => ({
      ears: earsOf(platforms, people()),
      preferencesOf: subject => settings.of(subject),
      now: clock.now(),
      isTradingDay,
    }),
    track,
    post(letter) {
      const isCritical = letter.about.urgency === 'critical';
      track(outbox.post(letter).then(() => (isCritical ? escalation.look() : undefined)));
    },
  };
  const board = createBoard(room);
  const escalation = createEscalation(room, board);
  const answers = createAnswers(room, board);

  /** What is told before anybody can hear it waits for the platforms; not for ever, since there may be none. */
  function take(notice: Notice, counts: boolean): void {
    if (stopped) return;
    if (platforms.length > 0 || clock.monotonic() >= patience) {
      tellEarly();
      pass(notice, counts);
      return;
    }
    early.push(() => pass(notice, counts));
    timers.set('early', EARLY_LOOK_MS, tellEarly);
  }

  function tellEarly(): void {
    if (platforms.length === 0 && clock.monotonic() < patience) timers.set('early', EARLY_LOOK_MS, tellEarly);
    else for (const go of early.splice(0)) go();
  }

  function pass(notice: Notice, counts: boolean): void {
    try {
      board.take(notice, counts);
    } catch {
      log('error', 'alert failed', { kind: notice.kind });
    }
  }

  const heed = brokerNotices({ clock, language, stamp, accounts, timers, take });
  // Critical alerts of an earlier run still want an answer.
  escalation.look();

  return {
    onEvent(event, from) {
      // Every single call: the audit trail has them.
      if (event.kind === 'called') return;
      try {
        log('info', 'broker event', loggable(event, from));
        heed(event, from);
      } catch {
        log('error', 'alert failed', { kind: event.kind });
      }
    },
    tell: notice => take(notice, true),
    buttonOf: answers.meansOf,
    press: answers.press,
    controlFor: (who, where) => controlFor(room, answers, who, where),
    untold: createUntold(outbox, language),
    open: () => openAlerts(outbox),
    status: () => ({
      ...outbox.status(),
      unacknowledged: new Set(
        [...outbox.letters()].filter(isOpen).map(({ letter }) => letter.about.reference),
      ).size,
    }),
    platformChanged({ id, state }) {
      if (state === 'connected') outbox.wake(id);
    },
    async settled(ms) {
      await Promise.allSettled(underWay);
      await outbox.settled(ms);
    },
    async stop() {
      // What was told before there was anybody to hear it is at least written down.
      for (const go of early.splice(0)) go();
      stopped = true;
      timers.stop();
      board.stop();
      escalation.stop();
      await Promise.allSettled(underWay);
    },
  };
}

function loggable(event: BrokerEvent, from: AccountRef | undefined): LogFields {
  const { at: _at, ...fields } = event;
  const account = from && maskAccount(from);
  return fields.kind === 'executions'
    ? { ...fields, account, reason: fields.reason?.en }
    : { ...fields, account };
}
