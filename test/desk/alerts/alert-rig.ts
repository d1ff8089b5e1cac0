import type {
  AccountRef,
  AlertPreferences,
  AlertSettings,
  Language,
  Letter,
  MemberView,
  Notice,
  PlatformId,
  PlatformStatus,
  Principal,
  Role,
} from '../../../src/core/index.js';
import { createAlerts } from '../../../src/desk/alerts/alerts.js';
import type { AlertPlatform } from '../../../src/desk/alerts/ears.js';
import type { Outbox } from '../../../src/desk/outbox/outbox-port.js';
import { isTradingDay } from '../../../src/market/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { buttonsOf, MONDAY_TEN, textOf } from '../../support/desk.js';
import { logBook } from '../../support/fake-desk.js';
import { type RecordingOutbox, recordingOutbox } from './recording-outbox.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function memberView(
  identities: readonly string[],
  roles: readonly Role[],
  name = '홍길동',
): MemberView {
  return { id: identities[0] ?? '', name, identities, roles, accounts: 'all', since: 0, fixed: false };
}

export const ADMIN = memberView(['discord:1001', 'telegram:5001'], ['view', 'trade', 'approve', 'admin']);
export const TRADER = memberView(['discord:2002'], ['view', 'trade'], '김영희');

export const principalOf = ({ id, identities, name, roles, accounts }: MemberView): Principal => ({
  id,
  ids: identities,
  name,
  roles: new Set(roles),
  accounts,
});

export function platformOf(
  id: PlatformId,
  alertPlace: string | undefined,
  state: PlatformStatus['state'] = 'connected',
): AlertPlatform {
  return { id, alertPlace, status: () => ({ id, state, reason: undefined }) };
}

/** Discord with an alert channel, Telegram without one. */
export const PLATFORMS: readonly AlertPlatform[] = [
  platformOf('discord', '42'),
  platformOf('telegram', undefined),
];

export function memorySettings(
  start: Readonly<Record<string, AlertPreferences>> = {},
): AlertSettings & { readonly saved: Map<string, AlertPreferences> } {
  const saved = new Map(Object.entries(start));
  return {
    saved,
    of: subject => saved.get(subject),
    async set(subject, preferences) {
      saved.set(subject, preferences);
    },
  };
}

export function noticeOf(over: Partial<Notice> = {}): Notice {
  return {
    kind: 'broker',
    urgency: 'warning',
    draft: { title: '일이 있었습니다', tone: 'warning', blocks: [{ kind: 'text', text: '무슨 일' }] },
    at: MONDAY_TEN,
    ...over,
  };
}

interface Manner {
  readonly platforms?: readonly AlertPlatform[];
  readonly people?: readonly MemberView[];
  readonly accounts?: () => readonly AccountRef[];
  readonly settings?: AlertSettings;
  readonly language?: Language;
}

/** Over all runs: the next one must not draw what the last one drew. */
let drawn = 0;

/** Alerts before an outbox of any kind. */
export function alertsOn(outbox: Outbox, clock: ManualClock, manner: Manner = {}) {
  const { log, lines } = logBook();
  const alerts = createAlerts({
    outbox,
    platforms: manner.platforms ?? PLATFORMS,
    people: () => manner.people ?? [ADMIN],
    accounts: manner.accounts ?? (() => []),
    settings: manner.settings ?? memorySettings(),
    isTradingDay,
    clock,
    log,
    language: manner.language ?? 'ko',
    stamp: 'paper',
    random: count => {
      drawn += 1;
      // The digits of the count to the base of 32, so that no two ids and no two references are the same.
      return Uint8Array.from({ length: count }, (_, i) => (i < 6 ? (drawn >>> (5 * i)) & 31 : 0));
    },
  });
  return { alerts, lines };
}

/** Alerts on a clock that stands still, before an outbox in memory. */
export function alertRig(
  options: Manner & { readonly clock?: ManualClock; readonly outbox?: RecordingOutbox } = {},
) {
  const clock = options.clock ?? manualClock(MONDAY_TEN);
  const outbox = options.outbox ?? recordingOutbox(clock);
  const { alerts, lines } = alertsOn(outbox, clock, options);
  const language = options.language ?? 'ko';
  const titles = () => outbox.posts().map(({ reply }) => reply.title);
  /** The letter as it is now, in words. */
  const text = (letter: Letter | undefined) =>
    textOf(outbox.letter(letter?.id ?? '')?.letter.reply ?? { title: '', blocks: [] }, language);
  const labels = (letter: Letter | undefined) =>
    buttonsOf(outbox.letter(letter?.id ?? '')?.letter.reply ?? { blocks: [] }).map(({ label }) => label);
  const buttonId = (letter: Letter | undefined, label: string) =>
    buttonsOf(outbox.letter(letter?.id ?? '')?.letter.reply ?? { blocks: [] }).find(
      one => one.label === label,
    )?.id ?? '';
  return { alerts, clock, outbox, lines, titles, text, labels, buttonId };
}
