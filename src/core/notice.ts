import type { CommandCall } from './command.js';
import type { Button, Draft } from './reply.js';

/** What a notice is about, in the words in which people turn it on and off: the rows of `/alerts`. */
export const NOTICE_KINDS = [
  'token',
  'broker',
  'order',
  'fill',
  'halt',
  'security',
  'platform',
  'machine',
  'job',
  'report',
  'life',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** `critical`: somebody has to confirm that they saw it, or it goes to others as well. */
export type Urgency = 'info' | 'warning' | 'critical';

/** Something that the desk says unasked. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly urgency: Urgency;
  /**
   * Notices of one incident are about the same trouble or the same order: repeats become a count on the card that is
   * there. Left out: it stands for itself.
   */
  readonly incident?: string;
  /**
   * A step of the incident that is news although the incident is known, such as `dead` after `failing`. The same step
   * again is a repeat.
   */
  readonly stage?: string;
  /** The trouble is over; this is its one last word. Ignored when nobody was told that it began. */
  readonly over?: boolean;
  /** Nothing will say when the trouble is over: it counts as over when it was not told again for ten minutes. */
  readonly endsQuietly?: boolean;
  /**
   * Incidents that go on as a part of this one: their cards say so, and from now on nothing is told of them by
   * themselves. Names that nobody was told of are ignored.
   */
  readonly takesOver?: readonly string[];
  /** Without its reference and count, which are added. */
  readonly draft: Draft;
  /** It shows amounts or holdings: into places that others read it goes only where somebody asked for it. */
  readonly isPrivate?: boolean;
  /** When it happened, ms by the wall clock. */
  readonly at: number;
  /** Whose doing it is, as `console:operator`: their own terminal has shown it already. */
  readonly by?: string;
  /** Identities of the people whose order it is about. */
  readonly about?: readonly string[];
  /** What can be done about it; access is checked at the press, like that of a typed command. */
  readonly actions?: readonly NoticeAction[];
}

export interface NoticeAction {
  readonly label: string;
  readonly call: CommandCall;
  readonly style?: Button['style'];
}

/** Takes a notice in; returns at once and never throws. It reaches people behind the caller's back. */
export type Tell = (notice: Notice) => void;
