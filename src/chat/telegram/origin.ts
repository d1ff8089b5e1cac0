import { z } from 'zod';

/** Where an answer goes, in Telegram's terms. */
export interface Origin {
  readonly chatId: number;
  /** The topic of a forum group. */
  readonly threadId: number | undefined;
  /** The message that an answer sent anew stands under. */
  readonly replyTo: number;
  /** The card whose button was pressed, which an answer may take the place of. */
  readonly card: number | undefined;
}

const ORIGIN = z.object({
  chatId: z.int(),
  threadId: z.int().optional(),
  replyTo: z.int(),
  card: z.int().optional(),
});

/** An origin as a text that outlives the program. */
export function writeOrigin(origin: Origin): string {
  return JSON.stringify(origin);
}

/** What `writeOrigin` wrote; undefined for anything else. */
export function readOrigin(text: string | undefined): Origin | undefined {
  try {
    const { chatId, threadId, replyTo, card } = ORIGIN.parse(JSON.parse(text ?? ''));
    return { chatId, threadId, replyTo, card };
  } catch {
    return undefined;
  }
}
