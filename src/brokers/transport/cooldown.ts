import type { Clock, TokenVault } from '../../core/index.js';

/** The rule "one issue per span", held by the vault so that it survives restarts. */
export interface Cooldown {
  /** Durably notes an attempt that may leave now (undefined), or says until when none may (wall clock, ms). */
  enter(): Promise<number | undefined>;
  /** Reads the vault, so that `until` knows of earlier runs. */
  load(): Promise<void>;
  /** As far as is known; undefined when an attempt may leave. */
  until(): number | undefined;
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
   * From the note on, the monotonic clock counts: the wall clock may be set back (a note from the future blocks one
   * span, not for hours) or forward (which would let a second issue out too early).
   */
  function note(at: number): void {
    const age = Math.max(0, clock.now() - at);
    last = { at, opensAt: clock.monotonic() + Math.max(0, spanMs - age) };
  }

  async function load(): Promise<void> {
    const at = await vault.lastAttempt(key);
    if (at !== undefined && at !== last?.at) note(at);
  }

  function until(): number | undefined {
    const left = last ? last.opensAt - clock.monotonic() : 0;
    return left > 0 ? clock.now() + left : undefined;
  }

  return {
    async enter() {
      await load();
      const blocked = until();
      if (blocked !== undefined) return blocked;
      const at = clock.now();
      await vault.noteAttempt(key, at);
      note(at);
      return undefined;
    },
    load,
    until,
  };
}
