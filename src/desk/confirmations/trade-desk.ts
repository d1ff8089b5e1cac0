import { setMaxListeners } from 'node:events';
import {
  type AccountRef,
  asDeskError,
  DeskError,
  type Draft,
  mayUse,
  type Place,
  type Principal,
  type Proposal,
  type ShownCard,
  type TicketView,
} from '../../core/index.js';
import { openBook } from '../intents/book.js';
import { accountOf } from '../intents/intent.js';
import { createWatch } from '../intents/watch.js';
import { createCards } from './cards.js';
import { createCarryOut } from './carry-out.js';
import { createTicketChanges, type TicketListener } from './changes.js';
import { createConfirmations, type TicketButton } from './confirmations.js';
import { createHandles } from './handles.js';
import { createLiving } from './living.js';
import { audited } from './noted-book.js';
import { createOrderNews } from './order-news.js';
import type { TradeParts } from './parts.js';
import type { Pending } from './pending.js';
import { createReaders } from './readers.js';
import { takeUp } from './restart.js';
import { accountsInDoubt, isInUse, isOurs, noteFact, settledByList } from './settle.js';
import { maySee, ticketView } from './ticket-view.js';

/** The desk's side of trading, as the dispatcher sees it. Commands reach it only through `propose`. */
export interface TradeDesk {
  propose(proposal: Proposal, who: Principal, where: Place, signal: AbortSignal): Promise<Draft>;
  /** The card of the oldest order of unknown outcome that is this person's, or anybody's for an admin. */
  reshow(who: Principal): Draft | undefined;
  /** What a button of a living card is; undefined when it is none. */
  buttonOf(buttonId: string): TicketButton | undefined;
  /** Whether this press takes a second factor of this person, so that it has to be asked for first. */
  asksCode(buttonId: string, who: Principal): boolean;
  /**
   * `again`: the presser as of the moment at which an order leaves; throws when they may not trade any more. Throws
   * DeskError when nothing came of the press; then the card stays or is rewritten by itself. `code`: a second factor; a
   * wrong or missing one (`denied`, `need`: `code`) changes nothing.
   */
  press(
    buttonId: string,
    who: Principal,
    where: Place,
    again: () => Principal,
    code?: string,
  ): Promise<Draft>;
  shown(card: string, place: ShownCard): void;
  /**
   * Sends a program's own ticket without a person, by the road of a press: claim, second look at the venue, judgement,
   * halts, limits. Where a person would be asked once more it throws `impossible` (`problem`: `repeat`, `moved`) and the
   * ticket is over. Throws what `press` throws; `denied` for a ticket of somebody else, or a key without limits.
   */
  confirmUnattended(ticket: string, who: Principal, where: Place, again: () => Principal): Promise<void>;
  /** Ends a ticket that nobody has answered. Never rejects. */
  withdraw(ticket: string): Promise<void>;
  /** Its card, as it should look now. undefined: there is no such ticket. */
  cardOf(ticket: string): Draft | undefined;
  /** The desk has put a ticket's card there by itself; from now on it is kept true there, too. */
  posted(ticket: string, place: ShownCard): void;
  /** `who`: undefined unless this person may see it. */
  viewOf(ticket: string, who?: Principal): TicketView | undefined;
  /** Their own, or all for admins, of accounts that were given to them: the latest first, at most 200. */
  tickets(who: Principal): readonly TicketView[];
  /** Hears of every change of a ticket or its fills, after it. What it throws reaches nobody. */
  onChange(heard: TicketListener): void;
  /** Looks for every order of unknown outcome now. Throws `unavailable` when a list could not be read. */
  settle(): Promise<void>;
  /** How many orders have an unknown outcome. */
  unsettled(): number;
  /** Whether orders of the account are open, or of unknown outcome, as far as the desk knows. */
  isInUse(account: AccountRef): boolean;
  /** Resolves when what the last run left behind was held against the venue's lists. */
  readonly takenUp: Promise<void>;
  stop(): Promise<void>;
}

const MOST_LISTED = 200;

/** Puts the parts together; begins with what the journal holds. */
export function createTradeDesk(parts: TradeParts): TradeDesk {
  const { clock, log, language, stamp, autoHalt } = parts;
  const stopping = new AbortController();
  // One listener for each ticket that waits; Node takes more than ten for a leak.
  setMaxListeners(0, stopping.signal);
  const opened = openBook(parts.journal, clock);
  if (opened.misfits > 0) {
    log('error', 'intent.misfits', { count: opened.misfits });
    autoHalt.note({ kind: 'rollback' });
  }
  const record: Parameters<typeof audited>[1] = line => {
    const entry = { at: clock.now(), platform: 'desk', place: 'desk', ...line } as const;
    parts.audit(entry).catch(() => log('error', 'audit failed', { act: line.act }));
  };
  const changes = createTicketChanges(opened, id => watch.view(id));
  const book = audited(changes.book, record);
  const handles = createHandles(parts.random);
  const cards = createCards(parts);
  const readers = createReaders();
  const pendings = new Map<string, Pending>();

  const watch = createWatch({
    accounts: parts.accounts,
    clock,
    log,
    stamp,
    isOurs: (account, row) => isOurs(book, account, row),
    current: intent => book.ticket(intent.ticket)?.intents[intent.n],
    async onFound(intent, found) {
      await noteFact(book, log, settledByList(intent, found, clock.now()));
      news.settled(intent.ticket, intent.n);
      const now = book.ticket(intent.ticket)?.intents[intent.n];
      if (now) watch.follow(now);
      living.redraw(intent.ticket);
    },
    onNews(intent) {
      living.redraw(intent.ticket);
      news.tell(intent.ticket);
      changes.changed(intent.ticket);
    },
    onLooked: intent => living.redraw(intent.ticket),
    onMissing(intent) {
      log('error', 'order.missing', { intent: intent.id });
      autoHalt.note({ kind: 'ledger', account: accountOf(intent.act) });
    },
    onOver: intent =>
      noteFact(book, log, { kind: 'done', ticket: intent.ticket, n: intent.n, at: clock.now() }),
  });
  const living = createLiving({
    book,
    pendings,
    handles,
    readers,
    cards,
    clock,
    log,
    language,
    languageOf: parts.languageOf,
    stamp,
    personName: identity => parts.personOf(identity)?.name ?? identity,
    view: watch.view,
  });
  const news = createOrderNews({ living, clock, tell: parts.tell });
  const restart = takeUp({ book, watch, cards, living, news, clock, log, signal: stopping.signal });
  parts.executions.listen(watch.heard);

  const send = {
    trading: parts.trading,
    book,
    clock,
    log,
    audit: (line: { act: string; outcome: 'done' | 'failed' | 'refused'; intent?: string }) =>
      parts.audit({ at: clock.now(), platform: 'desk', place: 'desk', who: 'desk', ...line }),
    lastMark: parts.lastMark,
    guard: parts.halts.guard,
    onUnwritten: () => autoHalt.note({ kind: 'journal' }),
  };
  const carryOut = createCarryOut(parts, { send, living, cards, watch, news });
  const confirmations = createConfirmations(parts, {
    book,
    pendings,
    handles,
    readers,
    cards,
    living,
    watch,
    news,
    carryOut,
    isBlocked: restart.isBlocked,
    signal: stopping.signal,
  });

  return {
    propose: confirmations.propose,
    reshow(who) {
      for (const { id, owner, intents } of book.tickets()) {
        if (!who.ids.includes(owner) && !who.roles.has('admin')) continue;
        if (!intents.every(({ act }) => mayUse(who, accountOf(act)))) continue;
        if (intents.some(({ state }) => state.kind === 'unknown')) return living.draw(id);
      }
      return undefined;
    },
    buttonOf: confirmations.buttonOf,
    asksCode: confirmations.asksCode,
    press: confirmations.press,
    shown: living.shown,
    confirmUnattended: confirmations.confirmUnattended,
    withdraw: confirmations.withdraw,
    cardOf: ticket => (book.ticket(ticket) ? living.look(ticket) : undefined),
    posted: living.posted,
    viewOf(ticket, who) {
      const found = book.ticket(ticket);
      if (!found || (who !== undefined && !maySee(found, who))) return undefined;
      return ticketView(found, watch.view);
    },
    tickets: who =>
      [...book.tickets()]
        .filter(ticket => maySee(ticket, who))
        .slice(-MOST_LISTED)
        .reverse()
        .map(ticket => ticketView(ticket, watch.view)),
    onChange: changes.onChange,
    async settle() {
      const looks = await Promise.all(accountsInDoubt(book).map(account => watch.lookNow(account)));
      if (looks.includes(false)) throw new DeskError('unavailable', 'a list of orders could not be read');
    },
    unsettled() {
      let count = 0;
      for (const { intents } of book.tickets()) {
        count += intents.filter(({ state }) => state.kind === 'unknown').length;
      }
      return count;
    },
    isInUse: account => isInUse(book, account),
    takenUp: restart.settled.catch((thrown: unknown) => {
      log('error', 'order.notTakenUp', { kind: asDeskError(thrown).kind });
    }),
    async stop() {
      stopping.abort(new DeskError('cancelled', 'the desk stops'));
      await Promise.all([watch.stop(), cards.stop()]);
    },
  };
}
