import type { Bilingual } from './language.js';
import type { Shares, Won } from './money.js';
import type { Side } from './order.js';

/** One message of a venue about an order of the account: it was taken, refused, filled in part, changed or ended. */
export interface ExecutionNotice {
  /** Eight and two digits. */
  readonly account: { readonly number: string; readonly product: string };
  /** The venue's number, as it writes it. Compare with `sameOrderNumber`. */
  readonly order: string;
  /** The order that an amendment or a cancel is about; '' for a new one. */
  readonly original: string;
  readonly side: Side;
  readonly code: string;
  readonly act: 'new' | 'amend' | 'cancel';
  /** `received`: the venue has it. `filled`: `quantity` shares at `price`. `cancelled`: an IOC or FOK remainder. */
  readonly what: 'received' | 'confirmed' | 'filled' | 'rejected' | 'cancelled';
  readonly quantity: Shares;
  /** Of a fill; 0 otherwise. */
  readonly price: Won;
  /** By the venue's clock today, ms. */
  readonly at: number;
}

/** How the desk hears of fills. `off`: nothing names the notices (no HTS id), so order lists are read instead. */
export interface ExecutionStatus {
  readonly state: 'off' | 'connecting' | 'live' | 'lost';
  /** ms */
  readonly since: number;
  /** Why it is lost or off, in words without secrets. */
  readonly reason: Bilingual | undefined;
  readonly lastNoticeAt: number | undefined;
}

/** The venue's own messages about orders. They hasten what order lists would tell later; a missed one costs time only. */
export interface Executions {
  /** Begins to listen, and keeps trying. Returns at once; the listener is never called after the broker was closed. */
  listen(onNotice: (notice: ExecutionNotice) => void): void;
  status(): ExecutionStatus;
}
