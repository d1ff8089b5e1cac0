import { createRoute, z } from '@hono/zod-openapi';
import { type AuditLine, type AuditVerdict, addKstDays, startOfKstDate } from '../core/index.js';
import { ALWAYS, failures, json } from './answers.js';
import type { Api } from './api.js';
import { instant, isoKst } from './desk/amounts.js';
import { guarded } from './desk/guarded.js';
import { reading } from './desk/reading.js';
import type { GatewayParts } from './parts.js';
import { day, existing } from './usage.js';

const lineSchema = z
  .object({
    line: z.int().openapi({ description: 'Counted over all files, from 1.' }),
    at: instant,
    platform: z.string(),
    who: z.string(),
    place: z.string(),
    act: z.string(),
    outcome: z.enum(['done', 'failed', 'refused']),
    reason: z.string().nullable(),
    reference: z.string().nullable(),
    intent: z.string().nullable().openapi({ description: 'The ticket and act that it belongs to.' }),
  })
  .openapi('AuditLine');

const verdictSchema = z
  .object({
    whole: z.boolean(),
    lines: z.int().openapi({ description: 'Good ones, from the first on.' }),
    head: z
      .object({ line: z.int(), hash: z.string() })
      .nullable()
      .openapi({ description: 'The last line; to be noted elsewhere.' }),
    broken: z
      .object({
        file: z.string(),
        line_in_file: z.int(),
        problem: z.enum(['unreadable', 'hash', 'order', 'missing', 'truncated']),
      })
      .nullable(),
  })
  .openapi('AuditVerdict');

/** The audit trail, as `/audit` shows it. */
export function addAudit(api: Api, parts: GatewayParts): void {
  const { auditReads, clock } = parts;
  const reads = { ...guarded(parts, 'admin', 'control'), method: 'get' as const };
  const search = createRoute({
    ...reads,
    path: '/api/v1/audit',
    summary: 'Lines of the audit trail that fit, newest first',
    request: {
      query: z.strictObject({
        words: z
          .string()
          .trim()
          .max(200)
          .default('')
          .openapi({ description: 'All of them must appear somewhere in the line.', example: 'buy refused' }),
        from: day.optional(),
        to: day.optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    },
    responses: {
      200: json(z.object({ lines: z.array(lineSchema) }).openapi('AuditLines'), 'Empty when none fits.'),
      ...failures(...ALWAYS, 504),
    },
  });
  const verify = createRoute({
    ...reads,
    path: '/api/v1/audit/verify',
    summary: 'Whether the whole audit trail is as it was written',
    responses: { 200: json(verdictSchema, 'What reading all of it came to.'), ...failures(...ALWAYS, 504) },
  });

  api.openapi(search, async c => {
    const { words, limit, ...range } = c.req.valid('query');
    const from = existing('from', range.from);
    const to = existing('to', range.to);
    const query = {
      words: words.split(/\s+/).filter(word => word !== ''),
      from: from === undefined ? undefined : startOfKstDate(from),
      to: to === undefined ? undefined : startOfKstDate(addKstDays(to, 1)),
      limit,
    };
    const asker = c.req.raw.signal;
    const lines = await reading(clock, asker, signal => auditReads.search(query, signal));
    return c.json({ lines: lines.map(lineJson) }, 200);
  });

  let verifying: Promise<AuditVerdict> | undefined;
  api.openapi(verify, async c => {
    // It reads everything: however many ask, it is done once at a time, and goes on for those who stay.
    verifying ??= auditReads.verify().finally(() => {
      verifying = undefined;
    });
    const shared = verifying;
    return c.json(verdictJson(await reading(clock, c.req.raw.signal, () => shared)), 200);
  });
}

function lineJson(line: AuditLine): z.infer<typeof lineSchema> {
  const { at, platform, who, place, act, outcome, reason = null, reference = null, intent = null } = line;
  return { line: line.line, at: isoKst(at), platform, who, place, act, outcome, reason, reference, intent };
}

function verdictJson(verdict: AuditVerdict): z.infer<typeof verdictSchema> {
  if (verdict.kind === 'whole') {
    const { lines, head } = verdict;
    return { whole: true, lines, head: head ? { ...head } : null, broken: null };
  }
  const { file, lineInFile, problem, goodLines } = verdict;
  return {
    whole: false,
    lines: goodLines,
    head: null,
    broken: { file, line_in_file: lineInFile, problem },
  };
}
