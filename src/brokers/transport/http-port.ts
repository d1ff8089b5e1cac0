/** What a request came to. Codes are short words (`ECONNRESET`, `TIMEOUT`); nothing of the HTTP library is in here. */
export type HttpResult =
  | ({ readonly kind: 'answered' } & HttpAnswer)
  /** Proof that no byte of the request left: the connection was never established. Only `once` gives it. */
  | { readonly kind: 'notSent'; readonly code: string }
  /** It may have arrived, but no whole answer came back. */
  | { readonly kind: 'noAnswer'; readonly code: string };

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a read went through so far. It outlives exceptions, so that whoever gives up can tell. */
export interface Tally {
  attempts: number;
  /** Attempts that did not bring a usable answer; the caller's cancellation is not among them. */
  failures: number;
  lastFailure: string;
}

export interface ReadRequest<L extends string> {
  readonly path: string;
  /** Sent by POST: a service that only reads, and takes its question as a body. Left out: GET. */
  readonly body?: string | undefined;
  /** Of an attempt, asked for when its turn has come; undefined: nothing may leave yet, and its turn goes to the next. */
  readonly headers: () => Readonly<Record<string, string>> | undefined;
  /** Awaited after such a turn; what it throws ends the read. */
  readonly ready: () => Promise<unknown>;
  readonly lane: L;
  /** The deadline over all attempts, their pauses and their waiting. */
  readonly signal: AbortSignal;
  /** Sees every answer; a word says why it should be asked for again, undefined that it is final. */
  readonly examine: (answer: HttpAnswer) => string | undefined;
  /** Carried over when the same read is sent again with another token: the budget of attempts is one. */
  readonly tally: Tally;
}

export interface OnceRequest<L extends string> {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly lane: L;
  /** Keeps what has not left from leaving, up to the moment a connection stands; on what has left it has no effect. */
  readonly signal: AbortSignal;
  /** Runs when its turn has come; when it fails, nothing leaves. */
  readonly leaving?: (() => Promise<void>) | undefined;
}

export interface Http<L extends string> {
  /** 5xx and network faults twice more, each attempt through the limiter. Throws what the limiter throws. */
  read(request: ReadRequest<L>): Promise<HttpResult>;
  /**
   * POST that leaves at most once, on a connection of its own. Throws what the limiter and `leaving` throw: then
   * nothing left. `notSent` has the code `CANCELLED` or `TIMEOUT` when `signal` kept it.
   */
  once(request: OnceRequest<L>): Promise<HttpResult>;
}
