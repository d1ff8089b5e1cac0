import { createRoute, z } from '@hono/zod-openapi';
import { addKstDays, DeskError, kstDate, sameOrderNumber } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { accountFor, accountName } from './accounts.js';
import { day } from './amounts.js';
import { guarded } from './guarded.js';
import { orderJson, orderListJson, orderListSchema, orderSchema } from './order-json.js';
import { reading } from './reading.js';
import { ticketJson, ticketSchema } from './ticket-json.js';

const LONGEST_DAYS = 92;

const TICKET_ID = /^[A-Za-z0-9_-]{22}$/;
export const isTicketId = (id: string): boolean => TICKET_ID.test(id);

/** How a path names an order: the venue's number, or the id of a ticket. */
export const orderId = z.object({
  id: z
    .string()
    .regex(/^(?:[A-Za-z0-9_-]{22}|[A-Za-z0-9]{1,20})$/)
    .openapi({
      description: 'The id of a ticket, or the venue’s number of an order of today.',
      example: '0000117057',
    }),
});

const account = accountName.optional();

/** Looking at orders and tickets. */
export function addOrders(api: Api, parts: GatewayParts): void {
  const { desk, orders, clock } = parts;
  const reads = { ...guarded(parts, 'orders', 'read'), method: 'get' as const };
  const broker = failures(...ALWAYS, 404, 501, 502, 504);
  const list = createRoute({
    ...reads,
    path: '/api/v1/orders',
    summary: 'Orders of an account as the venue lists them: today, or a range of days',
    request: { query: z.strictObject({ account, from: day.optional(), to: day.optional() }) },
    responses: { 200: json(orderListSchema, `At most ${LONGEST_DAYS} days.`), ...broker },
  });
  const open = createRoute({
    ...reads,
    path: '/api/v1/orders/open',
    summary: 'Orders of an account that can still be filled',
    request: { query: z.strictObject({ account }) },
    responses: { 200: json(orderListSchema, 'As the venue lists them.'), ...broker },
  });
  const tickets = createRoute({
    ...reads,
    path: '/api/v1/tickets',
    summary: 'Tickets that you may see, the latest first, at most 200',
    responses: {
      200: json(z.object({ tickets: z.array(ticketSchema) }).openapi('Tickets'), 'As the desk knows them.'),
      ...failures(...ALWAYS),
    },
  });
  const one = createRoute({
    ...reads,
    path: '/api/v1/orders/{id}',
    summary: 'A ticket, or an order of today by the venue’s number',
    request: { params: orderId, query: z.strictObject({ account }) },
    responses: { 200: json(z.union([ticketSchema, orderSchema]), 'By the kind of id.'), ...broker },
  });

  api.openapi(list, async c => {
    const { account: wanted, ...days } = c.req.valid('query');
    const found = accountFor(desk, c.get('caller').who, wanted);
    const range = rangeOf(days, kstDate(clock.now()));
    const answer = await reading(clock, c.req.raw.signal, signal => desk.orders(found, range, signal));
    return c.json(orderListJson(answer), 200);
  });
  api.openapi(open, async c => {
    const found = accountFor(desk, c.get('caller').who, c.req.valid('query').account);
    const answer = await reading(clock, c.req.raw.signal, signal => desk.openOrders(found, signal));
    return c.json(orderListJson(answer), 200);
  });
  api.openapi(tickets, c => c.json({ tickets: orders.tickets(c.get('caller').who).map(ticketJson) }, 200));
  api.openapi(one, async c => {
    const { who } = c.get('caller');
    const { id } = c.req.valid('param');
    if (isTicketId(id)) {
      const ticket = orders.ticket(id, who);
      if (!ticket) throw noOrder();
      return c.json(ticketJson(ticket), 200);
    }
    const found = accountFor(desk, who, c.req.valid('query').account);
    const today = kstDate(clock.now());
    const range = { from: today, to: today };
    const answer = await reading(clock, c.req.raw.signal, signal => desk.orders(found, range, signal));
    const row = answer.orders.find(({ number }) => sameOrderNumber(number, id));
    if (row) return c.json(orderJson(row), 200);
    // A row that is missing from an incomplete list proves nothing.
    if (!answer.complete) throw new DeskError('unavailable', 'the list has gaps', { what: 'orders' });
    throw noOrder();
  });
}

export const noOrder = () => new DeskError('notFound', 'no such order', { what: 'order' });

function rangeOf(given: { from?: string | undefined; to?: string | undefined }, today: string) {
  const { from = given.to === undefined ? today : undefined, to = from ?? today } = given;
  const wrong = (problem: string, argument: string) =>
    new DeskError('input', 'no such range of days', { problem, argument });
  if (from === undefined) throw wrong('missing', 'from');
  if (to > today) throw wrong('future', 'to');
  if (to < from) throw wrong('reversed', 'to');
  if (to > addKstDays(from, LONGEST_DAYS)) throw wrong('tooLong', 'to');
  return { from, to };
}
