import {
  type AlertControl,
  type AlertPreferences,
  type AlertTest,
  DeskError,
  destinationKey,
  NOTICE_KINDS,
  type Place,
  type Principal,
} from '../../core/index.js';
import type { Answers } from './answers.js';
import { personSubject, placeSubject } from './ears.js';
import { aloneLetter } from './letters.js';
import { openAlerts } from './open-alerts.js';
import type { Room } from './parts.js';
import { type Ear, viewAt } from './preferences.js';
import { hasPlace } from './routing.js';
import { testDraft, whereText, whyText } from './texts/test-notice.js';

/** How long a test waits for what becomes of it, and how often it looks, ms. */
const TEST_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** Alerts as one person sees them from one place. */
export function controlFor(room: Room, answers: Answers, who: Principal, where: Place): AlertControl {
  const { outbox, settings, clock, language } = room;

  const hereEar = (): Ear | undefined => {
    const subject = placeSubject({
      platform: where.platform,
      id: where.platform === 'console' ? 'console' : where.id,
    });
    return room.around().ears.find(ear => ear.subject === subject);
  };

  function needAdmin(): void {
    if (!who.roles.has('admin')) throw new DeskError('denied', 'this is for admins', { need: 'admin' });
  }

  async function change(
    whose: 'mine' | 'here',
    edit: (before: AlertPreferences) => AlertPreferences,
  ): Promise<void> {
    const subject = subjectOf(whose);
    await settings.set(subject, edit(settings.of(subject) ?? { loudness: {} }));
  }

  function subjectOf(whose: 'mine' | 'here'): string {
    if (whose === 'mine') return personSubject(who.id);
    needAdmin();
    const ear = hereEar();
    if (!ear) throw new DeskError('notFound', 'no alerts go here', { what: 'alerts' });
    return ear.subject;
  }

  async function test(): Promise<readonly AlertTest[]> {
    needAdmin();
    const { ears } = room.around();
    const to = ears.map(ear => ({ to: ear.to, silent: false }));
    const notice = { kind: 'life', urgency: 'info', draft: testDraft(language), at: clock.now() } as const;
    const { letter } = aloneLetter(room, notice, { to, spare: [] });
    room.post(letter);
    const until = clock.monotonic() + TEST_MS;
    while (clock.monotonic() < until) {
      const state = outbox.letter(letter.id);
      if (state && state.waiting.length === 0) break;
      await clock.sleep(LOOK_EVERY_MS);
    }
    const state = outbox.letter(letter.id);
    return ears.map(ear => {
      const key = destinationKey(ear.to);
      const shown = state?.shown.get(key);
      const status = room.platforms.find(({ id }) => id === ear.to.platform)?.status();
      return {
        where: whereText(ear, room.people(), language),
        arrived: shown !== undefined,
        tookMs: shown && Math.max(0, shown.at - letter.at),
        reason: shown ? undefined : whyText(state?.dropped.get(key), status, language),
      };
    });
  }

  return {
    list() {
      const { ears, preferencesOf } = room.around();
      const placed = hasPlace(ears);
      const kind = who.roles.has('admin') ? 'admin' : 'person';
      const here = hereEar();
      return {
        mine: viewAt({ kind }, { set: preferencesOf(personSubject(who.id)), hasPlace: placed }),
        here: here && viewAt(here, { set: preferencesOf(here.subject), hasPlace: placed }),
      };
    },
    setLoudness: (whose, kind, loudness) =>
      change(whose, before => {
        const kinds = kind === 'all' ? NOTICE_KINDS : [kind];
        const chosen = Object.fromEntries(kinds.map(name => [name, loudness]));
        return { ...before, loudness: { ...before.loudness, ...chosen } };
      }),
    setQuiet: (whose, quiet) =>
      change(whose, ({ loudness }) => (quiet === undefined ? { loudness } : { loudness, quiet })),
    test,
    open: () => (who.roles.has('admin') ? openAlerts(outbox) : []),
    async acknowledgeAll() {
      needAdmin();
      return answers.acknowledgeAll(who);
    },
  };
}
