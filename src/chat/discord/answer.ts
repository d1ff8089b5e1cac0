import { MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import type { Clock, Language, Outcome, Reply } from '../../core/index.js';
import { patiently } from '../connection/index.js';
import { discordFault } from './faults.js';
import type { Origin } from './inbound.js';
import { type DiscordMessage, renderDiscord } from './render.js';

const DEFERRED_REPLY = 5;
const DEFERRED_UPDATE = 6;

/** The ways in which an Outcome becomes visible on Discord. All throw DeskError when it did not. */
export interface Speaker {
  /** Must come within 3 s of the event, so it is tried once. */
  acknowledgeCommand(origin: Origin, visibility: Reply['visibility']): Promise<void>;
  acknowledgePress(origin: Origin): Promise<void>;
  answerCommand(origin: Origin, acknowledged: Reply['visibility'], outcome: Outcome): Promise<void>;
  answerPress(origin: Origin, outcome: Outcome): Promise<void>;
  /** A message of the bot's own. `nonce` makes a repeated attempt return the message that is there already. */
  post(channelId: string, reply: Reply, nonce: string): Promise<void>;
}

export function createSpeaker(options: {
  rest: REST;
  applicationId: string;
  language: Language;
  clock: Clock;
  signal: AbortSignal;
}): Speaker {
  const { rest, applicationId, language, clock, signal } = options;

  const call = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw discordFault(error, language);
    }
  };
  const keepCalling = (work: () => Promise<unknown>) => patiently(() => call(work), clock, signal);

  const acknowledge = (origin: Origin, body: { type: number; data?: { flags: number } }) =>
    call(() =>
      rest.post(Routes.interactionCallback(origin.interactionId, origin.token), { auth: false, body }),
    );

  const shown = (origin: Origin) => Routes.webhookMessage(applicationId, origin.token, '@original');
  const edit = (origin: Origin, message: DiscordMessage) =>
    keepCalling(() => rest.patch(shown(origin), { auth: false, ...request(message) }));
  const remove = (origin: Origin) => keepCalling(() => rest.delete(shown(origin), { auth: false }));

  const followUp = (origin: Origin, message: DiscordMessage, isPrivate: boolean) =>
    keepCalling(() =>
      rest.post(Routes.webhook(applicationId, origin.token), {
        auth: false,
        ...request(message, isPrivate ? { flags: MessageFlags.Ephemeral } : {}),
      }),
    );

  async function followWith(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean) {
    for (const message of messages) await followUp(origin, message, isPrivate);
  }

  async function fill(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean) {
    const [first, ...rest] = messages;
    if (first) await edit(origin, first);
    await followWith(origin, rest, isPrivate);
  }

  /** The same words whatever was asked, so that a stranger learns nothing from them. */
  const refusal: DiscordMessage = {
    embeds: [{ description: language === 'ko' ? '사용할 수 없습니다.' : 'Not available.' }],
    components: [],
    files: [],
  };
  const wordsOf = (outcome: Exclude<Outcome, { kind: 'ignored' }>) =>
    outcome.kind === 'refused'
      ? { messages: [refusal], isPrivate: true }
      : {
          messages: renderDiscord(outcome.reply, language),
          isPrivate: outcome.reply.visibility === 'private',
        };

  return {
    acknowledgeCommand: (origin, visibility) =>
      acknowledge(origin, {
        type: DEFERRED_REPLY,
        data: { flags: visibility === 'private' ? MessageFlags.Ephemeral : 0 },
      }),
    acknowledgePress: origin => acknowledge(origin, { type: DEFERRED_UPDATE }),

    async answerCommand(origin, acknowledged, outcome) {
      if (outcome.kind === 'ignored') return remove(origin);
      const { messages, isPrivate } = wordsOf(outcome);
      if (isPrivate && acknowledged === 'public') {
        // What was deferred in public stays public, so private words need a message of their own.
        await remove(origin);
        return followWith(origin, messages, true);
      }
      return fill(origin, messages, acknowledged === 'private');
    },

    async answerPress(origin, outcome) {
      if (outcome.kind === 'ignored') return;
      const { messages, isPrivate } = wordsOf(outcome);
      const replaces = outcome.kind === 'reply' && outcome.placement === 'replace';
      if (replaces && (origin.cardIsPrivate || !isPrivate))
        return fill(origin, messages, origin.cardIsPrivate);
      return followWith(origin, messages, isPrivate);
    },

    async post(channelId, reply, nonce) {
      for (const [i, message] of renderDiscord(reply, language).entries()) {
        const once = { nonce: `${nonce}-${i}`, enforce_nonce: true };
        await keepCalling(() => rest.post(Routes.channelMessages(channelId), request(message, once)));
      }
    },
  };
}

/** A message as the body of a call: mentions nobody, and shows exactly the attachments that it brings. */
function request(message: DiscordMessage, extra: Record<string, unknown> = {}) {
  const files: RawFile[] = message.files.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
  return {
    body: {
      embeds: message.embeds,
      components: message.components,
      attachments: message.files.map(({ name }, i) => ({ id: String(i), filename: name })),
      allowed_mentions: { parse: [] },
      ...extra,
    },
    ...(files.length === 0 ? {} : { files }),
  };
}
