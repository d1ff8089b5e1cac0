import {
  type ArgChoice,
  type Bilingual,
  LOUDNESS,
  type Loudness,
  NOTICE_KINDS,
  type NoticeKind,
  type QuietHours,
} from '../src/core/index.js';

const KINDS: Readonly<Record<NoticeKind, Bilingual>> = {
  token: { ko: '토큰', en: 'Token' },
  broker: { ko: '증권사', en: 'Broker' },
  order: { ko: '주문', en: 'Orders' },
  fill: { ko: '체결', en: 'Fills' },
  halt: { ko: '정지', en: 'Halts' },
  security: { ko: '보안', en: 'Security' },
  platform: { ko: '채팅', en: 'Chats' },
  machine: { ko: '컴퓨터', en: 'Computer' },
  job: { ko: '작업', en: 'Jobs' },
  report: { ko: '보고', en: 'Reports' },
  life: { ko: '시작/종료', en: 'Start/stop' },
};

const LOUD: Readonly<Record<Loudness, Bilingual>> = {
  sound: { ko: '소리', en: 'Sound' },
  silent: { ko: '무음', en: 'Silent' },
  off: { ko: '끔', en: 'Off' },
};

/** What `/alerts` changes or does: one kind, every kind, quiet hours, a test, or confirming what is open. */
export const WHAT_CHOICES = [
  ...NOTICE_KINDS.map(value => ({ value, label: KINDS[value] })),
  { value: 'all', label: { ko: '전체', en: 'All' } },
  { value: 'quiet', label: { ko: '방해금지', en: 'Quiet hours' } },
  { value: 'test', label: { ko: '시험', en: 'Test' } },
  { value: 'acknowledge', label: { ko: '확인', en: 'Acknowledge' } },
] as const satisfies readonly ArgChoice[];

export const HOW_CHOICES = LOUDNESS.map(value => ({
  value,
  label: LOUD[value],
})) satisfies readonly ArgChoice[];

export const WHERE_CHOICES = [
  { value: 'me', label: { ko: '나', en: 'Me' } },
  { value: 'here', label: { ko: '여기', en: 'Here' } },
] as const satisfies readonly ArgChoice[];

export const DAYS_CHOICES = [
  { value: 'holidays', label: { ko: '휴일', en: 'Holidays' } },
] as const satisfies readonly ArgChoice[];

export type Say = (ko: string, en: string) => string;

export const kindName = (kind: NoticeKind, say: Say): string => say(KINDS[kind].ko, KINDS[kind].en);

/** What people call a choice; its value when it is none of these. */
export function choiceName(choices: readonly ArgChoice[], value: string, say: Say): string {
  const known = choices.find(choice => choice.value === value);
  return known ? say(known.label.ko, known.label.en) : value;
}

export const loudnessName = (loudness: Loudness, say: Say): string =>
  say(LOUD[loudness].ko, LOUD[loudness].en);

/** `22:00-07:00, 휴일은 하루 종일` */
export function quietText(quiet: QuietHours | undefined, say: Say): string {
  if (quiet === undefined) return say('없음', 'none');
  const hours = `${clockTime(quiet.from)}-${clockTime(quiet.to)}`;
  return quiet.closedDays
    ? say(`${hours}, 휴장일은 하루 종일`, `${hours}, all day on market holidays`)
    : hours;
}

const clockTime = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':');

/** `22:00-07:00`, also with `~`, also whole hours; undefined for anything else, and for two equal times. */
export function readHours(word: string): Pick<QuietHours, 'from' | 'to'> | undefined {
  const [, h1, m1 = '00', h2, m2 = '00'] =
    /^(\d{1,2})(?::(\d{2}))?[-~](\d{1,2})(?::(\d{2}))?$/.exec(word) ?? [];
  if (h1 === undefined || h2 === undefined) return undefined;
  const from = minutesOf(h1, m1);
  const to = minutesOf(h2, m2);
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

function minutesOf(hours: string, minutes: string): number | undefined {
  return Number(hours) < 24 && Number(minutes) < 60 ? Number(hours) * 60 + Number(minutes) : undefined;
}
