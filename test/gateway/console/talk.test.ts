import { afterEach, expect, test } from 'vitest';
import { time, won } from '../../../src/core/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { card } from '../../support/fake-desk.js';
import { type ConsoleRig, consoleRig } from './rig.js';

let rig: ConsoleRig;

afterEach(() => rig.close());

test('what is typed is answered with the reply as data', async () => {
  const blocks = [
    {
      kind: 'fields',
      fields: [
        { label: '현재가', value: won(71_900n) },
        { label: '때', value: time(MONDAY_TEN) },
      ],
    },
    { kind: 'image', png: Uint8Array.of(1, 2, 3), alt: '차트' },
  ] as const;
  rig = await consoleRig(() => ({
    kind: 'reply',
    reply: card({ title: '삼성전자', blocks }),
    placement: 'new',
  }));
  const cookie = await rig.cookie();
  const said = await rig.act('/console/say', { text: ' 현재가 005930 ' }, { cookie });
  expect(said.json).toMatchObject({
    entries: [
      { kind: 'said', text: '현재가 005930' },
      {
        kind: 'card',
        reply: {
          title: '삼성전자',
          blocks: [
            {
              fields: [
                { value: { kind: 'won', won: 71_900 } },
                { value: { kind: 'time', at: '2026-11-23T10:00:00.000+09:00' } },
              ],
            },
            { kind: 'image', png: 'AQID' },
          ],
        },
      },
    ],
  });
});

test('a form is asked for, and the press goes with its answers', async () => {
  rig = await consoleRig();
  rig.desk.form = () => ({
    title: '매수 005930',
    fields: [{ name: 'quantity', label: '수량', hint: '10주', required: true, rest: false, secret: false }],
  });
  const cookie = await rig.cookie();
  const form = await rig.get('/console/form?button=b1', { cookie });
  expect(form.json).toMatchObject({ form: { title: '매수 005930', fields: [{ name: 'quantity' }] } });
  await rig.act('/console/press', { button: 'b1', given: { quantity: '10' } }, { cookie });
  expect(rig.desk.received.at(-1)?.content).toEqual({
    kind: 'press',
    buttonId: 'b1',
    given: { quantity: '10' },
  });
  rig.desk.form = () => undefined;
  expect((await rig.get('/console/form?button=b1', { cookie })).json).toEqual({ form: null });
});

test('nothing is said, looked at or heard without a session', async () => {
  rig = await consoleRig();
  for (const path of ['state', 'events', 'form?button=x', 'suggest?text=x']) {
    expect([path, (await rig.get(`/console/${path}`)).status]).toEqual([path, 403]);
  }
  expect((await rig.act('/console/say', { text: '/help' })).status).toBe(403);
  expect((await rig.act('/console/press', { button: 'x' })).status).toBe(403);
  expect(rig.desk.received).toEqual([]);
});

test.each([
  [{}],
  [{ text: '' }],
  [{ text: '   ' }],
  [{ text: 'x'.repeat(1_001) }],
  [{ text: 1 }],
  [{ text: '/help', more: 1 }],
])('what is not a line is refused: %j', async body => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  expect((await rig.act('/console/say', body, { cookie })).status).toBe(400);
  expect(rig.desk.received).toEqual([]);
});

test('the state has what stands at the head of the page, and no token', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  const { json } = await rig.get('/console/state', { cookie });
  expect(json).toEqual({
    session: expect.stringMatching(/^[\w-]{12}$/),
    version: '9.8.7',
    stamp: 'demo',
    who: { name: '아빠', trades: true },
    token: { state: 'fresh', minutesLeft: expect.any(Number), generation: 7 },
    queue: { waiting: 3, inFlight: 2, perSecond: 18 },
    alerts: { waiting: 0, nobody: 0, unacknowledged: 0 },
    unsettled: 0,
    platforms: [{ name: '터미널', state: 'connected' }],
    halts: [],
  });
});
