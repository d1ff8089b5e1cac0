/**
 * The ways in which something can fail, named by what a person can do about them.
 * Callers decide by `kind`, never by matching text; what a person reads is chosen in `desk/explain`.
 */
export type DeskErrorKind =
  /** The request itself is wrong: an argument is missing or malformed. */
  | 'input'
  | 'unknownCommand'
  | 'denied'
  | 'notFound'
  /** An order that the exchange would not take; `detail.problem` says why, `detail.nearest` the nearest legal value. */
  | 'impossible'
  /** A risk limit of the desk; `detail.limit` is its fixed name, `detail.most` and `detail.given` the figures. */
  | 'limit'
  /** Trading is stopped; `detail.scope`, `detail.reason`, `detail.until`. */
  | 'halted'
  /** An earlier order's outcome is still unknown; `detail.code`, `detail.side`. */
  | 'unsettled'
  /** A ticket's button was pressed before, or the ticket is over; `detail.how`. */
  | 'usedTicket'
  /** Somebody else was quicker, or the same key was used for something else; `detail.what`. */
  | 'conflict'
  /** This environment does not offer it (much is missing on 모의투자). */
  | 'notOffered'
  /** The broker understood and refused; `detail.code` and `detail.message` are its words. */
  | 'refused'
  /** The one-token-a-minute rule blocks; `detail.until` says until when. */
  | 'cooldown'
  /** The broker keeps handing out a revoked token; `detail.until` says when it can mint another. */
  | 'deadToken'
  | 'credentials'
  | 'rateLimited'
  /** The broker did not answer, or not sensibly, and retries are spent. */
  | 'unavailable'
  | 'timeout'
  /** The queue before the broker is full or its deadline passed. */
  | 'busy'
  | 'storage'
  | 'tooOld'
  | 'cancelled'
  | 'bug';

/** Named facts about a failure, for the text a person reads. Never secrets. */
export type ErrorDetail = Readonly<Record<string, string | number>>;

export class DeskError extends Error {
  readonly kind: DeskErrorKind;
  readonly detail: ErrorDetail;

  constructor(kind: DeskErrorKind, message: string, detail: ErrorDetail = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'DeskError';
    this.kind = kind;
    this.detail = detail;
  }
}

/** Any thrown value as a DeskError; what nobody foresaw is a `bug`, and its cause is kept. */
export function asDeskError(thrown: unknown): DeskError {
  if (thrown instanceof DeskError) return thrown;
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return new DeskError('timeout', 'deadline passed', {}, { cause: thrown });
  }
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return new DeskError('cancelled', 'cancelled', {}, { cause: thrown });
  }
  return new DeskError(
    'bug',
    thrown instanceof Error ? thrown.message : 'unknown failure',
    {},
    { cause: thrown },
  );
}
