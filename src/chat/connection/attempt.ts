import { type Clock, DeskError, type Language } from '../../core/index.js';

/** How long one attempt to post something may take, ms. */
export const ATTEMPT_MS = 15_000;

/**
 * One attempt, ended by the clock after 15 s, or what is left of them: then its signal is aborted and `timeout` is
 * thrown, whether the work heeds the signal or not.
 */
export async function attempt<T>(
  work: (signal: AbortSignal) => Promise<T>,
  clock: Clock,
  language: Language,
  leftMs = ATTEMPT_MS,
): Promise<T> {
  const ending = new AbortController();
  const over = new AbortController();
  const late = clock.sleep(leftMs, over.signal).then(
    () => {
      ending.abort();
      throw new DeskError(
        'timeout',
        language === 'ko' ? '15초 안에 보내지 못함' : 'not delivered within 15 s',
      );
    },
    // The work was over first.
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work(ending.signal), late]);
  } finally {
    over.abort();
  }
}

/** The same failure, with the promise that nothing was posted. */
export function unposted({ kind, message, detail }: DeskError): DeskError {
  return new DeskError(kind, message, { ...detail, posted: 'no' });
}
