import { DeskError, type IntentEvent } from '../../core/index.js';

/** How a ticket stands to which others were asked to agree. */
export interface Approval {
  /** They may answer until then, ms. */
  readonly until: number;
  /** How many have to say yes. */
  readonly need: number;
  /** Of the acts that every answer is bound to. */
  readonly digest: string;
  /** Once for each person. */
  readonly given: readonly Given[];
  readonly deniedBy: string | undefined;
  /** Its requester goes ahead without them from `opensAt` on. */
  readonly glass: { readonly at: number; readonly opensAt: number } | undefined;
}

export interface Given {
  /** Principal.id */
  readonly by: string;
  readonly digest: string;
}

export type ApprovalEvent = Extract<IntentEvent, { kind: 'asked' | 'approved' | 'denied' | 'glassBroken' }>;

export function isApprovalEvent(event: IntentEvent): event is ApprovalEvent {
  return (
    event.kind === 'asked' ||
    event.kind === 'approved' ||
    event.kind === 'denied' ||
    event.kind === 'glassBroken'
  );
}

/** How it stands after an event; undefined when the event cannot follow. Nothing follows a denial. */
export function advanceApproval(approval: Approval | undefined, event: ApprovalEvent): Approval | undefined {
  if (event.kind === 'asked') {
    if (approval) return undefined;
    const { until, need, digest } = event;
    return { until, need, digest, given: [], deniedBy: undefined, glass: undefined };
  }
  if (!approval || approval.deniedBy !== undefined) return undefined;
  switch (event.kind) {
    case 'approved': {
      const { by, digest } = event;
      if (digest !== approval.digest || approval.glass) return undefined;
      const others = approval.given.filter(given => given.by !== by);
      return { ...approval, given: [...others, { by, digest }] };
    }
    case 'denied':
      return { ...approval, deniedBy: event.by };
    case 'glassBroken':
      return approval.glass ? undefined : { ...approval, glass: { at: event.at, opensAt: event.opensAt } };
  }
}

/**
 * The last word before a ticket is claimed, whatever was judged before: one to which others were asked to agree leaves
 * with enough of them, or through the broken glass once that is open. Never after a denial.
 */
export function mayLeave(approval: Approval | undefined, at: number): boolean {
  if (!approval) return true;
  if (approval.deniedBy !== undefined) return false;
  return (
    approval.given.length >= approval.need || (approval.glass !== undefined && at >= approval.glass.opensAt)
  );
}

/** Throws `bug`: the desk's own order of events was broken. */
export function impossibleApproval({ kind, ticket }: IntentEvent): never {
  throw new DeskError('bug', `${kind} cannot happen to ticket ${ticket} now`);
}
