import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import type { Command, InboundContent, PlatformId, Role } from '../../src/core/index.js';
import {
  handMadeDesk,
  openDesk,
  PERSON,
  placeOn,
  replyOf,
  SAMPLE_OPTIONS,
  STRANGER,
} from '../support/desk.js';

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
const PLATFORMS: readonly PlatformId[] = ['discord', 'telegram', 'console'];
const PEOPLE: readonly ('stranger' | Role)[] = ['stranger', 'view', 'trade', 'approve', 'admin'];

const CASES = ALL.flatMap(command =>
  PLATFORMS.flatMap(platform =>
    PEOPLE.flatMap(person =>
      [true, false]
        // The terminal has neither strangers nor other places: it belongs to whoever sits at it.
        .filter(listed => platform !== 'console' || (listed && person !== 'stranger'))
        .map(listed => ({ command, platform, person, listed })),
    ),
  ),
);

const contentsOf = (command: Command): readonly InboundContent[] => {
  const given = SAMPLE_OPTIONS[command.name] ?? {};
  return [
    { kind: 'command', name: command.name, options: given },
    { kind: 'text', text: [`/${command.name}`, ...Object.values(given)].join(' ') },
  ];
};

describe('every command, person, place and platform', () => {
  test('the table is complete', () => {
    expect(CASES).toHaveLength(ALL.length * (2 * 5 * 2 + 4));
  });

  test.each(CASES)(
    '/$command.name for $person on $platform, place listed: $listed',
    async ({ command, platform, person, listed }) => {
      for (const content of contentsOf(command)) {
        const desk = handMadeDesk();
        const room = openDesk({ commands: ALL, desk, roles: person === 'stranger' ? ['view'] : [person] });
        const userId = person === 'stranger' ? STRANGER : PERSON;
        const outcome = await room.dispatcher.handle(
          room.inbound(content, {
            platform,
            who: { userId, name: 'n' },
            where: placeOn(platform, listed),
          }),
        );
        if (person === 'stranger' || !listed) {
          expect(outcome).toEqual({ kind: 'refused' });
          expect(desk.asked).toEqual([]);
          expect(room.inbox.taken.size).toBe(0);
          expect(room.audit.map(entry => entry.outcome)).toEqual(['refused']);
        } else if (person === command.access) {
          expect(room.audit.map(entry => entry.outcome)).toEqual(['done']);
          expect(replyOf(outcome)).toMatchObject({ stamp: 'demo', visibility: command.visibility });
        } else {
          expect(replyOf(outcome)).toMatchObject({ title: '권한이 없습니다', visibility: 'private' });
          expect(room.audit).toMatchObject([{ outcome: 'refused', reason: 'denied' }]);
          expect(desk.asked).toEqual([]);
        }
      }
    },
  );
});

test('a button of every command is denied to everybody else and outside its place', async () => {
  for (const command of ALL) {
    const offering: Command = {
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
    const room = openDesk({ commands: [...ALL, offering], desk, roles: ['view'] });
    const card = replyOf(await room.type('/offer'));
    const id = card.blocks.flatMap(b => (b.kind === 'buttons' ? b.buttons : []))[0]?.id ?? '';

    const asStranger = await room.press(id, { who: { userId: STRANGER, name: 'n' } });
    const elsewhere = await room.press(id, { where: placeOn('discord', false) });
    const asOther = await room.press(id, { who: { userId: '2002', name: 'n' } });
    expect([asStranger, elsewhere]).toEqual([{ kind: 'refused' }, { kind: 'refused' }]);
    expect([command.name, replyOf(asOther).title]).toEqual([command.name, '권한이 없습니다']);
    expect(desk.asked).toEqual([]);

    const own = await room.press(id);
    expect(replyOf(own).title === '권한이 없습니다').toBe(command.access !== 'view');
  }
});
