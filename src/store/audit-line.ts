import { z } from 'zod';
import { type AuditEntry, type AuditLine, formatKst, PLATFORM_IDS } from '../core/index.js';

const MAX_LENGTH = 200;

/**
 * The named fields of an act as JSON, and no other; what others wrote is shortened and can neither break the line nor
 * reorder it on a screen. `line` is its number over all files, from 1; `prev` the hash of the line before.
 */
export function auditText(entry: AuditEntry, line: number, prev: string): string {
  return JSON.stringify({
    line,
    at: entry.at,
    kst: formatKst(entry.at),
    platform: entry.platform,
    who: plain(entry.who),
    place: plain(entry.place),
    act: plain(entry.act),
    outcome: entry.outcome,
    reason: entry.reason && plain(entry.reason),
    reference: entry.reference && plain(entry.reference),
    intent: entry.intent && plain(entry.intent),
    prev,
  });
}

function plain(text: string): string {
  const characters = Array.from(text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ''));
  return characters.length <= MAX_LENGTH
    ? characters.join('')
    : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
}

const lineSchema = z.object({
  line: z.int().positive(),
  at: z.number(),
  platform: z.enum([...PLATFORM_IDS, 'desk']),
  who: z.string(),
  place: z.string(),
  act: z.string(),
  outcome: z.enum(['done', 'failed', 'refused']),
  reason: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  intent: z.string().exactOptional(),
});

/** What a line says, its place in the chain unexamined; undefined when it is no line of the trail. */
export function readAuditText(bytes: Buffer): AuditLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** The same line fit for a screen: a file that somebody has changed may hold anything. */
export function plainLine(line: AuditLine): AuditLine {
  const { reason, reference, intent } = line;
  return {
    ...line,
    who: plain(line.who),
    place: plain(line.place),
    act: plain(line.act),
    ...(reason !== undefined && { reason: plain(reason) }),
    ...(reference !== undefined && { reference: plain(reference) }),
    ...(intent !== undefined && { intent: plain(intent) }),
  };
}
