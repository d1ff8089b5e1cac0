import type { Clock, TokenVault } from '../../core/index.js';

/** The rule "one issue per span", held by the vault so that it survives restarts. */
export interface Cooldown {
  /** Reads the vault, so that `until` knows of earlier runs. */
  load(): Promise<void>;
  /** Until when no attempt may leave, by the wall clock, ms; undefined when one may. */
  until(): number | undefined;
  /** Durably notes an attempt that is about to leave. */
  note(): Promise<void>;
}

export function createCooldown(options: {
  readonly key: string;
  readonly vault: Pick<TokenVault, 'lastAttempt' | 'noteAttempt'>;
  readonly clock: Clock;
  readonly spanMs: number;
}): Cooldown {
  const { key, vault, clock, spanMs } = options;
  let last: { at: number; opensAt: number } | undefined;

  /**
   * From a note on, the monotonic clock counts: the wall clock may be set back (a note from the future blocks one
   * span, not for hours) or forward (which would let a second issue out too early).
   */
  function countFrom(at: number): void {
    const age = Math.max(0, clock.now() - at);
    last = { at, opensAt: clock.monotonic() + Math.max(0, spanMs - age) };
  }

  async function load(): Promise<void> {
    const at = await vault.lastAttempt(key);
    if (at !== undefined && at !== last?.at) countFrom(at);
  }

  function until(): number | undefined {
    const left = last ? last.opensAt - clock.monotonic() : 0;
    return left > 0 ? Math.ceil(clock.now() + left) : undefined;
  }

  return {
    load,
    until,
    async note() {
      const at = clock.now();
      await vault.noteAttempt(key, at);
      countFrom(at);
    },
  };
}
