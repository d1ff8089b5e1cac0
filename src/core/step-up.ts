import type { Principal } from './principal.js';

/** What asks for a second factor. */
export type StepUpReason = 'order' | 'halt' | 'members' | 'limits' | 'accounts' | 'keys' | 'breakGlass';

/** A second factor in the making: for the eyes of this person alone, once. */
export interface Enrolment {
  /** `otpauth://totp/…`, for an authenticator to read. */
  readonly uri: string;
  /** The same secret to type, in groups of four. */
  readonly secret: string;
  /** ms */
  readonly until: number;
}

export interface StepUpState {
  readonly enrolled: boolean;
  /** ms */
  readonly since: number | undefined;
  /** After five wrong codes this person neither orders nor does what needs a code before then, ms. */
  readonly lockedUntil: number | undefined;
}

/** Where second factors rest, by Principal.id, sealed. What was used or failed survives a restart. */
export interface StepUpStore {
  of(person: string): StepUpRecord | undefined;
  /** Durable when it resolves. undefined: forgotten. Throws `storage`; then nothing has changed. */
  set(person: string, record: StepUpRecord | undefined): Promise<void>;
}

export interface StepUpRecord {
  /** Base32. */
  readonly secret: string;
  readonly enrolledAt: number;
  /** The 30-second step of the last code that was taken: neither it nor an earlier one is taken again. */
  readonly lastStep: number;
  /** When wrong codes were given, ms, since the last good one or the last lock. */
  readonly failures: readonly number[];
  readonly lockedUntil: number | undefined;
}

/** A person's second factor as commands see it: their own, except where admins take another's away. */
export interface StepUpControl {
  state(): StepUpState;
  /** A new secret, waiting for its first code; a place of their own only. Who has one already needs a code of it. */
  begin(): Promise<Enrolment>;
  /** Throws `denied` (`need`: `code`) for a wrong one. Durable when it resolves. */
  finish(code: string): Promise<void>;
  /** Needs a code. */
  remove(): Promise<void>;
  /** Takes away somebody's who lost it. Admins, with a code of their own where they have one. `who`: as `MemberControl` reads it. */
  reset(who: string): Promise<void>;
}

/** The desk's check. */
export interface StepUp {
  state(who: Principal): StepUpState;
  /**
   * Resolves when this person may do it now: with a good code, or without one where none is asked of them. A code works
   * once, for one thing. Throws `denied`: `need` is `code` (missing or wrong, `detail.left` tries), `enrol` (this needs a
   * second factor and they have none), or `unlocked` (`detail.until`). Wrong codes are counted durably before it throws.
   */
  require(who: Principal, code: string | undefined, why: StepUpReason): Promise<void>;
  /** Whether `require` would ask this person for a code; false while locked. */
  asks(who: Principal, why: StepUpReason): boolean;
  /** Throws `denied` (`need`: `unlocked`) while five wrong codes keep this person from trading. */
  requireUnlocked(who: Principal): void;
}
