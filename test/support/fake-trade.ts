import {
  type AuditLine,
  type AuditQuery,
  type AuditReads,
  type AuditVerdict,
  DeskError,
  type Halt,
  type HaltControl,
  type Proposal,
} from '../../src/core/index.js';
import type { DispatchParts } from '../../src/desk/dispatch.js';

/** Takes every proposal for good, notes it, and gives an empty ticket. */
export function notingTrade(): DispatchParts['trade'] & { readonly proposals: Proposal[] } {
  const proposals: Proposal[] = [];
  return {
    proposals,
    async propose(proposal) {
      proposals.push(proposal);
      return { title: '주문표', tone: 'neutral', blocks: [], card: `ticket${proposals.length}` };
    },
    reshow: () => undefined,
    buttonOf: () => undefined,
    asksCode: () => false,
    press: async () => {
      throw new DeskError('usedTicket', 'no ticket here', { how: 'expired' });
    },
    shown: () => undefined,
  };
}

export function haltOf(n: number, over: Partial<Halt> = {}): Halt {
  return {
    id: `H${n}`,
    scope: { kind: 'all' },
    since: 0,
    until: undefined,
    reason: '',
    by: 'discord:1001',
    ...over,
  };
}

/** Halts in memory: none fails, all last. */
export function memoryHalts(now: () => number, inForce: readonly Halt[] = []): HaltControl {
  let halts = [...inForce];
  let made = inForce.length;
  return {
    list: () => halts,
    async set({ scope, forMs, reason }, by) {
      made += 1;
      const until = forMs === undefined ? undefined : now() + forMs;
      const halt = haltOf(made, { scope, since: now(), until, reason, by });
      halts = [...halts, halt];
      return { halt, durable: true };
    },
    async lift(ids) {
      const lifted = halts.filter(({ id }) => ids === 'all' || ids.includes(id));
      halts = halts.filter(halt => !lifted.includes(halt));
      return { lifted, left: halts };
    },
  };
}

export function auditLineOf(line: number, over: Partial<AuditLine> = {}): AuditLine {
  return {
    line,
    at: 0,
    platform: 'discord',
    who: 'discord:1001',
    place: '71',
    act: `text /price ${line}`,
    outcome: 'done',
    ...over,
  };
}

/** A trail of these lines, given oldest first; notes what is asked of it. */
export function handMadeAudit(
  lines: readonly AuditLine[] = [],
  verdict: AuditVerdict = { kind: 'whole', lines: lines.length, files: 1, head: undefined },
): AuditReads & { readonly queries: AuditQuery[] } {
  const queries: AuditQuery[] = [];
  return {
    queries,
    async search(query) {
      queries.push(query);
      return lines.toReversed().slice(0, query.limit);
    },
    verify: async () => verdict,
  };
}
