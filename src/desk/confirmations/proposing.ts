import {
  type AccountRef,
  DeskError,
  type Draft,
  type Place,
  type Principal,
  type Proposal,
  type ShownCard,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import { impossible } from '../tickets/impossible.js';
import { requireGrant, standsAt } from './allowed.js';
import type { Approving } from './approving.js';
import { requireNoHalt } from './denials.js';
import { digestOf } from './digest.js';
import type { TradeParts } from './parts.js';
import type { Pending } from './pending.js';
import { inPlaceOfOld } from './second-look.js';
import type { Surroundings } from './surroundings.js';
import { isCancel, type VenueLook } from './venue-look.js';
import type { Waiting } from './waiting.js';

const NEW_TICKET_MS = 20_000;

/** How tickets come into being, and one in the place of another. */
export interface Proposing {
  propose(proposal: Proposal, who: Principal, where: Place, signal: AbortSignal): Promise<Draft>;
  /** What was confirmed is never changed silently: the old ticket, which the caller has claimed, is over. */
  replace(pending: Pending, who: Principal, where: Place): Promise<Draft>;
  /** Throws while the last run's orders of this account are in doubt. */
  requireReady(account: AccountRef): void;
}

export function createProposing(
  parts: TradeParts,
  { book, cards, living, isBlocked }: Surroundings,
  {
    waiting,
    look,
    approving,
  }: { readonly waiting: Waiting; readonly look: VenueLook; readonly approving: Approving },
): Proposing {
  const { clock, maker, halts, random, stepUp, languageOf } = parts;

  function requireReady(account: AccountRef): void {
    if (isBlocked(account)) {
      throw new DeskError('unsettled', 'the last run left an order in doubt', { what: 'start' });
    }
  }

  /** Nobody is let wait for people who do not exist. */
  function requirePeople({ owner, content, demands }: Pick<Pending, 'owner' | 'content' | 'demands'>): void {
    const most = approvingCount({ owner, content });
    if (demands.approvers > most && demands.breakGlassMinutes === undefined) {
      throw impossible('approvers', { given: demands.approvers, most });
    }
  }

  const approvingCount = (of: Pick<Pending, 'owner' | 'content'>) => approving.people(of).length;

  async function propose(
    proposal: Proposal,
    who: Principal,
    where: Place,
    signal: AbortSignal,
  ): Promise<Draft> {
    requireGrant(who, proposal.account);
    if (proposal.kind !== 'cancel') {
      stepUp.requireUnlocked(who);
      requireReady(proposal.account);
    }
    const content = await maker.make(proposal, who, book.day, signal);
    requireNoHalt(content.acts, halts);
    const demands = maker.demands(content, who);
    if (demands.approvers > 0) requirePeople({ owner: who, content, demands });
    const ticket = Buffer.from(random(16)).toString('base64url');
    const at = clock.now();
    const lifeMs = parts.confirmSeconds * 1_000;
    const { acts, values } = content;
    const expiresAt = at + lifeMs;
    const proposed = { kind: 'proposed', ticket, at, owner: who.id, where, expiresAt, acts, values } as const;
    await book.note(proposed).catch((thrown: unknown) => {
      // What only takes risk away may go on without a record.
      if (isCancel(content)) return;
      book.drop(ticket);
      throw thrown;
    });
    const pending: Pending = {
      ticket,
      owner: who,
      where,
      proposal,
      content,
      demands,
      digest: digestOf(acts),
      deadline: clock.monotonic() + lifeMs,
      expiresAt,
      holding: undefined,
      given: [],
      glassAt: undefined,
      likeAt: undefined,
      stage: 'open',
    };
    waiting.add(pending);
    waiting.begin(pending, 'open', lifeMs, () => waiting.endOpen(pending, 'expired'));
    for (const act of acts) {
      if (proposal.kind === 'place') living.learn(act, proposal.instrument.name);
    }
    look.ahead(pending);
    return living.draw(ticket);
  }

  return {
    propose,
    requireReady,
    async replace(pending, who, where) {
      const draft = await withDeadline(clock, NEW_TICKET_MS, signal =>
        propose(pending.proposal, who, pending.where, signal),
      );
      await waiting.end(pending, 'replaced');
      const isHere = (card: ShownCard) => standsAt(card, where);
      const isElsewhere = book.ticket(pending.ticket)?.cards.some(card => !isHere(card)) ?? false;
      cards.forget(pending.ticket, isElsewhere ? isHere : () => true);
      if (isElsewhere) living.redraw(pending.ticket);
      return inPlaceOfOld(draft, languageOf(pending.owner.id));
    },
  };
}
