import type { ChatPlatform, Destination, PlatformId } from '../../src/core/index.js';

/** Who sits there: two people who may do everything, one who may look, and one whom nobody knows. */
export type Sitter = 'owner' | 'other' | 'looker' | 'stranger';

/** The numeric id of a sitter on every platform that has one. */
export const SITTERS: Readonly<Record<Sitter, string>> = {
  owner: '700000000001',
  other: '700000000002',
  looker: '700000000003',
  stranger: '799999999999',
};

/** What a person sees of an answer: one message or several. */
export interface Seen {
  /** Without the marks of the platform's markup, as it stands at the moment of the call. */
  text(): string;
  /** Labels of the buttons, as they stand at the moment of the call. */
  buttons(): readonly string[];
  /** Whether nobody else in the room sees it. */
  readonly isPrivate: boolean;
}

/** One message that the bot sent unasked, as its reader has it. */
export interface Standing {
  readonly seen: Seen;
  /** It came without a sound. */
  readonly isSilent: boolean;
}

/** A chat platform from the side of the people in front of it. */
export interface Seat {
  readonly platform: PlatformId;
  readonly chat: ChatPlatform;
  /** All that the bot has said there by itself, oldest first. A terminal is one message that grows. */
  standing(to: Destination): readonly Standing[];
  /** Refuses the next message for the markup in it; a platform that reads none does not have it. */
  refuseMarkup?(): void;
  /** Who can sit here: the terminal belongs to one person. */
  readonly sitters: readonly Sitter[];
  /** Types a line in the way of the platform; what is new on the screen once it is answered. */
  type(who: Sitter, line: string): Promise<Seen>;
  /** Presses a button of what was seen; the answer, which may be the same message, changed. */
  press(who: Sitter, seen: Seen, label: string): Promise<Seen>;
  /**
   * Presses a button that asks for more and answers every field, in the order in which they are asked; '' leaves one out.
   */
  fill(who: Sitter, seen: Seen, label: string, values: readonly string[]): Promise<Seen>;
  /** Several presses at once, without waiting in between. */
  pressAtOnce(presses: readonly (readonly [Sitter, Seen, string])[]): Promise<void>;
  stop(): Promise<void>;
}

/** Text of messages that may have changed since they were first seen. */
export function seenOf(
  isPrivate: boolean,
  messages: readonly { text(): string; buttons(): readonly string[] }[],
): Seen {
  return {
    isPrivate,
    text: () => messages.map(message => message.text()).join('\n'),
    buttons: () => messages.flatMap(message => message.buttons()),
  };
}

/** Waits for answers: a platform reports each event once its answer stands. */
export interface AnswerCount {
  readonly count: number;
  /** Resolves when so many more have been answered than at the time of `from`. */
  reach(from: number, more: number): Promise<void>;
}
