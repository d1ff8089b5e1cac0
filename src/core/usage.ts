/** Calls of one caller to one endpoint with one outcome on one KST day. */
export interface UsageLine {
  /** `YYYYMMDD`, KST. */
  readonly day: string;
  /** A key's name, `web` for the page, `-` for nobody. */
  readonly caller: string;
  /** Method and pattern, never an address that was asked for: `GET /api/v1/stocks/{code}`. */
  readonly endpoint: string;
  /** HTTP status. */
  readonly status: number;
  readonly count: number;
  /** All together, and the longest, ms. */
  readonly totalMs: number;
  readonly maxMs: number;
}

/** How much the gateway is used. Bounded: what goes beyond 300 lines a day is counted under `…`. */
export interface Usage {
  /** Returns at once. */
  note(call: Omit<UsageLine, 'day' | 'count' | 'totalMs' | 'maxMs'> & { readonly ms: number }): void;
  /** From `from` to `to` (`YYYYMMDD`), both included; the last 31 days are kept. */
  read(from: string, to: string): readonly UsageLine[];
}
