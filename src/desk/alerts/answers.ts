import { DeskError, type Draft, type LetterButton, type Principal } from '../../core/index.js';
import type { LetterState } from '../outbox/outbox-port.js';
import type { Board } from './board.js';
import { draftOf, type Face } from './cards.js';
import { isOpen } from './escalation.js';
import type { Room } from './parts.js';
import { markText } from './texts/counted.js';

/** What people answer to alerts. */
export interface Answers {
  meansOf(buttonId: string): LetterButton['means'] | undefined;
  press(buttonId: string, who: Principal): Promise<Draft>;
  /** Resolves to how many alerts were confirmed. */
  acknowledgeAll(who: Principal): Promise<number>;
}

/** Buttons that were answered and stand on no card any more: somebody else may press one at the same moment. */
const MOST_RETIRED = 1_000;

export function createAnswers(room: Room, board: Board): Answers {
  const { outbox, clock, log, language } = room;
  const retired = new Map<string, { readonly letter: string; readonly means: LetterButton['means'] }>();

  function find(
    buttonId: string,
  ): { readonly state: LetterState; readonly means: LetterButton['means'] } | undefined {
    for (const state of outbox.letters()) {
      const button = state.letter.buttons.find(({ id }) => id === buttonId);
      if (button) return { state, means: button.means };
    }
    const old = retired.get(buttonId);
    const state = old && outbox.letter(old.letter);
    return state && { state, means: old.means };
  }

  function retire({ letter }: LetterState, kind: LetterButton['means']['kind']): void {
    for (const { id, means } of letter.buttons) {
      if (means.kind === kind) retired.set(id, { letter: letter.id, means });
    }
    for (const oldest of retired.keys()) {
      if (retired.size <= MOST_RETIRED) break;
      retired.delete(oldest);
    }
  }

  /** Every card of the same alert says who saw it; the result is the one that was pressed. */
  async function acknowledge(state: LetterState, who: Principal): Promise<Face | undefined> {
    const { reference, incident } = state.letter.about;
    const mark = markText.acknowledged(who.name, clock.now(), language);
    const same = [...outbox.letters()].filter(other => {
      const { about, id } = other.letter;
      if (id === state.letter.id) return true;
      const isSame = about.reference === reference || (incident !== undefined && about.incident === incident);
      return isSame && isOpen(other);
    });
    let shown: Face | undefined;
    for (const other of same) {
      const { letter, acknowledged } = other;
      if (acknowledged) continue;
      retire(other, 'acknowledge');
      const face = board.mark(letter.id, mark, ['acknowledge']);
      if (letter.id === state.letter.id) shown = face;
    }
    log('info', 'alert acknowledged', { reference, by: who.id });
    await Promise.all(
      same.filter(other => !other.acknowledged).map(other => outbox.acknowledge(other.letter.id, who.id)),
    );
    return shown;
  }

  async function mute(state: LetterState, ms: number, who: Principal): Promise<Face | undefined> {
    const { letter } = state;
    const { incident, reference } = letter.about;
    if (incident === undefined || outbox.mutedUntil(incident) !== undefined) return undefined;
    retire(state, 'mute');
    const until = clock.now() + ms;
    const face = board.mark(letter.id, markText.muted(who.name, until, language), ['mute']);
    board.muted(incident);
    log('info', 'alert muted', { reference, incident, by: who.id, until });
    await outbox.mute(incident, until, who.id);
    return face;
  }

  return {
    meansOf: buttonId => find(buttonId)?.means,
    async press(buttonId, who) {
      // Whoever silences an alert takes it upon themselves; looking on is not enough for that.
      if (!who.roles.has('admin') && !who.roles.has('approve') && !who.roles.has('trade')) {
        throw new DeskError('denied', 'answering alerts needs a role that acts', { need: 'trade' });
      }
      const found = find(buttonId);
      if (!found || found.means.kind === 'call') throw new DeskError('notFound', 'no such button');
      const { state, means } = found;
      const shown =
        means.kind === 'acknowledge' ? await acknowledge(state, who) : await mute(state, means.ms, who);
      const face = shown ?? board.face(state.letter.id);
      if (!face) throw new DeskError('notFound', 'no such alert');
      return draftOf(face);
    },
    async acknowledgeAll(who) {
      const open = [...outbox.letters()].filter(isOpen);
      const first = new Map(open.map(state => [state.letter.about.reference, state]));
      for (const state of first.values()) await acknowledge(state, who);
      return first.size;
    },
  };
}
