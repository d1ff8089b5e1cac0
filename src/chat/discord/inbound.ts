import type { Interaction, ModalSubmitInteraction } from 'discord.js';
import type { Inbound, InboundContent, Typing } from '../../core/index.js';
import type { Origin } from './origin.js';

export interface Received {
  readonly inbound: Inbound;
  readonly origin: Origin;
}

/**
 * A slash command, a button press or the form of one as an Inbound; undefined for other bots and for kinds that we never
 * offer.
 */
export function receive(interaction: Interaction): Received | undefined {
  const { id, token, channelId } = interaction;
  const from = senderOf(interaction);
  const content = contentOf(interaction);
  if (!from || channelId === null || !content) return undefined;
  const message =
    interaction.isButton() || interaction.isModalSubmit() ? (interaction.message ?? undefined) : undefined;
  return {
    inbound: { ...from, eventId: id, sentAt: interaction.createdTimestamp, content },
    origin: {
      interactionId: id,
      token,
      channelId,
      ...(message && {
        pressed: { messageId: message.id, isPrivate: message.flags.has('Ephemeral') },
      }),
    },
  };
}

/** Somebody typing an option whose values are proposed. Discord names it as it was registered, not as it is localised. */
export function typingOf(interaction: Interaction): Typing | undefined {
  const from = senderOf(interaction);
  if (!from || !interaction.isAutocomplete()) return undefined;
  const { name, value } = interaction.options.getFocused(true);
  return { ...from, command: interaction.commandName, argument: name, typed: value };
}

function senderOf({
  user,
  guildId,
  channelId,
}: Interaction): Pick<Typing, 'platform' | 'who' | 'where'> | undefined {
  if (user.bot || channelId === null) return undefined;
  return {
    platform: 'discord',
    who: { userId: user.id, name: user.globalName ?? user.username },
    where: {
      platform: 'discord',
      id: channelId,
      group: guildId ?? undefined,
      kind: guildId === null ? 'private' : 'group',
    },
  };
}

function contentOf(interaction: Interaction): InboundContent | undefined {
  if (interaction.isButton()) return { kind: 'press', buttonId: interaction.customId };
  // A form is only ever shown for a press, so one that came from no message is not ours.
  if (interaction.isModalSubmit() && interaction.isFromMessage()) {
    return { kind: 'press', buttonId: interaction.customId, given: filledIn(interaction) };
  }
  if (!interaction.isChatInputCommand()) return undefined;
  const given = interaction.options.data.filter(option => option.value !== undefined);
  return {
    kind: 'command',
    name: interaction.commandName,
    options: Object.fromEntries(given.map(option => [option.name, String(option.value)])),
  };
}

/** What a form was filled with; Discord also sends the fields that were left empty. */
function filledIn({ fields }: ModalSubmitInteraction): Record<string, string> {
  const given = fields.fields.map(field => ({
    name: field.customId,
    text: 'value' in field && typeof field.value === 'string' ? field.value.trim() : '',
  }));
  return Object.fromEntries(given.filter(({ text }) => text !== '').map(({ name, text }) => [name, text]));
}
