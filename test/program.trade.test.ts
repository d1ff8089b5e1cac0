import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './support/fake-desk.js';
import { type FakeDiscord, fakeDiscord } from './support/fake-discord.js';
import { type FakeTelegram, fakeTelegram, PERSON, PRIVATE } from './support/fake-telegram.js';
import { noViolations } from './support/platform-violations.js';
import { emptyFolder, type RunningProgram, runProgram } from './support/program.js';
import { keysFor, type SimulatorProcess, spawnSimulator } from './support/simulator-process.js';

const DISCORD_PERSON = { id: '700000000000000001' };

let discord: FakeDiscord;
let telegram: FakeTelegram;
let simulator: SimulatorProcess;
let program: RunningProgram | undefined;
let settings: Readonly<Record<string, string>>;

noViolations(() => [discord, telegram]);

beforeEach(async () => {
  discord = await fakeDiscord({ now: Date.now });
  telegram = await fakeTelegram({ now: Date.now });
  simulator = await spawnSimulator('--env', 'paper', '--always-open', '--rate', '20');
  settings = {
    DATA_DIR: join(emptyFolder(), 'store'),
    ...keysFor(simulator),
    KIS_ALWAYS_OPEN: 'on',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_BASE: discord.url,
    DISCORD_GUILD_IDS: discord.guildId,
    DISCORD_ADMIN_IDS: DISCORD_PERSON.id,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_ADMIN_IDS: String(PERSON.id),
    TELEGRAM_ALERT_CHAT_ID: String(PRIVATE.id),
  };
  await start();
});

afterEach(async () => {
  program?.signal('SIGKILL');
  await program?.finished;
  await Promise.all([discord.close(), telegram.close(), simulator.stop()]);
});

async function start(): Promise<void> {
  program = runProgram(settings);
  await program.until(/"event":"started"/);
  await until(() => telegram.polls > 0, 'the long poll');
}

const text = (value: unknown) => JSON.stringify(value).replaceAll('\\', '');

/** Types /buy on Discord; resolves to the ticket, an ordinary message of the channel. */
async function discordTicket(symbol: string, quantity: string) {
  const before = discord.posted.length;
  const options = Object.entries({ symbol, quantity }).map(([name, value]) => ({ name, type: 3, value }));
  discord.command('buy', options, DISCORD_PERSON);
  const isNew = () => discord.posted.slice(before).find(({ body }) => text(body).includes('"label":"확인"'));
  await until(() => isNew() !== undefined, 'the ticket on Discord');
  const card = isNew();
  const confirm = /"custom_id":"([^"]+)"[^}]*"label":"확인"|"label":"확인"[^}]*"custom_id":"([^"]+)"/.exec(
    text(card?.body),
  );
  if (!card || !confirm) throw new Error(`no ticket: ${text(card?.body)}`);
  return { card, confirm: confirm[1] ?? confirm[2] ?? '' };
}

/** Says it in the private chat on Telegram; resolves to the ticket. */
async function telegramTicket(words: string) {
  const tickets = () =>
    telegram.shown.filter(({ keyboard }) => keyboard.flat().some(({ text: of }) => of === '확인'));
  const before = telegram.shown.length;
  telegram.say(words);
  const isNew = () => tickets().find(one => telegram.shown.indexOf(one) >= before);
  await until(() => isNew() !== undefined, 'the ticket on Telegram');
  const card = isNew();
  const confirm = card?.keyboard.flat().find(button => button.text === '확인');
  if (!card || !confirm) throw new Error(`no ticket: ${card?.text}`);
  return { card, confirm: confirm.callback_data };
}

test('an order from Discord: ticket in the channel, one press, one order, and its card follows the fill', async () => {
  const { card, confirm } = await discordTicket('삼성전자', '3');
  expect((await simulator.ledger()).ordersAccepted).toBe(0);
  expect(text(card.body)).toContain('아직 주문하지 않았습니다');
  discord.press(card, confirm, DISCORD_PERSON);
  discord.press(card, confirm, DISCORD_PERSON);
  await until(() => text(card.body).includes('체결 3/3주'), 'the card of the filled order');
  expect(text(card.body)).not.toContain('custom_id');
  expect((await simulator.ledger()).ordersAccepted).toBe(1);
});

test('an order from Telegram in plain words, with a halt from Discord in between', async () => {
  const { card, confirm } = await telegramTicket('삼전 2주 시장가 매수');
  const halted = discord.command('halt', [], DISCORD_PERSON);
  await until(() => text(halted.original?.body ?? '').includes('정지'), 'the answer to the halt');
  telegram.press(card, confirm);
  await until(() => card.text.includes('보내지 않음'), 'the card of the stopped order');
  expect((await simulator.ledger()).ordersAccepted).toBe(0);
  discord.command('resume', [], DISCORD_PERSON);
  await until(
    () => telegram.shown.some(shown => shown.text.includes('풀었습니다')),
    'the news of the resume',
  );
  const again = await telegramTicket('삼전 2주 시장가 매수');
  telegram.press(again.card, again.confirm);
  await until(() => again.card.text.includes('체결 2/2주'), 'the card of the filled order');
  expect((await simulator.ledger()).ordersAccepted).toBe(1);
});

test('a crash with tickets open on both platforms: nothing leaves, and after the start both cards say so', async () => {
  const onDiscord = await discordTicket('삼성전자', '1');
  const onTelegram = await telegramTicket('/buy 000660 1');
  const journal = join(settings['DATA_DIR'] ?? '', 'intents.jsonl');
  const placesKnown = () => readFileSync(journal, 'utf8').match(/"kind":"shown"/g)?.length === 2;
  await until(placesKnown, 'the journal to know where both cards stand');
  program?.signal('SIGKILL');
  await program?.finished;
  await start();
  await until(
    () => text(onDiscord.card.body).includes('만료') && onTelegram.card.text.includes('만료'),
    'both expired cards',
  );
  telegram.press(onTelegram.card, onTelegram.confirm);
  await until(
    () => telegram.shown.some(shown => shown.text.includes('만료된 버튼')),
    'the answer to the old button',
  );
  expect((await simulator.ledger()).ordersAccepted).toBe(0);
});
