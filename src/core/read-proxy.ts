/** One of the broker's services that other programs may read through the desk. */
export interface ProxiedService {
  /** `/uapi/domestic-stock/v1/quotations/inquire-price` */
  readonly path: string;
  /** Its TR id in this environment; with `current` and `legacy` ids both are accepted. */
  readonly trIds: readonly string[];
  /** KIS's own name of the service. */
  readonly name: string;
  /** It names an account (`CANO`, `ACNT_PRDT_CD`). */
  readonly ofAccount: boolean;
}

export interface ProxyRequest {
  readonly path: string;
  readonly trId: string;
  /** The query as the broker documents it. */
  readonly params: Readonly<Record<string, string>>;
  /** `tr_cont: N` on second and later pages. */
  readonly continued: boolean;
}

/** The broker's own answer, refusals included: whoever asks through the proxy reads it as if they had asked directly. */
export interface ProxyAnswer {
  /** HTTP status. */
  readonly status: number;
  /** The `tr_cont` header; '' when there was none. */
  readonly trCont: string;
  /** The body, parsed. */
  readonly body: unknown;
}

/**
 * Reads of the broker for other programs: an allow-list, nothing that orders. Each passes the same limiter (behind the
 * desk's own orders and accounts), token care, deadline and redaction as the desk's own reads.
 */
export interface ReadProxy {
  readonly services: readonly ProxiedService[];
  /** Throws DeskError: `notFound` for what is not on the list, and what a read throws when there is no answer. */
  read(request: ProxyRequest, signal?: AbortSignal): Promise<ProxyAnswer>;
  /**
   * A program says that the broker refused this generation of the token. Looked into with one cheap read of our own, of
   * which any number of reports at once share one: a dead token is renewed by it, a good one stays. Resolves when the
   * token that is held is believed in; throws as `hand` does.
   */
  examine(generation: number, signal?: AbortSignal): Promise<void>;
}
