/** What one person did with one account on one KST day. */
export interface ActivityLine {
  /** `YYYYMMDD`, KST. */
  readonly day: string;
  /** Principal.id; `desk` for what the desk does by itself. */
  readonly person: string;
  /** `accountKey`; '' for what concerns none. */
  readonly account: string;
  /** A command as `/balance`; or `order`, `amend`, `cancel` for what left for a venue. */
  readonly act: string;
  readonly count: number;
  readonly failed: number;
}

/** How much each person uses each account. Bounded, like Usage. */
export interface Activity {
  /** Returns at once. */
  note(act: Omit<ActivityLine, 'day' | 'count' | 'failed'> & { readonly failed: boolean }): void;
  /** From `from` to `to` (`YYYYMMDD`), both included; the last 31 days are kept. */
  read(from: string, to: string): readonly ActivityLine[];
}
