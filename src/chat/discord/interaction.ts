import { type APIModalInteractionResponseCallbackData, MessageFlags, type REST, Routes } from 'discord.js';
import { asDeskError, type DeskError } from '../../core/index.js';
import type { InOrder } from '../connection/index.js';
import { bodyOf } from './body.js';
import type { Choice } from './choices.js';
import { mayHaveArrived } from './faults.js';
import type { Origin } from './origin.js';
import type { DiscordMessage } from './render.js';

const CALLBACK = { deferredReply: 5, deferredUpdate: 6, choices: 8, modal: 9 } as const;
/** "Unknown Message". */
const NO_MESSAGE = 10_008;

/** Makes a call and turns its failure into a DeskError. `again`: whether it may be made once more after this one. */
export type Call = (work: () => Promise<unknown>, again?: (fault: DeskError) => boolean) => Promise<unknown>;

/**
 * What can be said through an interaction: to the one person who caused it, and for 15 minutes only.
 *
 * The first three are its one first answer. It must come within 3 s and decides whether anything is done at all, so it is
 * tried once: an order must not hang on a repeat. To fill and to remove may be repeated, for the second time changes
 * nothing. A message that follows cannot bear a nonce (Discord's webhooks take none), so a second try could put it there
 * twice: it is made only after a failure in which Discord answered or was not reached. What may have arrived is not said
 * again; the failure is logged, and the person can ask again.
 */
export interface Interactions {
  /** As `origin.acknowledged` says, else as a press. */
  acknowledge(origin: Origin): Promise<void>;
  propose(origin: Pick<Origin, 'interactionId' | 'token'>, choices: readonly Choice[]): Promise<void>;
  ask(origin: Origin, modal: APIModalInteractionResponseCallbackData): Promise<void>;
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

  async function answer(
    { interactionId, token }: Pick<Origin, 'interactionId' | 'token'>,
    body: { type: number; data?: unknown },
  ) {
    const route = Routes.interactionCallback(interactionId, token);
    await callOnce(() => rest.post(route, { auth: false, body }));
  }

  async function follow(origin: Origin, messages: readonly DiscordMessage[], isPrivate: boolean) {
    const route = Routes.webhook(applicationId, origin.token);
    const extra = isPrivate ? { flags: MessageFlags.Ephemeral } : {};
    for (const message of messages) {
      await keepCalling(
        () => rest.post(route, { auth: false, ...bodyOf(message, extra) }),
        fault => !mayHaveArrived(fault),
      );
    }
  }

  return {
    acknowledge(origin) {
      const { acknowledged } = origin;
      if (acknowledged === undefined) return answer(origin, { type: CALLBACK.deferredUpdate });
      const flags = acknowledged === 'private' ? MessageFlags.Ephemeral : 0;
      return answer(origin, { type: CALLBACK.deferredReply, data: { flags } });
    },
    propose: (origin, choices) => answer(origin, { type: CALLBACK.choices, data: { choices } }),
    ask: (origin, modal) => answer(origin, { type: CALLBACK.modal, data: modal }),
    async fill(origin, [first, ...others], isPrivate) {
      if (first) {
        await inOrder(origin.pressed?.messageId ?? origin.interactionId, () =>
          keepCalling(() => rest.patch(original(origin), { auth: false, ...bodyOf(first) })),
        );
      }
      await follow(origin, others, isPrivate);
    },
    follow,
    async remove(origin) {
      try {
        await keepCalling(() => rest.delete(original(origin), { auth: false }));
      } catch (thrown) {
        // Gone by an earlier attempt whose answer was lost, or by somebody's hand.
        if (asDeskError(thrown).detail['code'] !== NO_MESSAGE) throw thrown;
      }
    },
  };
}
