import { Secret, TOTP } from 'otpauth';
import { DeskError, type StepUpRecord, type StepUpStore } from '../../src/core/index.js';

/** What a test enrols people with. */
export const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** The code that an authenticator with this secret shows at `at` (ms); `steps` later or, below zero, earlier. */
export function codeAt(at: number, steps = 0, secret = SECRET): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return totp.generate({ timestamp: at + steps * 30_000 });
}

/** One of the six-digit codes that no step near `at` has. */
export function wrongCodeAt(at: number, n = 0, secret = SECRET): string {
  const right = new Set([-2, -1, 0, 1, 2].map(steps => codeAt(at, steps, secret)));
  const wrong = Array.from({ length: 10 }, (_, i) => String(100_000 + i + 10 * n)).find(
    code => !right.has(code),
  );
  if (wrong === undefined) throw new Error('no wrong code');
  return wrong;
}

export const enrolledAt = (at: number, over: Partial<StepUpRecord> = {}): StepUpRecord => ({
  secret: SECRET,
  enrolledAt: at,
  lastStep: 0,
  failures: [],
  lockedUntil: undefined,
  ...over,
});

/** Second factors in memory. `set` resolves one turn of the event loop later, as a disk would at best. */
export function memoryStepUp(
  people: Readonly<Record<string, StepUpRecord>> = {},
): StepUpStore & { readonly records: Map<string, StepUpRecord>; fails: boolean } {
  const records = new Map(Object.entries(people));
  return {
    records,
    fails: false,
    of: person => records.get(person),
    async set(person, record) {
      await new Promise(resolve => setImmediate(resolve));
      if (this.fails) throw new DeskError('storage', 'disk full');
      if (record) records.set(person, record);
      else records.delete(person);
    },
  };
}
