import { z } from 'zod';
import { DeskError, type IntentEvent } from '../core/index.js';
import { intentEvent } from './intent-schema.js';
import { withoutSum, withSum } from './line-sum.js';

const VERSION = 1;

/** The first line of every file of intents. */
export const INTENT_HEADER = withSum(JSON.stringify({ journal: 'intents', version: VERSION }));

/** The line of an event. Throws `bug` for what could not be read back: it must not be acted on either. */
export function intentLine(event: IntentEvent): string {
  const fields = intentEvent.safeParse(JSON.parse(asJson(event)));
  if (!fields.success)
    throw new DeskError('bug', `an intent event of the kind ${event.kind} is malformed`, {
      fields: fields.error.issues.map(({ path }) => path.join('.')).join(' '),
    });
  return withSum(asJson(fields.data));
}

/** The event of a line; undefined when a single character of it is not as it was written. */
export function readIntentLine(line: string): IntentEvent | undefined {
  const text = withoutSum(line);
  return text === undefined ? undefined : intentEvent.safeParse(JSON.parse(text)).data;
}

/** Whether a file that begins with this line was written by a later version of the program. */
export function isNewer(firstLine: string): boolean {
  const text = withoutSum(firstLine);
  if (text === undefined) return false;
  const header = z.object({ journal: z.literal('intents'), version: z.number() }).safeParse(JSON.parse(text));
  return header.success && header.data.version > VERSION;
}

function asJson(value: object): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'bigint' ? field.toString() : field === undefined ? null : field,
  );
}
