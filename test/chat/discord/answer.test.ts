import { beforeEach, describe, expect, it } from 'vitest';
import { discordFault, mayHaveArrived } from '../../../src/chat/discord/faults.js';
import { card, until } from '../../support/fake-desk.js';
import type { FakeInteraction } from '../../support/fake-discord.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const REFUSAL = [{ description: '사용할 수 없습니다.' }];
const PRIVATE_FLAG = 64;

describe('a command', () => {
  beforeEach(() => rig.platform.start());

  const answered = (interaction: FakeInteraction) =>
    until(() => interaction.original !== undefined, 'an answer');

  it('is deferred in private at once, then answered with the card and its buttons', async () => {
    let deferredFirst = false;
    rig.outcome = () => {
      deferredFirst = interaction.acknowledged?.type === 5;
      return { kind: 'reply', reply: card(), placement: 'new' };
    };
    const interaction = rig.server.command('balance', [{ name: 'page', type: 4, value: 2 }]);
    await answered(interaction);

    expect(deferredFirst).toBe(true);
    expect(interaction.acknowledged?.flags).toBe(PRIVATE_FLAG);
    expect(rig.desk.received[0]).toMatchObject({
      platform: 'discord',
      eventId: interaction.id,
      who: { userId: '700000000000000001', name: '민수' },
      where: { id: rig.server.channelId, group: rig.server.guildId, kind: 'group' },
      sentAt: rig.clock.now(),
      content: { kind: 'command', name: 'balance', options: { page: '2' } },
    });
    expect(interaction.original?.isPrivate).toBe(true);
    expect(interaction.original?.body).toMatchObject({
      embeds: [{ title: '\\[데모\\] 잔고', description: '총평가 1,234,567원' }],
      components: [{ components: [{ custom_id: 'again', label: '새로고침' }] }],
    });
  });

  it('that is public is answered where all can read it', async () => {
    rig.outcome = () => ({ kind: 'reply', reply: card({ visibility: 'public' }), placement: 'new' });
    const interaction = rig.server.command('price');
    await answered(interaction);
    expect(interaction.original?.isPrivate).toBe(false);
  });

  it('that is public but ends in private words leaves nothing in public', async () => {
    const interaction = rig.server.command('price');
    await until(() => interaction.followUps.length === 1, 'an answer');
    expect(interaction.originalDeleted).toBe(true);
    expect(interaction.followUps[0]?.isPrivate).toBe(true);
  });

  it('of a stranger gets the same short private refusal, public command or not', async () => {
    rig.outcome = () => ({ kind: 'refused' });
    const one = rig.server.command('balance', [], { id: '666' });
    const two = rig.server.command('price', [], { id: '666' });
    await until(() => one.original !== undefined && two.followUps.length === 1, 'refusals');
    expect([one.original?.body['embeds'], one.original?.isPrivate]).toEqual([REFUSAL, true]);
    expect([two.followUps[0]?.body['embeds'], two.followUps[0]?.isPrivate]).toEqual([REFUSAL, true]);
    expect(two.originalDeleted).toBe(true);
  });

  it('that the desk ignores leaves nothing behind', async () => {
    rig.outcome = () => ({ kind: 'ignored' });
    const interaction = rig.server.command('balance');
    await until(() => interaction.originalDeleted, 'removal');
    expect(interaction.followUps).toEqual([]);
  });

  it('of another bot is not even acknowledged', async () => {
    const bot = rig.server.command('balance', [], { bot: true });
    const person = rig.server.command('balance');
    await answered(person);
    expect(bot.acknowledged).toBeUndefined();
    expect(rig.desk.received).toHaveLength(1);
  });

  it('whose acknowledgement comes too late is logged and not acted on', async () => {
    const at = rig.clock.now();
    rig.clock.step(-5000);
    const late = rig.server.command('balance');
    rig.clock.step(5000);
    expect(rig.clock.now()).toBe(at);
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(late.acknowledged).toBeUndefined();
    expect(rig.server.violations.splice(0)).toEqual([expect.stringContaining('10062')]);
    expect(rig.desk.received).toEqual([]);
  });

  it('is answered after a passing failure of the server', async () => {
    rig.server.fail({ on: 'PATCH', answer: 502, times: 1 });
    const interaction = rig.server.command('balance');
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1000);
    await answered(interaction);
  });

  it('with a long answer and a picture is answered by several messages, all as private', async () => {
    const png = Uint8Array.from([137, 80, 78, 71]);
    const text = 'ㄱ'.repeat(9000);
    rig.outcome = () => ({
      kind: 'reply',
      reply: card({
        blocks: [
          { kind: 'text', text },
          { kind: 'image', png, alt: '일봉' },
        ],
      }),
      placement: 'new',
    });
    const interaction = rig.server.command('balance');
    await until(() => interaction.followUps.length === 1, 'the rest');
    expect([interaction.original, ...interaction.followUps].map(message => message?.isPrivate)).toEqual([
      true,
      true,
    ]);
    expect(interaction.followUps[0]?.body['attachments']).toEqual([{ id: '0', filename: 'image-1.png' }]);
  });
});

describe('a private reply after a public acknowledgement', () => {
  beforeEach(() => rig.platform.start());

  const asked = async (fault: { on: string; answer: number | 'lost' | 'reset' }) => {
    rig.server.fail({ ...fault, times: 1 });
    return rig.server.command('price');
  };

  it.each(['lost', 'reset', 504] as const)(
    'that may stand already is not put there a second time (%s), and is not called answered',
    async answer => {
      const interaction = await asked({ on: 'POST /webhooks', answer });
      await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
      expect(rig.callsOf('POST /webhooks')).toHaveLength(1);
      expect(interaction.followUps).toHaveLength(answer === 'lost' ? 1 : 0);
      expect(rig.desk.answers).toEqual([]);
      expect(rig.clock.sleepers).toBe(0);
    },
  );

  it.each([429, 502])('that Discord did not take is said again (%i)', async answer => {
    const interaction = await asked({ on: 'POST /webhooks', answer });
    await until(() => rig.clock.sleepers === 1, 'the wait');
    await rig.clock.advance(1100);
    await until(() => rig.desk.answers.length === 1, 'an answer');
    expect(interaction.followUps).toHaveLength(1);
  });

  it('waits until nothing public is left, also when the answer to the removal is lost', async () => {
    const interaction = await asked({ on: 'DELETE', answer: 'lost' });
    await until(() => rig.clock.sleepers === 1, 'the wait');
    expect(interaction.followUps).toEqual([]);
    await rig.clock.advance(1000);
    await until(() => rig.desk.answers.length === 1, 'an answer');
    expect(interaction.followUps.map(({ isPrivate }) => isPrivate)).toEqual([true]);
  });

  it('is not given at all while something public cannot be removed, whose place it would take', async () => {
    const interaction = await asked({ on: 'DELETE', answer: 400 });
    await until(() => rig.lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(interaction.followUps).toEqual([]);
  });
});

it('a failure tells whether the call may have arrived all the same', () => {
  const failure = (code: string) => discordFault(Object.assign(new Error('no'), { code }), 'ko');
  expect(['ECONNRESET', 'UND_ERR_SOCKET', 'ETIMEDOUT'].map(code => mayHaveArrived(failure(code)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].map(code =>
      mayHaveArrived(failure(code)),
    ),
  ).toEqual([false, false, false, false]);
});

it('a file arrives as an attachment of the answer, byte for byte', async () => {
  await rig.platform.start();
  rig.outcome = () => ({
    kind: 'reply',
    reply: card({ blocks: [{ kind: 'file', name: '감사 기록.csv', text: '시각,행위\n10:03,매수\n' }] }),
    placement: 'new',
  });
  const interaction = rig.server.command('balance');
  await until(() => interaction.original !== undefined, 'an answer');
  const [file] = interaction.original?.files ?? [];
  expect(file?.name).toBe('감사_기록.csv');
  expect(file?.bytes.toString()).toBe('\ufeff시각,행위\n10:03,매수\n');
});

describe('a press', () => {
  beforeEach(async () => {
    await rig.platform.start();
    rig.outcome = ({ content }) =>
      content.kind === 'press'
        ? { kind: 'reply', reply: card({ title: '2쪽' }), placement: 'replace' }
        : { kind: 'reply', reply: card(), placement: 'new' };
  });

  async function shownBy(name: string, isPublic: boolean) {
    const before = rig.outcome;
    if (isPublic)
      rig.outcome = () => ({ kind: 'reply', reply: card({ visibility: 'public' }), placement: 'new' });
    const asked = rig.server.command(name);
    await until(() => asked.original !== undefined, 'a card');
    rig.outcome = before;
    if (!asked.original) throw new Error('no card');
    return asked.original;
  }

  it('is acknowledged, then the card is edited in place', async () => {
    const shown = await shownBy('balance', false);
    const press = rig.server.press(shown, 'again');
    await until(() => shown.edits === 1, 'an edit');
    expect(press.acknowledged?.type).toBe(6);
    expect(shown.body['embeds']).toMatchObject([{ title: '\\[데모\\] 2쪽' }]);
    expect(rig.desk.received[1]?.content).toEqual({ kind: 'press', buttonId: 'again' });
  });

  it('never puts private words on a card that all can read', async () => {
    const shown = await shownBy('price', true);
    const press = rig.server.press(shown, 'again');
    await until(() => press.followUps.length === 1, 'an answer');
    expect(shown.edits).toBe(0);
    expect(press.followUps[0]?.isPrivate).toBe(true);
  });

  it('of a stranger gets the short private refusal and leaves the card alone', async () => {
    const shown = await shownBy('price', true);
    rig.outcome = () => ({ kind: 'refused' });
    const press = rig.server.press(shown, 'again', { id: '666' });
    await until(() => press.followUps.length === 1, 'a refusal');
    expect([press.followUps[0]?.body['embeds'], press.followUps[0]?.isPrivate]).toEqual([REFUSAL, true]);
    expect(shown.edits).toBe(0);
  });
});
