import { z } from 'zod';

/** What a test may do to WebSocket sessions (`POST {control_url}/sockets`). */
export const socketFaultSchema = z.discriminatedUnion('do', [
  /** Ends every session without a close frame. */
  z.strictObject({ do: z.literal('drop') }),
  /** For so long no session gets a frame, not even PINGPONG; what falls into that time is lost. */
  z.strictObject({ do: z.literal('silence'), ms: z.number().positive() }),
  /**
   * So many new sessions are told that the app key is in use, as while an old session lingers. Those of the Kiwoom face
   * are closed before their LOGIN is answered.
   */
  z.strictObject({ do: z.literal('refuse'), times: z.number().int().positive().default(1) }),
  /** Ends every session of the Kiwoom face with this SYSTEM frame. */
  z.strictObject({ do: z.literal('system'), code: z.enum(['R10001', 'R10002', 'R10004']) }),
]);

/** Faults of sessions that last for a while. */
export interface SocketFaults {
  silence(ms: number): void;
  isSilent(): boolean;
  refuse(times: number): void;
  /** Whether the session that begins now is one of those to refuse. */
  takeRefusal(): boolean;
  clear(): void;
}

export function createSocketFaults(now: () => number): SocketFaults {
  let silentUntil = 0;
  let refusals = 0;
  return {
    silence: ms => {
      silentUntil = now() + ms;
    },
    isSilent: () => now() < silentUntil,
    refuse: times => {
      refusals = times;
    },
    takeRefusal() {
      if (refusals === 0) return false;
      refusals -= 1;
      return true;
    },
    clear() {
      silentUntil = 0;
      refusals = 0;
    },
  };
}
