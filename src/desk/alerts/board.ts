import type { Letter, LetterButton, LetterSubject, Notice, Urgency } from '../../core/index.js';
import { type Face, faceOf, faceOfLetter, letterButtons, marked, replyOf } from './cards.js';
import { type Deed, type Incident, type Input, nextPostAt, type Step, step, type Word } from './incidents.js';
import { isTrade, letterOf, missing, postAlone } from './letters.js';
import type { Room } from './parts.js';
import { ENDED, remembered } from './remembered.js';
import { routeNotice } from './routing.js';
import { countedText, markText, titleFor } from './texts/counted.js';
import { createTimers } from './timers.js';

/** The incidents that are going on, each with the card that is kept up to date. */
export interface Board {
  /** `counts`: false for a new step that nothing but the time brought about. */
  take(notice: Notice, counts: boolean): void;
  /** What a letter shows now, of this run or an earlier one; undefined for one that is no longer known. */
  face(letterId: string): Face | undefined;
  /** One more line on a card, and buttons less. */
  mark(letterId: string, text: string, without: readonly MeansKind[]): Face | undefined;
  /** From now on messages about it are kept back; a higher urgency than it has now breaks that. */
  muted(incident: string): void;
  /** ms until another message about it may go out; 0: now, and it counts as gone. */
  claim(about: LetterSubject): number;
  stop(): void;
}

type MeansKind = LetterButton['means']['kind'];

interface Live {
  incident: Incident;
  readonly reference: string;
  /** When it happened first, ms by the wall clock. */
  readonly since: number;
  notice: Notice;
  /** What the card was posted to say. */
  word: Word;
  card: Letter | undefined;
  face: Face | undefined;
  mutedAt: Urgency | undefined;
}

/** Beyond this the incident that was silent for longest is forgotten; the letters still know that it was. */
const MOST_LIVE = 500;

export function createBoard(room: Room): Board {
  const { outbox, clock, log, language, stamp } = room;
  const live = new Map<string, Live>();
  const timers = createTimers(clock, () => log('error', 'alert failed', { kind: 'timer' }));

  function known(key: string): Live | undefined {
    const here = live.get(key);
    if (here) return here;
    const past = remembered(outbox.letters(), key, clock.monotonic() - clock.now());
    if (!past) return undefined;
    const { letter, incident, since } = past;
    const face = faceOfLetter(letter);
    const { kind, urgency, reference } = letter.about;
    const notice: Notice = { kind, urgency, incident: key, draft: face.draft, at: letter.at };
    return { incident, reference, since, notice, word: 'began', card: letter, face, mutedAt: undefined };
  }

  function mutedAt(key: string, entry: Live | undefined): Urgency | undefined {
    if (!entry) return undefined;
    const isMuted = outbox.mutedUntil(key) !== undefined;
    entry.mutedAt = isMuted ? (entry.mutedAt ?? entry.incident.urgency) : undefined;
    return entry.mutedAt;
  }

  function advance(key: string, input: Input, notice?: Notice): void {
    const before = known(key);
    const result = step(before?.incident, input, clock.monotonic(), mutedAt(key, before));
    if (!result) return;
    const entry = entryFor(before, result, notice);
    if (!entry) return;
    live.delete(key);
    live.set(key, entry);
    if (input.kind === 'over') settleAll(key);
    carryOut(key, entry, result.deed);
    report(key, entry, input, result.deed);
    if (result.wakeAt === undefined) timers.clear(key);
    else timers.set(key, result.wakeAt - clock.monotonic(), () => advance(key, { kind: 'look' }));
    forgetOldest();
  }

  function entryFor(before: Live | undefined, { incident }: Step, notice?: Notice): Live | undefined {
    if (before && before.incident.beganAt === incident.beganAt) {
      before.incident = incident;
      if (notice) before.notice = notice;
      return before;
    }
    if (!notice) return undefined;
    // While it is muted, the next beginning shows on the card that is there.
    const { card, face, mutedAt: muted } = before?.mutedAt ? before : {};
    const since = notice.at;
    return {
      incident,
      reference: room.newReference(),
      since,
      notice,
      word: 'began',
      card,
      face,
      mutedAt: muted,
    };
  }

  function report(key: string, { notice, reference, incident }: Live, input: Input, deed: Deed): void {
    const facts = { kind: notice.kind, incident: key, reference, count: incident.count };
    const level = notice.urgency === 'info' ? 'info' : 'warn';
    if (input.kind === 'raise') log(level, 'alert', { ...facts, decision: deed.kind });
    else if (deed.kind === 'post') log('info', 'alert told', { ...facts, word: deed.word });
  }

  function forgetOldest(): void {
    for (const [key, { incident }] of live) {
      if (live.size <= MOST_LIVE) return;
      // What is still to be said is never forgotten.
      if (incident.owed !== undefined || incident.stale) continue;
      timers.clear(key);
      live.delete(key);
    }
  }

  /** Nobody need confirm any more what is over. */
  function settleAll(key: string): void {
    for (const { letter, acknowledged } of [...outbox.letters()]) {
      const { incident, urgency } = letter.about;
      if (incident === key && urgency === 'critical' && !acknowledged) {
        room.track(outbox.acknowledge(letter.id, 'desk'));
      }
    }
  }

  function carryOut(key: string, entry: Live, deed: Deed): void {
    if (deed.kind === 'post') post(key, entry, deed);
    else if (deed.kind === 'edit') refresh(entry);
  }

  const counts = ({ incident, notice, since }: Live, { more, span } = { more: 0, span: 0 }) => ({
    count: incident.count,
    more,
    span,
    lasted: clock.now() - since,
    lastAt: notice.at,
  });

  function post(key: string, entry: Live, deed: Deed & { kind: 'post' }): void {
    const { word } = deed;
    const { notice, reference, card: before } = entry;
    const ends = word === 'over' || word === 'quiet';
    const said: Notice =
      word === 'quiet' ? { ...notice, urgency: 'info', over: true, actions: [], at: clock.now() } : notice;
    if (ends) close(entry, word === 'over');
    const routing = routeNotice(said, room.around());
    // Who heard that it began hears that it is over.
    const heard = ends && before ? missing(before.to, routing.to) : [];
    const to = [...routing.to, ...heard.map(route => ({ ...route, silent: true }))];
    if (to.length === 0 && routing.isUnwanted) return;
    // The steps of an order are no trouble that is counted.
    const counted = isTrade(notice) ? undefined : countedText(word, counts(entry, deed), language);
    const words = { title: titleFor(word, notice.draft.title, language), counted, reference, language };
    const face = faceOf(said, { ...words, ...(word === 'quiet' ? { tone: 'good' } : {}) }, room.newId);
    const spare = missing(routing.spare, to);
    const stage = ends ? ENDED : said.stage;
    const letter = letterOf(room, said, face, { to, spare, incident: key, stage, reference });
    entry.card = letter;
    entry.face = face;
    entry.word = word;
    room.post(letter);
  }

  /** The card that said that it began says that it is over. `settled`: and asks for nothing any more. */
  function close({ card, face }: Live, settled: boolean): void {
    if (!card || !face || card.about.stage === ENDED) return;
    const without: MeansKind[] = settled ? ['acknowledge', 'mute', 'call'] : ['mute'];
    show(card.id, marked(face, markText.over(clock.now(), language), without));
  }

  function refresh(entry: Live): void {
    const { card, face, notice, reference, incident, word } = entry;
    if (!card) return;
    if (incident.over) {
      close(entry, !incident.endsQuietly);
      return;
    }
    const counted = isTrade(notice) ? undefined : countedText('edit', counts(entry), language);
    const title = titleFor(word, notice.draft.title, language);
    entry.face = faceOf(notice, { title, counted, reference, language }, room.newId, face);
    show(card.id, entry.face);
  }

  /** It goes on as a part of another, where people are to look from now on. */
  function giveAway(key: string): void {
    const entry = known(key);
    if (!entry || entry.incident.over) return;
    timers.clear(key);
    entry.incident = { ...entry.incident, over: true, owed: undefined, stale: false };
    live.set(key, entry);
    settleAll(key);
    const { card, face } = entry;
    if (card && face)
      show(card.id, marked(face, markText.takenOver(language), ['acknowledge', 'mute', 'call']));
  }

  const show = (id: string, face: Face) => outbox.change(id, replyOf(face, stamp), letterButtons(face));

  const liveOf = (letterId: string) => [...live.values()].find(({ card }) => card?.id === letterId);

  function face(letterId: string): Face | undefined {
    const letter = outbox.letter(letterId)?.letter;
    return liveOf(letterId)?.face ?? (letter && faceOfLetter(letter));
  }

  return {
    take(notice, counted) {
      const { incident: key, stage, urgency, endsQuietly = false, takesOver = [] } = notice;
      for (const other of takesOver) giveAway(other);
      if (key === undefined) postAlone(room, notice);
      else if (notice.over) advance(key, { kind: 'over' }, notice);
      else advance(key, { kind: 'raise', stage, urgency, endsQuietly, counts: counted }, notice);
    },
    face,
    mark(letterId, text, without) {
      const had = face(letterId);
      if (!had) return undefined;
      const next = marked(had, text, without);
      const entry = liveOf(letterId);
      if (entry) entry.face = next;
      show(letterId, next);
      return next;
    },
    muted(key) {
      const entry = known(key);
      if (!entry) return;
      entry.mutedAt = entry.incident.urgency;
      live.set(key, entry);
    },
    claim({ incident: key }) {
      const entry = key === undefined ? undefined : known(key);
      if (!entry || key === undefined) return 0;
      const now = clock.monotonic();
      const wait = nextPostAt(entry.incident.posts, now) - now;
      if (wait > 0) return wait;
      live.set(key, entry);
      advance(key, { kind: 'posted' });
      return 0;
    },
    stop: timers.stop,
  };
}
