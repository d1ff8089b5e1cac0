import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../src/core/index.js';
import { card, ticket, until } from '../../support/fake-desk.js';
import { fakeTelegram, PRIVATE } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const release: (() => void)[] = [];
/** Not written down before the end of the test, or `write()`. */
const notYet = () => new Promise<void>(resolve => void release.push(resolve));
const write = () => {
  for (const one of release.splice(0)) one();
};
const aBreath = async () => {
  await until(() => rig.clock.sleepers === 1, 'a breath');
  await rig.clock.advance(250);
};

afterEach(() => {
  rig.desk.taking = () => Promise.resolve();
  write();
});
const textsOf = (inbounds: readonly Inbound[]) =>
  inbounds.map(({ content }) => (content.kind === 'text' ? content.text : content.kind));

describe('an update', () => {
  it('is confirmed once it is written down, not before', async () => {
    rig.desk.taking = notYet;
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/balance');
    await until(() => rig.desk.received.length === 1, 'the command');
    await aBreath();
    await until(() => rig.callsOf('getUpdates').length === 3, 'another poll');
    expect(rig.server.pending).toHaveLength(1);
    write();
    await until(() => rig.server.pending.length === 0, 'the confirmation');
    expect(rig.desk.received).toHaveLength(1);
  });

  it('that was not written down before a crash is delivered to the next run', async () => {
    rig.desk.taking = notYet;
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/balance');
    await until(() => rig.desk.received.length === 1, 'the command');
    await aBreath();
    const stopped = rig.platform.stop();
    await rig.clock.advance(2000);
    await stopped;

    rig.desk.taking = () => Promise.resolve();
    rig.platform = rig.build();
    await rig.platform.start();
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(textsOf(rig.desk.received)).toEqual(['/balance', '/balance']);
    await until(() => rig.server.pending.length === 0, 'the confirmation');
  });

  it('that is slow to be written down holds no later one back', async () => {
    rig.desk.taking = ({ content }) =>
      content.kind === 'text' && content.text === '/slow' ? notYet() : Promise.resolve();
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/slow');
    await until(() => rig.desk.received.length === 1, 'the slow one');
    rig.server.say('/fast');
    await aBreath();
    await until(() => rig.server.shown.length === 1, 'an answer');
    expect(textsOf(rig.desk.received)).toEqual(['/slow', '/fast']);
    expect(rig.server.pending).toHaveLength(2);
  });

  it('that is never written down is given up after a minute, so that the batches do not fill', async () => {
    rig.desk.taking = notYet;
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/balance');
    await until(() => rig.desk.received.length === 1, 'the command');
    for (let waited = 0; rig.server.pending.length > 0 && waited < 400; waited += 1) {
      await rig.clock.advance(250);
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    expect(rig.server.pending).toEqual([]);
  });

  it('whose confirming poll gets lost is handled once', async () => {
    await rig.platform.start();
    await rig.polling();
    rig.server.fail({ method: 'getUpdates', answer: 'reset', times: 1 });
    rig.server.say('/balance');
    await until(() => rig.platform.status().state === 'lost', 'loss');
    await rig.clock.advance(1000);
    await until(() => rig.server.pending.length === 0, 'the confirmation');
    expect(rig.desk.received).toHaveLength(1);
    expect(rig.server.shown).toHaveLength(1);
  });

  it('with a number below the last, as after a week of silence, is handled too', async () => {
    const other = await fakeTelegram({ now: rig.clock.now });
    rig.platform = rig.build({ apiRoot: other.url });
    await rig.platform.start();
    await until(() => other.polls === 1, 'a poll');
    other.say('/balance');
    await until(() => rig.desk.received.length === 1 && other.pending.length === 0, 'the first');
    other.restartIds(10);
    const offsets = () =>
      other.calls.filter(call => call.method === 'getUpdates').map(c => c.payload['offset']);
    expect(offsets().some(offset => Number(offset) > 10)).toBe(true);
    other.wake();
    await until(() => offsets().at(-1) === 0, 'a poll that asks past nothing');
    other.say('/price');
    await until(() => rig.desk.received.length === 2, 'the second');
    await other.close();
  });
});

describe('the answer', () => {
  beforeEach(async () => {
    await rig.platform.start();
    await rig.polling();
  });

  it('is reported once it stands', async () => {
    rig.server.say('/balance');
    await until(() => rig.desk.answers.length === 1, 'the report');
    expect(rig.desk.answers).toEqual(rig.desk.received);
    expect(rig.server.shown).toHaveLength(1);
  });

  it('that could not be given is not reported, so that the next run gives it', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 403, description: 'Forbidden: bot was blocked' });
    rig.server.say('/balance');
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(rig.desk.answers).toEqual([]);
  });

  it('to a second delivery is none, and the first one is not called answered by it', async () => {
    rig.outcome = () => ({ kind: 'ignored' });
    rig.server.say('/balance');
    await until(() => rig.server.pending.length === 0, 'the confirmation');
    expect(rig.desk.answers).toEqual([]);
  });
});

describe('what the last run left unanswered', () => {
  const left = (content: Inbound['content'], origin: string | undefined): Inbound => ({
    platform: 'telegram',
    eventId: 'message:7001:5',
    who: { userId: '7001', name: '민수' },
    where: { platform: 'telegram', id: '7001', group: undefined, kind: 'private' },
    sentAt: 1,
    content,
    ...(origin === undefined ? {} : { origin }),
  });

  it('is answered after the start, under the message asked, in its topic', async () => {
    const origin = JSON.stringify({ chatId: -100_500, threadId: 77, replyTo: 5 });
    rig.desk.left = [left({ kind: 'text', text: '/balance' }, origin)];
    await rig.platform.start();
    await until(() => rig.desk.answers.length === 1, 'the report');
    expect(rig.server.shown[0]).toMatchObject({
      chatId: -100_500,
      payload: { message_thread_id: 77, reply_parameters: { message_id: 5 } },
    });
  });

  it('if it is a press, is not acknowledged again, and its answer takes the place of its card', async () => {
    rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
    await rig.platform.start();
    await rig.polling();
    rig.server.say('/buy');
    await until(() => rig.desk.answers.length === 1, 'a card');
    const [shown] = rig.server.shown;
    await rig.platform.stop();

    rig.outcome = () => ({ kind: 'reply', reply: card(), placement: 'replace' });
    const origin = JSON.stringify({ chatId: PRIVATE.id, replyTo: shown?.id, card: shown?.id });
    rig.desk.left = [left({ kind: 'press', buttonId: 't1-확인' }, origin)];
    rig.platform = rig.build();
    await rig.platform.start();
    await until(() => rig.desk.answers.length === 2, 'the report');
    expect(shown?.edits).toBe(1);
    expect(rig.callsOf('answerCallbackQuery')).toEqual([]);
  });

  it('but whose place cannot be read is not acted on, and logged', async () => {
    rig.desk.left = [left({ kind: 'text', text: '/balance' }, undefined)];
    await rig.platform.start();
    await until(() => rig.desk.answers.length === 1, 'the report');
    expect(rig.desk.received).toEqual([]);
    expect(rig.lines.filter(line => line.event === 'telegram.leftOverLost')).toHaveLength(1);
  });
});
