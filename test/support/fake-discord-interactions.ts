import { checkCallback, checkUse } from './fake-discord-callbacks.js';
import type { FakeChannel, ShownMessage } from './fake-discord-channel.js';
import { asBody, type UploadedFile } from './fake-discord-http.js';
import { interactionPayload, messagePayload } from './fake-discord-payloads.js';
import { type Body, Refusal } from './fake-discord-rules.js';

/** What a person did, and everything that the bot did about it. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  /** 2 a command, 3 a press, 4 autocomplete, 5 a form sent in. */
  readonly type: number;
  readonly at: number;
  /** The one first answer: 5 deferred reply, 6 deferred update, 8 choices and 9 a form, which stand in `data`. */
  acknowledged: { type: number; flags: number; at: number; data: Body } | undefined;
  /** The reply, or the card whose button was pressed. */
  original: ShownMessage | undefined;
  originalDeleted: boolean;
  readonly followUps: ShownMessage[];
  /** Where it happened. */
  readonly channelId: string;
}

/** What people can do. `by` changes who they are. */
export interface FakePeople {
  command(name: string, options?: readonly Body[], by?: Body): FakeInteraction;
  press(card: ShownMessage, customId: string, by?: Body): FakeInteraction;
  /** Somebody fills in a command and wants proposals for the option that is `focused`. */
  type(name: string, options: readonly Body[], by?: Body): FakeInteraction;
  /** A form that a press on this card brought up is sent in, with a text for every field. */
  submit(
    card: ShownMessage,
    customId: string,
    given: Readonly<Record<string, string>>,
    by?: Body,
  ): FakeInteraction;
  /** The same event once more. */
  redeliver(interaction: FakeInteraction): void;
}

/** The interactions of one guild, and on messages in people's own channels: what people do, and what the bot says to that. */
export interface FakeInteractions {
  readonly people: FakePeople;
  acknowledge(id: string, token: string, body: Body): void;
  /** `isOriginal`: what was said first, not what follows. */
  webhook(
    method: string,
    token: string,
    isOriginal: boolean,
    body: Body,
    files: readonly UploadedFile[],
  ): unknown;
}

const ACK_LIMIT_MS = 3000;
const TOKEN_LIMIT_MS = 15 * 60_000;

export function fakeInteractions(options: {
  now(): number;
  snowflake(): string;
  channelOf(id: string): FakeChannel;
  guildId: string;
  channelId: string;
  /** Tells the bot. */
  dispatch(event: Body): void;
}): FakeInteractions {
  const { now, snowflake, channelOf, guildId, channelId, dispatch } = options;
  const all = new Map<string, FakeInteraction>();
  const payloads = new WeakMap<FakeInteraction, Body>();
  const asMessage = (message: ShownMessage) => messagePayload(message, now());

  const acknowledge: FakeInteractions['acknowledge'] = (id, token, body) => {
    const interaction = all.get(token);
    if (interaction?.id !== id) throw new Refusal(404, 10_062, 'Unknown interaction');
    const late = now() - interaction.at > ACK_LIMIT_MS;
    if (late) throw new Refusal(404, 10_062, 'Unknown interaction');
    if (interaction.acknowledged) {
      throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
    }
    checkCallback(interaction, body);
    const data = asBody(body['data']);
    const flags = Number(data['flags'] ?? 0);
    interaction.acknowledged = { type: Number(body['type']), flags, at: now(), data };
  };

  const webhook: FakeInteractions['webhook'] = (method, token, isOriginal, body, files) => {
    const interaction = all.get(token);
    if (!interaction?.acknowledged || now() - interaction.at > TOKEN_LIMIT_MS) {
      throw new Refusal(401, 50_027, 'Invalid Webhook Token');
    }
    const { acknowledged } = interaction;
    const channel = channelOf(interaction.channelId);
    checkUse(interaction, method, isOriginal, body);
    if (!isOriginal) {
      const message = channel.show(body, files);
      interaction.followUps.push(message);
      return asMessage(message);
    }
    if (interaction.originalDeleted) throw new Refusal(404, 10_008, 'Unknown Message');
    if (method === 'DELETE') {
      interaction.originalDeleted = true;
      if (interaction.original) channel.remove(interaction.original);
      return undefined;
    }
    interaction.original = interaction.original
      ? channel.change(interaction.original, body, files)
      : channel.show({ ...body, flags: acknowledged.flags }, files);
    return asMessage(interaction.original);
  };

  function interact(type: 2 | 3 | 4 | 5, data: Body, by: Body, message?: ShownMessage): FakeInteraction {
    const interaction: FakeInteraction = {
      id: snowflake(),
      token: `token-${all.size + 1}`,
      type,
      at: now(),
      acknowledged: undefined,
      original: message,
      originalDeleted: false,
      followUps: [],
      channelId: message?.channelId ?? channelId,
    };
    all.set(interaction.token, interaction);
    const where = {
      channelId: interaction.channelId,
      guildId: interaction.channelId === channelId ? guildId : undefined,
    };
    const event = { type, data, by, ...where, message: message && asMessage(message) };
    const payload = interactionPayload(interaction, event);
    payloads.set(interaction, payload);
    dispatch(payload);
    return interaction;
  }

  const people: FakePeople = {
    command: (name, given = [], by = {}) =>
      interact(2, { id: snowflake(), name, type: 1, options: given }, by),
    press: (card, customId, by = {}) => interact(3, { custom_id: customId, component_type: 2 }, by, card),
    type: (name, given, by = {}) => interact(4, { id: snowflake(), name, type: 1, options: given }, by),
    submit(card, customId, given, by = {}) {
      const components = Object.entries(given).map(([name, value]) => ({
        type: 18,
        component: { type: 4, custom_id: name, value },
      }));
      return interact(5, { custom_id: customId, components }, by, card);
    },
    redeliver: interaction => dispatch(payloads.get(interaction) ?? {}),
  };
  return { people, acknowledge, webhook };
}
