import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { COMMANDS } from '../commands/index.js';
import { until } from './support/fake-desk.js';
import { type FakeDiscord, fakeDiscord } from './support/fake-discord.js';
import { type FakeTelegram, fakeTelegram, PERSON, PRIVATE } from './support/fake-telegram.js';
import { noViolations } from './support/platform-violations.js';
import { emptyFolder, type RunningProgram, runProgram } from './support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from './support/simulator-process.js';

const DISCORD_PERSON = '700000000000000001';
const DISCORD_STRANGER = '799999999999999999';

let discord: FakeDiscord;
let telegram: FakeTelegram;
let simulator: SimulatorProcess;
let program: RunningProgram | undefined;

noViolations(() => [discord, telegram]);

beforeEach(async () => {
  discord = await fakeDiscord({ now: Date.now });
  telegram = await fakeTelegram({ now: Date.now });
  simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '20');
});

afterEach(async () => {
  program?.signal('SIGKILL');
  await program?.finished;
  await Promise.all([discord.close(), telegram.close(), simulator.stop()]);
});

/** The built program on both platforms, against servers that behave like them and like KIS. */
async function startDesk(extra: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  const running = runProgram({
    DATA_DIR: join(emptyFolder(), 'store'),
    ...keysFor(simulator),
    DISCORD_TOKEN: discord.token,
    DISCORD_API_BASE: discord.url,
    DISCORD_GUILD_IDS: discord.guildId,
    DISCORD_ADMIN_IDS: DISCORD_PERSON,
    DISCORD_ALERT_CHANNEL_ID: discord.channelId,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_ADMIN_IDS: String(PERSON.id),
    TELEGRAM_ALERT_CHAT_ID: String(PRIVATE.id),
    ...extra,
  });
  program = running;
  await running.until(/"event":"started"/);
  return running;
}

const asDiscordPerson = { id: DISCORD_PERSON };
/** What a payload says, without JSON's and markdown's escapes. */
const text = (value: unknown) => JSON.stringify(value).replaceAll('\\', '');

test('one command table is registered on both platforms', async () => {
  await startDesk();
  const names = COMMANDS.map(command => command.name);
  expect(discord.commands.get(discord.guildId)?.map(command => command['name'])).toEqual(names);
  // Telegram takes the menu of a private chat once its person has written there.
  telegram.say('/help');
  const menusNow = () =>
    telegram.calls.filter(call => call.method === 'setMyCommands' && call.payload['commands']);
  await until(() => telegram.shown.length > 0 && menusNow().length > 0, 'the menu');
  const menus = menusNow();
  for (const { payload } of menus) expect(text(payload['commands'])).toContain('"command":"balance"');
});

/** What was said besides that the program starts and stops. */
const isNews = (words: string) => !/봇이 (?:시작했습니다|멈춥니다)/.test(words);
const onTelegram = () => telegram.shown.filter(shown => isNews(shown.text));
const onDiscord = () => discord.posted.filter(({ body }) => isNews(text(body)));

test('the same command gives the same card in Discord and in Telegram, and a button edits it in place', async () => {
  const running = await startDesk();
  const asked = discord.command('balance', [], asDiscordPerson);
  await until(() => asked.original !== undefined, 'the balance on Discord');
  telegram.say('/balance');
  await until(() => onTelegram().length === 1, 'the balance on Telegram');
  const [card] = onTelegram();
  const holding = /[가-힣A-Z0-9 ]+ (\d{6})/.exec(card?.text ?? '')?.[1];
  expect(holding).toMatch(/^\d{6}$/);
  expect(text(asked.original?.body)).toContain(holding);
  expect(asked.acknowledged).toMatchObject({ type: 5, flags: 64 });
  expect(asked.original?.isPrivate).toBe(true);
  for (const shown of [text(asked.original?.body), card?.text]) {
    expect(shown).toContain('[모의]');
    expect(shown).toContain('****1234-01');
    expect(shown).not.toContain('50101234');
  }

  const refresh = card?.keyboard.flat().find(button => button.text === '새로고침');
  if (!card || !refresh) throw new Error('no refresh button');
  telegram.press(card, refresh.callback_data);
  await until(() => card.edits === 1, 'the edited card');
  expect(onTelegram()).toHaveLength(1);

  running.signal('SIGTERM');
  expect((await running.finished).code).toBe(0);
});

test('a stranger gets the same short refusal on Discord, silence on Telegram, and reaches no broker', async () => {
  await startDesk();
  await until(() => telegram.polls > 0, 'the long poll');
  const before = await simulator.ledger();
  const secret = discord.command('balance', [], { id: DISCORD_STRANGER });
  const open = discord.command('price', [{ name: 'symbol', type: 3, value: '005930' }], {
    id: DISCORD_STRANGER,
  });
  telegram.say('/balance', { id: 666 }, { id: 666, type: 'private', first_name: 'x' });
  await until(() => secret.original !== undefined && open.original !== undefined, 'both refusals');
  expect(open.original?.body['embeds']).toEqual(secret.original?.body['embeds']);
  expect(open.acknowledged?.flags).toBe(64);
  telegram.say('/status');
  await until(
    () => telegram.shown.some(shown => shown.text.includes('상태')),
    'the answer to the known person',
  );
  expect(telegram.shown.filter(shown => shown.chatId === 666)).toEqual([]);
  expect((await simulator.ledger()).requestsByTr).toEqual(before.requestsByTr);
});

test('a failed token renewal is told once to the Discord channel, the Telegram chat and the console', async () => {
  await simulator.control('/faults', { match: { path: '/oauth2/tokenP' }, kind: 'empty500', times: 1 });
  const running = await startDesk({ CONSOLE: 'on' });
  await until(() => onDiscord().length > 0 && onTelegram().length > 0, 'the alert on both platforms');
  await running.until(/^\[모의\] .*토큰/m);
  expect(text(onDiscord()[0]?.body)).toContain('토큰');
  expect(onTelegram()[0]?.text).toContain('토큰');
  running.signal('SIGTERM');
  await running.finished;
  expect([onDiscord().length, onTelegram().length]).toEqual([1, 1]);
});

test('exhausted retries of a read are told once, and the person who asked gets the reason', async () => {
  const running = await startDesk();
  await until(() => telegram.polls > 0, 'the long poll');
  await simulator.control('/faults', { match: { tr: 'FHKST01010100' }, kind: 'html502', times: 3 });
  telegram.say('/price 005930');
  await until(() => onDiscord().length > 0 && onTelegram().length >= 2, 'the alert and the answer');
  const answers = onTelegram().map(shown => shown.text);
  expect(answers.filter(answer => answer.includes('주문은 나가지 않았습니다'))).toHaveLength(1);
  running.signal('SIGTERM');
  await running.finished;
  expect([onDiscord().length, onTelegram().length]).toEqual([1, 2]);
});

test('one platform with a dead token leaves the other and the desk at work', async () => {
  discord.accept('another token');
  await startDesk();
  telegram.say('/status');
  await until(() => onTelegram().length === 1, 'the answer on Telegram');
  expect(onTelegram()[0]?.text).toMatch(/discord\s+(?!연결됨)/i);
});

test('who was let in by chat is still somebody after a restart, and nobody once removed', async () => {
  const settings = { DATA_DIR: join(emptyFolder(), 'store') };
  const running = await startDesk(settings);
  await until(() => telegram.polls > 0, 'the long poll');
  const mother = { id: 5678, first_name: '엄마' };
  const own = { id: 5678, type: 'private', first_name: '엄마' } as const;
  const answersTo = (chatId: number, words: string) =>
    telegram.shown.filter(shown => shown.chatId === chatId && shown.text.includes(words));
  telegram.say('/members add telegram:5678 엄마 view');
  await until(() => answersTo(PRIVATE.id, '구성원을 추가했습니다').length > 0, 'the new member');
  running.signal('SIGTERM');
  await running.finished;

  await startDesk(settings);
  await until(() => telegram.polls > 0, 'the long poll');
  telegram.say('/me', mother, own);
  await until(() => answersTo(5678, '나 · 엄마').length === 1, 'the answer to the member');
  telegram.say('/buy 005930 1', mother, own);
  await until(() => answersTo(5678, '권한이 없습니다').length === 1, 'the denial');

  telegram.say('/members remove 엄마');
  await until(() => answersTo(PRIVATE.id, '구성원에서 뺄까요').length > 0, 'the question');
  const [question] = answersTo(PRIVATE.id, '구성원에서 뺄까요');
  const yes = question?.keyboard.flat().find(button => button.text === '빼기');
  if (!question || !yes) throw new Error('no button to remove by');
  telegram.press(question, yes.callback_data);
  await until(() => answersTo(PRIVATE.id, '구성원에서 뺐습니다').length > 0, 'the removal');
  telegram.say('/me', mother, own);
  telegram.say('/me');
  await until(() => answersTo(PRIVATE.id, '나 · ').length > 0, 'the answer to the admin');
  expect(telegram.shown.filter(({ chatId }) => chatId === 5678)).toHaveLength(2);
  expect((await simulator.ledger()).ordersAccepted).toBe(0);
});

test('a webhook takes updates from whoever knows its secret, on loopback alone, and nothing is polled', async () => {
  const port = await freePort();
  const secret = 'a-secret-of-more-than-sixteen';
  const running = await startDesk({
    TELEGRAM_WEBHOOK_URL: 'https://desk.example/telegram/updates',
    TELEGRAM_WEBHOOK_PORT: String(port),
    TELEGRAM_WEBHOOK_SECRET: secret,
  });
  await until(() => telegram.calls.some(({ method }) => method === 'setWebhook'), 'the webhook');
  const deliver = async (update: unknown, given: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/telegram/updates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': given },
      body: JSON.stringify(update),
    });
    return answer.status;
  };
  const date = Math.floor(Date.now() / 1000);
  const update = {
    update_id: 900,
    message: { message_id: 1, date, chat: PRIVATE, from: PERSON, text: '/status' },
  };
  expect(await deliver(update, 'something-else-entirely')).toBe(401);
  expect(onTelegram()).toEqual([]);
  expect(await deliver(update, secret)).toBe(200);
  expect(await deliver(update, secret)).toBe(200);
  await until(() => onTelegram().length > 0, 'the answer');
  running.signal('SIGTERM');
  expect((await running.finished).code).toBe(0);
  expect(onTelegram().map(({ text: said }) => said.includes('상태'))).toEqual([true]);
  expect(telegram.calls.filter(({ method }) => method === 'getUpdates')).toEqual([]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>(resolve => server.close(() => resolve()));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
