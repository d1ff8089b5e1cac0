/** Codes of refusals that a bot brings on itself; a wrong token, a second poller and a full rate come from outside. */
const FORBIDDEN = new Set([400, 404, 413]);

/** An answer that is not `ok`. */
export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;
  /** The platform forbids such a call at any time. */
  readonly isForbidden: boolean;

  constructor(code: number, description: string, retryAfter?: number, isForbidden = FORBIDDEN.has(code)) {
    super(description);
    this.code = code;
    this.retryAfter = retryAfter;
    this.isForbidden = isForbidden;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
