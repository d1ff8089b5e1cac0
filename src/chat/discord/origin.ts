import { z } from 'zod';

const shape = z.object({
  interactionId: z.string(),
  /** A secret for 15 minutes. */
  token: z.string(),
  channelId: z.string(),
  /** How a command was acknowledged, which cannot change any more. A press has nothing of the kind. */
  acknowledged: z.enum(['private', 'public']).optional(),
  /** For a press, the message it was on; `isPrivate`: only the presser sees it. */
  pressed: z.object({ messageId: z.string(), isPrivate: z.boolean() }).optional(),
});

/** What is needed to answer an interaction, in this run or, written as `Inbound.origin`, in a later one. */
export type Origin = Readonly<z.infer<typeof shape>>;

/** As long as Discord takes an answer to an interaction, ms. */
export const ANSWERABLE_MS = 15 * 60_000;

/** An origin as an earlier run wrote it; undefined for what is none. */
export function readOrigin(text: string | undefined): Origin | undefined {
  if (text === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
