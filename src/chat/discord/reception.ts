import { type Interaction, InteractionType } from 'discord.js';
import {
  asDeskError,
  type Clock,
  type Dispatcher,
  type Inbound,
  type Log,
  type Suggestion,
  type Typing,
} from '../../core/index.js';
import type { Tasks } from '../connection/index.js';
import type { Speaker } from './answer.js';
import { choicesOf } from './choices.js';
import { receive, typingOf } from './inbound.js';
import { modalOf } from './modal.js';
import { ANSWERABLE_MS, type Origin, readOrigin } from './origin.js';

/** Proposals must be there while somebody types; later ones are no help. */
const PROPOSE_MS = 300;

/** Takes in what people did, and lets it be answered. Each has a task of its own: none waits for another. */
export interface Reception {
  take(interaction: Interaction): void;
  /** What an earlier run acknowledged and did not answer. */
  resume(inbound: Inbound): void;
}

/**
 * Acknowledged first, acted on second, with nothing in between to wait for: if the acknowledgement fails, nothing is done
 * and the app says so. Whether it was done before is for the dispatcher to say; `isNew` only keeps a second delivery
 * from being acknowledged twice, which Discord forbids.
 */
export function createReception(using: {
  dispatcher: Dispatcher;
  speaker: Speaker;
  tasks: Tasks;
  isNew(interactionId: string): boolean;
  clock: Clock;
  log: Log;
}): Reception {
  const { dispatcher, speaker, tasks, isNew, clock, log } = using;

  async function receiveOne(interaction: Interaction): Promise<void> {
    if (!isNew(interaction.id)) return log('debug', 'discord.deliveredAgain', { eventId: interaction.id });
    const typing = typingOf(interaction);
    if (typing) return propose(interaction, typing);
    const received = receive(interaction);
    if (!received) return;
    const { inbound, origin } = received;
    const { content } = inbound;
    if (content.kind !== 'press') {
      const acknowledged = dispatcher.visibilityOf(inbound);
      return acknowledge(inbound, { ...origin, acknowledged });
    }
    // Nothing is done before the form is sent in, so showing it leaves no trace.
    const form = content.given === undefined ? dispatcher.formOf(inbound) : undefined;
    return form ? speaker.ask(origin, modalOf(form, content.buttonId)) : acknowledge(inbound, origin);
  }

  async function acknowledge(inbound: Inbound, origin: Origin): Promise<void> {
    await speaker.acknowledge(origin);
    await answer({ ...inbound, origin: JSON.stringify(origin) }, origin);
  }

  async function answer(inbound: Inbound, origin: Origin): Promise<void> {
    await speaker.answer(origin, await dispatcher.handle(inbound));
    dispatcher.answered(inbound);
  }

  /** Always answers, if only with nothing. That it failed is of no consequence. */
  async function propose({ id, token }: Interaction, typing: Typing): Promise<void> {
    try {
      const proposals = await inTime(dispatcher.suggest(typing));
      await speaker.propose({ interactionId: id, token }, choicesOf(proposals));
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      log('debug', 'discord.notProposed', { kind, message });
    }
  }

  async function inTime(proposals: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
    const waiting = new AbortController();
    const nothing = clock.sleep(PROPOSE_MS, waiting.signal).then(
      () => [],
      () => [],
    );
    const first = await Promise.race([proposals.catch(() => []), nothing]);
    waiting.abort();
    return first;
  }

  async function resume(inbound: Inbound): Promise<void> {
    const origin = readOrigin(inbound.origin);
    if (origin && clock.now() - inbound.sentAt < ANSWERABLE_MS) return answer(inbound, origin);
    log('warn', 'discord.tooLateToAnswer', { eventId: inbound.eventId, sentAt: inbound.sentAt });
    dispatcher.answered(inbound);
  }

  return {
    take: interaction => tasks.run(InteractionType[interaction.type], () => receiveOne(interaction)),
    resume: inbound => tasks.run('leftOver', () => resume(inbound)),
  };
}
