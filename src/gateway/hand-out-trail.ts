import { type AuditEntry, asDeskError } from '../core/index.js';
import type { Caller } from './caller.js';
import type { GatewayParts } from './parts.js';
import { refusal } from './refusal.js';

/** Lines on their way to the disk. Where it is slower than the hand-outs, these wait for it. */
const MOST_UNDER_WAY = 500;

/** The audit lines of what is handed out. */
export interface HandOutTrail {
  entryFor(caller: Caller, act: string, reference: string): AuditEntry;
  /**
   * Begins to write the line; usually resolves at once. While the last line could not be written, or too many are on
   * their way, only when this one is durable. Throws `unaudited` when it cannot be written.
   */
  begin(entry: AuditEntry): Promise<void>;
}

export function createHandOutTrail({
  audit,
  clock,
  log,
}: Pick<GatewayParts, 'audit' | 'clock' | 'log'>): HandOutTrail {
  let underWay = 0;
  let isBroken = false;

  async function write(entry: AuditEntry): Promise<boolean> {
    underWay += 1;
    try {
      await audit.record(entry);
      if (isBroken) log('info', 'hand_outs_audited_again');
      isBroken = false;
    } catch (thrown) {
      if (!isBroken) log('error', 'hand_out_unaudited', { kind: asDeskError(thrown).kind, act: entry.act });
      isBroken = true;
      return false;
    } finally {
      underWay -= 1;
    }
    return true;
  }

  return {
    entryFor: ({ who, place }, act, reference) => ({
      at: clock.now(),
      platform: 'web',
      who: who.id,
      place,
      act,
      outcome: 'done',
      reference,
    }),
    async begin(entry) {
      const mustWait = isBroken || underWay >= MOST_UNDER_WAY;
      const written = write(entry);
      if (mustWait && !(await written)) throw refusal('unaudited');
    },
  };
}
