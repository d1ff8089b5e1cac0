import { expect, test } from 'vitest';
import type { CommandContext, Role } from '../../src/core/index.js';
import { openDesk, replyOf } from '../support/desk.js';
import { memoryAlerts } from '../support/memory-alerts.js';

/** A desk whose one command, for anybody who may look, does this. */
function room(roles: readonly Role[], act: (context: CommandContext) => Promise<unknown>) {
  const alerts = memoryAlerts({
    places: ['discord:71'],
    open: [{ at: 0, title: 't', reference: 'r', state: 'unacknowledged' }],
  });
  const desk = openDesk({
    roles,
    alerts,
    commands: [
      {
        name: 'act',
        aliases: [],
        summary: { ko: '', en: '' },
        access: 'view',
        visibility: 'private',
        args: [],
        async run(context) {
          await act(context);
          return { title: 'done', tone: 'good', blocks: [] };
        },
      },
    ],
  });
  return { ...desk, alerts };
}

const ACTS: readonly (readonly [string, (context: CommandContext) => Promise<unknown>])[] = [
  ['change how alerts arrive in a place', ({ alerts }) => alerts.setLoudness('here', 'all', 'off')],
  ['set quiet hours of a place', ({ alerts }) => alerts.setQuiet('here', undefined)],
  ['send a test', ({ alerts }) => alerts.test()],
  ['acknowledge everything', ({ alerts }) => alerts.acknowledgeAll()],
  ['run a job', ({ runJob }) => runJob('token renewal')],
];

test.each(ACTS)('no command can %s for who is no admin, whatever it declares', async (_, act) => {
  const { type, alerts, ran } = room(['view', 'trade', 'approve'], act);
  expect(replyOf(await type('/act')).title).toBe('권한이 없습니다');
  const left = alerts.controlFor(
    { id: 'x', ids: ['x'], name: 'x', roles: new Set(), accounts: [] },
    { platform: 'discord', id: '71', group: '500', kind: 'group' },
  );
  expect([...alerts.settings, alerts.tests(), ran.length, left.open().length]).toEqual([0, 0, 1]);
});

test.each(ACTS)('a command of an admin can %s', async (_, act) => {
  const { type } = room(['view', 'admin'], act);
  expect(replyOf(await type('/act')).title).toBe('done');
});

test('everybody may change what they hear themselves, and nobody else does', async () => {
  const { type, alerts } = room(['view'], async context => {
    await context.alerts.setLoudness('mine', 'fill', 'off');
    await context.alerts.setQuiet('mine', { from: 0, to: 60, closedDays: false });
  });
  await type('/act');
  expect([...alerts.settings.keys()]).toEqual(['person:discord:1001']);
});
