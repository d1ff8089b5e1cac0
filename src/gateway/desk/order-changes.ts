import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type AccountRef, accountKey, DeskError, type Principal, type Proposal } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api, ApiEnv } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { accountFor, accountQuery } from './accounts.js';
import { guarded } from './guarded.js';
import { amendment, digestOf, figureOf, newOrder, requirePlain } from './order-body.js';
import { isTicketId, noOrder, orderId } from './orders.js';
import { acting, reading } from './reading.js';
import { codeOf } from './symbols.js';
import { mayStand, ticketJson, ticketSchema } from './ticket-json.js';

const once = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,128}$/)
    .openapi({
      description:
        'Of your choice, a new one for every order. The same key with the same request gives the first answer again ' +
        'and orders nothing; with another request it is refused with 409. Kept for two days.',
      example: 'rebalance-2026-11-23-0001',
    }),
});

const HOW =
  'What you send becomes a ticket. It waits for the press of the key’s owner in chat, unless the key has the scope ' +
  '`unattended`. Limits, halts, journal and audit are those of every order. After a 5xx or no answer at all send the ' +
  'same request under the same key: it is never ordered twice.';

/** Making tickets: new orders, amendments, cancellations. */
export function addOrderChanges(api: Api, parts: GatewayParts): void {
  const { desk, clock } = parts;
  const common = guarded(parts, 'orders', 'trade');
  const ticket = (description: string) => ({
    ...json(ticketSchema, description),
    headers: { Location: { description: 'The ticket.', schema: { type: 'string' as const } } },
  });
  const responses = {
    200: ticket('Nothing stands at the exchange: the ticket came to nothing; `state` and `acts` say why.'),
    201: ticket('Confirmed: sent, or being sent. `acts` say what became of it.'),
    202: ticket('The ticket waits for a person.'),
    ...failures(...ALWAYS, 404, 409, 410, 413, 415, 422, 423, 501, 502, 504),
  };
  const jsonBody = <S extends z.ZodType>(schema: S) => ({
    required: true,
    content: { 'application/json': { schema } },
  });
  const post = createRoute({
    ...common,
    method: 'post',
    path: '/api/v1/orders',
    summary: 'A new order',
    description: HOW,
    request: { headers: once, body: jsonBody(newOrder) },
    responses,
  });
  const put = createRoute({
    ...common,
    method: 'put',
    path: '/api/v1/orders/{id}',
    summary: 'Amends an open order',
    description: `${HOW} The id is the venue’s number, or a ticket of which one order was accepted.`,
    request: { params: orderId, headers: once, body: jsonBody(amendment) },
    responses,
  });
  const remove = createRoute({
    ...common,
    method: 'delete',
    path: '/api/v1/orders/{id}',
    summary: 'Cancels an open order',
    description: `${HOW} The id is the venue’s number, or a ticket of which one order was accepted.`,
    request: { params: orderId, headers: once, query: accountQuery },
    responses,
  });

  api.openapi(post, async c => {
    requirePlain(await c.req.text());
    const { account: named, side, code, quantity, price, type, exchange } = c.req.valid('json');
    const account = accountFor(desk, c.get('caller').who, named);
    const shares = figureOf(quantity, 'quantity');
    const won = price === undefined ? undefined : figureOf(price, 'price');
    if (won === undefined && type === undefined)
      throw new DeskError('input', 'neither price nor type', {
        problem: 'missing',
        argument: 'price or type',
      });
    const match = await reading(clock, c.req.raw.signal, signal => desk.findSymbol(code, signal));
    const instrument = codeOf(match, code);
    if (!instrument) throw new DeskError('notFound', 'no such issue', { code });
    const proposal: Proposal = {
      kind: 'place',
      account,
      side,
      instrument,
      size: { kind: 'shares', shares },
      price: won === undefined ? undefined : { kind: 'at', won },
      type,
      exchange,
    };
    const fields = { account: accountKey(account), side, code, quantity: shares, price: won, type, exchange };
    return propose(c, proposal, digestOf('POST', '/api/v1/orders', fields));
  });
  api.openapi(put, async c => {
    requirePlain(await c.req.text());
    const { id } = c.req.valid('param');
    const { account: named, price, quantity } = c.req.valid('json');
    const won = figureOf(price, 'price');
    const shares = quantity === undefined ? undefined : figureOf(quantity, 'quantity');
    const { account, number } = meant(id, c.get('caller').who, named);
    const proposal: Proposal = {
      kind: 'amend',
      account,
      number,
      price: { kind: 'at', won },
      size: shares === undefined ? undefined : { kind: 'shares', shares },
    };
    const fields = { id, account: accountKey(account), price: won, quantity: shares };
    return propose(c, proposal, digestOf('PUT', '/api/v1/orders/{id}', fields));
  });
  api.openapi(remove, async c => {
    const { id } = c.req.valid('param');
    const { account, number } = meant(id, c.get('caller').who, c.req.valid('query').account);
    const proposal: Proposal = { kind: 'cancel', account, which: { kind: 'one', number } };
    const fields = { id, account: accountKey(account) };
    return propose(c, proposal, digestOf('DELETE', '/api/v1/orders/{id}', fields));
  });

  /** The order that is meant. A ticket's number stays once it is known, so that a repeat finds the same one. */
  function meant(
    id: string,
    who: Principal,
    named: string | undefined,
  ): { account: AccountRef; number: string } {
    if (!isTicketId(id)) return { account: accountFor(desk, who, named), number: id };
    const found = parts.orders.ticket(id, who);
    if (!found) throw noOrder();
    const { account, acts } = found;
    if (named !== undefined && accountKey(accountFor(desk, who, named)) !== accountKey(account))
      throw noOrder();
    const numbers = acts.flatMap(act => act.orderNumber ?? []);
    const [number] = numbers;
    if (number === undefined || numbers.length > 1)
      throw new DeskError('conflict', 'not one order', { what: 'ticket' });
    return { account, number };
  }

  async function propose(c: Context<ApiEnv>, proposal: Proposal, bodyDigest: string) {
    const { who, place, scopes } = c.get('caller');
    const caller = {
      who,
      where: { platform: 'web', id: place, group: undefined, kind: 'private' },
      unattended: scopes.has('unattended'),
    } as const;
    const key = c.req.header('idempotency-key') ?? '';
    const made = await acting(clock, signal =>
      parts.orders.propose(proposal, caller, { key, bodyDigest }, signal),
    );
    c.header('location', `/api/v1/orders/${made.id}`);
    const view = ticketJson(made);
    if (made.state === 'waiting') return c.json(view, 202);
    return mayStand(made) ? c.json(view, 201) : c.json(view, 200);
  }
}
