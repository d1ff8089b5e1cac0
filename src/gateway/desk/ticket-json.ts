import { z } from '@hono/zod-openapi';
import { type ActView, ORDER_TYPE_NAMES, type TicketView } from '../../core/index.js';
import { accountJson, accountSchema } from './accounts.js';
import { exact, exactOrNull, instant, isoKst, shares, won } from './amounts.js';

const actSchema = z
  .object({
    n: z.int(),
    kind: z.enum(['place', 'amend', 'cancel']),
    side: z.enum(['buy', 'sell']),
    code: z.string(),
    quantity: z.union([shares, z.literal('all')]).openapi({ description: '`all`: the whole remainder.' }),
    price: won.nullable().openapi({ description: '0 for types without a price.' }),
    type: z.enum(ORDER_TYPE_NAMES).nullable(),
    state: z
      .enum([
        'proposed',
        'claimed',
        'sent',
        'accepted',
        'refused',
        'notSent',
        'unknown',
        'notPlaced',
        'ended',
      ])
      .openapi({
        description:
          '`unknown` is found out by the desk itself: do not order again. `refused`, `notSent`, `notPlaced` and ' +
          '`ended` prove that nothing stands at the exchange.',
      }),
    order_number: z.string().nullable(),
    reason: z.string().nullable(),
    filled: shares.nullable(),
  })
  .openapi('Act');

const approvalSchema = z
  .object({
    need: z.int().min(1).openapi({ description: 'How many other people have to agree.' }),
    given: z.int().min(0).openapi({ description: 'How many have said yes so far.' }),
    until: instant.openapi({ description: 'They may answer until then.' }),
  })
  .openapi('Approval', {
    description:
      'Null until its requester has asked others to agree. With enough of them the ticket still waits for its ' +
      'requester to send it.',
  });

export const ticketSchema = z
  .object({
    id: z.string().openapi({ example: 'Zm9vYmFyYmF6cXV4MTIzNA' }),
    account: accountSchema,
    proposed_at: instant,
    expires_at: instant,
    state: z.enum(['waiting', 'confirmed', 'over']).openapi({
      description:
        '`waiting`: for a person. `over`: it came to nothing before anything was sent; see `ended`.',
    }),
    ended: z
      .enum(['declined', 'expired', 'restart', 'replaced', 'blocked', 'denied', 'unapproved'])
      .nullable()
      .openapi({
        description:
          'Why nothing was sent. `blocked`: the desk kept it back. `denied`: one of those who were asked to agree said no; ' +
          '`unapproved`: too few of them said yes in time.',
      }),
    approval: approvalSchema.nullable(),
    acts: z.array(actSchema),
  })
  .openapi('Ticket');

export type JsonTicket = z.infer<typeof ticketSchema>;

export function ticketJson(ticket: TicketView): JsonTicket {
  return {
    id: ticket.id,
    account: accountJson(ticket.account),
    proposed_at: isoKst(ticket.proposedAt),
    expires_at: isoKst(ticket.expiresAt),
    state: ticket.state,
    ended: ticket.ended ?? null,
    approval: approvalJson(ticket.approval),
    acts: ticket.acts.map(actJson),
  };
}

function approvalJson(approval: TicketView['approval']): JsonTicket['approval'] {
  return approval ? { ...approval, until: isoKst(approval.until) } : null;
}

function actJson(act: ActView): z.infer<typeof actSchema> {
  return {
    n: act.n,
    kind: act.kind,
    side: act.side,
    code: act.code,
    quantity: act.quantity === 'all' ? 'all' : exact(act.quantity),
    price: exactOrNull(act.price),
    type: act.type ?? null,
    state: act.state,
    order_number: act.orderNumber ?? null,
    reason: act.reason ?? null,
    filled: exactOrNull(act.filled),
  };
}

const NOTHING: ReadonlySet<ActView['state']> = new Set(['refused', 'notSent', 'notPlaced', 'ended']);

/** Whether anything of a confirmed ticket stands, or may stand, at the exchange. */
export const mayStand = ({ state, acts }: TicketView): boolean =>
  state === 'confirmed' && acts.some(act => !NOTHING.has(act.state));
