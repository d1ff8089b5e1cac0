import { createRoute, z } from '@hono/zod-openapi';
import {
  type ActivityLine,
  addKstDays,
  DeskError,
  kstDate,
  type Principal,
  startOfKstDate,
  type UsageLine,
} from '../core/index.js';
import { ALWAYS, failures, json } from './answers.js';
import type { Api } from './api.js';
import { guarded } from './desk/guarded.js';
import type { GatewayParts } from './parts.js';

/** A day of the query; that there is such a day is looked at apart. */
export const day = z
  .string()
  .regex(/^[0-9]{8}$/)
  .openapi({ description: '`YYYYMMDD`, KST', example: '20261123' });

const usageSchema = z
  .object({
    from: day,
    to: day,
    lines: z.array(
      z.object({
        day,
        caller: z.string().openapi({ description: 'A key’s name, `web` for the page, `-` for nobody.' }),
        endpoint: z.string().openapi({ example: 'GET /api/v1/stocks/{code}' }),
        status: z.int().openapi({ description: 'HTTP status' }),
        count: z.int(),
        average_ms: z.number(),
        max_ms: z.number(),
      }),
    ),
  })
  .openapi('Usage');

const activitySchema = z
  .object({
    from: day,
    to: day,
    activity: z.array(
      z.object({
        day,
        person: z.string().openapi({ description: '`desk` for what the desk does by itself.' }),
        account: z.string().nullable().openapi({ description: 'Its `id`; null for what concerns none.' }),
        act: z
          .string()
          .openapi({ description: 'A command, or `order`, `amend`, `cancel`.', example: 'balance' }),
        count: z.int(),
        failed: z.int(),
      }),
    ),
  })
  .openapi('UsageByAccount');

const DEFAULT_DAYS = 7;

/** How much the gateway is used, by whom. */
export function addUsage(api: Api, parts: GatewayParts): void {
  const { usage, activity, clock } = parts;
  const route = createRoute({
    ...guarded(parts, 'admin', 'control'),
    method: 'get',
    path: '/api/v1/usage',
    summary: 'Calls per day, caller, endpoint and status; or what people did with their accounts',
    request: {
      query: z.strictObject({
        from: day.optional(),
        to: day.optional(),
        by: z
          .enum(['account'])
          .optional()
          .openapi({ description: 'What each person did with each of the accounts given to you.' }),
      }),
    },
    responses: {
      200: json(
        usageSchema.or(activitySchema),
        'Of the last 31 days; without `from` the last seven up to `to`.',
      ),
      ...failures(...ALWAYS),
    },
  });
  api.openapi(route, c => {
    const query = c.req.valid('query');
    const to = existing('to', query.to) ?? kstDate(clock.now());
    const from = existing('from', query.from) ?? addKstDays(to, 1 - DEFAULT_DAYS);
    if (query.by === undefined) return c.json({ from, to, lines: usage.read(from, to).map(lineJson) }, 200);
    const seen = activity.read(from, to).filter(line => mayKnow(c.get('caller').who, line));
    return c.json({ from, to, activity: seen.map(activityJson) }, 200);
  });
}

/** Throws `input` for a day that no calendar has. */
export function existing(argument: string, date: string | undefined): string | undefined {
  if (date === undefined || startOfKstDate(date) !== undefined) return date;
  throw new DeskError('input', 'no such day', { problem: 'malformed', argument });
}

function lineJson(line: UsageLine) {
  const { day: on, caller, endpoint, status, count, totalMs, maxMs } = line;
  return {
    day: on,
    caller,
    endpoint,
    status,
    count,
    average_ms: tenths(totalMs / count),
    max_ms: tenths(maxMs),
  };
}

/** Of accounts that were not given to them nobody learns that there are any. */
function mayKnow({ accounts }: Pick<Principal, 'accounts'>, { account }: ActivityLine): boolean {
  return account === '' || accounts === 'all' || accounts.includes(account);
}

function activityJson({ day: on, person, account, act, count, failed }: ActivityLine) {
  return { day: on, person, account: account === '' ? null : account, act, count, failed };
}

const tenths = (ms: number) => Math.round(ms * 10) / 10;
