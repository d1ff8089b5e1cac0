import type { Clock, WebSession } from '../../core/index.js';
import { entryJson } from './entry-json.js';

/** How often the state is looked at, and whether the session still is somebody's. */
const LOOK_MS = 2_000;
/** What is idle says so, lest something between takes it for dead. */
const QUIET_MS = 15_000;
/** Who takes nothing in for so long is let go; they find everything when they come again. */
const SLOW_MS = 30_000;

export interface StreamSource {
  readonly session: WebSession;
  /** The last change that the reader knows of. */
  readonly known: number;
  /** The state as JSON; undefined when the session is over. */
  state(): string | undefined;
  readonly clock: Clock;
}

/**
 * The page's changes as server-sent events, for as long as the session lasts. Nothing is queued for a slow reader: what
 * is sent is what has changed since the last that they took, as it stands then.
 */
export function eventStream({ session, known, state, clock }: StreamSource): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let change = known;
  let told: string | undefined;
  let saidAt = clock.monotonic();
  let taken = new AbortController();
  let wake = () => {};
  const unwatch = session.watch(() => wake());

  function end(): void {
    unwatch();
    gone.abort();
    taken.abort();
    wake();
  }

  /** What there is to say, if anything. */
  function news(now: string): string {
    const entries = session.since(change);
    change = session.latest();
    const isQuiet = clock.monotonic() - saidAt >= QUIET_MS;
    const id = `${session.id}.${change}`;
    const parts = [
      entries.length > 0
        ? `id: ${id}\nevent: entries\ndata: ${JSON.stringify({ entries: entries.map(entryJson) })}\n\n`
        : '',
      now === told ? '' : `event: state\ndata: ${now}\n\n`,
    ].join('');
    told = now;
    return parts === '' && isQuiet ? ': \n\n' : parts;
  }

  const pause = () =>
    new Promise<void>(resolve => {
      const rest = new AbortController();
      wake = () => {
        rest.abort();
        resolve();
      };
      clock.sleep(LOOK_MS, rest.signal).then(resolve, resolve);
    });

  return new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(encoder.encode('retry: 1000\n\n')),
    async pull(controller) {
      taken.abort();
      while (!gone.signal.aborted) {
        const now = state();
        if (now === undefined) {
          end();
          controller.enqueue(encoder.encode('event: over\ndata: 1\n\n'));
          return controller.close();
        }
        const text = news(now);
        if (text !== '') {
          saidAt = clock.monotonic();
          controller.enqueue(encoder.encode(text));
          const watching = new AbortController();
          taken = watching;
          clock.sleep(SLOW_MS, watching.signal).then(
            () => {
              end();
              controller.error(new Error('the reader is too slow'));
            },
            () => undefined,
          );
          return;
        }
        await pause();
      }
    },
    cancel: end,
  });
}
