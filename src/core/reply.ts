import type { AccountRef, Stamp } from './account.js';
import type { Shares, Won } from './money.js';

/**
 * What the desk says, as data. The vocabulary is closed: a renderer handles every block and every value, and
 * what cannot be said with these is not said. Text in blocks is plain; renderers escape it.
 */
export interface Reply {
  title: string;
  stamp: Stamp;
  tone: Tone;
  /** `private`: only the asker may see it where the platform can do that. */
  visibility: 'private' | 'public';
  blocks: readonly Block[];
  /** Small print below: the time of the data, a reference. */
  footer?: string;
  /** A living card: the desk rewrites it later, so the platform tells it where the card stands (`Dispatcher.shown`). */
  card?: string;
}

/** A reply before the desk stamps it with the environment; what commands return. */
export type Draft = Omit<Reply, 'stamp' | 'visibility'> & {
  /** Of the account that it is about; left out: the desk's. */
  stamp?: Stamp;
  /** The account that it is about, for the desk's own books: it is no part of what is shown. */
  about?: AccountRef;
};

export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'fields'; fields: readonly Field[] }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly Cell[])[] }
  | { kind: 'notice'; tone: Tone; text: string }
  | { kind: 'image'; png: Uint8Array; alt: string }
  /** A text file to keep, such as a CSV. */
  | { kind: 'file'; name: string; text: string }
  | { kind: 'buttons'; buttons: readonly Button[] }
  | { kind: 'divider' };

export interface Field {
  label: string;
  value: Cell;
}

export interface Column {
  label: string;
  align: 'left' | 'right';
}

export type Cell = string | Value;

/** Typed values: a renderer chooses colour and form, and never splits or cuts a number. */
export type Value =
  | { kind: 'won'; won: Won }
  /** A gain or loss: signed, red when up and blue when down. */
  | { kind: 'change'; won: Won }
  | { kind: 'percent'; percent: number }
  | { kind: 'shares'; shares: Shares }
  | { kind: 'time'; at: number };

/** `id` is random and opaque; what a press means rests in the desk's store. */
export interface Button {
  id: string;
  label: string;
  style: ButtonStyle;
}

export type ButtonStyle = 'plain' | 'primary' | 'danger';

export const won = (amount: Won): Value => ({ kind: 'won', won: amount });
export const change = (amount: Won): Value => ({ kind: 'change', won: amount });
export const percent = (value: number): Value => ({ kind: 'percent', percent: value });
export const shares = (count: Shares): Value => ({ kind: 'shares', shares: count });
export const time = (at: number): Value => ({ kind: 'time', at });
