import {
  type AccountRef,
  DeskError,
  type IntentEvent,
  type Side,
  type Snapshot,
  type TicketEnd,
  type TradeAct,
  type VenueOrderRef,
  type Won,
} from '../../core/index.js';
import type { ApprovalEvent } from './approval.js';

/** One act of a ticket and what is known of it. */
export interface Intent {
  /** `<ticket>/<n>` */
  readonly id: string;
  readonly ticket: string;
  readonly n: number;
  readonly owner: string;
  readonly act: TradeAct;
  /** What it counts against the limits, won. */
  readonly value: Won;
  readonly state: IntentState;
}

/** `at` is always when it left, ms. */
export type IntentState =
  | { readonly kind: 'proposed' }
  | { readonly kind: 'claimed' }
  | { readonly kind: 'sent'; readonly at: number; readonly snapshot: Snapshot }
  | {
      readonly kind: 'accepted';
      readonly at: number;
      readonly order: VenueOrderRef;
      /** Nothing more will happen to it at the venue. */
      readonly done: boolean;
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'notSent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly at: number; readonly snapshot: Snapshot; readonly reason: string }
  | { readonly kind: 'notPlaced'; readonly by: 'list' | 'person' }
  | { readonly kind: 'ended'; readonly how: TicketEnd };

/** Events that move an intent on; `proposed` makes it, and the others say something of its ticket alone. */
export type StepEvent = Exclude<IntentEvent, ApprovalEvent | { kind: 'proposed' | 'shown' }>;

/**
 * The state after an event; undefined when the event cannot happen to an intent in this state. There is no way back
 * from `sent` to a state from which it could be sent again.
 */
export function advance(state: IntentState, event: StepEvent): IntentState | undefined {
  switch (event.kind) {
    case 'claimed':
      return state.kind === 'proposed' ? { kind: 'claimed' } : undefined;
    case 'ended':
      return state.kind === 'proposed' || state.kind === 'claimed'
        ? { kind: 'ended', how: event.how }
        : undefined;
    case 'sent':
      return state.kind === 'claimed' ? { kind: 'sent', at: event.at, snapshot: event.snapshot } : undefined;
    case 'accepted':
      return state.kind === 'sent'
        ? { kind: 'accepted', at: state.at, order: event.order, done: false }
        : undefined;
    case 'refused':
      return state.kind === 'sent'
        ? { kind: 'refused', code: event.code, message: event.message }
        : undefined;
    case 'notSent':
      return state.kind === 'sent' || state.kind === 'claimed'
        ? { kind: 'notSent', reason: event.reason }
        : undefined;
    case 'unknown':
      return state.kind === 'sent' ? { ...state, kind: 'unknown', reason: event.reason } : undefined;
    case 'settled': {
      if (state.kind !== 'unknown') return undefined;
      const { settlement } = event;
      return settlement.kind === 'accepted'
        ? { kind: 'accepted', at: state.at, order: settlement.order, done: false }
        : { kind: 'notPlaced', by: settlement.by };
    }
    case 'done':
      return state.kind === 'accepted' ? { ...state, done: true } : undefined;
  }
}

/** Whether it may stand at the venue, as far as anybody knows: then it counts against the limits. */
export function counts({ state }: Intent): boolean {
  switch (state.kind) {
    case 'claimed':
    case 'sent':
    case 'accepted':
    case 'unknown':
      return true;
    case 'proposed':
    case 'refused':
    case 'notSent':
    case 'notPlaced':
    case 'ended':
      return false;
  }
}

/** When it left, ms; undefined when it did not, or it does not matter any more. */
export function leftAt({ state }: Intent): number | undefined {
  return state.kind === 'sent' || state.kind === 'accepted' || state.kind === 'unknown'
    ? state.at
    : undefined;
}

export function accountOf(act: TradeAct): AccountRef {
  return act.kind === 'place' ? act.order.account : act.request.account;
}

/** What an act is about at the venue. */
export function subjectOf(act: TradeAct): { readonly side: Side; readonly code: string } {
  return act.kind === 'place' ? act.order : act.original;
}

/** Throws `bug`: the desk's own order of events was broken. */
export function impossible(intent: Intent, event: StepEvent): never {
  throw new DeskError('bug', `${event.kind} cannot follow ${intent.state.kind} (${intent.id})`);
}
