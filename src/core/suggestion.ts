import type { Inbound } from './inbound.js';

/** Somebody is typing an argument and would like to see what it could be. */
export interface Typing extends Pick<Inbound, 'platform' | 'who' | 'where'> {
  readonly command: string;
  /** The argument, and what is typed of it. */
  readonly argument: string;
  readonly typed: string;
}

/** `value` is what the argument would be; `label` is what people read. Each at most 100 characters. */
export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** What an argument's values may be taken from while it is typed. */
export type SuggestionSource =
  /** Listed issues: what is held and what was asked for lately first. */
  | 'issue'
  /** The same, for selling: what is held comes first. */
  | 'heldIssue'
  | 'openOrder'
  /** Accounts that this person was given. */
  | 'account';
