import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import type {
  Command,
  Inbound,
  InboundContent,
  Member,
  Place,
  PlatformId,
  Role,
} from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  OTHER,
  openDesk,
  PERSON,
  placeOn,
  replyOf,
  SAMPLE_OPTIONS,
  STRANGER,
} from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

/** One command for each role, so that the table also covers roles that no command of today asks for. */
const OTHER_ROLES = (['trade', 'approve', 'admin'] as const).map(
  (access): Command => ({
    name: `needs_${access}`,
    aliases: [],
    summary: { ko: access, en: access },
    access,
    visibility: 'private',
    args: [],
    run: async () => ({ title: 'ran', tone: 'good', blocks: [] }),
  }),
);
const ALL = [...COMMANDS, ...OTHER_ROLES];

const PLATFORMS = ['discord', 'telegram', 'console'] as const;
const ROLES = ['view', 'trade', 'approve', 'admin'] as const;
/** `none`: a member to whom no role was left; `linked`: all roles, but granted to the other platform's identity. */
const PEOPLE = ['stranger', 'none', ...ROLES, 'linked'] as const;
const PLACES = ['listed', 'unlisted', 'own private', 'private of another'] as const;

type PersonKind = (typeof PEOPLE)[number];
type PlaceKind = (typeof PLACES)[number];

interface Case {
  readonly platform: PlatformId;
  readonly person: PersonKind;
  readonly place: PlaceKind;
}

/** The terminal has neither strangers nor other places: it belongs to whoever sits at it. */
const STANDS: readonly Case[] = PLATFORMS.flatMap(platform =>
  PEOPLE.flatMap(person => PLACES.map(place => ({ platform, person, place }))),
).filter(
  ({ platform, person, place }) =>
    platform !== 'console' || (place === 'listed' && ROLES.some(role => role === person)),
);

/** The rule as the design states it, written down once more. */
function mayStand({ platform, person, place }: Case): boolean {
  if (person === 'stranger' || person === 'none') return false;
  if (platform === 'discord') return place !== 'unlisted';
  return place === 'listed' || place === 'own private';
}

function mayRun(stand: Case, { access }: Command): boolean {
  return mayStand(stand) && (stand.person === 'linked' || stand.person === access);
}

function placeOf({ platform, place }: Case): Place {
  if (place === 'listed' || place === 'unlisted') return placeOn(platform, place === 'listed');
  // Discord shows a private channel to nobody but its two ends, so its number says nothing.
  return { platform, id: place === 'own private' ? PERSON : OTHER, group: undefined, kind: 'private' };
}

function membersFor({ platform, person }: Case): readonly Member[] {
  if (platform === 'console' || person === 'stranger') return [];
  const other = platform === 'discord' ? 'telegram' : 'discord';
  const roles: readonly Role[] =
    person === 'none' ? [] : person === 'linked' ? ROLES : ROLES.filter(role => role === person);
  const member = memberOf({ platform, userId: PERSON, name: '아빠', roles });
  if (person !== 'linked') return [member];
  const first = `${other}:777`;
  return [{ ...member, id: first, identities: [first, `${platform}:${PERSON}`] }];
}

function open(stand: Case, commands: readonly Command[] = ALL) {
  const desk = handMadeDesk();
  const role = ROLES.find(one => one === stand.person);
  const room = openDesk({
    commands,
    desk,
    members: memoryMembers(membersFor(stand)),
    roles: role ? [role] : [],
  });
  const from: Partial<Inbound> = {
    platform: stand.platform,
    who: { userId: stand.person === 'stranger' ? STRANGER : PERSON, name: 'n' },
    where: placeOf(stand),
  };
  return { ...room, desk, from };
}

const contentsOf = (command: Command): readonly InboundContent[] => {
  const given = SAMPLE_OPTIONS[command.name] ?? {};
  return [
    { kind: 'command', name: command.name, options: given },
    { kind: 'text', text: [`/${command.name}`, ...Object.values(given)].join(' ') },
  ];
};

const named = STANDS.map(stand => [`${stand.person} on ${stand.platform}, ${stand.place}`, stand] as const);

test('the table has every kind of person, place and platform', () => {
  expect(STANDS).toHaveLength(2 * PEOPLE.length * PLACES.length + ROLES.length);
});

describe.each(named)('%s', (_, stand) => {
  test.each(ALL.map(command => [command.name, command] as const))('/%s', async (_name, command) => {
    for (const content of contentsOf(command)) {
      const room = open(stand);
      const outcome = await room.dispatcher.handle(room.inbound(content, room.from));
      if (!mayStand(stand)) {
        expect(outcome).toEqual({ kind: 'refused' });
        expect(room.inbox.taken.size).toBe(0);
        expect(room.audit.map(entry => entry.outcome)).toEqual(['refused']);
      } else if (mayRun(stand, command)) {
        expect(room.audit.map(entry => entry.outcome)).toEqual(['done']);
        expect(replyOf(outcome)).toMatchObject({ stamp: 'demo', visibility: command.visibility });
      } else {
        expect(replyOf(outcome)).toMatchObject({ title: '권한이 없습니다', visibility: 'private' });
        expect(room.audit).toMatchObject([{ outcome: 'refused', reason: 'denied' }]);
      }
      if (!mayRun(stand, command)) expect(room.desk.asked).toEqual([]);
    }
  });

  test.each(ALL.map(command => [command.name, command] as const))(
    'a button of /%s, its form, and what is typed for it',
    async (_name, command) => {
      // What offers it is open to everybody who may stand here, so that only the button's own rule is left.
      const access = ROLES.find(role => role === stand.person) ?? 'view';
      const args = SAMPLE_OPTIONS[command.name] ?? {};
      const ask = command.args.filter(({ name }) => !(name in args)).map(({ name }) => name);
      const offer: Command = {
        name: 'offer',
        aliases: [],
        summary: { ko: 'offer', en: 'offer' },
        access,
        visibility: 'private',
        args: [],
        run: async ({ button }) => {
          const call = { command: command.name, args };
          const buttons = [button('go', call), button('ask', call, 'plain', ask)];
          return { title: 'offer', tone: 'neutral', blocks: [{ kind: 'buttons', buttons }] };
        },
      };
      const room = open(stand, [...ALL, offer]);
      const shown = await room.type('/offer', room.from);
      const [go, form] = mayStand(stand) ? buttonsOf(replyOf(shown)) : [];
      const press = (id = 'made-up', given?: Record<string, string>) =>
        room.inbound({ kind: 'press', buttonId: id, ...(given ? { given } : {}) }, room.from);

      expect(room.dispatcher.formOf(press(form?.id)) !== undefined).toBe(
        mayRun(stand, command) && ask.length > 0,
      );
      const outcome = await room.dispatcher.handle(press(go?.id));
      if (!mayStand(stand)) expect(outcome).toEqual({ kind: 'refused' });
      else expect(replyOf(outcome).title === '권한이 없습니다').toBe(!mayRun(stand, command));
      if (!mayRun(stand, command)) {
        const filled = await room.dispatcher.handle(press(form?.id, {}));
        expect(filled.kind === 'refused' || replyOf(filled).title === '권한이 없습니다').toBe(true);
      }

      for (const spec of command.args.filter(({ suggest }) => suggest !== undefined)) {
        const proposals = await room.dispatcher.suggest({
          platform: stand.platform,
          who: { userId: PERSON, name: 'n', ...room.from.who },
          where: placeOf(stand),
          command: command.name,
          argument: spec.name,
          typed: spec.suggest === 'openOrder' || spec.suggest === 'account' ? '' : '삼성',
        });
        expect(proposals.length > 0).toBe(mayRun(stand, command));
      }
      if (!mayRun(stand, command)) expect(room.desk.asked).toEqual([]);
    },
  );
});

describe('a button that was offered to somebody', () => {
  test.each(ALL.map(command => [command.name, command] as const))(
    'of /%s is nobody else’s, and nothing outside its place',
    async (_name, command) => {
      const offer: Command = {
        ...command,
        name: 'offer',
        aliases: [],
        args: [],
        access: 'view',
        run: async ({ button }) => ({
          title: 'offer',
          tone: 'neutral',
          blocks: [
            {
              kind: 'buttons',
              buttons: [button('go', { command: command.name, args: SAMPLE_OPTIONS[command.name] ?? {} })],
            },
          ],
        }),
      };
      const desk = handMadeDesk();
      const room = openDesk({ commands: [...ALL, offer], desk, roles: ['view'] });
      const id = buttonsOf(replyOf(await room.type('/offer')))[0]?.id ?? '';
      const asStranger = await room.press(id, { who: { userId: STRANGER, name: 'n' } });
      const elsewhere = await room.press(id, { where: placeOn('discord', false) });
      const asOther = await room.press(id, { who: { userId: OTHER, name: 'n' } });
      expect([asStranger, elsewhere]).toEqual([{ kind: 'refused' }, { kind: 'refused' }]);
      expect(replyOf(asOther).title).toBe('권한이 없습니다');
      expect(desk.asked).toEqual([]);
      expect(replyOf(await room.press(id)).title === '권한이 없습니다').toBe(command.access !== 'view');
    },
  );
});

test('roles count at the moment of the press, and a removed member is a stranger', async () => {
  const store = memoryMembers([
    memberOf({ platform: 'discord', userId: PERSON, name: '아빠', roles: ROLES }),
  ]);
  const room = openDesk({ commands: ALL, members: store });
  const card = replyOf(await room.type('/price 005930'));
  const buy = buttonsOf(card).find(({ label }) => label.startsWith('매수'))?.id ?? '';
  const given = { quantity: '1' };
  await store.update(members => members.map(member => ({ ...member, roles: ['view'] })));
  expect(room.dispatcher.formOf(room.inbound({ kind: 'press', buttonId: buy }))).toBeUndefined();
  const denied = await room.dispatcher.handle(room.inbound({ kind: 'press', buttonId: buy, given }));
  expect(replyOf(denied).title).toBe('권한이 없습니다');
  await store.update(() => []);
  const gone = await room.dispatcher.handle(room.inbound({ kind: 'press', buttonId: buy, given }));
  expect(gone).toEqual({ kind: 'refused' });
  expect(room.proposals).toEqual([]);
});

test('whoever has no account is told so, whatever the role', async () => {
  const nobody = memberOf(
    { platform: 'discord', userId: PERSON, name: '아빠', roles: ROLES },
    { accounts: [] },
  );
  const room = openDesk({ members: memoryMembers([nobody]) });
  for (const line of ['/balance', '/orders', '/buy 005930 1', '/cancel']) {
    expect(JSON.stringify(replyOf(await room.type(line)).blocks)).toContain('볼 수 있는 계좌가 없습니다');
  }
  expect(JSON.stringify(replyOf(await room.type('/status')))).not.toContain(ACCOUNT.number.slice(-4));
  expect(room.clock.now()).toBe(MONDAY_TEN);
});

test('a command without a rule fails the build', () => {
  // @ts-expect-error: nobody said who may run it
  const command: Command = {
    name: 'anybody',
    aliases: [],
    summary: { ko: '아무나', en: 'anybody' },
    visibility: 'public',
    args: [],
    run: async () => ({ title: 'ran', tone: 'good', blocks: [] }),
  };
  expect(COMMANDS.every(({ access }) => ROLES.includes(access))).toBe(true);
  expect(ROLES).not.toContain(command.access);
});
