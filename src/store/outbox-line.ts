import { z } from 'zod';
import { DeskError, type OutboxEvent } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { withoutSum, withSum } from './line-sum.js';
import { outboxEvent } from './outbox-schema.js';

const VERSION = 1;

/** The first line of every file of the outbox. */
export const OUTBOX_HEADER = withSum(JSON.stringify({ journal: 'outbox', version: VERSION }));

/** Whether a file that begins with this line was written by a later version of the program. */
export function isNewerOutbox(firstLine: string): boolean {
  const text = withoutSum(firstLine);
  if (text === undefined) return false;
  const header = z.object({ journal: z.literal('outbox'), version: z.number() }).safeParse(JSON.parse(text));
  return header.success && header.data.version > VERSION;
}

/** In the clear: what kind of event it is, and of which letter (empty for a mute). */
const lineSchema = z.tuple([z.string(), z.string(), z.string()]);

/**
 * The line of an event: its kind and letter in the clear, all that people read sealed and bound to both. Throws `bug` for
 * what could not be read back.
 */
export function outboxLine(event: OutboxEvent, cipher: Cipher): string {
  const json = asJson(event);
  const fields = outboxEvent.safeParse(JSON.parse(json));
  if (!fields.success)
    throw new DeskError('bug', `an outbox event of the kind ${event.kind} is malformed`, {
      fields: fields.error.issues.map(({ path }) => path.join('.')).join(' '),
    });
  const letter = letterOf(event);
  return JSON.stringify([event.kind, letter, cipher.seal(json, contextOf(event.kind, letter))]);
}

/** The event of a line; undefined when it is damaged, or sealed with another key. */
export function readOutboxLine(line: string, cipher: Cipher): OutboxEvent | undefined {
  const envelope = lineSchema.safeParse(parsed(line)).data;
  if (!envelope) return undefined;
  const [kind, letter, sealed] = envelope;
  const plain = cipher.open(sealed, contextOf(kind, letter));
  return plain === undefined ? undefined : outboxEvent.safeParse(parsed(plain)).data;
}

function letterOf(event: OutboxEvent): string {
  if (event.kind === 'posted') return event.letter.id;
  return event.kind === 'muted' ? '' : event.id;
}

const contextOf = (kind: string, letter: string) => JSON.stringify(['outbox', VERSION, kind, letter]);

function asJson(event: OutboxEvent): string {
  return JSON.stringify(event, function (this: Readonly<Record<string, unknown>>, key, field: unknown) {
    // Asked of its owner: a Buffer has turned itself into something else by now.
    const own = this[key];
    if (own instanceof Uint8Array) return Buffer.from(own).toString('base64');
    return typeof field === 'bigint' ? field.toString() : field === undefined ? null : field;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
