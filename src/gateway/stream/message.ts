import { z } from '@hono/zod-openapi';

const codes = z.array(z.string().max(16)).min(1).max(50);

/** What a program or page may say. */
const said = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AUTH'), key: z.string().max(300) }),
  z.object({ type: z.literal('SUBSCRIBE'), stockCodes: codes }),
  z.object({ type: z.literal('UNSUBSCRIBE'), stockCodes: codes }),
  z.object({ type: z.literal('PING') }),
  z.object({ type: z.literal('PONG') }),
]);

export type Said = z.infer<typeof said>;

/** What the desk says, before it is numbered. */
export interface Message {
  readonly type:
    | 'HELLO'
    | 'AUTH_OK'
    | 'AUTH_FAILED'
    /** Answers SUBSCRIBE: what is subscribed to now, and the newest quotes that are known of what was asked for. */
    | 'SNAPSHOT'
    /** Answers UNSUBSCRIBE: what is subscribed to now. */
    | 'SUBSCRIBED'
    | 'QUOTE'
    | 'ORDER'
    | 'TOKEN'
    | 'ALERT'
    | 'PING'
    | 'PONG'
    | 'SLOW'
    /** `code` is a fixed word; the connection stays unless a close follows. */
    | 'ERROR';
  readonly [field: string]: unknown;
}

/** undefined for what is none of it. */
export function readSaid(text: string): Said | undefined {
  try {
    return said.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Why the desk ends a connection: the code of the close frame. */
export const ENDS = {
  stopping: 1001,
  notText: 1003,
  /** Nothing was said that shows who it is, in time. */
  nobody: 4401,
  /** The key is wrong, or not good any more. */
  denied: 4403,
  slow: 4408,
  /** Neither an answer to a heartbeat nor anything else for too long. */
  silent: 4410,
  /** Too many messages, or connections. */
  tooMany: 4429,
} as const;

export type End = keyof typeof ENDS;
