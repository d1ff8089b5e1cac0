import { Secret } from './core/index.js';
import type { Values } from './variables.js';

export interface DiscordConfig {
  readonly token: Secret;
  readonly guildIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly alertChannelId: string | undefined;
  readonly apiBase: string | undefined;
}

export interface TelegramConfig {
  readonly token: Secret;
  readonly chatIds: readonly string[];
  readonly adminIds: readonly string[];
  readonly alertChatId: string | undefined;
  readonly apiRoot: string | undefined;
  /** undefined: long polling. */
  readonly webhook: TelegramWebhook | undefined;
}

export interface TelegramWebhook {
  /** The https address that Telegram calls. */
  readonly url: string;
  /** Listened on at 127.0.0.1, behind whatever serves `url`. */
  readonly port: number;
  readonly secret: Secret;
}

const DEFAULT_WEBHOOK_PORT = 8443;

export function discordOf(values: Values): DiscordConfig | undefined {
  if (values.DISCORD_TOKEN === undefined) return undefined;
  return {
    token: new Secret(values.DISCORD_TOKEN),
    guildIds: values.DISCORD_GUILD_IDS ?? [],
    adminIds: values.DISCORD_ADMIN_IDS ?? [],
    alertChannelId: values.DISCORD_ALERT_CHANNEL_ID,
    apiBase: values.DISCORD_API_BASE,
  };
}

export function telegramOf(values: Values): TelegramConfig | undefined {
  if (values.TELEGRAM_BOT_TOKEN === undefined) return undefined;
  return {
    token: new Secret(values.TELEGRAM_BOT_TOKEN),
    chatIds: values.TELEGRAM_CHAT_IDS ?? [],
    adminIds: values.TELEGRAM_ADMIN_IDS ?? [],
    alertChatId: values.TELEGRAM_ALERT_CHAT_ID,
    apiRoot: values.TELEGRAM_API_ROOT,
    webhook: webhookOf(values),
  };
}

function webhookOf(values: Values): TelegramWebhook | undefined {
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = values;
  if (url === undefined || secret === undefined) return undefined;
  const port = Number(values.TELEGRAM_WEBHOOK_PORT ?? DEFAULT_WEBHOOK_PORT);
  return { url, port, secret: new Secret(secret) };
}
