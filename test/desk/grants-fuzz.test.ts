import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AccountRef,
  accountKey,
  type Button,
  type Inbound,
  type InboundContent,
  type Member,
  type Outcome,
  type Place,
  type PlatformId,
  sameAccount,
} from '../../src/core/index.js';
import { accountWords } from '../support/account-words.js';
import { manualClock } from '../support/clock.js';
import { buttonsOf, MONDAY_TEN, placeOn } from '../support/desk.js';
import { openGrantedDesk } from '../support/granted-desk.js';

const INPUTS = 5_000;
const SEED = 20261123;

const ACCOUNTS: readonly AccountRef[] = [
  { broker: 'kis', mode: 'live', number: '50101234', product: '01', alias: '가족' },
  { broker: 'kis', mode: 'paper', number: '50105678', product: '01', alias: '연습' },
  { broker: 'kiwoom', mode: 'live', number: '81112222', product: '10', alias: '엄마' },
  // Ends like the first one.
  { broker: 'kiwoom', mode: 'paper', number: '81111234', product: '10', alias: 'mum' },
];
const [FAMILY, PRACTICE, MOTHER, MUM] = ACCOUNTS;

interface Person {
  readonly member: Member;
  readonly platform: PlatformId;
  readonly userId: string;
  readonly own: readonly AccountRef[];
}

function person(identity: string, own: readonly (AccountRef | undefined)[], roles: Member['roles']): Person {
  const [platform, userId = ''] = identity.split(':');
  const accounts = own.filter(one => one !== undefined);
  return {
    member: {
      id: identity,
      name: `사람${userId}`,
      identities: [identity],
      roles,
      accounts: accounts.map(accountKey),
      since: 0,
    },
    platform: platform === 'telegram' ? 'telegram' : 'discord',
    userId,
    own: accounts,
  };
}

const PEOPLE: readonly Person[] = [
  person('discord:1001', [FAMILY, PRACTICE], ['view', 'trade']),
  person('telegram:2002', [MOTHER], ['view', 'trade', 'approve']),
  person('discord:3003', [PRACTICE], ['view']),
  person('discord:4004', [], ['view', 'trade', 'approve']),
  // An admin looks after every account and reads none that was not given.
  person('telegram:5005', [MUM], ['view', 'trade', 'approve', 'admin']),
];

const accountWord = accountWords(ACCOUNTS, ['@', '@', '@', '', '@@', '＠', ' @']);

const COMMANDS = [
  'balance',
  'orders',
  'buy',
  'sell',
  'amend',
  'cancel',
  'account',
  'token',
  'usage',
  'me',
  'status',
  '잔고',
];
const filler = fc.constantFrom(
  '005930',
  '10',
  '71000',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  'all',
  '확인중',
  'pin',
  '고정',
  'today',
  '#3',
);
const optionName = fc.constantFrom(
  'account',
  'symbol',
  'quantity',
  'price',
  'order',
  'page',
  'action',
  'words',
  'range',
  'day',
);

/** Typed: the words of an account stand in any place. */
const typed = fc
  .record({
    command: fc.constantFrom(...COMMANDS),
    words: fc.array(fc.oneof({ arbitrary: filler, weight: 2 }, { arbitrary: accountWord, weight: 1 }), {
      maxLength: 5,
    }),
  })
  .map(({ command, words }): InboundContent => ({ kind: 'text', text: `/${[command, ...words].join(' ')}` }));
/** Orders as people write them, so that tickets come about. */
const ordered = fc
  .record({ side: fc.constantFrom('buy', 'sell'), account: fc.option(accountWord) })
  .map(({ side, account }): InboundContent => {
    const text = `/${side} 005930 10 71000${account === null ? '' : ` ${account}`}`;
    return { kind: 'text', text };
  });
const optioned = fc
  .record({
    name: fc.constantFrom(...COMMANDS),
    options: fc.dictionary(optionName, fc.oneof(filler, accountWord), { maxKeys: 4 }),
  })
  .map(({ name, options }): InboundContent => ({ kind: 'command', name, options }));

type Input =
  | { readonly kind: 'say'; readonly who: number; readonly content: InboundContent; readonly alone: boolean }
  /** `pick`: of all buttons that anybody was offered so far; `bend`: its id is not quite that one. */
  | {
      readonly kind: 'press';
      readonly who: number;
      readonly pick: number;
      readonly bend: number;
      readonly own: boolean;
    };

const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({
    kind: fc.constant('say' as const),
    who: fc.nat(PEOPLE.length - 1),
    content: fc.oneof(typed, ordered, optioned),
    alone: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('press' as const),
    who: fc.nat(PEOPLE.length - 1),
    pick: fc.nat(),
    bend: fc.nat(9),
    own: fc.boolean(),
  }),
);

interface Offered {
  readonly button: Button;
  readonly to: Person;
}

const idFor = ({ id }: Button, other: Button, bend: number): string => {
  if (bend === 0) return id.slice(0, -1);
  if (bend === 1) return `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`;
  if (bend === 2) return id.slice(0, id.length / 2) + other.id.slice(id.length / 2);
  return id;
};

test('of 5,000 mutated arguments and button ids none reads or trades an account of somebody else', async () => {
  const clock = manualClock(MONDAY_TEN);
  const desk = openGrantedDesk({ accounts: ACCOUNTS, members: PEOPLE.map(({ member }) => member), clock });
  const offered: Offered[] = [];
  const pressed = { own: 0, others: 0 };

  function from(who: Person, content: InboundContent, alone: boolean): Inbound {
    const where: Place = alone
      ? { platform: who.platform, id: who.userId, group: undefined, kind: 'private' }
      : placeOn(who.platform, true);
    const identity = { userId: who.userId, name: who.member.name };
    return desk.inbound(content, { platform: who.platform, who: identity, where });
  }

  async function handle(who: Person, inbound: Inbound): Promise<Outcome> {
    const outcome = await desk.acting.run(who.member.id, () => desk.dispatcher.handle(inbound));
    if (outcome.kind !== 'reply') return outcome;
    const { reply } = outcome;
    if (reply.card !== undefined) {
      const message = `m${offered.length}`;
      desk.dispatcher.shown(reply.card, { platform: who.platform, place: inbound.where.id, message });
    }
    for (const button of buttonsOf(reply)) offered.push({ button, to: who });
    return outcome;
  }

  for (const one of fc.sample(input, { numRuns: INPUTS, seed: SEED })) {
    const who = PEOPLE[one.who];
    if (!who) throw new Error('nobody');
    // People take their time, and what they are limited to is not what is looked at here.
    await clock.advance(200);
    if (one.kind === 'say') {
      await handle(who, from(who, one.content, one.alone));
      continue;
    }
    const lately = offered.slice(-60).filter(({ to }) => !one.own || to === who);
    const chosen = lately[one.pick % Math.max(1, lately.length)];
    if (!chosen) continue;
    const other = offered[one.pick % offered.length] ?? chosen;
    pressed[chosen.to === who ? 'own' : 'others'] += 1;
    await handle(
      who,
      from(who, { kind: 'press', buttonId: idFor(chosen.button, other.button, one.bend) }, false),
    );
  }

  const { reached } = desk;
  const wrong = reached.filter(({ who, line, named }) => {
    const own = PEOPLE.find(({ member }) => member.id === who)?.own ?? [];
    return !sameAccount(line, named) || !own.some(account => sameAccount(account, named));
  });
  expect(wrong).toEqual([]);
  // A ledger in which nothing stands proves nothing: whoever has an account has used it, and orders have left.
  const seen = (who: Person, account: AccountRef, act: RegExp) =>
    reached.some(one => one.who === who.member.id && sameAccount(one.named, account) && act.test(one.act));
  for (const who of PEOPLE) {
    for (const account of who.own) {
      expect(seen(who, account, /balance/)).toBe(true);
      if (who.member.roles.includes('trade')) expect(seen(who, account, /place/)).toBe(true);
    }
  }
  expect(reached.filter(({ act }) => act === 'cancel').length).toBeGreaterThan(3);
  expect(Math.min(pressed.own, pressed.others)).toBeGreaterThan(300);
}, 30_000);
