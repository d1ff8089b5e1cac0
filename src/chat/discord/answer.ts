import type { REST } from 'discord.js';
import {
  asDeskError,
  type Clock,
  type DeskError,
  type Dispatcher,
  type Language,
  type Outcome,
  type Reply,
  type ShownCard,
} from '../../core/index.js';
import { createInOrder, patiently } from '../connection/index.js';
import { cardNonce, createChannel } from './channel.js';
import { discordFault } from './faults.js';
import type { Origin } from './inbound.js';
import { type Call, createInteractions, type Interactions } from './interaction.js';
import { type DiscordMessage, renderDiscord } from './render.js';

/**
 * The ways in which an Outcome becomes visible on Discord. All throw DeskError when it did not.
 *
 * A living card must outlast the 15 minutes of an interaction, so it is an ordinary message of the channel in which it
 * was asked for: all who read that channel see it, whatever its visibility. Where the bot may not write, it is answered
 * like any other reply; then it can be changed by presses alone, and no place is reported.
 */
export interface Speaker extends Pick<Interactions, 'acknowledgeCommand' | 'acknowledgePress'> {
  answerCommand(origin: Origin, acknowledged: Reply['visibility'], outcome: Outcome): Promise<void>;
  answerPress(origin: Origin, outcome: Outcome): Promise<void>;
  /** A message of the bot's own. `nonce` makes a repeated attempt return the message that is there already. */
  post(channelId: string, reply: Reply, nonce: string): Promise<void>;
  /** Edits the message of a living card. Of a reply that needs several messages it would show the first. */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
}

type Answer = Exclude<Outcome, { kind: 'ignored' }>;

export function createSpeaker(using: {
  rest: REST;
  applicationId: string;
  language: Language;
  clock: Clock;
  signal: AbortSignal;
  shown: Dispatcher['shown'];
  /** Called when Discord refuses the bot's token. */
  tokenRefused(error: DeskError): void;
}): Speaker {
  const { rest, applicationId, language, clock, signal } = using;

  const callOnce: Call = async work => {
    try {
      return await work();
    } catch (error) {
      const fault = discordFault(error, language);
      if (fault.kind === 'credentials') using.tokenRefused(fault);
      throw fault;
    }
  };
  const keepCalling: Call = work => patiently(() => callOnce(work), clock, signal);
  const inOrder = createInOrder();
  const channel = createChannel(rest, keepCalling);
  const interactions = createInteractions({ rest, applicationId, callOnce, keepCalling, inOrder });

  /** Posts a reply; where it stands is reported if it is a living card. */
  async function post(channelId: string, reply: Reply, nonce: string): Promise<void> {
    report(reply, channelId, await channel.post(channelId, renderDiscord(reply, language), nonce));
  }

  function report({ card }: Reply, place: string, message: string | undefined): void {
    if (card === undefined || message === undefined) return;
    using.shown(card, { platform: 'discord', place, message });
  }

  /** False when it is no living card, or when Discord's clear no proves that nothing was posted. */
  async function postedAsCard({ channelId }: Origin, outcome: Answer): Promise<boolean> {
    if (outcome.kind !== 'reply' || outcome.reply.card === undefined) return false;
    try {
      await post(channelId, outcome.reply, cardNonce(outcome.reply.card));
      return true;
    } catch (thrown) {
      if (asDeskError(thrown).kind === 'refused') return false;
      throw thrown;
    }
  }

  /** The same words whatever was asked, so that a stranger learns nothing from them. */
  const refusal: DiscordMessage = {
    embeds: [{ description: language === 'ko' ? '사용할 수 없습니다.' : 'Not available.' }],
    components: [],
    files: [],
  };
  const wordsOf = (outcome: Answer) =>
    outcome.kind === 'refused'
      ? { messages: [refusal], isPrivate: true }
      : {
          messages: renderDiscord(outcome.reply, language),
          isPrivate: outcome.reply.visibility === 'private',
        };

  return {
    acknowledgeCommand: interactions.acknowledgeCommand,
    acknowledgePress: interactions.acknowledgePress,

    async answerCommand(origin, acknowledged, outcome) {
      if (outcome.kind === 'ignored' || (await postedAsCard(origin, outcome))) {
        return interactions.remove(origin);
      }
      const { messages, isPrivate } = wordsOf(outcome);
      if (isPrivate && acknowledged === 'public') {
        // What was deferred in public stays public, so private words need a message of their own.
        await interactions.remove(origin);
        return interactions.follow(origin, messages, true);
      }
      return interactions.fill(origin, messages, acknowledged === 'private');
    },

    async answerPress(origin, outcome) {
      if (outcome.kind === 'ignored') return;
      const { messages, isPrivate } = wordsOf(outcome);
      if (outcome.kind === 'reply' && outcome.placement === 'replace' && origin.pressed) {
        const { pressed, channelId } = origin;
        if (pressed.isPrivate || !isPrivate || outcome.reply.card !== undefined) {
          await interactions.fill(origin, messages, pressed.isPrivate);
          if (!pressed.isPrivate) report(outcome.reply, channelId, pressed.messageId);
          return;
        }
      }
      if (await postedAsCard(origin, outcome)) return;
      return interactions.follow(origin, messages, isPrivate);
    },

    post,

    async rewrite({ place, message }, reply) {
      const [first] = renderDiscord(reply, language);
      if (first) await inOrder(message, () => channel.edit(place, message, first));
    },
  };
}
