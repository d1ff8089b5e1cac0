import {
  type Command,
  type Dispatcher,
  type Form,
  type Inbound,
  type InboundContent,
  type Language,
  type PageEntry,
  type Place,
  type Principal,
  platformName,
  type Suggestion,
  type WebSession,
} from '../../core/index.js';
import type { RandomBytes } from './codes.js';
import { choiceLines, commandLines, spotOf } from './completion.js';
import { createEntries, type NewEntry } from './entries.js';

export interface SessionParts {
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  readonly clock: { now(): number };
  readonly random: RandomBytes;
  readonly language: Language;
}

/** A session as the room sees it. */
export interface PageSession extends WebSession {
  /** Puts an entry at the end, or in the place of the one with this id. */
  put(entry: NewEntry, id?: string, at?: number): string;
  has(id: string): boolean;
  /** A page reads it now, or did within the last few seconds: one that is being loaded again. */
  isOpen(): boolean;
  /** Whoever looks on is told; there is nobody any more. */
  end(): void;
}

const RELOAD_MS = 10_000;

/** One conversation. `whoNow` tells whose it is, as of now. */
export function createSession(
  id: string,
  whoNow: () => Principal | undefined,
  parts: SessionParts,
): PageSession {
  const { commands, dispatcher, clock, random, language } = parts;
  const where: Place = { platform: 'web', id: `page:${id}`, group: undefined, kind: 'private' };
  const entries = createEntries();
  const watchers = new Set<() => void>();
  let readAt = clock.now();
  let over = false;

  const who = () => (over ? undefined : whoNow());
  const visitor = () => ({ userId: where.id, name: who()?.name ?? platformName('web', language) });
  const tellWatchers = () => {
    for (const changed of [...watchers]) changed();
  };

  function put(entry: NewEntry, known?: string, at = clock.now()): string {
    const placed = entries.put(entry, at, known);
    tellWatchers();
    return placed;
  }

  const inboundOf = (content: InboundContent): Inbound => ({
    platform: 'web',
    eventId: Buffer.from(random(16)).toString('base64url'),
    who: visitor(),
    where,
    sentAt: clock.now(),
    content,
  });

  /** A card's later faces find it again by the entry that it is. */
  async function hand(content: InboundContent): Promise<void> {
    const inbound = inboundOf(content);
    const outcome = await dispatcher.handle(inbound);
    if (outcome.kind === 'reply') {
      const { reply, placement } = outcome;
      const pressed = content.kind === 'press' ? entries.withButton(content.buttonId) : undefined;
      const message = put({ kind: 'card', reply }, placement === 'replace' ? pressed : undefined);
      if (reply.card !== undefined) {
        dispatcher.shown(reply.card, { platform: 'web', place: where.id, message });
      }
    }
    dispatcher.answered(inbound);
  }

  async function suggest(line: string): Promise<readonly Suggestion[]> {
    const spot = spotOf(commands, line);
    if (!spot || who() === undefined) return [];
    if (spot.kind === 'command') return commandLines(commands, spot.typed, language);
    const { command, spec, before, typed } = spot;
    if (spec.choices) return choiceLines(spec, before, typed, language);
    const typing = { platform: 'web' as const, who: visitor(), where };
    const found = await dispatcher.suggest({ ...typing, command: command.name, argument: spec.name, typed });
    return found.map(({ value, label }) => ({ value: `${before}${value}${spec.rest ? '' : ' '}`, label }));
  }

  return {
    id,
    who,
    latest: entries.latest,
    since: (change): readonly PageEntry[] => entries.since(change),
    watch(changed) {
      watchers.add(changed);
      return () => {
        watchers.delete(changed);
        readAt = clock.now();
      };
    },
    async say(text) {
      put({ kind: 'said', text });
      await hand({ kind: 'text', text });
    },
    press: (buttonId, given) => hand({ kind: 'press', buttonId, ...(given && { given }) }),
    form: (buttonId): Form | undefined => dispatcher.formOf(inboundOf({ kind: 'press', buttonId })),
    suggest,
    put,
    has: entries.has,
    isOpen: () => watchers.size > 0 || clock.now() - readAt < RELOAD_MS,
    end() {
      over = true;
      tellWatchers();
    },
  };
}
