import { MessageFlags, type REST, Routes } from 'discord.js';
import type { Reply } from '../../core/index.js';
import type { InOrder } from '../connection/index.js';
import { bodyOf } from './body.js';
import type { Origin } from './inbound.js';
import type { DiscordMessage } from './render.js';

const DEFERRED_REPLY = 5;
const DEFERRED_UPDATE = 6;

/** Makes a call and turns its failure into a DeskError. */
export type Call = (work: () => Promise<unknown>) => Promise<unknown>;

/** What can be said through an interaction: to the one person who caused it, and for 15 minutes only. */
export interface Interactions {
  /** Must come within 3 s of the event, so it is tried once. */
  acknowledgeCommand(origin: Origin, visibility: Reply['visibility']): Promise<void>;
  acknowledgePress(origin: Origin): Promise<void>;
  /** Puts the first message in the place of what stands there, and lets the others follow. */
  fill(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean): Promise<void>;
  follow(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean): Promise<void>;
  remove(origin: Origin): Promise<void>;
}

export function createInteractions(using: {
  rest: REST;
  applicationId: string;
  callOnce: Call;
  keepCalling: Call;
  inOrder: InOrder;
}): Interactions {
  const { rest, applicationId, callOnce, keepCalling, inOrder } = using;
  const original = (origin: Origin) => Routes.webhookMessage(applicationId, origin.token, '@original');

  async function acknowledge(origin: Origin, body: { type: number; data?: { flags: number } }) {
    const route = Routes.interactionCallback(origin.interactionId, origin.token);
    await callOnce(() => rest.post(route, { auth: false, body }));
  }

  async function follow(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean) {
    const route = Routes.webhook(applicationId, origin.token);
    const extra = isPrivate ? { flags: MessageFlags.Ephemeral } : {};
    for (const message of messages) {
      await keepCalling(() => rest.post(route, { auth: false, ...bodyOf(message, extra) }));
    }
  }

  return {
    acknowledgeCommand: (origin, visibility) =>
      acknowledge(origin, {
        type: DEFERRED_REPLY,
        data: { flags: visibility === 'private' ? MessageFlags.Ephemeral : 0 },
      }),
    acknowledgePress: origin => acknowledge(origin, { type: DEFERRED_UPDATE }),
    async fill(origin, [first, ...others], isPrivate) {
      if (first) {
        await inOrder(origin.pressed?.messageId ?? origin.interactionId, () =>
          keepCalling(() => rest.patch(original(origin), { auth: false, ...bodyOf(first) })),
        );
      }
      await follow(origin, others, isPrivate);
    },
    follow,
    remove: async origin => void (await keepCalling(() => rest.delete(original(origin), { auth: false }))),
  };
}
