import {
  type AlertPreferences,
  type AlertTest,
  type AlertView,
  type Block,
  DeskError,
  type LetterButton,
  type Loudness,
  NOTICE_KINDS,
  type NoticeKind,
  type OpenAlert,
  type Place,
  type Principal,
} from '../../src/core/index.js';
import type { AlertDesk } from '../../src/desk/alert-desk.js';

export interface MemoryAlerts extends AlertDesk {
  /** What was set, by `person:<id>` and `place:<platform>:<id>`. */
  readonly settings: ReadonlyMap<string, AlertPreferences>;
  /** Presses that came through, as `<button id> by <who>`. */
  readonly presses: readonly string[];
  /** How often a test was sent. */
  readonly tests: () => number;
}

/** Alerts without an outbox: everything is taken at its word, and nobody's role is asked for. */
export function memoryAlerts(
  options: {
    /** Where alerts go, as `discord:71`. */
    readonly places?: readonly string[];
    /** Buttons of letters, of this run or an earlier one. */
    readonly buttons?: readonly LetterButton[];
    readonly open?: readonly OpenAlert[];
    /** What a test comes to. */
    readonly arrivals?: readonly AlertTest[];
    /** For whoever comes first. */
    readonly untold?: readonly Block[];
  } = {},
): MemoryAlerts {
  const settings = new Map<string, AlertPreferences>();
  const presses: string[] = [];
  let open = options.open ?? [];
  let untold = options.untold ?? [];
  let tests = 0;

  const subjects = (who: Principal, where: Place) => ({
    mine: `person:${who.id}`,
    here: options.places?.includes(`${where.platform}:${where.id}`)
      ? `place:${where.platform}:${where.id}`
      : undefined,
  });

  function change(subject: string | undefined, to: (before: AlertPreferences) => AlertPreferences): void {
    if (subject === undefined) throw new DeskError('notFound', 'no alerts go here');
    settings.set(subject, to(settings.get(subject) ?? { loudness: {} }));
  }

  return {
    settings,
    presses,
    tests: () => tests,
    controlFor(who, where) {
      const of = subjects(who, where);
      return {
        list: () => ({
          mine: viewOf(settings.get(of.mine)),
          here: of.here === undefined ? undefined : viewOf(settings.get(of.here)),
        }),
        async setLoudness(whose, kind, loudness) {
          const kinds: readonly NoticeKind[] = kind === 'all' ? NOTICE_KINDS : [kind];
          const given = Object.fromEntries(kinds.map(one => [one, loudness]));
          change(of[whose], before => ({ ...before, loudness: { ...before.loudness, ...given } }));
        },
        async setQuiet(whose, quiet) {
          change(of[whose], ({ loudness }) => ({ loudness, ...(quiet ? { quiet } : {}) }));
        },
        async test() {
          tests += 1;
          return options.arrivals ?? [];
        },
        open: () => open,
        async acknowledgeAll() {
          const left = open.filter(({ state }) => state === 'nobody');
          const count = open.length - left.length;
          open = left;
          return count;
        },
      };
    },
    buttonOf: id => options.buttons?.find(button => button.id === id)?.means,
    async press(id, who) {
      presses.push(`${id} by ${who.id}`);
      return {
        title: '알림',
        tone: 'neutral',
        blocks: [{ kind: 'text', text: `${who.name} 님이 눌렀습니다.` }],
      };
    },
    untold() {
      const told = untold;
      untold = [];
      return told;
    },
  };
}

function viewOf(preferences: AlertPreferences | undefined): AlertView {
  const usual = (kind: NoticeKind): Loudness => (kind === 'report' ? 'silent' : 'sound');
  return {
    loudness: {
      token: usual('token'),
      broker: usual('broker'),
      order: usual('order'),
      fill: usual('fill'),
      halt: usual('halt'),
      security: usual('security'),
      platform: usual('platform'),
      machine: usual('machine'),
      job: usual('job'),
      report: usual('report'),
      life: usual('life'),
      ...preferences?.loudness,
    },
    quiet: preferences?.quiet,
  };
}
