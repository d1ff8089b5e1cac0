import {
  asDeskError,
  type Clock,
  DeskError,
  type DeskErrorKind,
  type FirstAnswer,
  type Log,
  type OnceStore,
} from '../../core/index.js';
import { EXPLANATIONS } from '../explanations.js';

/** A request as its caller names it. */
export interface NamedRequest {
  readonly caller: string;
  readonly key: string;
  readonly bodyDigest: string;
}

/** Makes the ticket of a request. `keep`: durable when it resolves; nothing may be confirmed before. */
export type MakeTicket = (keep: (ticket: string) => Promise<void>) => Promise<string>;

/** One answer for each request, however often it is made. */
export interface FirstAnswers {
  /**
   * The ticket of the request: made by whoever comes first, known to all who come later. What was refused stays refused;
   * what merely failed before there was a ticket may be tried again. Throws `conflict` for another body under the same
   * key, `storage`, and what `make` throws.
   */
  ticketOf(request: NamedRequest, make: MakeTicket, signal: AbortSignal): Promise<string>;
}

/** What judges the order itself. Everything else says something about the moment. */
const REFUSALS: ReadonlySet<DeskErrorKind> = new Set<DeskErrorKind>([
  'input',
  'denied',
  'notFound',
  'impossible',
  'limit',
  'halted',
  'unsettled',
  'notOffered',
  'refused',
]);

export function createFirstAnswers(parts: {
  readonly once: OnceStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}): FirstAnswers {
  const { once, clock, log } = parts;
  const underWay = new Map<string, { readonly bodyDigest: string; readonly ticket: Promise<string> }>();

  async function first({ caller, key, bodyDigest }: NamedRequest, make: MakeTicket): Promise<string> {
    const claim = await once.claim(caller, key, bodyDigest, clock.now());
    if (claim.kind === 'known') {
      if (claim.bodyDigest !== bodyDigest) throw otherBody();
      if (claim.answer) return givenAgain(claim.answer);
      // Claimed, and nobody is at it any more: no ticket of it was ever kept, so none could be confirmed.
    }
    try {
      return await make(ticket => once.answer(caller, key, { kind: 'ticket', ticket }));
    } catch (thrown) {
      const { kind, message, detail } = asDeskError(thrown);
      if (REFUSALS.has(kind)) {
        const refusal: FirstAnswer = { kind: 'error', error: kind, message, detail };
        await once.answer(caller, key, refusal).catch((failure: unknown) => {
          log('error', 'remote.refusalNotKept', { kind, reason: asDeskError(failure).message });
        });
      }
      throw thrown;
    }
  }

  async function ticketOf(request: NamedRequest, make: MakeTicket, signal: AbortSignal): Promise<string> {
    const name = JSON.stringify([request.caller, request.key]);
    const other = underWay.get(name);
    if (!other) {
      const ticket = first(request, make).finally(() => underWay.delete(name));
      underWay.set(name, { bodyDigest: request.bodyDigest, ticket });
      return ticket;
    }
    if (other.bodyDigest !== request.bodyDigest) throw otherBody();
    try {
      return await unlessAborted(other.ticket, signal);
    } catch (thrown) {
      // The first one has hung up before there was a ticket; whoever still waits takes its place.
      const gone = asDeskError(thrown).kind === 'cancelled' && !signal.aborted;
      if (!gone) throw thrown;
      return ticketOf(request, make, signal);
    }
  }

  return { ticketOf };
}

const otherBody = () => new DeskError('conflict', 'another body under this key', { what: 'idempotency' });

const isKind = (text: string): text is DeskErrorKind => Object.hasOwn(EXPLANATIONS, text);

function givenAgain(answer: FirstAnswer): string {
  if (answer.kind === 'ticket') return answer.ticket;
  throw new DeskError(isKind(answer.error) ? answer.error : 'bug', answer.message, answer.detail);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new DeskError('cancelled', 'the caller is gone'));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    const stay = () => signal.removeEventListener('abort', leave);
    work.then(resolve, reject).finally(stay);
  });
}
