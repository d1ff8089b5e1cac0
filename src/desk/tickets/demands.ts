import { accountKey, type LimitBook, type Principal } from '../../core/index.js';
import type { Demands, TicketFacts } from './ticket.js';

const NOTHING: Demands = Object.freeze({
  approvers: 0,
  approveAbove: undefined,
  breakGlassMinutes: undefined,
  code: false,
});

/**
 * What the limits as of now ask for besides a confirmation. An order counts with its whole value, an amended one with
 * that in which it will stand; a cancel needs neither.
 */
export function demandsOf(facts: TicketFacts, limits: LimitBook, { ids }: Pick<Principal, 'ids'>): Demands {
  if (facts.kind === 'cancel') return NOTHING;
  const { approveAbove, approvers, breakGlassMinutes, stepUpAbove } = limits.limitsFor(
    accountKey(facts.order.account),
    ...ids,
  );
  const { value } = facts.weighed;
  return {
    approvers: approveAbove !== undefined && value > approveAbove ? Math.max(1, approvers) : 0,
    approveAbove,
    breakGlassMinutes,
    code: stepUpAbove !== undefined && value > stepUpAbove,
  };
}
