import {
  type AuditTrail,
  asDeskError,
  DeskError,
  type Draft,
  type OnceStore,
  type Place,
  type Principal,
  type Proposal,
  type RemoteOrders,
  type TicketView,
} from '../../core/index.js';
import type { TradeDesk } from '../confirmations/trade-desk.js';
import type { Keys } from '../keys/keys.js';
import { createFirstAnswers } from './first-answers.js';
import { ownChats } from './own-chats.js';
import { createShowing, type ShowingParts } from './showing.js';

export interface RemoteOrderParts extends ShowingParts {
  readonly trade: Pick<
    TradeDesk,
    'propose' | 'confirmUnattended' | 'withdraw' | 'cardOf' | 'posted' | 'viewOf' | 'tickets'
  >;
  readonly once: OnceStore;
  readonly keys: Pick<Keys, 'principalOf'>;
  readonly audit: AuditTrail;
}

type Caller = Parameters<RemoteOrders['propose']>[1];

/** Orders of programs on the desk's parts; see RemoteOrders for what it promises. `stop` ends what it still tells. */
export function createRemoteOrders(parts: RemoteOrderParts): RemoteOrders & { stop(): void } {
  const { trade, once, keys, audit, clock, log } = parts;
  const answers = createFirstAnswers({ once, clock, log });
  const showing = createShowing(parts);

  async function make(
    proposal: Proposal,
    caller: Caller,
    keep: (ticket: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<string> {
    const { who, where, unattended } = caller;
    requireTrader(who);
    const draft = await trade.propose(proposal, who, where, signal);
    const { card: ticket } = draft;
    if (ticket === undefined) throw new DeskError('bug', 'a ticket without a card');
    try {
      await keep(ticket);
      if (unattended) await send(ticket, who, where);
      else await ask(ticket, draft, who, where);
    } catch (thrown) {
      await trade.withdraw(ticket);
      throw thrown;
    }
    return ticket;
  }

  async function ask(ticket: string, draft: Draft, who: Principal, where: Place): Promise<void> {
    if (await showing.ask(ticket, draft, ownChats(who, where))) return;
    throw new DeskError('unavailable', 'nobody could be asked', { what: 'people' });
  }

  async function send(ticket: string, who: Principal, where: Place): Promise<void> {
    try {
      await trade.confirmUnattended(ticket, who, where, () => stillTrading(who));
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      if (trade.viewOf(ticket)?.state !== 'confirmed') throw thrown;
      // What failed came after it had left: the ticket tells what is known of it.
      log('error', 'remote.afterSending', { ticket, kind, reason: message });
    }
    // At the terminal every step of an order is told anyway.
    showing.tell(
      ticket,
      ownChats(who, where).filter(({ platform }) => platform !== 'console'),
    );
  }

  /** The program as of the moment at which its order leaves. */
  function stillTrading({ byKey }: Principal): Principal {
    const now = byKey && keys.principalOf(byKey.id);
    if (!now) throw new DeskError('denied', 'removed meanwhile', { need: 'trade' });
    requireTrader(now);
    return now;
  }

  function noteFailed({ who, where }: Caller, thrown: unknown): void {
    const { kind } = asDeskError(thrown);
    const isRefusal = kind === 'denied' || kind === 'limit' || kind === 'halted' || kind === 'conflict';
    const entry = {
      at: clock.now(),
      platform: where.platform,
      who: who.byKey ? `web:key:${who.byKey.id}` : who.id,
      place: where.id,
      act: 'propose',
      outcome: isRefusal ? 'refused' : 'failed',
      reason: kind,
    } as const;
    audit.record(entry).catch(() => log('error', 'audit failed', { act: entry.act }));
  }

  return {
    async propose(proposal, caller, { key, bodyDigest }, signal) {
      const from = { ...caller, where: placeOf(caller) };
      const request = { caller: from.where.id, key, bodyDigest };
      try {
        const ticket = await answers.ticketOf(request, keep => make(proposal, from, keep, signal), signal);
        return known(trade.viewOf(ticket), ticket);
      } catch (thrown) {
        noteFailed(from, thrown);
        throw thrown;
      }
    },
    ticket: (id, who) => trade.viewOf(id, who),
    tickets: who => trade.tickets(who),
    stop: () => showing.stop(),
  };
}

/** A key asks from one place, whatever brought it here. */
function placeOf({ who: { byKey }, where }: Pick<Caller, 'who' | 'where'>): Place {
  return byKey ? { platform: 'web', id: `key:${byKey.id}`, group: undefined, kind: 'private' } : where;
}

function known(view: TicketView | undefined, ticket: string): TicketView {
  if (!view)
    throw new DeskError('notFound', 'the ticket is not on record any more', { what: 'ticket', ticket });
  return view;
}

/** Throws unless there is somebody in whose name this is, and they may trade. */
function requireTrader({ id, roles }: Principal): void {
  if (id.startsWith('web:')) {
    throw new DeskError('denied', 'in nobody’s name', { need: 'owner', what: 'nobody' });
  }
  if (!roles.has('trade')) throw new DeskError('denied', 'role', { need: 'trade' });
}
