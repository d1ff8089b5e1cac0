import {
  type AlertPreferences,
  type AlertView,
  type Destination,
  kstDate,
  kstFields,
  type Loudness,
  NOTICE_KINDS,
  type NoticeKind,
  type QuietHours,
} from '../../core/index.js';

/** Somewhere the desk can say something unasked, and to whom that is. */
export interface Ear {
  readonly to: Destination;
  /** Whose preferences count: `place:<platform>:<id>` or `person:<Principal.id>`. */
  readonly subject: string;
  /** `open`: others read it too. `desk`: the terminal, or a person's own chat that the configuration names for alerts. */
  readonly kind: 'open' | 'desk' | 'admin' | 'person';
  /** Every identity of the person; empty for a place. */
  readonly ids: readonly string[];
  /** The same person's other chat is the better one now. */
  readonly isSecond: boolean;
}

export interface Setting {
  /** undefined: the desk's defaults. */
  readonly set: AlertPreferences | undefined;
  /** A chat platform has a place for alerts, so that admins need not be told in their own chats too. */
  readonly hasPlace: boolean;
}

/** How a notice of this kind arrives here, before quiet hours. */
export function loudnessAt(
  ear: Pick<Ear, 'kind'>,
  kind: NoticeKind,
  isPrivate: boolean,
  { set, hasPlace }: Setting,
): Loudness {
  const chosen = set?.loudness[kind];
  if (chosen !== undefined) return chosen;
  switch (ear.kind) {
    case 'open':
      return isPrivate || kind === 'report' ? 'off' : usual(kind);
    case 'desk':
      return usual(kind);
    case 'admin':
      // What must not stand where others read has no place, so it comes to them.
      return hasPlace && !isPrivate && kind !== 'report' ? 'off' : usual(kind);
    case 'person':
      return 'off';
  }
}

const usual = (kind: NoticeKind): Loudness => (kind === 'life' || kind === 'order' ? 'silent' : 'sound');

/** What counts here, defaults filled in. */
export function viewAt(ear: Pick<Ear, 'kind'>, setting: Setting): AlertView {
  const entries = NOTICE_KINDS.map(kind => [kind, loudnessAt(ear, kind, false, setting)] as const);
  return { loudness: recordOf(entries), quiet: setting.set?.quiet };
}

function recordOf(entries: readonly (readonly [NoticeKind, Loudness])[]): Record<NoticeKind, Loudness> {
  const record: Record<NoticeKind, Loudness> = {
    token: 'off',
    broker: 'off',
    order: 'off',
    fill: 'off',
    halt: 'off',
    security: 'off',
    platform: 'off',
    machine: 'off',
    job: 'off',
    report: 'off',
    life: 'off',
  };
  for (const [kind, loudness] of entries) record[kind] = loudness;
  return record;
}

/** Whether sounds are kept back at this instant. `isTradingDay`: of a KST day; undefined where nobody knows. */
export function isQuiet(
  quiet: QuietHours | undefined,
  now: number,
  isTradingDay: (date: string) => boolean | undefined,
): boolean {
  if (!quiet) return false;
  if (quiet.closedDays && isTradingDay(kstDate(now)) === false) return true;
  const { hour, minute } = kstFields(now);
  const at = hour * 60 + minute;
  const { from, to } = quiet;
  return from <= to ? from <= at && at < to : at >= from || at < to;
}
