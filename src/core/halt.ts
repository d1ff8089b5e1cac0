/** What a halt stops. Cancels always pass. */
export type HaltScope =
  | { readonly kind: 'all' }
  /** Buys, and amendments of buys. */
  | { readonly kind: 'buy' }
  | { readonly kind: 'symbol'; readonly code: string; readonly name: string }
  /** `account`: eight digits, a hyphen, two digits. */
  | { readonly kind: 'account'; readonly account: string };

export interface Halt {
  readonly id: string;
  readonly scope: HaltScope;
  /** ms */
  readonly since: number;
  /** ms; undefined: until lifted. */
  readonly until: number | undefined;
  readonly reason: string;
  /** `discord:1234`; `desk` when the desk halted by itself, `file` for the HALT file. */
  readonly by: string;
}

/** What a command asks for. */
export interface HaltOrder {
  readonly scope: HaltScope;
  /** ms from now; undefined: until lifted. */
  readonly forMs: number | undefined;
  readonly reason: string;
}

/** The kill switch as commands and jobs see it. */
export interface HaltControl {
  /** In force now, oldest first; a `HALT` file in the data directory counts as one. */
  list(): readonly Halt[];
  /** In force when this returns its promise; the promise says whether a restart will still know of it. */
  set(order: HaltOrder, by: string): Promise<{ readonly halt: Halt; readonly durable: boolean }>;
  /**
   * Lifts these, or all; those by the `HALT` file stay until the file is removed. Throws `storage` when it cannot be kept.
   * `by`: who does it, as `discord:1234`.
   */
  lift(
    ids: readonly string[] | 'all',
    by?: string,
  ): Promise<{ readonly lifted: readonly Halt[]; readonly left: readonly Halt[] }>;
}

/** Where halts rest. Written in place into room kept free for them, so that a full disk does not matter. */
export interface HaltStore {
  /** Halts of the last run. Unreadable ones count as one halt of everything: a doubt stops. */
  load(): Promise<readonly Halt[]>;
  /** Durable when it resolves. Throws `storage`. */
  save(halts: readonly Halt[]): Promise<void>;
  /** Whether the operator has put a file named `HALT` into the data directory. Looks at once, takes microseconds. */
  flagged(): boolean;
}
