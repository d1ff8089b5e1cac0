/** What a campaign found. `lines` are figures to print; it passed when `failures` is empty. */
export interface Report {
  readonly campaign: string;
  /** Replays the same choices. */
  readonly seed: number;
  readonly lines: readonly string[];
  readonly failures: readonly string[];
}
