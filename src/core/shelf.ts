/** What programs keep at the desk. */
export const SHELVES = ['watchlists', 'workspaces'] as const;

export type ShelfName = (typeof SHELVES)[number];

/** A JSON document that somebody keeps at the desk. */
export interface ShelfDocument {
  /** `^[a-z0-9][a-z0-9_-]{0,63}$` */
  readonly id: string;
  /** From 1, one more with every change. */
  readonly version: number;
  /** ms */
  readonly changedAt: number;
  /** Any JSON value, at most 64 KB as text. */
  readonly body: unknown;
}

/** Watchlists and workspaces, by owner (a member's id, or a key that acts in nobody's name). Encrypted on the disk. */
export interface Shelf {
  list(shelf: ShelfName, owner: string): Promise<readonly Omit<ShelfDocument, 'body'>[]>;
  get(shelf: ShelfName, owner: string, id: string): Promise<ShelfDocument | undefined>;
  /**
   * `version`: the one that is to be replaced, 0 for a new document. Durable when it resolves. Throws `conflict`
   * (`detail.version` is the present one) when it is another, `limit` beyond 64 KB, and
   * beyond 200 documents or 1 MB of an owner and 4 MB of all.
   */
  put(shelf: ShelfName, owner: string, id: string, version: number, body: unknown): Promise<ShelfDocument>;
  /** Throws `conflict`, and `notFound`. */
  remove(shelf: ShelfName, owner: string, id: string, version: number): Promise<void>;
}
