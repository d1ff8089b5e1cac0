import { asDeskError, type BrokerEventSink, type Clock, type DeskErrorKind } from '../../core/index.js';

/** What a call to a broker came to, for the audit trail. `notSent`: not one attempt left. */
type CallResult = 'ok' | 'refused' | 'notSent' | 'unknown' | 'failed';

interface Teller {
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
}

/** The broker understood and said no. */
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
): (outcome: CallResult, code: string | undefined, attempts: number) => void {
  const began = clock.monotonic();
  return (outcome, code, attempts) => {
    const elapsedMs = Math.round(clock.monotonic() - began);
    emit({ kind: 'called', at: clock.now(), operation, outcome, code, attempts, elapsedMs });
  };
}

/** Runs a call that throws when it fails, and tells of it. `attempts` says how many have left. */
export async function recorded<T>(
  teller: Teller,
  operation: string,
  attempts: () => number,
  call: () => Promise<T>,
): Promise<T> {
  const over = beginCall(teller, operation);
  try {
    const result = await call();
    over('ok', undefined, attempts());
    return result;
  } catch (thrown) {
    const { kind, detail } = asDeskError(thrown);
    const code = typeof detail['code'] === 'string' ? detail['code'] : kind;
    const left = attempts();
    over(left > 0 ? (REFUSALS.has(kind) ? 'refused' : 'failed') : 'notSent', code, left);
    throw thrown;
  }
}
