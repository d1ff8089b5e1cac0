import { z } from 'zod';

const frameSchema = z.object({
  header: z.object({ approval_key: z.string(), tr_type: z.enum(['1', '2']) }),
  body: z.object({ input: z.object({ tr_id: z.string(), tr_key: z.string() }) }),
});

/** A registration (`tr_type` 1) or its end (2). */
export type Frame = z.infer<typeof frameSchema>;

export interface Message {
  readonly header: { readonly tr_id: string; readonly tr_key: string; readonly encrypt: string };
  readonly body: {
    readonly rt_cd: string;
    readonly msg_cd: string;
    readonly msg1: string;
    /** For frames that come encrypted: with AES-256-CBC under this key. */
    readonly output?: { readonly iv: string; readonly key: string };
  };
}

/** A refusal of the session itself. */
export function refusal(code: string, text: string): Message {
  return {
    header: { tr_id: '(null)', tr_key: '', encrypt: 'N' },
    body: { rt_cd: '9', msg_cd: code, msg1: text },
  };
}

export function parseFrame(text: string): Frame | undefined {
  try {
    const frame = frameSchema.safeParse(JSON.parse(text));
    return frame.success ? frame.data : undefined;
  } catch {
    return undefined;
  }
}
