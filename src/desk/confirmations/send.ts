import {
  type AuditEntry,
  type AuditMark,
  asDeskError,
  type Clock,
  type IntentEvent,
  type Log,
  type SendOutcome,
  type Snapshot,
  type TradeAct,
  type Trading,
} from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { Intent } from '../intents/intent.js';

export interface SendParts {
  readonly trading: Trading;
  readonly book: IntentBook;
  readonly clock: Clock;
  readonly log: Log;
  /** Durable when it resolves. */
  audit(entry: Pick<AuditEntry, 'act' | 'outcome' | 'intent'>): Promise<AuditMark>;
  lastMark(): AuditMark | undefined;
  guard(act: TradeAct): { readonly signal: AbortSignal; release(): void };
  /** The intent or its audit line could not be written. */
  onUnwritten(): void;
}

/**
 * Sends one act of a claimed ticket: the only place where anything is sent. It leaves only after its intent and its
 * audit line are on the disk; a cancel leaves even when they cannot be written, since it only ever takes risk away.
 * Resolves to what is known then. `before` is noted in the same write, ahead of `sent`. Never rejects.
 */
export async function sendAct(
  parts: SendParts,
  intent: Intent,
  snapshot: Snapshot,
  before: readonly IntentEvent[],
): Promise<SendOutcome> {
  const { book, clock } = parts;
  const { act, ticket, n } = intent;
  const guard = parts.guard(act);
  try {
    const sent: IntentEvent = {
      kind: 'sent',
      ticket,
      n,
      at: clock.now(),
      snapshot,
      audit: parts.lastMark(),
    };
    const written = await Promise.allSettled([
      book.note(...before, sent),
      parts.audit({ act: `send ${auditText(act)}`, outcome: 'done', intent: intent.id }),
    ]);
    if (written.some(({ status }) => status === 'rejected')) {
      parts.onUnwritten();
      if (act.kind !== 'cancel') return notSent(parts, intent, 'storage');
    }
    if (guard.signal.aborted) return notSent(parts, intent, 'halted');
    return await noted(parts, intent, await leave(parts, act, guard.signal));
  } finally {
    guard.release();
  }
}

async function leave({ trading, log }: SendParts, act: TradeAct, signal: AbortSignal): Promise<SendOutcome> {
  try {
    switch (act.kind) {
      case 'place':
        return await trading.place(act.order, signal);
      case 'amend':
        return await trading.amend(act.request, signal);
      case 'cancel':
        return await trading.cancel(act.request);
    }
  } catch (thrown) {
    // The port rejects only before anything left, for a malformed request; of anything else nobody knows.
    const { kind, message } = asDeskError(thrown);
    log('error', 'order.threw', { kind, message });
    return kind === 'input' ? { kind: 'notSent', reason: 'input' } : { kind: 'unknown', reason: kind };
  }
}

/** What was proven not to have left. */
async function notSent(parts: SendParts, intent: Intent, reason: string): Promise<SendOutcome> {
  return noted(parts, intent, { kind: 'notSent', reason });
}

/** The outcome is true whether or not it can be written; without its line the next start asks the venue again. */
async function noted(parts: SendParts, intent: Intent, outcome: SendOutcome): Promise<SendOutcome> {
  const { ticket, n } = intent;
  const at = parts.clock.now();
  const event: IntentEvent =
    outcome.kind === 'accepted'
      ? { kind: 'accepted', ticket, n, at, order: outcome.order }
      : outcome.kind === 'refused'
        ? { kind: 'refused', ticket, n, at, code: outcome.code, message: outcome.message }
        : { kind: outcome.kind, ticket, n, at, reason: outcome.reason };
  try {
    await parts.book.note(event);
  } catch {
    parts.onUnwritten();
  }
  return outcome;
}

/** An act on one line for the audit trail; the account is masked there by its last digits. */
export function auditText(act: TradeAct): string {
  if (act.kind === 'place') {
    const { side, code, quantity, price, type, exchange, account } = act.order;
    return `${side} ${code} ${quantity} @${price} ${type} ${exchange} ****${account.number.slice(-4)}`;
  }
  const { order, quantity, exchange, account } = act.request;
  const what = act.kind === 'amend' ? `@${act.request.price} ${act.request.type}` : '';
  return `${act.kind} ${order.number} ${quantity} ${what} ${exchange} ****${account.number.slice(-4)}`.replace(
    '  ',
    ' ',
  );
}
