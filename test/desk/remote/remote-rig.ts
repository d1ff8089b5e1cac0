import {
  DeskError,
  type KeyLimits,
  type KeyScope,
  type OnceStore,
  type Place,
  type Principal,
  type Proposal,
  type Reply,
  type TicketView,
} from '../../../src/core/index.js';
import { createRemoteOrders } from '../../../src/desk/remote/remote-orders.js';
import { type Person, TRADERS } from '../../support/trade-people.js';
import { openTradeRig, type TradeRig } from '../../support/trade-rig.js';
import { chatOf } from '../../support/trade-screen.js';
import { ISSUES } from '../../support/trade-venue.js';

function listed(n: number): Person {
  const person = TRADERS[n];
  if (!person) throw new Error(`nobody is listed at ${n}`);
  return person;
}

/** Owns the keys of the rig. */
export const OWNER = listed(0);
export const OTHER = listed(2);
export const RICH: KeyLimits = { orderAmount: 10n ** 12n, dayAmount: 10n ** 12n, dayCount: 10_000 };

/** Where a process can be killed: before the ticket, its kept answer or its confirmation, or as its order leaves. */
export type Step = 'propose' | 'answer' | 'confirm' | 'send';

/** What can go wrong around a program's order; each stays until it is taken away. */
export interface Faults {
  /** The next answer is not written. */
  answerFails: boolean;
  /** At this step the process goes no further, as when it is killed there. */
  stuck: Step | undefined;
  /** Happens between a ticket and its confirmation. */
  beforeConfirm: (() => Promise<unknown>) | undefined;
  /** Platforms that take nothing. */
  readonly down: Set<string>;
}

export interface Program {
  readonly id: string;
  /** As the gate lets it in now. */
  who(): Principal;
  readonly where: Place;
  order(
    proposal: Proposal,
    over?: { key?: string; body?: string; signal?: AbortSignal },
  ): Promise<TicketView>;
  /** The same, but the process is killed at this step, and started again. */
  orderKilledAt(step: Step, proposal: Proposal, key: string): Promise<void>;
}

/** A whole desk with programs that come to it, as behind the gateway. */
export async function openRemoteRig(seed: string) {
  const rig = await openTradeRig({ seed });
  const faults: Faults = {
    answerFails: false,
    stuck: undefined,
    beforeConfirm: undefined,
    down: new Set(),
  };
  let made = 0;
  let asked = 0;
  let remote = open();

  let reached = () => {};
  const never = () => {
    reached();
    return new Promise<never>(() => undefined);
  };

  function open() {
    const { trade, once, keys, audit } = rig.desk();
    const store: OnceStore = {
      claim: (...claim) => once.claim(...claim),
      async answer(caller, key, answer) {
        if (faults.stuck === 'answer') return never();
        if (faults.answerFails) throw new DeskError('storage', 'disk full');
        await once.answer(caller, key, answer);
      },
    };
    return createRemoteOrders({
      trade: {
        ...trade,
        propose: (...given) => (faults.stuck === 'propose' ? never() : trade.propose(...given)),
        async confirmUnattended(...given) {
          if (faults.stuck === 'confirm') return never();
          await faults.beforeConfirm?.();
          return trade.confirmUnattended(...given);
        },
      },
      once: store,
      keys,
      audit,
      platforms: rig.screen.platforms.map(({ id, post }) => ({
        id,
        post: (...given) => (faults.down.has(id) ? Promise.reject(new Error('down')) : post(...given)),
      })),
      clock: rig.clock,
      log: () => undefined,
      stamp: 'paper',
    });
  }

  async function restart(): Promise<void> {
    await rig.restart();
    remote = open();
  }

  function keysOf(person: Person) {
    const by = rig.desk().members.find(person.platform, person.userId);
    if (!by) throw new Error('nobody');
    return rig.desk().keys.controlFor(by);
  }

  return {
    rig,
    faults,
    remote: () => remote,
    keysOf,
    async program(
      scopes: readonly KeyScope[] = ['read', 'trade'],
      over: { limits?: KeyLimits; owner?: Person; accounts?: readonly string[] } = {},
    ): Promise<Program> {
      made += 1;
      const { owner = OWNER } = over;
      const { view } = await rig.clock.finish(
        keysOf(owner).add({
          name: `program-${made}`,
          scopes,
          accounts: over.accounts ?? 'all',
          owner: `${owner.platform}:${owner.userId}`,
          limits: over.limits ?? (scopes.includes('unattended') ? RICH : undefined),
          lifeMs: undefined,
        }),
      );
      const { id } = view;
      const where: Place = { platform: 'web', id: `key:${id}`, group: undefined, kind: 'private' };
      const who = () => {
        const now = rig.desk().keys.principalOf(id);
        if (!now) throw new Error('the key is good for nothing');
        return now;
      };
      const propose: Program['order'] = (
        proposal,
        { key = `request-${asked++}`, body = 'body', signal = new AbortController().signal } = {},
      ) => {
        const caller = { who: who(), where, unattended: scopes.includes('unattended') };
        return remote.propose(proposal, caller, { key, bodyDigest: body }, signal);
      };
      return {
        id,
        who,
        where,
        order: (...given) => rig.clock.finish(propose(...given)),
        async orderKilledAt(step, proposal, key) {
          faults.stuck = step;
          if (step === 'send') rig.beforeSend(never);
          const there = new Promise<void>(resolve => {
            reached = resolve;
          });
          void propose(proposal, { key });
          await rig.clock.finish(there);
          faults.stuck = undefined;
          rig.beforeSend(undefined);
          await restart();
        },
      };
    },
    restart,
    /** How many orders the venue got while this was done. */
    async arriving(work: () => Promise<unknown>): Promise<number> {
      const before = (await rig.venue.ledger()).orders.length;
      await work();
      return (await rig.venue.ledger()).orders.length - before;
    },
    /** The latest card in somebody's own chat. */
    inChat({ platform, userId }: Person): Reply | undefined {
      return rig.screen.inChat(chatOf({ platform, kind: 'person', id: userId })).at(-1);
    },
    pressInChat(by: Person, buttonId: string) {
      const place = chatOf({ platform: by.platform, kind: 'person', id: by.userId });
      const where: Place = { platform: by.platform, id: place, group: undefined, kind: 'private' };
      return rig.clock.finish(rig.press(by, buttonId, { where }));
    },
  };
}

export type RemoteRig = Awaited<ReturnType<typeof openRemoteRig>>;

/** So many shares at this price, or at the market. */
export function buy(rig: TradeRig, quantity: bigint, won?: bigint, code = '005930'): Proposal {
  const instrument = ISSUES.find(issue => issue.code === code);
  if (!instrument) throw new Error(`no issue ${code}`);
  return {
    kind: 'place',
    account: rig.account(),
    side: 'buy',
    instrument,
    size: { kind: 'shares', shares: quantity },
    price: won === undefined ? undefined : { kind: 'at', won },
    type: undefined,
    exchange: undefined,
  };
}
