import type {
  AlertStatus,
  DropReason,
  Letter,
  LetterButton,
  PlatformId,
  Reply,
  Route,
  ShownCard,
} from '../../core/index.js';

/** What is known of one letter. */
export interface LetterState {
  /** With its latest words and buttons, and every route it was given. */
  readonly letter: Letter;
  /** 1 for the words that it was posted with. */
  readonly version: number;
  /** By the destination's key. */
  readonly shown: ReadonlyMap<string, ShownAt>;
  /** Keys of the destinations that should show it and do not yet. */
  readonly waiting: readonly string[];
  readonly dropped: ReadonlyMap<string, DropReason>;
  /** A minute passed without any destination showing it; stays true when one shows it later. */
  readonly nobody: boolean;
  readonly acknowledged: { readonly at: number; readonly by: string } | undefined;
  readonly escalated: boolean;
}

export interface ShownAt {
  readonly at: number;
  readonly card: ShownCard | undefined;
  readonly version: number;
}

/**
 * What the desk says unasked, from the moment it is written down until it stands where it should: each destination gets
 * its letters in order, urgent ones first, at most once as far as the platform can tell, and however long it is away.
 */
export interface Outbox {
  /** Durable when it resolves; where the disk refuses it is kept in memory all the same, and logged. Never rejects. */
  post(letter: Letter): Promise<void>;
  /** New words: what shows the old ones is edited, what is still waiting goes out with these. Returns at once. */
  change(id: string, reply: Reply, buttons: readonly LetterButton[]): void;
  /** Further destinations; those that have the letter already are passed over. Returns at once. */
  forward(id: string, to: readonly Route[], why: 'spare' | 'escalated'): void;
  acknowledge(id: string, by: string): Promise<void>;
  /** Until then repeats of the incident make no sound. */
  mute(incident: string, until: number, by: string): Promise<void>;
  /** Until when, ms; undefined when the incident is not muted now. */
  mutedUntil(incident: string): number | undefined;
  letter(id: string): LetterState | undefined;
  /** Of the last two days, what nobody has answered for a week, and whatever is still waiting; oldest first. */
  letters(): Iterable<LetterState>;
  status(): Omit<AlertStatus, 'unacknowledged'>;
  /** A platform is there again: what waits for it is tried at once. */
  wake(platform: PlatformId): void;
  /** Resolves when the letter stands somewhere or will not, at the latest after `ms`. */
  resolved(id: string, ms: number): Promise<void>;
  /** Resolves when every letter was tried, at the latest after `ms`; what was not delivered is known to the next run. */
  settled(ms: number): Promise<void>;
  stop(): Promise<void>;
}
