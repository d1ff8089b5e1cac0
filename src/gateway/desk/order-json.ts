import { z } from '@hono/zod-openapi';
import { EXCHANGES, ORDER_TYPE_NAMES, type OrderList, type VenueOrder } from '../../core/index.js';
import { exact, instant, isoKst, shares, won } from './amounts.js';

/** One row of the venue's list of orders. */
export const orderSchema = z
  .object({
    date: z.string().openapi({ description: '`YYYYMMDD`, KST' }),
    time: z.string().openapi({ description: '`HHMMSS`, KST' }),
    number: z.string(),
    original_number: z
      .string()
      .openapi({ description: 'The order that this one amends or cancels, or empty.' }),
    act: z.enum(['new', 'amend', 'cancel']),
    side: z.enum(['buy', 'sell']),
    code: z.string(),
    name: z.string(),
    type_name: z.string(),
    type: z.enum(ORDER_TYPE_NAMES).nullable(),
    exchange: z.enum(EXCHANGES).nullable(),
    quantity: shares,
    price: won,
    filled: shares,
    average_fill: z.number(),
    remaining: shares,
    state: z.enum(['open', 'partlyFilled', 'filled', 'cancelled', 'rejected']),
  })
  .openapi('Order');

export const orderListSchema = z
  .object({
    as_of: instant,
    complete: z.boolean().openapi({
      description:
        'False: the venue counts orders that its rows do not show. Conclude nothing from a missing row.',
    }),
    orders: z.array(orderSchema).openapi({ description: 'Newest first.' }),
  })
  .openapi('OrderList');

export function orderListJson({ asOf, complete, orders }: OrderList): z.infer<typeof orderListSchema> {
  return { as_of: isoKst(asOf), complete, orders: orders.map(orderJson) };
}

export function orderJson(order: VenueOrder): z.infer<typeof orderSchema> {
  const { date, time, number, act, side, code, name, state } = order;
  return {
    date,
    time,
    number,
    original_number: order.originalNumber,
    act,
    side,
    code,
    name,
    type_name: order.typeName,
    type: order.type ?? null,
    exchange: order.exchange ?? null,
    quantity: exact(order.quantity),
    price: exact(order.price),
    filled: exact(order.filled),
    average_fill: order.averageFill,
    remaining: exact(order.remaining),
    state,
  };
}
