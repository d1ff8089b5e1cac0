import { DeskError, type Draft, type Language, type Principal } from '../../core/index.js';
import { impossible } from '../tickets/impossible.js';
import { requireStillTheirs } from './allowed.js';
import { eligible, isOneOf, requireApprover, standing } from './approvals.js';
import type { Copies } from './copies.js';
import { usedTicket } from './denials.js';
import { glassNotice } from './glass-notice.js';
import type { TradeParts } from './parts.js';
import { claim, isExpired, type Pending, type Stage } from './pending.js';
import { noteFact } from './settle.js';
import type { Surroundings } from './surroundings.js';
import { ticketAccount } from './venue-look.js';
import type { Waiting } from './waiting.js';

/** How long others have to agree, and how long their word holds, ms. */
const APPROVE_MS = 5 * 60_000;
const SEND_MS = 60_000;

/** How a ticket gets from its requester to those who have to agree, and back. Nothing is sent here. */
export interface Approving {
  ask(pending: Pending): Promise<Draft>;
  approve(pending: Pending, who: Principal, reader: string): Promise<Draft>;
  /** Final, whatever comes of its being written down. */
  deny(pending: Pending, who: Principal, reader: string): Promise<Draft>;
  breakGlass(pending: Pending, who: () => Principal, code: string | undefined): Promise<Draft>;
  /** Those who could agree as of now. */
  people(pending: Pick<Pending, 'owner' | 'content'>): readonly Principal[];
}

export function createApproving(
  parts: TradeParts,
  around: Surroundings,
  { waiting, copies }: { readonly waiting: Waiting; readonly copies: Copies },
): Approving {
  const { clock, log, language, languageOf, stepUp, tell, maker, personOf } = parts;
  const { book, living } = around;
  const used = ({ ticket }: Pending) => usedTicket(book.ticket(ticket));

  /** Every identity of whoever asked, then and now. */
  const requesterOf = ({ owner }: Pick<Pending, 'owner'>) => [
    ...owner.ids,
    ...(personOf(owner.id)?.ids ?? []),
  ];

  function people(pending: Pick<Pending, 'owner' | 'content'>): readonly Principal[] {
    const account = ticketAccount(pending.content);
    return eligible(parts.approvers(account), account, requesterOf(pending));
  }

  /** The stage is over; unless somebody has answered, so is the ticket. */
  const endsAs = (pending: Pending, how: 'unapproved' | 'expired') => () => waiting.endOpen(pending, how);

  function makeReady(pending: Pending): void {
    waiting.begin(pending, 'ready', SEND_MS, endsAs(pending, 'expired'));
  }

  /** What cannot be written down does not hold, and then the ticket does not either, unless somebody else has taken it. */
  async function noted(pending: Pending, write: Promise<void>, isTaken: boolean): Promise<void> {
    try {
      await write;
    } catch (thrown) {
      if (isTaken || claim(pending, 'asked', 'ready')) {
        await waiting.end(pending, 'blocked');
        living.redraw(pending.ticket);
      }
      throw thrown;
    }
  }

  async function requireInTime(pending: Pending, ...stages: readonly Stage[]): Promise<void> {
    if (!stages.includes(pending.stage)) throw used(pending);
    if (!isExpired(pending, clock)) return;
    await waiting.endOpen(pending, pending.stage === 'asked' ? 'unapproved' : 'expired');
    throw used(pending);
  }

  return {
    people,

    async ask(pending) {
      const { ticket, demands, digest } = pending;
      if (demands.approvers === 0 || !claim(pending, 'open')) throw used(pending);
      if (isExpired(pending, clock)) {
        await waiting.end(pending, 'expired');
        return living.draw(ticket);
      }
      const asked = people(pending);
      const at = clock.now();
      const need = demands.approvers;
      const event = { kind: 'asked', ticket, at, until: at + APPROVE_MS, need, digest } as const;
      await noted(pending, book.note(event), true);
      waiting.begin(pending, 'asked', event.until - clock.now(), endsAs(pending, 'unapproved'));
      copies.ask(pending, asked);
      return living.draw(ticket);
    },

    async approve(pending, who, reader) {
      const { ticket, digest, content } = pending;
      const account = ticketAccount(content);
      requireApprover(who, account, requesterOf(pending));
      await requireInTime(pending, 'asked');
      if (pending.given.some(({ by }) => isOneOf(who, [by])))
        throw new DeskError('usedTicket', 'said before', { how: 'approved' });
      const given = { by: who.id, digest };
      await noted(pending, book.note({ kind: 'approved', ticket, at: clock.now(), ...given }), false);
      pending.given = [...pending.given.filter(({ by }) => by !== who.id), given];
      const at = { digest, account, requester: requesterOf(pending), personOf };
      const enough = standing(pending.given, at).length >= pending.demands.approvers;
      if (enough && pending.stage === 'asked' && !isExpired(pending, clock)) makeReady(pending);
      return living.draw(ticket, reader);
    },

    async deny(pending, who, reader) {
      const { ticket } = pending;
      requireApprover(who, ticketAccount(pending.content), requesterOf(pending));
      const denied = { kind: 'denied', ticket, at: clock.now(), by: who.id } as const;
      if (claim(pending, 'asked', 'broken', 'ready', 'again')) {
        await noteFact(book, log, denied);
        await waiting.end(pending, 'denied');
        return living.draw(ticket, reader);
      }
      // Somebody is about to send it: the denial is in force before anything is awaited, and stops it if it is not too late.
      const record = book.ticket(ticket);
      const isStill = record?.intents.every(({ state }) => state.kind === 'proposed');
      if (pending.stage !== 'claimed' || !isStill || record?.approval?.deniedBy !== undefined)
        throw used(pending);
      await noteFact(book, log, denied);
      return living.draw(ticket, reader);
    },

    async breakGlass(pending, presser, code) {
      const { ticket, demands } = pending;
      if (demands.breakGlassMinutes === undefined) throw impossible('breakGlass');
      await requireInTime(pending, 'asked');
      await stepUp.require(presser(), code, 'breakGlass');
      const who = presser();
      const record = book.ticket(ticket);
      if (record) requireStillTheirs(record, who);
      await requireInTime(pending, 'asked');
      // As of now, and never shorter than what the card has said.
      const { breakGlassMinutes } = maker.demands(pending.content, who);
      if (breakGlassMinutes === undefined) throw impossible('breakGlass');
      if (!claim(pending, 'asked')) throw used(pending);
      const at = clock.now();
      const lifeMs = Math.max(demands.breakGlassMinutes, breakGlassMinutes) * 60_000;
      const opensAt = at + lifeMs;
      const began = clock.monotonic();
      await noted(pending, book.note({ kind: 'glassBroken', ticket, at, by: who.id, opensAt }), true);
      pending.glassAt = at;
      const asked = people(pending);
      waiting.begin(pending, 'broken', began + lifeMs - clock.monotonic(), async () => {
        // Not before the wall clock says so too: it may have been set back.
        while (clock.now() < opensAt) await clock.sleep(opensAt - clock.now(), around.signal);
        if (!claim(pending, 'broken')) return;
        makeReady(pending);
        living.redraw(ticket);
      });
      const noticeIn = (spoken: Language) => glassNotice(pending, asked, { at, opensAt, language: spoken });
      tell(noticeIn(language));
      copies.tell(pending, asked, ({ id }) => noticeIn(languageOf(id)).draft, 'glass');
      return living.draw(ticket);
    },
  };
}
