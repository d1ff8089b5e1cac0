/** KIS mints a new token only six hours after the last; until then it repeats that one, even when revoked. */
const MINT_MS = 6 * 3_600_000;

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

export function createDeadToken(): DeadToken {
  let dead: { readonly token: string; readonly mintedAt: number; until?: number } | undefined;
  return {
    is: token => token === dead?.token,
    mark(record) {
      if (dead?.token !== record.token) dead = { token: record.token, mintedAt: record.issuedAt };
    },
    cameBack(earliest) {
      const until = dead ? Math.max(dead.mintedAt + MINT_MS, earliest) : earliest;
      if (dead) dead.until = until;
      return until;
    },
    until: () => dead?.until,
    clear() {
      dead = undefined;
    },
  };
}
