import { describe, expect, test } from 'vitest';
import {
  type AlertPreferences,
  destinationKey,
  NOTICE_KINDS,
  type Notice,
  type NoticeKind,
} from '../../../src/core/index.js';
import { earsOf } from '../../../src/desk/alerts/ears.js';
import { routeNotice } from '../../../src/desk/alerts/routing.js';
import { isTradingDay } from '../../../src/market/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { ADMIN, HOUR, type memberView, noticeOf, PLATFORMS, platformOf, TRADER } from './alert-rig.js';

const PLACE = 'place:discord:42';
const CONSOLE = 'place:console:console';
const OWN = 'person:discord:1001';
const OWN_TELEGRAM = 'person:telegram:5001';
const TRADERS_OWN = 'person:discord:2002';

interface World {
  readonly platforms?: typeof PLATFORMS;
  readonly people?: readonly ReturnType<typeof memberView>[];
  readonly set?: Readonly<Record<string, AlertPreferences>>;
  readonly now?: number;
}

function routed(
  over: Partial<Notice>,
  { platforms = PLATFORMS, people = [ADMIN], set = {}, now = MONDAY_TEN }: World = {},
) {
  const { to, spare, isUnwanted } = routeNotice(noticeOf(over), {
    ears: earsOf(platforms, people),
    preferencesOf: subject => set[subject],
    now,
    isTradingDay,
  });
  const words = (routes: typeof to) =>
    routes.map(route => `${destinationKey(route.to)}${route.silent ? ' silent' : ''}`);
  return { to: words(to), spare: words(spare), isUnwanted };
}

const only = (kind: NoticeKind, loudness: 'sound' | 'silent' | 'off'): AlertPreferences => ({
  loudness: { [kind]: loudness },
});

describe('by default', () => {
  test.each(NOTICE_KINDS.filter(kind => kind !== 'report'))(
    '%s goes to the alert channel, and to the admin’s own chats when the channel is away',
    kind => {
      const silent = kind === 'life' || kind === 'order' ? ' silent' : '';
      expect(routed({ kind })).toEqual({
        to: [`${PLACE}${silent}`],
        spare: [OWN, OWN_TELEGRAM],
        isUnwanted: false,
      });
    },
  );

  test('a report shows amounts: admins’ own chats and the terminal get it, places never', () => {
    const platforms = [...PLATFORMS, platformOf('console', undefined)];
    expect(routed({ kind: 'report', isPrivate: true }, { platforms })).toEqual({
      to: [CONSOLE, OWN],
      spare: [OWN_TELEGRAM],
      isUnwanted: false,
    });
  });

  test('without any alert channel admins are told in their own chats', () => {
    const platforms = [platformOf('discord', undefined), platformOf('telegram', undefined)];
    expect(routed({ kind: 'life' }, { platforms })).toEqual({
      to: [`${OWN} silent`],
      spare: [`${OWN_TELEGRAM} silent`],
      isUnwanted: false,
    });
  });

  test('a person is told on the platform that works, and the other one is spare', () => {
    const platforms = [platformOf('discord', undefined, 'lost'), platformOf('telegram', undefined)];
    expect(routed({}, { platforms })).toMatchObject({ to: [OWN_TELEGRAM], spare: [OWN] });
  });

  test('who is no admin is told nothing, even of their own orders', () => {
    const world = { platforms: [platformOf('discord', undefined)], people: [TRADER] };
    expect(routed({ kind: 'fill', about: ['discord:2002'] }, world)).toEqual({
      to: [],
      spare: [],
      isUnwanted: true,
    });
  });

  test('a Telegram chat with one person may be the alert place, is told once, and may hear amounts', () => {
    const platforms = [platformOf('telegram', '5001')];
    expect(routed({ kind: 'report', isPrivate: true }, { platforms })).toEqual({
      to: ['place:telegram:5001'],
      spare: [],
      isUnwanted: false,
    });
  });
});

describe('preferences', () => {
  test('turn a kind off, silent or on, each where they are set', () => {
    const set = { [PLACE]: only('token', 'off'), 'person:discord:1001': only('token', 'silent') };
    expect(routed({ kind: 'token' }, { set })).toEqual({
      to: [`${OWN} silent`],
      spare: [PLACE, `${OWN_TELEGRAM} silent`],
      isUnwanted: false,
    });
    expect(routed({ kind: 'halt' }, { set }).to).toEqual([PLACE]);
  });

  test('of all who could hear it may all be off: then it is not sent, unless it is critical', () => {
    const set = { [PLACE]: only('token', 'off') };
    expect(routed({ kind: 'token' }, { set })).toMatchObject({ to: [], isUnwanted: true });
    expect(routed({ kind: 'token', urgency: 'critical' }, { set })).toEqual({
      to: [OWN],
      spare: [PLACE, OWN_TELEGRAM],
      isUnwanted: false,
    });
  });

  test('let a person hear of their own orders, and of nobody else’s', () => {
    const world = { people: [ADMIN, TRADER], set: { 'person:discord:2002': only('fill', 'sound') } };
    expect(routed({ kind: 'fill', about: ['discord:2002'] }, world).to).toEqual([PLACE, TRADERS_OWN]);
    expect(routed({ kind: 'fill', about: ['discord:1001'] }, world).to).toEqual([PLACE]);
  });

  test('let what is private into a place only when they name its kind', () => {
    const fill = { kind: 'fill', isPrivate: true } as const;
    expect(routed(fill)).toEqual({ to: [OWN], spare: [OWN_TELEGRAM], isUnwanted: false });
    expect(routed(fill, { set: { [PLACE]: only('token', 'sound') } }).to).toEqual([OWN]);
    expect(routed(fill, { set: { [PLACE]: only('fill', 'sound') } }).to).toEqual([PLACE, OWN]);
  });
});

describe('quiet hours', () => {
  const night = { loudness: {}, quiet: { from: 22 * 60, to: 7 * 60, closedDays: true } };
  const at = (iso: string) => Date.parse(`${iso}+09:00`);

  test.each([
    ['2026-11-23T21:59:59', false],
    ['2026-11-23T22:00:00', true],
    ['2026-11-24T06:59:59', true],
    ['2026-11-24T07:00:00', false],
    ['2026-11-22T12:00:00', true],
    ['2026-12-25T12:00:00', true],
  ])('at %s keep sounds back: %s', (iso, silent) => {
    const set = { [PLACE]: night };
    expect(routed({ kind: 'token' }, { set, now: at(iso) }).to).toEqual([silent ? `${PLACE} silent` : PLACE]);
    expect(routed({ kind: 'token', urgency: 'critical' }, { set, now: at(iso) }).to).toEqual([PLACE]);
  });

  test('that do not reach over midnight', () => {
    const set = { [PLACE]: { loudness: {}, quiet: { from: 10 * 60, to: 11 * 60, closedDays: false } } };
    expect(routed({}, { set }).to).toEqual([`${PLACE} silent`]);
    expect(routed({}, { set, now: MONDAY_TEN + HOUR }).to).toEqual([PLACE]);
    expect(routed({}, { set, now: MONDAY_TEN - 24 * HOUR - 1 }).to).toEqual([PLACE]);
  });
});

test('what somebody did at the terminal is not shown there again', () => {
  const platforms = [...PLATFORMS, platformOf('console', undefined)];
  expect(routed({ by: 'console:operator' }, { platforms }).to).toEqual([PLACE]);
  expect(routed({ by: 'discord:1001' }, { platforms }).to).toEqual([PLACE, CONSOLE]);
  const alone = [platformOf('console', undefined)];
  expect(routed({ by: 'console:operator' }, { platforms: alone, people: [] })).toEqual({
    to: [],
    spare: [],
    isUnwanted: true,
  });
});

test('where nobody can be told at all it is at least known that nobody was', () => {
  expect(routed({}, { platforms: [], people: [] })).toEqual({ to: [], spare: [], isUnwanted: false });
});
