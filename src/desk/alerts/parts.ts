import type {
  AccountRef,
  AlertSettings,
  Clock,
  Language,
  Letter,
  Log,
  MemberView,
  Stamp,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import type { Outbox } from '../outbox/outbox-port.js';
import type { AlertPlatform } from './ears.js';
import type { Surroundings } from './routing.js';

export interface AlertParts {
  readonly outbox: Outbox;
  /** Read late: it may be filled after the alerts were made. */
  readonly platforms: readonly AlertPlatform[];
  readonly people: () => readonly MemberView[];
  /** Of the desk, as of now. */
  readonly accounts: () => readonly AccountRef[];
  readonly settings: AlertSettings;
  /** Of a KST day `YYYYMMDD`; undefined where nobody knows. */
  readonly isTradingDay: (date: string) => boolean | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly stamp: Stamp;
  readonly random: RandomBytes;
}

/** What the parts of this room share. */
export interface Room extends AlertParts {
  newId(): string;
  newReference(): string;
  /** Who can be told now, and how they want it. */
  around(): Surroundings;
  /** Hands a letter to the outbox, and sees to it that somebody confirms a critical one. */
  post(letter: Letter): void;
  /** Something that is under way, to be waited for at a stop. Must not reject. */
  track(work: Promise<void>): void;
}
