import { beforeEach, describe, expect, it } from 'vitest';
import { modalOf } from '../../../src/chat/discord/modal.js';
import type { Form } from '../../../src/core/index.js';
import { card, until } from '../../support/fake-desk.js';
import type { ShownMessage } from '../../support/fake-discord-channel.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const FORM: Form = {
  title: '거래 정지',
  fields: [
    { name: 'reason', label: '사유', hint: '예: 점검', required: true, rest: true, secret: false },
    { name: 'until', label: '기한', hint: '', required: false, rest: false, secret: false },
  ],
};

/** A card with a button that asks for more, seen by one person or by all. */
async function shownBy(visibility: 'private' | 'public'): Promise<ShownMessage> {
  rig.outcome = () => ({ kind: 'reply', reply: card({ visibility }), placement: 'new' });
  const asked = rig.server.command(visibility === 'public' ? 'price' : 'balance');
  await until(() => asked.original !== undefined, 'a card');
  if (!asked.original) throw new Error('no card');
  rig.desk.form = ({ content }) => (content.kind === 'press' && !content.given ? FORM : undefined);
  rig.outcome = () => ({ kind: 'reply', reply: card({ title: '정지됨', visibility }), placement: 'replace' });
  return asked.original;
}

beforeEach(() => rig.platform.start());

describe('a press that has to be told more', () => {
  it('brings up a form under the id of its button, and nothing is handled yet', async () => {
    const press = rig.server.press(await shownBy('private'), 'again');
    await until(() => press.acknowledged !== undefined, 'the form');
    expect(press.acknowledged).toMatchObject({
      type: 9,
      data: {
        custom_id: 'again',
        title: '거래 정지',
        components: [
          {
            type: 18,
            label: '사유',
            component: { type: 4, custom_id: 'reason', style: 2, required: true, placeholder: '예: 점검' },
          },
          { type: 18, label: '기한', component: { type: 4, custom_id: 'until', style: 1, required: false } },
        ],
      },
    });
    expect(rig.desk.received).toHaveLength(1);
    expect(rig.desk.answers).toHaveLength(1);
  });

  it('whose form does not arrive is not tried again, and nothing is handled', async () => {
    const shown = await shownBy('private');
    rig.server.fail({ on: 'POST /interactions', answer: 'lost', times: 1 });
    rig.server.press(shown, 'again');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.callsOf('POST /interactions')).toHaveLength(2);
    expect(rig.desk.received).toHaveLength(1);
  });
});

describe('a form that is sent in', () => {
  it.each(['private', 'public'] as const)(
    'is the press with what was given, and edits the %s card',
    async where => {
      const shown = await shownBy(where);
      const press = rig.server.press(shown, 'again');
      await until(() => press.acknowledged !== undefined, 'the form');
      await rig.clock.advance(60_000);
      const sent = rig.server.submit(shown, 'again', { reason: ' 점검 중 ', until: '' });
      await until(() => shown.edits === 1, 'an edit');

      expect(sent.acknowledged).toMatchObject({ type: 6, data: {} });
      expect(rig.desk.received[1]).toMatchObject({
        eventId: sent.id,
        sentAt: rig.clock.now(),
      });
      expect(rig.desk.received[1]?.content).toEqual({
        kind: 'press',
        buttonId: 'again',
        given: { reason: '점검 중' },
      });
      expect(shown.body['embeds']).toMatchObject([{ title: '\\[데모\\] 정지됨' }]);
      expect(sent.followUps).toEqual([]);
      await until(() => rig.desk.answers.at(-1)?.eventId === sent.id, 'the note');
    },
  );

  it('is not acted on when its acknowledgement fails', async () => {
    const shown = await shownBy('private');
    rig.server.fail({ on: 'POST /interactions', answer: 500, times: 1 });
    rig.server.submit(shown, 'again', { reason: '점검' });
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('is never answered by another form, which Discord does not allow', async () => {
    const shown = await shownBy('private');
    rig.desk.form = () => FORM;
    const sent = rig.server.submit(shown, 'again', { reason: '점검' });
    await until(() => shown.edits === 1, 'an edit');
    expect(sent.acknowledged?.type).toBe(6);
  });

  it('of a stranger gets the short private refusal', async () => {
    const shown = await shownBy('public');
    rig.outcome = () => ({ kind: 'refused' });
    const sent = rig.server.submit(shown, 'again', { reason: '점검' }, { id: '666' });
    await until(() => sent.followUps.length === 1, 'a refusal');
    expect(sent.followUps[0]).toMatchObject({
      isPrivate: true,
      body: { embeds: [{ description: '사용할 수 없습니다.' }] },
    });
    expect(shown.edits).toBe(0);
  });
});

it('a form with long texts is cut to what Discord shows, and to five fields', () => {
  const field = {
    name: 'x',
    label: '가'.repeat(60),
    hint: '나'.repeat(200),
    required: false,
    rest: false,
    secret: false,
  };
  const modal = modalOf({ title: '다'.repeat(60), fields: Array.from({ length: 7 }, () => field) }, 'id');
  expect(modal.title).toBe(`${'다'.repeat(44)}…`);
  expect(modal.components).toHaveLength(5);
  expect(modal.components[0]).toMatchObject({
    label: `${'가'.repeat(44)}…`,
    component: { placeholder: `${'나'.repeat(99)}…` },
  });
});
