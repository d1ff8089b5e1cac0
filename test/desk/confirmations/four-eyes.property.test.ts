import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeskError, type Place, type Principal, type Role } from '../../../src/core/index.js';
import { buttonsOf } from '../../support/desk.js';
import { groupOf, type Identity, openApprovalRig, ownChat, person } from './four-eyes-rig.js';

/** Two who ask, three who may agree (the first of them asks, too), all of them on two platforms. */
const PEOPLE = [
  person('요청1', ['discord:1', 'telegram:1']),
  person('요청2', ['telegram:2', 'discord:2'], ['view', 'trade']),
  person('승인1', ['discord:3', 'telegram:3'], ['view', 'approve']),
  person('승인2', ['telegram:4', 'discord:4'], ['view', 'approve', 'trade']),
  person('승인3', ['discord:5', 'telegram:5'], ['view', 'approve']),
];
const IDENTITIES: readonly Identity[] = ['1', '2', '3', '4', '5'].flatMap(
  n => [`discord:${n}`, `telegram:${n}`] as const,
);
const NEED = 2;
const LABELS = ['승인 요청', '승인', '거부', '전송', '취소', '비상 전송'] as const;
const GLASS_MS = 10 * 60_000;

type Step =
  | { readonly kind: 'propose'; readonly by: Identity }
  /** `stray`: in the chat of somebody else. */
  | {
      readonly kind: 'press';
      readonly by: Identity | 'owner';
      readonly label: string;
      readonly ticket: number;
      readonly at: Identity;
    }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'role'; readonly of: number; readonly approve: boolean }
  | { readonly kind: 'grant'; readonly of: number; readonly all: boolean }
  /** One person has joined what two were known as. */
  | { readonly kind: 'join'; readonly a: number; readonly b: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'disk'; readonly full: boolean };

const identity = fc.constantFrom(...IDENTITIES);
const asker = fc.constantFrom<Identity>('discord:1', 'telegram:1', 'telegram:2');
const approver = fc.constantFrom<Identity>('discord:3', 'telegram:3', 'telegram:4', 'discord:5');
const ticket = fc.constantFrom(0, 0, 0, 1);
/** Of those who may agree. */
const approving = fc.constantFrom(2, 3, 4);
const mostly = (what: boolean) => fc.constantFrom(what, what, !what);
const pressing = (by: Identity | 'owner', label: string, of = 0): Step => ({
  kind: 'press',
  by,
  label,
  ticket: of,
  at: by === 'owner' ? 'discord:1' : by,
});
const one = (arbitrary: fc.Arbitrary<Step>) => arbitrary.map(only => [only]);
const wait = fc
  .constantFrom(1_000, 10_000, 59_000, 61_000, 240_000, 301_000, GLASS_MS)
  .map((ms): Step => ({ kind: 'wait', ms }));
const change: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('role'), of: approving, approve: mostly(false) }),
  fc.record({ kind: fc.constant('grant'), of: approving, all: mostly(false) }),
  fc.record({ kind: fc.constant('join'), a: fc.constantFrom(0, 2, 3, 4), b: approving }),
);

/** All the way, and often something between the last approval and the send, or before. */
const road = fc
  .record({
    by: asker,
    agree: fc.uniqueArray(approver, { minLength: 2, maxLength: 3 }),
    glass: fc.nat(9),
    at: fc.constantFrom(0, 1, 2, 3),
    others: fc.array(fc.oneof(change, change, wait), { maxLength: 2 }),
    again: fc.boolean(),
  })
  .map(({ by, agree, glass, at, others, again }): Step[] => {
    const send = pressing('owner', '전송');
    const steps: Step[] = [
      { kind: 'propose', by },
      pressing('owner', '승인 요청'),
      ...agree.map(who => pressing(who, '승인')),
      ...(glass === 0 ? [pressing('owner', '비상 전송'), { kind: 'wait', ms: GLASS_MS } as const] : []),
    ];
    steps.splice(steps.length - at, 0, ...others);
    return [...steps, send, ...(again ? [send] : [])];
  });

const steps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 8, arbitrary: road },
  {
    weight: 4,
    arbitrary: one(
      fc
        .tuple(approver, fc.constantFrom('승인', '승인', '승인', '거부'), ticket)
        .map(given => pressing(...given)),
    ),
  },
  {
    weight: 4,
    arbitrary: one(
      fc
        .tuple(fc.constantFrom('승인 요청', '전송', '전송', '취소', '비상 전송'), ticket)
        .map(([label, of]) => pressing('owner', label, of)),
    ),
  },
  {
    weight: 3,
    arbitrary: one(
      fc
        .record({ by: identity, label: fc.constantFrom(...LABELS), ticket, at: identity })
        .map((press): Step => ({ kind: 'press', ...press })),
    ),
  },
  { weight: 3, arbitrary: one(wait) },
  { weight: 2, arbitrary: one(change) },
  { weight: 1, arbitrary: one(fc.record({ kind: fc.constant('disk'), full: fc.boolean() })) },
  { weight: 1, arbitrary: one(fc.record({ kind: fc.constant('restart') })) },
);

/** What the presses that were taken say of a ticket, reckoned without looking at the desk. */
interface Known {
  readonly id: string;
  readonly by: Identity;
  readonly quantity: bigint;
  askedAt: number | undefined;
  readonly agreed: { readonly by: Identity; readonly at: number }[];
  glassAt: number | undefined;
  isOver: boolean;
  sent: number;
}

const withRole = (who: Principal, role: Role, has: boolean): Principal => {
  const roles = new Set([...who.roles].filter(known => known !== role));
  return { ...who, roles: has ? roles.add(role) : roles };
};

async function play(steps: readonly Step[]): Promise<{ sent: number; unapproved: number }> {
  const rig = openApprovalRig(PEOPLE, { approvers: NEED, breakGlassMinutes: GLASS_MS / 60_000, drift: 100 });
  const known: Known[] = [];
  const counts = { sent: 0, unapproved: 0 };

  /** Those whose word stands as of now: different people, none of them who asked. */
  function standing({ by, agreed }: Known): number {
    const requester = rig.personOf(by);
    const people = agreed.flatMap(one => rig.personOf(one.by) ?? []);
    const able = people.filter(
      one => one.roles.has('approve') && one.accounts === 'all' && one !== requester,
    );
    return new Set(able).size;
  }

  // What is thrown while an order leaves would count as an answer that was lost.
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) wrong.push(what);
  };
  rig.onSend(({ quantity }) => {
    const one = known.find(ticket => ticket.quantity === quantity);
    if (!one) return must(false, 'sent what nobody asked for');
    const now = rig.clock.now();
    one.sent += 1;
    counts.sent += 1;
    must(one.sent === 1, 'sent twice');
    must(!one.isOver, 'sent after a denial, its end or a restart');
    must(one.askedAt !== undefined, 'sent without anybody asked');
    if (one.glassAt !== undefined) {
      const opensAt = one.glassAt + GLASS_MS;
      return must(now >= opensAt && now < opensAt + 60_000, 'sent while the glass was not open');
    }
    must(standing(one) >= NEED, 'sent without enough others');
    const last = Math.max(...one.agreed.map(({ at }) => at));
    must(last < (one.askedAt ?? 0) + 5 * 60_000, 'agreed to late');
    must(now < last + 60_000, 'sent late');
  });

  /** A button that this person can see there, or could before. */
  const seen = new Map<
    string,
    { readonly id: string; readonly ticket: string; readonly label: string; readonly place: string }
  >();
  function look(): void {
    for (const { place, reply } of rig.messages) {
      for (const { id, label } of buttonsOf(reply)) {
        if (reply.card === undefined || seen.has(id)) continue;
        seen.set(id, { id, ticket: reply.card, label, place: `${place.platform}:${place.place}` });
      }
    }
  }

  async function press(one: Extract<Step, { kind: 'press' }>): Promise<void> {
    const target = known.at(-1 - one.ticket);
    if (!target) return;
    look();
    const by = one.by === 'owner' ? target.by : one.by;
    const isAsker = one.label !== '승인' && one.label !== '거부';
    const where: Place = isAsker ? groupOf(target.by) : ownChat(one.at);
    const spot = `${where.platform}:${where.id}`;
    const button = [...seen.values()].findLast(
      ({ ticket, label, place }) =>
        ticket === target.id &&
        label === one.label &&
        (isAsker || place === spot || rig.personOf(one.at)?.ids.includes(one.at) !== true),
    );
    if (!button) return;
    const at = rig.clock.now();
    // What was pressed counts from the moment at which the desk could have taken it, and a denial stands whatever is told.
    const mark = known.length;
    try {
      await rig.press(by, where, button.id, '123456');
    } catch (thrown) {
      if (!(thrown instanceof DeskError)) throw thrown;
      expect(['denied', 'usedTicket', 'storage', 'impossible', 'tooOld'], thrown.message).toContain(
        thrown.kind,
      );
      if (thrown.kind === 'storage') target.isOver = true;
      return;
    }
    expect(known.length).toBe(mark);
    const view = rig.desk().viewOf(target.id);
    switch (one.label) {
      case '승인 요청':
        if (view?.approval) target.askedAt ??= at;
        break;
      case '승인':
        if (view?.ended === undefined) target.agreed.push({ by, at });
        break;
      case '거부':
      case '취소':
        expect(view?.state).toBe('over');
        target.isOver = true;
        break;
      case '비상 전송':
        target.glassAt = at;
        break;
    }
  }

  let quantity = 20n;
  for (const one of steps) {
    switch (one.kind) {
      case 'propose': {
        quantity += 1n;
        const by = one.by;
        const made = {
          by,
          quantity,
          askedAt: undefined,
          agreed: [],
          glassAt: undefined,
          isOver: false,
          sent: 0,
        };
        try {
          known.push({ ...made, id: await rig.propose(by, quantity) });
        } catch (thrown) {
          if (!(thrown instanceof DeskError)) throw thrown;
        }
        break;
      }
      case 'press':
        await press(one);
        break;
      case 'wait':
        await rig.clock.advance(one.ms);
        break;
      case 'role':
      case 'grant': {
        const id = PEOPLE[one.of]?.id ?? '';
        const who = rig.members.get(id);
        if (!who) break;
        const now =
          one.kind === 'role'
            ? withRole(who, 'approve', one.approve)
            : { ...who, accounts: one.all ? ('all' as const) : [] };
        rig.members.set(id, now);
        break;
      }
      case 'join': {
        const [a, b] = [PEOPLE[one.a]?.id ?? '', PEOPLE[one.b]?.id ?? ''];
        const [first, second] = [rig.members.get(a), rig.members.get(b)];
        if (a === b || !first || !second) break;
        rig.members.delete(b);
        rig.members.set(a, { ...first, ids: [...first.ids, ...second.ids] });
        break;
      }
      case 'disk':
        rig.faults.disk = one.full;
        break;
      case 'restart':
        for (const ticket of known) ticket.isOver = true;
        await rig.restart();
        break;
    }
    await rig.clock.advance(0);
  }
  rig.faults.disk = false;
  counts.unapproved = known.filter(({ id }) => rig.desk().viewOf(id)?.ended === 'unapproved').length;
  // Whatever was played, time ends what waits, and no copy of what is over can be pressed.
  await rig.clock.advance(GLASS_MS + 10 * 60_000);
  for (const { id } of known) {
    if (rig.desk().viewOf(id)?.state !== 'over') continue;
    for (const { reply } of rig.messages.filter(message => message.reply.card === id)) {
      expect(buttonsOf(reply), reply.title).toEqual([]);
    }
  }
  await rig.stop();
  expect(wrong).toEqual([]);
  return counts;
}

test('whatever people do, nothing leaves without the standing word of enough others, in time, and once', async () => {
  const total = { sent: 0, unapproved: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 8 }), async parts => {
      const { sent, unapproved } = await play(parts.flat());
      total.sent += sent;
      total.unapproved += unapproved;
    }),
    { numRuns: 70, seed: 20_261_123 },
  );
  // Otherwise it would have proved nothing.
  expect(total.sent).toBeGreaterThan(5);
  expect(total.unapproved).toBeGreaterThan(5);
});
