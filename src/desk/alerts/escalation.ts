import type { LetterState } from '../outbox/outbox-port.js';
import type { Board } from './board.js';
import { draftOf, type Face } from './cards.js';
import { letterOf, missing } from './letters.js';
import type { Room } from './parts.js';
import { ENDED, REMINDER } from './remembered.js';
import { everyWayUp } from './routing.js';
import { markText } from './texts/counted.js';
import { createTimers } from './timers.js';

/** How long somebody has to confirm a critical alert that stands where they can see it, ms. */
export const ANSWER_MS = 5 * 60_000;
/** How often it is looked whether a critical alert stands somewhere yet, ms. */
const LOOK_EVERY_MS = 10_000;

/** Whether people are asked to confirm it and nobody has. */
export const isOpen = ({ letter, acknowledged }: LetterState) =>
  letter.about.urgency === 'critical' && letter.about.stage !== ENDED && acknowledged === undefined;

export interface Escalation {
  /** To be called when a critical letter was posted, and once at the start for those of earlier runs. */
  look(): void;
  stop(): void;
}

/** What nobody confirms goes to everybody who looks after the desk, or is said once more where it stands. */
export function createEscalation(room: Room, board: Board): Escalation {
  const { outbox, clock, log, language } = room;
  const timers = createTimers(clock, () => log('error', 'alert failed', { kind: 'escalation' }));

  function look(): void {
    const letters = [...outbox.letters()];
    const reminded = new Set(letters.filter(isReminder).map(({ letter }) => letter.about.reference));
    const waits = letters
      .filter(state => isOpen(state) && !state.escalated && !isReminder(state))
      .filter(({ letter }) => !reminded.has(letter.about.reference))
      .map(escalate)
      .filter(wait => wait !== undefined);
    if (waits.length > 0) timers.set('look', Math.min(...waits), look);
  }

  /** ms until the letter has to be looked at again; undefined: nothing more will be done about it. */
  function escalate(state: LetterState): number | undefined {
    const { letter, shown } = state;
    if (shown.size === 0) return LOOK_EVERY_MS;
    const wait = Math.min(...[...shown.values()].map(({ at }) => at)) + ANSWER_MS - clock.now();
    if (wait > 0) return wait;
    const others = missing(everyWayUp(room.around().ears, letter.reply.visibility === 'private'), letter.to);
    if (others.length === 0) return remind(state);
    board.mark(letter.id, markText.escalated(language), []);
    outbox.forward(letter.id, others, 'escalated');
    log('warn', 'alert escalated', { reference: letter.about.reference, to: others.length });
    return undefined;
  }

  function remind({ letter }: LetterState): number | undefined {
    const wait = board.claim(letter.about);
    if (wait > 0) return wait;
    const had = board.face(letter.id);
    if (!had) return undefined;
    const face: Face = {
      draft: draftOf({ ...had, buttons: [] }),
      counted: undefined,
      marks: [markText.reminded(language)],
      buttons: had.buttons.map(button => ({ ...button, id: room.newId() })),
      footer: had.footer,
      isPrivate: had.isPrivate,
    };
    const { incident, reference } = letter.about;
    const to = letter.to.map(route => ({ ...route, silent: false }));
    room.post(letterOf(room, letter.about, face, { to, spare: [], incident, stage: REMINDER, reference }));
    log('warn', 'alert escalated', { reference, to: 0 });
    return undefined;
  }

  return { look, stop: timers.stop };
}

const isReminder = ({ letter }: LetterState) => letter.about.stage === REMINDER;
