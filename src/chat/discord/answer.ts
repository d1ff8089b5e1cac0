import { type REST, Routes } from 'discord.js';
import {
  asDeskError,
  type Clock,
  type DeskError,
  type Dispatcher,
  type Language,
  type Log,
  type Outcome,
  type Reply,
  type ShownCard,
} from '../../core/index.js';
import { createInOrder, patiently } from '../connection/index.js';
import { cardNonce, createChannel } from './channel.js';
import { discordFault } from './faults.js';
import { type Call, createInteractions, type Interactions } from './interaction.js';
import { createLetters, type Letters } from './letter.js';
import type { Origin } from './origin.js';
import { type DiscordMessage, renderDiscord } from './render.js';

/**
 * The ways in which an Outcome becomes visible on Discord. All throw DeskError when it did not.
 *
 * A living card must outlast the 15 minutes of an interaction, so it is an ordinary message of the channel in which it
 * was asked for: all who read that channel see it, whatever its visibility. Where the bot may not write, it is answered
 * like any other reply; then it can be changed by presses alone, and no place is reported.
 *
 * What failed is repeated within bounds where that can do no harm: a message of the bot's own bears a nonce, under which
 * Discord gives back the one that is there already, and a living card bears the same nonce in every run; an edit or a
 * removal twice is one. What is said through an interaction has its own rule (`Interactions`).
 */
export interface Speaker extends Pick<Interactions, 'acknowledge' | 'propose' | 'ask'> {
  /** Shows the outcome of what was acknowledged, in this run or an earlier one. */
  answer(origin: Origin, outcome: Outcome): Promise<void>;
  /** One attempt at a message of the bot's own, as `ChatPlatform` promises. */
  readonly post: Letters;
  /** Edits the message of a living card. Of a reply that needs several messages it would show the first. */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
  leave(guildId: string): Promise<void>;
}

type Answer = Exclude<Outcome, { kind: 'ignored' }>;

export function createSpeaker(using: {
  rest: REST;
  applicationId: string;
  language: Language;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** People's own channels with the bot, by user id; found out once and kept. */
  ownChannels: Map<string, string>;
  shown: Dispatcher['shown'];
  /** Called when Discord refuses the bot's token. */
  tokenRefused(error: DeskError): void;
}): Speaker {
  const { rest, applicationId, language, clock, log, signal } = using;

  const callOnce: Call = async work => {
    try {
      return await work();
    } catch (error) {
      const fault = discordFault(error, language);
      if (fault.kind === 'credentials') using.tokenRefused(fault);
      throw fault;
    }
  };
  const keepCalling: Call = (work, again) => patiently(() => callOnce(work), clock, signal, again);
  const inOrder = createInOrder();
  const channel = createChannel(rest, keepCalling);
  const interactions = createInteractions({ rest, applicationId, callOnce, keepCalling, inOrder });

  function report({ card }: Reply, place: string, message: string | undefined): void {
    if (card === undefined || message === undefined) return;
    using.shown(card, { platform: 'discord', place, message });
  }

  /** False when it is no living card, or when Discord's clear no proves that nothing was posted. */
  async function postedAsCard({ channelId }: Origin, outcome: Answer): Promise<boolean> {
    if (outcome.kind !== 'reply') return false;
    const { reply } = outcome;
    if (reply.card === undefined) return false;
    try {
      const messages = renderDiscord(reply, language);
      report(reply, channelId, await channel.post(channelId, messages, cardNonce(reply.card, channelId)));
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

  async function answerCommand(origin: Origin, outcome: Outcome): Promise<void> {
    if (outcome.kind === 'ignored') return interactions.remove(origin);
    if (await postedAsCard(origin, outcome)) return tidy(origin);
    const { messages, isPrivate } = wordsOf(outcome);
    if (isPrivate && origin.acknowledged === 'public') {
      // What was deferred in public stays public, and what follows takes its place while it is there: it goes first.
      await interactions.remove(origin);
      return interactions.follow(origin, messages, true);
    }
    return interactions.fill(origin, messages, origin.acknowledged === 'private');
  }

  /** The card stands, so the answer does, whatever becomes of the reply that nobody needs any more. */
  async function tidy(origin: Origin): Promise<void> {
    try {
      await interactions.remove(origin);
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      log('warn', 'discord.replyLeft', { kind, message });
    }
  }

  async function answerPress(
    origin: Origin,
    pressed: NonNullable<Origin['pressed']>,
    outcome: Outcome,
  ): Promise<void> {
    if (outcome.kind === 'ignored') return;
    const { messages, isPrivate } = wordsOf(outcome);
    if (outcome.kind === 'reply' && outcome.placement === 'replace') {
      if (pressed.isPrivate || !isPrivate || outcome.reply.card !== undefined) {
        await interactions.fill(origin, messages, pressed.isPrivate);
        if (!pressed.isPrivate) report(outcome.reply, origin.channelId, pressed.messageId);
        return;
      }
    }
    if (await postedAsCard(origin, outcome)) return;
    return interactions.follow(origin, messages, isPrivate);
  }

  return {
    acknowledge: interactions.acknowledge,
    propose: interactions.propose,
    ask: interactions.ask,
    answer: (origin, outcome) =>
      origin.pressed ? answerPress(origin, origin.pressed, outcome) : answerCommand(origin, outcome),
    post: createLetters({ rest, language, clock, callOnce, ownChannels: using.ownChannels }),

    async rewrite({ place, message }, reply) {
      const [first] = renderDiscord(reply, language);
      if (first) await inOrder(message, () => channel.edit(place, message, first));
    },

    leave: async guildId => void (await keepCalling(() => rest.delete(Routes.userGuild(guildId)))),
  };
}
