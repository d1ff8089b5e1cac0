import { createHash } from 'node:crypto';
import { MessageFlags, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { asDeskError, type ChatPlatform, type Clock, DeskError, type Language } from '../../core/index.js';
import { splitText, wordsOf } from '../cards/index.js';
import { ATTEMPT_MS, attempt, unposted } from '../connection/index.js';
import { bodyOf, wordsBody } from './body.js';
import { didNothing, hasNoWay } from './faults.js';
import type { Call } from './interaction.js';
import { escapedCost, escapeMarkdown } from './markdown.js';
import { renderDiscord } from './render.js';

export type Letters = ChatPlatform['post'];

type To = Parameters<Letters>[0];
type How = Parameters<Letters>[2];
type Reply = Parameters<Letters>[1];

/** Of the words of one message. */
const CONTENT_LIMIT = 2000;
/** A nonce has at most 25 characters; behind these the number of the message follows. */
const NONCE_LENGTH = 20;

const made = z.object({ id: z.string() });

/**
 * What the bot says unasked, to a channel or to a person. A letter that needs several messages is there when all of them
 * are; a repeat under the same key puts there what is missing, for Discord gives back those that are there by their nonces.
 */
export function createLetters(using: {
  readonly rest: REST;
  readonly language: Language;
  readonly clock: Clock;
  readonly callOnce: Call;
  readonly ownChannels: Map<string, string>;
}): Letters {
  const { rest, language, clock, callOnce, ownChannels } = using;

  async function placeOf({ kind, id }: To, signal: AbortSignal): Promise<string> {
    if (kind === 'place') return id;
    const known = ownChannels.get(id);
    if (known !== undefined) return known;
    const channel = made.safeParse(
      await callOnce(() => rest.post(Routes.userChannels(), { body: { recipient_id: id }, signal })),
    );
    if (!channel.success) throw new DeskError('unavailable', 'Discord names no channel for a person');
    ownChannels.set(id, channel.data.id);
    return channel.data.id;
  }

  function bodiesOf(reply: Reply, { silent, plain }: How, nonce: string) {
    const flags = silent ? { flags: MessageFlags.SuppressNotifications } : {};
    const once = (i: number) => ({ nonce: `${nonce}-${i}`, enforce_nonce: true, ...flags });
    return plain
      ? splitText(wordsOf(reply, language), CONTENT_LIMIT, escapedCost).map((words, i) =>
          wordsBody(escapeMarkdown(words), once(i)),
        )
      : renderDiscord(reply, language).map((message, i) => bodyOf(message, once(i)));
  }

  /** Once the first message stands, a short wait for the rate is better than the same messages all over again. */
  async function whenAllowed(say: () => Promise<unknown>, endsAt: number, signal: AbortSignal) {
    for (;;) {
      try {
        return await callOnce(say);
      } catch (thrown) {
        const { kind, detail } = asDeskError(thrown);
        const wait = Number(detail['retryAfterMs']);
        if (kind !== 'rateLimited' || !(clock.monotonic() + wait < endsAt)) throw thrown;
        await clock.sleep(wait, signal);
      }
    }
  }

  return async (to, reply, how) => {
    const endsAt = clock.monotonic() + ATTEMPT_MS;
    let begun = 0;
    let posted = 0;

    async function postAll(signal: AbortSignal) {
      const place = await placeOf(to, signal);
      const answers: unknown[] = [];
      for (const body of bodiesOf(reply, how, nonceOf(to, how))) {
        const say = () => rest.post(Routes.channelMessages(place), { ...body, signal });
        begun += 1;
        answers.push(await (posted === 0 ? callOnce(say) : whenAllowed(say, endsAt, signal)));
        posted += 1;
      }
      const message = made.safeParse(answers[0]).data?.id;
      return message === undefined ? undefined : ({ platform: 'discord', place, message } as const);
    }

    try {
      return await attempt(postAll, clock, language);
    } catch (thrown) {
      const fault = asDeskError(thrown);
      if (hasNoWay(fault)) ownChannels.delete(to.id);
      const named = hasNoWay(fault) ? new DeskError('notOffered', fault.message, fault.detail) : fault;
      throw posted === 0 && (begun === 0 || didNothing(fault)) ? unposted(named) : named;
    }
  };
}

/**
 * The same for the same letter, destination and form, in every run, and no other's: Discord heeds who sent a nonce and
 * says nothing of the channel, and the words that take the place of a refused card must not be taken for it.
 */
function nonceOf({ kind, id }: To, { key, plain }: How): string {
  return createHash('sha256')
    .update(`${key} ${kind} ${id} ${plain ? 'words' : 'card'}`)
    .digest('base64url')
    .slice(0, NONCE_LENGTH);
}
