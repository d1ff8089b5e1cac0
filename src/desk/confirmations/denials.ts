import { DeskError, type Halt, type TradeAct } from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import type { TradeParts } from './parts.js';

/** Why a press comes to nothing: its ticket has been answered. `how`: what became of it. */
export function usedTicket(ticket: TicketRecord | undefined): DeskError {
  const states = ticket?.intents.map(({ state }) => state.kind) ?? [];
  const how =
    ticket?.ended ??
    (ticket?.approval && states.every(state => state === 'proposed') ? 'changed' : undefined) ??
    (states.includes('sent') || states.includes('claimed') || states.includes('proposed')
      ? 'sending'
      : 'sent');
  return new DeskError('usedTicket', 'answered before', { how });
}

/** Throws `halted` when one of them is stopped now. */
export function requireNoHalt(acts: readonly TradeAct[], halts: Pick<TradeParts['halts'], 'blocking'>): void {
  for (const act of acts) {
    const halt = halts.blocking(act);
    if (halt) throw haltedError(halt);
  }
}

function haltedError({ id, scope, reason, until }: Halt): DeskError {
  return new DeskError('halted', 'trading is halted', {
    halt: id,
    scope: scope.kind,
    ...(scope.kind === 'symbol' ? { code: scope.code, name: scope.name } : {}),
    reason,
    ...(until === undefined ? {} : { until }),
  });
}
