import { z } from 'zod';
import type { DiscordConfig, TelegramConfig } from './chat-config.js';
import type { Config } from './config.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';

const ASK_MS = 10_000;
/** A bot may begin so few more sessions today that a few restarts would use them up. */
const FEW_SESSIONS = 20;

const { ok, warning, wrong } = findingsOf('platforms');

interface Answer {
  /** 0: none came. */
  readonly status: number;
  readonly json: unknown;
}

/** One question, asked once. What went wrong on the way is told as no answer: an error's text could hold the address. */
async function ask(url: string, headers: Record<string, string>): Promise<Answer> {
  try {
    const answer = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(ASK_MS) });
    const json: unknown = await answer.json().catch(() => undefined);
    return { status: answer.status, json };
  } catch {
    return { status: 0, json: undefined };
  }
}

/** Whether the bots are who they say, and see where alerts should go. Nothing is posted. */
export async function platformFindings({ discord, telegram }: Config): Promise<readonly Finding[]> {
  const found = await Promise.all([
    discord ? discordFindings(discord) : [],
    telegram ? telegramFindings(telegram) : [],
  ]);
  return found.flat();
}

const sessions = z.object({ session_start_limit: z.object({ remaining: z.number() }) });
const guildList = z.array(z.object({ id: z.string() }));

/** Discord: Get Current User, Get Gateway Bot, Get Channel, Get Current User Guilds. */
async function discordFindings(discord: DiscordConfig): Promise<readonly Finding[]> {
  const base = `${discord.apiBase ?? 'https://discord.com/api'}/v10`;
  const headers = { authorization: `Bot ${discord.token.reveal()}` };
  const me = await ask(`${base}/users/@me`, headers);
  if (me.status !== 200) return [unanswered('discord.token', 'DISCORD_TOKEN', 'Discord', me.status)];
  const found = [ok('discord.token', say('Discord 봇으로 로그인됩니다.', 'The Discord bot is accepted.'))];
  const gateway = await ask(`${base}/gateway/bot`, headers);
  const left = sessions.safeParse(gateway.json).data?.session_start_limit.remaining;
  if (left !== undefined && left < FEW_SESSIONS) {
    found.push(
      warning(
        'discord.sessions',
        say(
          `Discord에 오늘 ${left}번만 더 접속할 수 있습니다.`,
          `Discord allows only ${left} more log-ins today.`,
        ),
        say('되풀이되는 재시작을 먼저 멈추세요.', 'Stop whatever keeps restarting the bot.'),
      ),
    );
  }
  if (discord.alertChannelId !== undefined) {
    const { status } = await ask(`${base}/channels/${discord.alertChannelId}`, headers);
    found.push(destination('discord.alerts', 'DISCORD_ALERT_CHANNEL_ID', status));
  }
  const guilds = guildList.safeParse((await ask(`${base}/users/@me/guilds`, headers)).json).data;
  for (const id of guilds ? discord.guildIds : []) {
    if (guilds?.some(guild => guild.id === id)) continue;
    found.push(
      warning(
        `discord.guild.${id}`,
        say(`봇이 들어가 있지 않은 서버입니다: ${id}`, `The bot is not in the server ${id}.`),
        say(
          '봇을 그 서버에 초대하거나 DISCORD_GUILD_IDS에서 지우세요.',
          'Invite it, or remove it from DISCORD_GUILD_IDS.',
        ),
      ),
    );
  }
  return found;
}

/** Telegram: getMe, getChat. The token stands in the address, so that no address is ever told. */
async function telegramFindings(telegram: TelegramConfig): Promise<readonly Finding[]> {
  const base = `${telegram.apiRoot ?? 'https://api.telegram.org'}/bot${telegram.token.reveal()}`;
  const me = await ask(`${base}/getMe`, {});
  if (me.status !== 200) {
    return [unanswered('telegram.token', 'TELEGRAM_BOT_TOKEN', 'Telegram', me.status)];
  }
  const found = [ok('telegram.token', say('Telegram 봇으로 로그인됩니다.', 'The Telegram bot is accepted.'))];
  if (telegram.alertChatId !== undefined) {
    const { status } = await ask(`${base}/getChat?chat_id=${encodeURIComponent(telegram.alertChatId)}`, {});
    found.push(destination('telegram.alerts', 'TELEGRAM_ALERT_CHAT_ID', status));
  }
  return found;
}

function unanswered(name: string, variable: string, platform: string, status: number): Finding {
  // Telegram calls a token of another form 404.
  if (status === 401 || status === 403 || status === 404) {
    return wrong(
      name,
      say(`${platform}이(가) ${variable}을(를) 거절했습니다.`, `${platform} refuses ${variable}.`),
      say('봇 토큰을 다시 발급받아 넣으세요.', 'Have a new bot token issued and put it in.'),
    );
  }
  const answer = status === 0 ? '-' : `HTTP ${status}`;
  return warning(
    name,
    say(`${platform}이(가) 답하지 않습니다 (${answer}).`, `${platform} does not answer (${answer}).`),
    say('잠시 뒤 다시 해 보세요.', 'Try again in a while.'),
  );
}

function destination(name: string, variable: string, status: number): Finding {
  if (status === 200) return ok(name, say('알림 보낼 곳이 보입니다.', 'The place of alerts is visible.'));
  return wrong(
    name,
    say(
      `봇이 ${variable}의 채널을 볼 수 없습니다 (HTTP ${status}).`,
      `The bot cannot see ${variable} (HTTP ${status}).`,
    ),
    say('id를 확인하고 봇을 그곳에 초대하세요.', 'Check the id, and invite the bot there.'),
  );
}
