import {
  asDeskError,
  type ChatPlatform,
  type Clock,
  DeskError,
  type Language,
  type Log,
} from '../../core/index.js';
import { ATTEMPT_MS, attempt, unposted } from '../connection/index.js';
import { hasNoWay, provesNothingPosted, saidNo } from './faults.js';
import type { Flood } from './flood.js';
import { renderTelegram, renderWords } from './render.js';
import type { Sending } from './sending.js';

export type Letters = ChatPlatform['post'];

/**
 * What the bot says unasked, to a chat or to a person, whose own chat has the person's id. The first message is the one
 * attempt, its wait for the pace included: once it stands, the letter does. Those that follow it are tried within
 * bounds; one that is lost is logged, for Telegram knows no keys, and all of it again would stand there twice.
 */
export function createLetters(using: {
  readonly sending: Sending;
  readonly flood: Flood;
  readonly language: Language;
  readonly clock: Clock;
  readonly log: Log;
}): Letters {
  const { sending, flood, language, clock, log } = using;

  return async (to, reply, { silent, plain }) => {
    const chat = Number(to.id);
    const target = { chatId: chat, threadId: undefined, replyTo: undefined };
    const how = { isPrivate: reply.visibility === 'private', silent };
    const [first, ...others] = plain ? renderWords(reply, language) : renderTelegram(reply, language);
    if (!first) return undefined;
    const endsAt = clock.monotonic() + ATTEMPT_MS;
    const leftMs = () => Math.max(0, endsAt - clock.monotonic());

    const post = () =>
      attempt(signal => sending.post(first, target, { ...how, signal }), clock, language, leftMs());
    const messageId = await flood.once({ chat, lane: 'update' }, post).catch(refuse);

    const following = others.map(message =>
      flood
        .send({ chat, lane: 'update', again: provesNothingPosted }, () => sending.post(message, target, how))
        .catch((thrown: unknown) => {
          const fault = asDeskError(thrown);
          log('warn', 'telegram.letterCut', { chat, kind: fault.kind, message: fault.message });
        }),
    );
    await within(leftMs(), Promise.all(following), clock);
    return { platform: 'telegram', place: to.id, message: String(messageId) };
  };
}

function refuse(thrown: unknown): never {
  const fault = asDeskError(thrown);
  const named = hasNoWay(fault) ? new DeskError('notOffered', fault.message, fault.detail) : fault;
  throw saidNo(fault) ? unposted(named) : named;
}

/** Resolves when the work is over, or the time. */
async function within(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, clock.sleep(ms, over.signal).catch(() => undefined)]);
  over.abort();
}
