import { type Clock, DeskError, type Halt, type TradeAct } from '../../core/index.js';
import { stops } from './scope.js';

/** Held while an act is on its way to the venue. */
export interface Guard {
  /** Aborts, with `halted` as its reason, in the same tick in which a halt that stops the act is set. */
  readonly signal: AbortSignal;
  /** The act has its outcome. May be called again. */
  release(): void;
}

/** What a person and a sender are told when a halt is in the way. */
export function haltedError({ id, scope, reason, until }: Halt): DeskError {
  return new DeskError('halted', 'trading is halted', {
    halt: id,
    scope: scope.kind,
    ...(scope.kind === 'symbol' ? { code: scope.code, name: scope.name } : {}),
    reason,
    ...(until === undefined ? {} : { until }),
  });
}

export interface Guards {
  /** `stopped`: the halt that stops the act already; its signal is aborted from the start. */
  take(act: TradeAct, stopped: Halt | undefined): Guard;
  abort(halt: Halt): void;
}

const LOOK_EVERY_MS = 250;

/** `look` is called every 250 ms while any guard is out: one loop for all, and none when there is nothing to guard. */
export function createGuards(clock: Clock, look: () => void): Guards {
  const out = new Map<AbortController, TradeAct>();
  let looking: AbortController | undefined;

  async function keepLooking({ signal }: AbortController): Promise<void> {
    while (!signal.aborted) {
      // Rejects only when the last guard was released meanwhile.
      await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
      if (!signal.aborted) look();
    }
  }

  return {
    take(act, stopped) {
      const controller = new AbortController();
      if (stopped) controller.abort(haltedError(stopped));
      else if (act.kind !== 'cancel') out.set(controller, act);
      if (out.size > 0 && !looking) {
        looking = new AbortController();
        void keepLooking(looking);
      }
      return {
        signal: controller.signal,
        release() {
          out.delete(controller);
          if (out.size > 0) return;
          looking?.abort();
          looking = undefined;
        },
      };
    },
    abort(halt) {
      for (const [controller, act] of out) {
        if (stops(halt.scope, act)) controller.abort(haltedError(halt));
      }
    },
  };
}
