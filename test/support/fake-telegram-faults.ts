import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Fault {
  /** `*` is every method. */
  readonly method: string;
  /**
   * An HTTP status with the Bot API's usual description; or a connection that is cut: `reset` before anything is done,
   * `lost` when it is done and only the answer is missing; or none at all: `silence` and `hang` likewise; or `page`: a
   * proxy's page of HTML with 502, when it is done; or `held`: done, and answered as usual, but not before `heal()`.
   */
  readonly answer: number | 'reset' | 'lost' | 'silence' | 'hang' | 'page' | 'held';
  readonly description?: string;
  readonly retryAfter?: number;
  /** How many calls fail; until `heal()` when left out. */
  readonly times?: number;
}

/** The faults that a test has ordered. */
export interface FaultBook {
  add(fault: Fault): void;
  clear(): void;
  /** The one that this call runs into, which counts as used. */
  next(method: string): Fault | undefined;
  /** Resolves with the next `clear`. */
  healed(): Promise<void>;
}

export function faultBook(): FaultBook {
  const faults: (Fault & { left: number })[] = [];
  let waiting: (() => void)[] = [];
  return {
    add: fault => void faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear() {
      faults.splice(0);
      for (const go of waiting) go();
      waiting = [];
    },
    healed: () => new Promise(resolve => waiting.push(resolve)),
    next(method) {
      const fault = faults.find(f => (f.method === method || f.method === '*') && f.left > 0);
      if (fault) fault.left -= 1;
      return fault;
    },
  };
}

/** What was asked is done; nobody hears of it. */
export function leaveUnanswered({ answer }: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'lost') request.socket.destroy();
  if (answer === 'page') response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
}
