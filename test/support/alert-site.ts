import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiscord } from '../../src/chat/discord/index.js';
import { createTelegram } from '../../src/chat/telegram/index.js';
import { type ChatPlatform, type Clock, type MemberView, Secret } from '../../src/core/index.js';
import { type Alerts, createAlerts, createOutbox } from '../../src/desk/index.js';
import { openStore } from '../../src/store/index.js';
import { fakeDesk, type LogLine, logBook, until } from './fake-desk.js';
import { type FakeDiscord, fakeDiscord } from './fake-discord.js';
import { type FakeTelegram, fakeTelegram } from './fake-telegram.js';

/** Where alerts go on Telegram: a private chat, which takes a message a second. */
export const ALERT_CHAT = '7009';

/** A message in an alert channel. */
export interface SeenAlert {
  readonly text: string;
}

/**
 * Alerts as the program has them: a real store, the real outbox, and real clients of Discord and Telegram against
 * servers that behave like them.
 */
export interface AlertSite {
  readonly alerts: Alerts;
  readonly discord: FakeDiscord;
  readonly telegram: FakeTelegram;
  readonly lines: readonly LogLine[];
  /** What stands in the two alert channels, oldest first. */
  seen(platform: 'discord' | 'telegram'): readonly SeenAlert[];
  stop(): Promise<void>;
}

export async function openAlertSite(clock: Clock, people: readonly MemberView[] = []): Promise<AlertSite> {
  const folder = await mkdtemp(join(tmpdir(), 'kis-chatops-alerts-'));
  const { log, lines } = logBook();
  const language = 'ko';
  const stamp = 'paper';
  const store = await openStore({
    directory: join(folder, 'store'),
    key: undefined,
    keyFile: join(folder, 'store.key'),
    clock,
    log,
  });
  const discord = await fakeDiscord({ now: clock.now });
  const telegram = await fakeTelegram({ now: clock.now });
  const platforms: ChatPlatform[] = [];
  const outbox = createOutbox({ journal: store.outbox, platforms, clock, log, language });
  const alerts = createAlerts({
    outbox,
    platforms,
    accounts: () => [],
    people: () => people,
    settings: store.alertSettings,
    isTradingDay: () => true,
    clock,
    log,
    language,
    stamp,
    random: randomBytes,
  });
  const shared = {
    commands: [],
    dispatcher: fakeDesk(() => ({ kind: 'ignored' })),
    changed: alerts.platformChanged,
    language,
    clock,
    log,
  } as const;
  platforms.push(
    createDiscord({
      ...shared,
      token: new Secret(discord.token),
      guildIds: [],
      alertChannelId: discord.channelId,
      apiBase: discord.url,
    }),
    createTelegram({
      ...shared,
      token: new Secret(telegram.token),
      chatIds: [],
      memberChats: () => [],
      alertChatId: ALERT_CHAT,
      apiRoot: telegram.url,
    }),
  );
  await Promise.all(platforms.map(platform => platform.start()));
  await until(() => platforms.every(platform => platform.status().state === 'connected'), 'both chats');

  return {
    alerts,
    discord,
    telegram,
    lines,
    seen: platform =>
      platform === 'discord'
        ? discord.posted.map(message => ({ text: JSON.stringify(message) }))
        : telegram.shown
            .filter(message => String(message.chatId) === ALERT_CHAT)
            .map(message => ({ text: message.text })),
    async stop() {
      await alerts.stop();
      await outbox.stop();
      await Promise.all(platforms.map(platform => platform.stop()));
      await store.close();
      await Promise.all([discord.close(), telegram.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
