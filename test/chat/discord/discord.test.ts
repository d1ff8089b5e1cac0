import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiscord, type DiscordOptions } from '../../../src/chat/discord/discord.js';
import type { ChatPlatform, Inbound, Outcome } from '../../../src/core/index.js';
import { Secret } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { SAMPLE_COMMANDS } from '../../support/fake-commands.js';
import { card, type FakeDesk, fakeDesk, type LogLine, logBook, until } from '../../support/fake-desk.js';
import { type FakeDiscord, type FakeInteraction, fakeDiscord } from '../../support/fake-discord.js';

let clock: ManualClock;
let server: FakeDiscord;
let desk: FakeDesk;
let platform: ChatPlatform;
let lines: LogLine[];
let outcome: (inbound: Inbound) => Outcome | Promise<Outcome>;

const REFUSAL = [{ description: '사용할 수 없습니다.' }];
const PRIVATE_FLAG = 64;

function build(change: Partial<DiscordOptions> = {}): ChatPlatform {
  const book = logBook();
  lines = book.lines;
  return createDiscord({
    token: new Secret(server.token),
    guildIds: [server.guildId],
    alertChannelId: server.channelId,
    apiBase: server.url,
    commands: SAMPLE_COMMANDS,
    dispatcher: desk,
    language: 'ko',
    clock,
    log: book.log,
    ...change,
  });
}

const callsOf = (beginning: string) => server.calls.filter(call => call.startsWith(beginning));
const state = (wanted: string) => until(() => platform.status().state === wanted, wanted);

beforeEach(async () => {
  clock = manualClock();
  server = await fakeDiscord({ now: clock.now });
  outcome = () => ({ kind: 'reply', reply: card(), placement: 'new' });
  desk = fakeDesk(
    inbound => outcome(inbound),
    content => (content.kind === 'command' && content.name === 'price' ? 'public' : 'private'),
  );
  platform = build();
});

afterEach(async () => {
  await platform.stop();
  await server.close();
});

describe('log-in', () => {
  it('identifies with the Guilds intent alone and registers the commands in one write', async () => {
    await platform.start();
    expect(platform.status()).toEqual({ id: 'discord', state: 'connected', reason: undefined });
    expect(server.gateway.identifies.map(identify => identify['intents'])).toEqual([1]);
    expect(callsOf('PUT')).toHaveLength(1);
    expect(server.commands.get(server.guildId)?.map(command => command['name_localizations'])).toEqual([
      { ko: '잔고' },
      { ko: '주문' },
      { ko: '현재가' },
    ]);
  });

  it('writes the commands only when they changed', async () => {
    await platform.start();
    await platform.stop();
    platform = build();
    await platform.start();
    expect(callsOf('PUT')).toHaveLength(1);
    await platform.stop();
    platform = build({ commands: SAMPLE_COMMANDS.slice(1) });
    await platform.start();
    expect(callsOf('PUT')).toHaveLength(2);
  });

  it('serves the other guilds when the bot is not in one of them', async () => {
    platform = build({ guildIds: ['899999999999999999', server.guildId] });
    await platform.start();
    expect(platform.status().state).toBe('connected');
    expect(server.commands.get(server.guildId)).toHaveLength(3);
    expect(lines.find(line => line.event === 'discord.notRegistered')?.fields).toMatchObject({
      kind: 'refused',
    });
  });

  it('is lost with a clean reason while the token is refused, and comes back by itself', async () => {
    server.accept('another');
    await platform.start();
    expect(platform.status()).toEqual({
      id: 'discord',
      state: 'lost',
      reason: '디스코드가 봇 토큰을 거부함 (401)',
    });
    server.accept(server.token);
    await clock.advance(1000);
    await state('connected');
  });

  it('is lost while the server cannot be reached, and throws nothing', async () => {
    await server.close();
    await platform.start();
    expect(platform.status()).toMatchObject({
      state: 'lost',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('neither logs nor shows the token, whatever goes wrong', async () => {
    server.fail({ on: 'GET /gateway', answer: 500 });
    await platform.start();
    server.heal();
    await clock.advance(1000);
    await state('connected');
    server.fail({ on: 'POST', answer: 'reset' });
    const interaction = server.command('balance');
    await until(() => lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(JSON.stringify([lines, platform.status()])).not.toContain(server.token);
    expect(JSON.stringify(lines)).not.toContain(interaction.token);
  });
});

it('logs in anew when the registration is refused with 401', async () => {
  server.fail({ on: 'PUT', answer: 401, times: 1 });
  await platform.start();
  await state('lost');
  await until(() => clock.sleepers === 1, 'the wait');
  await clock.advance(1000);
  await until(() => server.commands.size === 1, 'the commands');
  await state('connected');
});

describe('a command', () => {
  beforeEach(() => platform.start());

  const answered = (interaction: FakeInteraction) =>
    until(() => interaction.original !== undefined, 'an answer');

  it('is deferred in private at once, then answered with the card and its buttons', async () => {
    let deferredFirst = false;
    outcome = () => {
      deferredFirst = interaction.acknowledged?.type === 5;
      return { kind: 'reply', reply: card(), placement: 'new' };
    };
    const interaction = server.command('balance', [{ name: 'page', type: 4, value: 2 }]);
    await answered(interaction);

    expect(deferredFirst).toBe(true);
    expect(interaction.acknowledged?.flags).toBe(PRIVATE_FLAG);
    expect(desk.received[0]).toMatchObject({
      platform: 'discord',
      eventId: interaction.id,
      who: { userId: '700000000000000001', name: '민수' },
      where: { id: server.channelId, group: server.guildId, kind: 'group' },
      sentAt: clock.now(),
      content: { kind: 'command', name: 'balance', options: { page: '2' } },
    });
    expect(interaction.original?.isPrivate).toBe(true);
    expect(interaction.original?.body).toMatchObject({
      embeds: [{ title: '\\[데모\\] 잔고', description: '총평가 1,234,567원' }],
      components: [{ components: [{ custom_id: 'again', label: '새로고침' }] }],
    });
  });

  it('that is public is answered where all can read it', async () => {
    outcome = () => ({ kind: 'reply', reply: card({ visibility: 'public' }), placement: 'new' });
    const interaction = server.command('price');
    await answered(interaction);
    expect(interaction.original?.isPrivate).toBe(false);
  });

  it('that is public but ends in private words leaves nothing in public', async () => {
    const interaction = server.command('price');
    await until(() => interaction.followUps.length === 1, 'an answer');
    expect(interaction.originalDeleted).toBe(true);
    expect(interaction.followUps[0]?.isPrivate).toBe(true);
  });

  it('of a stranger gets the same short private refusal, public command or not', async () => {
    outcome = () => ({ kind: 'refused' });
    const one = server.command('balance', [], { id: '666' });
    const two = server.command('price', [], { id: '666' });
    await until(() => one.original !== undefined && two.followUps.length === 1, 'refusals');
    expect([one.original?.body['embeds'], one.original?.isPrivate]).toEqual([REFUSAL, true]);
    expect([two.followUps[0]?.body['embeds'], two.followUps[0]?.isPrivate]).toEqual([REFUSAL, true]);
    expect(two.originalDeleted).toBe(true);
  });

  it('that the desk ignores leaves nothing behind', async () => {
    outcome = () => ({ kind: 'ignored' });
    const interaction = server.command('balance');
    await until(() => interaction.originalDeleted, 'removal');
    expect(interaction.followUps).toEqual([]);
  });

  it('of another bot is not even acknowledged', async () => {
    const bot = server.command('balance', [], { bot: true });
    const person = server.command('balance');
    await answered(person);
    expect(bot.acknowledged).toBeUndefined();
    expect(desk.received).toHaveLength(1);
  });

  it('whose acknowledgement comes too late is logged and not acted on', async () => {
    const at = clock.now();
    clock.step(-5000);
    const late = server.command('balance');
    clock.step(5000);
    expect(clock.now()).toBe(at);
    await until(() => lines.some(line => line.event === 'chat.taskFailed'), 'the log');
    expect(late.acknowledged).toBeUndefined();
    expect(desk.received).toEqual([]);
  });

  it('is answered after a passing failure of the server', async () => {
    server.fail({ on: 'PATCH', answer: 502, times: 1 });
    const interaction = server.command('balance');
    await until(() => clock.sleepers === 1, 'the wait');
    await clock.advance(1000);
    await answered(interaction);
  });

  it('with a long answer and a picture is answered by several messages, all as private', async () => {
    const png = Uint8Array.from([137, 80, 78, 71]);
    const text = 'ㄱ'.repeat(9000);
    outcome = () => ({
      kind: 'reply',
      reply: card({
        blocks: [
          { kind: 'text', text },
          { kind: 'image', png, alt: '일봉' },
        ],
      }),
      placement: 'new',
    });
    const interaction = server.command('balance');
    await until(() => interaction.followUps.length === 1, 'the rest');
    expect([interaction.original, ...interaction.followUps].map(message => message?.isPrivate)).toEqual([
      true,
      true,
    ]);
    expect(interaction.followUps[0]?.body['attachments']).toEqual([{ id: '0', filename: 'image-1.png' }]);
  });
});

describe('a press', () => {
  beforeEach(async () => {
    await platform.start();
    outcome = ({ content }) =>
      content.kind === 'press'
        ? { kind: 'reply', reply: card({ title: '2쪽' }), placement: 'replace' }
        : { kind: 'reply', reply: card(), placement: 'new' };
  });

  async function shownBy(name: string, isPublic: boolean) {
    const before = outcome;
    if (isPublic)
      outcome = () => ({ kind: 'reply', reply: card({ visibility: 'public' }), placement: 'new' });
    const asked = server.command(name);
    await until(() => asked.original !== undefined, 'a card');
    outcome = before;
    if (!asked.original) throw new Error('no card');
    return asked.original;
  }

  it('is acknowledged, then the card is edited in place', async () => {
    const shown = await shownBy('balance', false);
    const press = server.press(shown, 'again');
    await until(() => shown.edits === 1, 'an edit');
    expect(press.acknowledged?.type).toBe(6);
    expect(shown.body['embeds']).toMatchObject([{ title: '\\[데모\\] 2쪽' }]);
    expect(desk.received[1]?.content).toEqual({ kind: 'press', buttonId: 'again' });
  });

  it('never puts private words on a card that all can read', async () => {
    const shown = await shownBy('price', true);
    const press = server.press(shown, 'again');
    await until(() => press.followUps.length === 1, 'an answer');
    expect(shown.edits).toBe(0);
    expect(press.followUps[0]?.isPrivate).toBe(true);
  });

  it('of a stranger gets the short private refusal and leaves the card alone', async () => {
    const shown = await shownBy('price', true);
    outcome = () => ({ kind: 'refused' });
    const press = server.press(shown, 'again', { id: '666' });
    await until(() => press.followUps.length === 1, 'a refusal');
    expect([press.followUps[0]?.body['embeds'], press.followUps[0]?.isPrivate]).toEqual([REFUSAL, true]);
    expect(shown.edits).toBe(0);
  });
});

describe('an alert', () => {
  it('is posted to the alert channel, mentioning nobody', async () => {
    await platform.start();
    await platform.push(card({ title: '토큰 갱신 실패 @everyone' }));
    expect(server.posted[0]?.body).toMatchObject({
      embeds: [{ title: '\\[데모\\] 토큰 갱신 실패 \\@everyone' }],
      allowed_mentions: { parse: [] },
      enforce_nonce: true,
    });
  });

  it('whose answer is lost is there once, though it was sent twice', async () => {
    await platform.start();
    server.fail({ on: 'POST /channels', answer: 'lost', times: 1 });
    const pushed = platform.push(card());
    await until(() => clock.sleepers === 1, 'the wait');
    await clock.advance(1000);
    await pushed;
    expect(callsOf('POST /channels')).toHaveLength(2);
    expect(server.posted).toHaveLength(1);
    await platform.push(card());
    expect(server.posted).toHaveLength(2);
  });

  it('waits as long as Discord asks, and rejects when that is over 30 s', async () => {
    await platform.start();
    server.fail({ on: 'POST /channels', answer: 429, retryAfter: 5, times: 1 });
    const pushed = platform.push(card());
    await until(() => clock.sleepers === 1, 'the wait');
    await clock.advance(5100);
    await pushed;
    server.fail({ on: 'POST /channels', answer: 429, retryAfter: 40 });
    await expect(platform.push(card())).rejects.toMatchObject({ kind: 'rateLimited' });
  });

  it('rejects when there is no channel, or no connection', async () => {
    await expect(build({ alertChannelId: undefined }).push(card())).rejects.toMatchObject({
      kind: 'notOffered',
    });
    await expect(platform.push(card())).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('refused with 401 makes the platform log in anew and speak again', async () => {
    await platform.start();
    server.fail({ on: 'POST /channels', answer: 401, times: 1 });
    await expect(platform.push(card())).rejects.toMatchObject({ kind: 'credentials' });
    await state('lost');
    await clock.advance(1000);
    await state('connected');
    await platform.push(card());
    expect(server.posted).toHaveLength(1);
  });
});

describe('the gateway', () => {
  beforeEach(() => platform.start());

  it('that drops is resumed, and what was said meanwhile is answered', async () => {
    server.gateway.drop(4000);
    await state('lost');
    const missed = server.command('balance');
    await state('connected');
    await until(() => missed.original !== undefined, 'an answer');
    expect(server.gateway.resumes).toBe(1);
    expect(server.gateway.identifies).toHaveLength(1);
  });

  it('that closes for good is opened anew', async () => {
    server.gateway.drop(4004);
    await state('lost');
    expect(platform.status().reason).toBe('디스코드가 봇 토큰을 거부함 (401)');
    await until(() => clock.sleepers === 1, 'the wait');
    await clock.advance(1000);
    await state('connected');
    const interaction = server.command('balance');
    await until(() => interaction.original !== undefined, 'an answer');
  });

  it('that cannot be resumed within a minute is given up, and a new log-in follows', async () => {
    server.gateway.open = false;
    server.gateway.drop(4000);
    await state('lost');
    await until(() => clock.sleepers > 0, 'the limit');
    await clock.advance(60_000);
    await until(() => platform.status().reason === '디스코드에 다시 연결하지 못함', 'giving up');
    server.gateway.open = true;
    await clock.advance(1000);
    await state('connected');
    expect(server.gateway.identifies).toHaveLength(2);
  });
});

describe('stopping', () => {
  it('ends the connection at once and says so', async () => {
    await platform.start();
    const from = performance.now();
    await platform.stop();
    expect(performance.now() - from).toBeLessThan(500);
    expect(platform.status().state).toBe('stopped');
    await until(() => server.gateway.connections === 0, 'no connection');
    expect(clock.sleepers).toBe(0);
  });

  it('between two connections leaves nothing that connects again', async () => {
    await platform.start();
    server.gateway.drop(4000);
    await state('lost');
    await platform.stop();
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(server.gateway.connections).toBe(0);
    expect(server.gateway.resumes).toBe(0);
  });

  it('ends a connection that is only greeted after the stop', async () => {
    server.gateway.silent = true;
    const started = platform.start();
    await until(() => server.gateway.connections === 1, 'the connection');
    await platform.stop();
    await started;
    server.gateway.silent = false;
    await until(() => server.gateway.connections === 0, 'its end');
  });

  it('in the middle of a log-in ends that too', async () => {
    server.gateway.open = false;
    const started = platform.start();
    await until(() => callsOf('GET /gateway').length > 0, 'the log-in');
    await platform.stop();
    await started;
    expect(platform.status().state).toBe('stopped');
    server.gateway.open = true;
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(server.gateway.connections).toBe(0);
  });
});
