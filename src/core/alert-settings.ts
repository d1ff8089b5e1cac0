import type { NoticeKind } from './notice.js';

/** How a notice arrives: with the platform's sound, without it, or not at all. */
export const LOUDNESS = ['sound', 'silent', 'off'] as const;
export type Loudness = (typeof LOUDNESS)[number];

/** When sounds are kept back: `critical` notices are heard all the same. */
export interface QuietHours {
  /** Minutes after midnight KST, 0..1439; `from` after `to` reaches over midnight. */
  readonly from: number;
  readonly to: number;
  /** Also the whole of every day on which the exchange is closed. */
  readonly closedDays: boolean;
}

/** What a person or a place wants to hear; kinds left out follow the desk's defaults. */
export interface AlertPreferences {
  readonly loudness: Readonly<Partial<Record<NoticeKind, Loudness>>>;
  readonly quiet?: QuietHours;
}

/** Where preferences rest, by whose they are: `person:<Principal.id>` or `place:<platform>:<id>`. */
export interface AlertSettings {
  /** What is durable, from memory; undefined: never set. */
  of(subject: string): AlertPreferences | undefined;
  /** Durable when it resolves. Throws `storage`; then nothing has changed. */
  set(subject: string, preferences: AlertPreferences): Promise<void>;
}

/** Alerts as commands see them, for the person who asks and the place where they ask. */
export interface AlertControl {
  /** `mine`: the person's own chat with the bot. `here`: this place, when alerts go here; undefined otherwise. */
  list(): { readonly mine: AlertView; readonly here: AlertView | undefined };
  /** Changing `here` needs the admin role; throws `denied`, or `notFound` where no alerts go. Durable when it resolves. */
  setLoudness(whose: 'mine' | 'here', kind: NoticeKind | 'all', loudness: Loudness): Promise<void>;
  /** undefined: no quiet hours. */
  setQuiet(whose: 'mine' | 'here', quiet: QuietHours | undefined): Promise<void>;
  /** Sends a test notice to every destination there is, and waits at most ten seconds for what becomes of it. Admins. */
  test(): Promise<readonly AlertTest[]>;
  /** Letters that nobody has acknowledged though somebody should, oldest first, and those that reached nobody. */
  open(): readonly OpenAlert[];
  /** Confirms every critical alert at once; resolves to how many. Admins. */
  acknowledgeAll(): Promise<number>;
}

/** What counts for one subject, defaults filled in. */
export interface AlertView {
  readonly loudness: Readonly<Record<NoticeKind, Loudness>>;
  readonly quiet: QuietHours | undefined;
}

export interface AlertTest {
  /** In people's words: `Discord 알림 채널`, `Telegram 홍길동`. */
  readonly where: string;
  readonly arrived: boolean;
  /** ms until it stood there; undefined when it did not. */
  readonly tookMs: number | undefined;
  /** Why not, in words without secrets. */
  readonly reason: string | undefined;
}

export interface OpenAlert {
  readonly at: number;
  readonly title: string;
  readonly reference: string;
  readonly state: 'unacknowledged' | 'nobody';
}
