import { asDeskError, type BrokerEventSink, type Clock, type DeskErrorKind } from '../../core/index.js';

/** What a call to KIS came to, for the audit trail. `notSent`: not one attempt left. */
type CallResult = 'ok' | 'refused' | 'notSent' | 'unknown' | 'failed';

interface Teller {
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
}

/** KIS understood and said no. */
const REFUSALS: ReadonlySet<DeskErrorKind> = new Set([
  'refused',
  'notOffered',
  'credentials',
  'cooldown',
  'rateLimited',
]);

/** Begins a call; the result is to be called once it is over, and tells of it, however many attempts it took. */
export function beginCall(
  { clock, emit }: Teller,
  operation: string,
): (outcome: CallResult, code: string | undefined) => void {
  const began = clock.monotonic();
  return (outcome, code) => {
    const elapsedMs = Math.round(clock.monotonic() - began);
    emit({ kind: 'called', at: clock.now(), operation, outcome, code, elapsedMs });
  };
}

/** Runs a call that throws when it fails, and tells of it. `hasLeft` says whether any attempt left. */
export async function recorded<T>(
  teller: Teller,
  operation: string,
  hasLeft: () => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const over = beginCall(teller, operation);
  try {
    const result = await call();
    over('ok', undefined);
    return result;
  } catch (thrown) {
    const { kind, detail } = asDeskError(thrown);
    const code = typeof detail['code'] === 'string' ? detail['code'] : kind;
    over(hasLeft() ? (REFUSALS.has(kind) ? 'refused' : 'failed') : 'notSent', code);
    throw thrown;
  }
}
