import type { Interaction } from 'discord.js';
import type { Inbound, InboundContent } from '../../core/index.js';

/** What is needed to answer an interaction. The token is a secret for 15 minutes. */
export interface Origin {
  readonly interactionId: string;
  readonly token: string;
  readonly channelId: string;
  /** For a press, the message it was on; `isPrivate`: only the presser sees it. */
  readonly pressed: { readonly messageId: string; readonly isPrivate: boolean } | undefined;
}

export interface Received {
  readonly inbound: Inbound;
  readonly origin: Origin;
}

/** A slash command or a button press as an Inbound; undefined for other bots and for kinds that we never offer. */
export function receive(interaction: Interaction): Received | undefined {
  const { user, id, guildId, channelId } = interaction;
  const content = contentOf(interaction);
  if (user.bot || channelId === null || !content) return undefined;
  return {
    inbound: {
      platform: 'discord',
      eventId: id,
      who: { userId: user.id, name: user.globalName ?? user.username },
      where: {
        platform: 'discord',
        id: channelId,
        group: guildId ?? undefined,
        kind: guildId === null ? 'private' : 'group',
      },
      sentAt: interaction.createdTimestamp,
      content,
    },
    origin: {
      interactionId: id,
      token: interaction.token,
      channelId,
      pressed: interaction.isButton()
        ? { messageId: interaction.message.id, isPrivate: interaction.message.flags.has('Ephemeral') }
        : undefined,
    },
  };
}

function contentOf(interaction: Interaction): InboundContent | undefined {
  if (interaction.isButton()) return { kind: 'press', buttonId: interaction.customId };
  if (!interaction.isChatInputCommand()) return undefined;
  const given = interaction.options.data.filter(option => option.value !== undefined);
  return {
    kind: 'command',
    name: interaction.commandName,
    options: Object.fromEntries(given.map(option => [option.name, String(option.value)])),
  };
}
