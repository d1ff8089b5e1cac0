/** The token that the broker called invalid last. It is not used again, whoever hands it out. */
export interface DeadToken {
  is(token: string): boolean;
  /** Of earlier ones nothing is known that could come true again. */
  mark(record: { readonly token: string; readonly issuedAt: number }): void;
  /** Until when the broker can mint no other, ms, now that it handed out the dead one once more. */
  cameBack(earliest: number): number;
  /** As `cameBack` had it. */
  until(): number | undefined;
  /** Believed again. */
  clear(): void;
}

/** `mintMs`: for so long after its issue the broker mints no other token, even when that one was revoked. */
export function createDeadToken(mintMs: number): DeadToken {
  let dead: { readonly token: string; readonly mintedAt: number; until?: number } | undefined;
  return {
    is: token => token === dead?.token,
    mark(record) {
      if (dead?.token !== record.token) dead = { token: record.token, mintedAt: record.issuedAt };
    },
    cameBack(earliest) {
      const until = dead ? Math.max(dead.mintedAt + mintMs, earliest) : earliest;
      if (dead) dead.until = until;
      return until;
    },
    until: () => dead?.until,
    clear() {
      dead = undefined;
    },
  };
}
