import { expect } from 'vitest';

/** Like `expect`, for what comes true within milliseconds, or on a busy machine within seconds. */
export function soon<T>(look: () => T) {
  return expect.poll(look, { interval: 3, timeout: 5_000 });
}
