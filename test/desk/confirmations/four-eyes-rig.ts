import { createHash } from 'node:crypto';
import {
  asDeskError,
  DeskError,
  type Destination,
  type Draft,
  type IntentEvent,
  type Language,
  type Limits,
  type Notice,
  type OrderRequest,
  type Place,
  type Principal,
  type Reply,
  type Role,
  type SendOutcome,
  type ShownCard,
  type StepUp,
} from '../../../src/core/index.js';
import { createTradeDesk, type TradeDesk } from '../../../src/desk/confirmations/trade-desk.js';
import { buttonsOf } from '../../support/desk.js';
import { memoryJournal } from '../../support/memory-journal.js';
import { buy, shares, rig as ticketRig } from '../tickets/rig.js';

/** Somebody, by one of their identities. */
export type Identity = `${'discord' | 'telegram' | 'web'}:${string}`;

export const ALL: readonly Role[] = ['view', 'trade', 'approve'];

export const person = (
  name: string,
  identities: readonly Identity[],
  roles: readonly Role[] = ALL,
): Principal => ({
  id: identities[0] ?? '',
  ids: identities,
  name,
  roles: new Set(roles),
  accounts: 'all',
});

/** A message as it stands. */
export interface Message {
  readonly place: ShownCard;
  reply: Reply;
  edits: number;
}

const chatOf = ({ platform, id }: Destination) => (platform === 'discord' ? `dm-${id}` : id);

/** The chat in which somebody alone reads what the bot puts there. */
export function ownChat(identity: Identity): Place {
  const [platform, id = ''] = identity.split(':');
  if (platform === 'web') return { platform, id: `page:${id}`, group: undefined, kind: 'private' };
  if (platform !== 'discord' && platform !== 'telegram') throw new Error(identity);
  return { platform, id: platform === 'discord' ? `dm-${id}` : id, group: undefined, kind: 'private' };
}

/** The trade desk with its journal in memory, a small exchange that takes everything, and chats that can be looked into. */
export function openApprovalRig(people: readonly Principal[], limits: Partial<Limits> = {}) {
  const tickets = ticketRig({
    limits: { approveAbove: 1_000_000n, approvers: 2, ...limits },
    cash: 10n ** 12n,
  });
  const { clock, world } = tickets;
  const members = new Map(people.map(one => [one.id, one]));
  const languages = new Map<string, Language>();
  const written: IntentEvent[] = [];
  const messages: Message[] = [];
  const sent: OrderRequest[] = [];
  const notices: Notice[] = [];
  const codes = { asked: [] as string[], good: '123456', locked: false, enrolled: true };
  const faults = { disk: false, down: new Set<string>(), beforeOrders: async () => {} };
  let hook: (order: OrderRequest) => void = () => undefined;
  let drawn = 0;
  let count = 0;

  function taken(): SendOutcome {
    count += 1;
    return { kind: 'accepted', order: { number: `${count}`, branch: '1' }, at: clock.now() };
  }

  /** Always the same, and never twice. */
  function bytes(size: number): Buffer {
    drawn += 1;
    return createHash('sha256').update(`random ${drawn}`).digest().subarray(0, size);
  }

  const personOf = (identity: string) => [...members.values()].find(({ ids }) => ids.includes(identity));

  const stepUp: StepUp = {
    state: () => ({ enrolled: codes.enrolled, since: undefined, lockedUntil: undefined }),
    async require(_, code, why) {
      codes.asked.push(`${why} ${code ?? ''}`);
      if (!codes.enrolled) throw new DeskError('denied', 'none', { need: 'enrol' });
      if (code !== codes.good) throw new DeskError('denied', 'wrong', { need: 'code' });
    },
    asks: () => codes.enrolled,
    requireUnlocked() {
      if (codes.locked) throw new DeskError('denied', 'locked', { need: 'unlocked' });
    },
  };

  const platform = (id: 'discord' | 'telegram' | 'web') => ({
    id,
    async post(to: Destination, reply: Reply, { key }: { readonly key: string }): Promise<ShownCard> {
      if (faults.down.has(id)) throw new DeskError('unavailable', 'away');
      const message = id === 'web' ? key : `m${messages.length}`;
      const place: ShownCard = { platform: id, place: id === 'web' ? `page:${to.id}` : chatOf(to), message };
      messages.push({ place, reply, edits: 0 });
      return place;
    },
    async rewrite(place: ShownCard, reply: Reply) {
      if (faults.down.has(id)) throw new DeskError('unavailable', 'away');
      const found = messages.find(m => m.place.platform === id && m.place.message === place.message);
      if (!found) throw new DeskError('refused', 'gone');
      found.reply = reply;
      found.edits += 1;
    },
  });

  function start(past: readonly IntentEvent[]): TradeDesk {
    const journal = memoryJournal(past);
    return createTradeDesk({
      trading: {
        prepare: async () => undefined,
        async place(order) {
          sent.push(order);
          hook(order);
          return taken();
        },
        amend: async () => taken(),
        cancel: async () => taken(),
      },
      accounts: {
        balance: async () => {
          throw new DeskError('unavailable', 'none');
        },
        buyingPower: async () => {
          throw new DeskError('unavailable', 'none');
        },
        sellable: async () => 0n,
        async orders() {
          await faults.beforeOrders();
          return { asOf: clock.now(), orders: [], complete: true, totals: undefined };
        },
        openOrders: async () => ({ asOf: clock.now(), orders: [], complete: true, totals: undefined }),
      },
      executions: { listen: () => undefined },
      maker: tickets.maker,
      journal: {
        ...journal,
        async append(...events) {
          if (faults.disk) throw new DeskError('storage', 'full');
          written.push(...events);
        },
      },
      audit: async () => ({ line: 1, hash: '0' }),
      lastMark: () => undefined,
      halts: {
        blocking: () => undefined,
        guard: () => ({ signal: new AbortController().signal, release: () => undefined }),
      },
      autoHalt: { note: () => undefined },
      platforms: (['discord', 'telegram', 'web'] as const).map(platform),
      clock,
      log: () => undefined,
      language: 'ko',
      languageOf: identity => languages.get(personOf(identity)?.id ?? identity) ?? 'ko',
      stamp: 'paper',
      random: bytes,
      confirmSeconds: 60,
      tell: notice => void notices.push(notice),
      stepUp,
      approvers: () => [...members.values()].filter(({ roles }) => roles.has('approve')),
      personOf,
      activity: { note: () => undefined },
    });
  }

  let desk = start([]);

  function put(place: Place, draft: Draft, over?: Message): void {
    const reply: Reply = { ...draft, stamp: draft.stamp ?? 'paper', visibility: 'public' };
    const known = over ?? {
      place: { platform: place.platform, place: place.id, message: `m${messages.length}` },
      reply,
      edits: 0,
    };
    known.reply = reply;
    if (!over) messages.push(known);
    if (draft.card !== undefined) desk.shown(draft.card, { ...known.place, place: place.id });
  }

  function entering(identity: Identity, role: Role): Principal {
    const who = personOf(identity);
    if (!who?.roles.has(role)) throw new DeskError('denied', 'role', { need: role });
    return who;
  }

  async function proposeAs(who: Principal, count: bigint, where: Place): Promise<string> {
    const unending = new AbortController().signal;
    const draft = await desk.propose(buy({ size: shares(count) }), who, where, unending);
    put(where, draft);
    return draft.card ?? '';
  }

  return {
    clock,
    world,
    members,
    messages,
    sent,
    notices,
    codes,
    faults,
    /** What people have chosen, by Principal.id; others read Korean. */
    languages,
    written,
    desk: () => desk,
    personOf,
    onSend(next: typeof hook) {
      hook = next;
    },
    /** So many shares at 71,900 won, asked for in a group of this platform. */
    propose: async (by: Identity, count: bigint, where: Place = groupOf(by)) =>
      proposeAs(entering(by, 'trade'), count, where),
    proposeAs,
    /** As a platform and the dispatcher do it; rejects with what the presser is told. */
    async press(by: Identity, where: Place, buttonId: string, code?: string): Promise<Draft> {
      const role = desk.buttonOf(buttonId)?.role ?? 'trade';
      const who = entering(by, role);
      const draft = await desk.press(buttonId, who, where, () => entering(by, 'trade'), code);
      const pressed = messages.find(
        ({ place, reply }) =>
          place.platform === where.platform &&
          (where.platform === 'web' || place.place === where.id) &&
          (reply.card === draft.card || buttonsOf(reply).some(({ id }) => id === buttonId)),
      );
      put(where, draft, pressed);
      await clock.advance(0);
      return draft;
    },
    /** What stands there of this ticket. */
    at(where: Place, ticket: string): Message | undefined {
      return messages.findLast(
        ({ place, reply }) =>
          place.platform === where.platform && place.place === where.id && reply.card === ticket,
      );
    },
    async restart(): Promise<void> {
      await desk.stop();
      desk = start([...written]);
      await clock.advance(0);
    },
    stop: () => desk.stop(),
  };
}

export type ApprovalRig = ReturnType<typeof openApprovalRig>;

export function groupOf(identity: Identity): Place {
  return identity.startsWith('discord')
    ? { platform: 'discord', id: '71', group: '500', kind: 'group' }
    : identity.startsWith('web')
      ? { platform: 'web', id: 'page:own', group: undefined, kind: 'private' }
      : { platform: 'telegram', id: '-100500', group: '-100500', kind: 'group' };
}

/** The button with this label of what stands there. */
export function buttonAt(rig: ApprovalRig, where: Place, ticket: string, label: string): string {
  const message = rig.at(where, ticket);
  const found = message && buttonsOf(message.reply).find(button => button.label === label);
  if (!found) {
    const labels = message
      ? buttonsOf(message.reply)
          .map(button => button.label)
          .join()
      : 'nothing';
    throw new Error(`no button ${label} at ${where.id}, but ${labels}`);
  }
  return found.id;
}

/** What a press was refused with, as `kind need` or `kind how`. */
export async function refusal(pressed: Promise<unknown>): Promise<string> {
  try {
    await pressed;
  } catch (thrown) {
    const { kind, detail } = asDeskError(thrown);
    return `${kind} ${detail['need'] ?? detail['how'] ?? detail['problem'] ?? ''}`.trim();
  }
  return 'done';
}
