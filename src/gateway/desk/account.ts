import { createRoute, z } from '@hono/zod-openapi';
import type { Balance, Position } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { accountFor, accountJson, accountQuery, accountSchema } from './accounts.js';
import { exact, instant, isoKst, percent, shares, won } from './amounts.js';
import { guarded } from './guarded.js';
import { reading } from './reading.js';

const balanceSchema = z
  .object({
    total_evaluation: won.openapi({ description: '총평가금액, won' }),
    deposit: won.openapi({ description: '예수금, won' }),
    total_profit_loss: won.openapi({ description: '평가손익, won' }),
    profit_loss_rate: percent,
    holdings: z.array(
      z.object({
        stock_code: z.string(),
        stock_name: z.string(),
        quantity: shares,
        avg_price: z.number().openapi({ description: 'won, up to four decimals: for display' }),
        current_price: won,
        evaluation_amount: won,
        profit_loss: won,
        profit_loss_rate: percent,
      }),
    ),
  })
  .openapi('Balance');

const positionSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    quantity: shares,
    sellable: shares.openapi({ description: 'Holdings less open sell orders.' }),
    average_price: z.number(),
    price: won,
    cost: won,
    value: won,
    profit: won,
    profit_rate: percent,
  })
  .openapi('Position');

const positionsSchema = z
  .object({ account: accountSchema, as_of: instant, positions: z.array(positionSchema) })
  .openapi('Positions');

const FAILURES = failures(...ALWAYS, 404, 501, 502, 504);

/** What stands in an account. Another's account is as unknown as one that does not exist. */
export function addAccount(api: Api, parts: GatewayParts): void {
  const { desk, clock } = parts;
  const reads = {
    ...guarded(parts, 'account', 'read'),
    method: 'get' as const,
    request: { query: accountQuery },
  };
  const balance = createRoute({
    ...reads,
    path: '/api/v1/account/balance',
    summary: 'Balance and holdings of an account',
    responses: { 200: json(balanceSchema, 'As the broker answered just now.'), ...FAILURES },
  });
  const positions = createRoute({
    ...reads,
    path: '/api/v1/positions',
    summary: 'Holdings of an account',
    responses: { 200: json(positionsSchema, 'As the broker answered just now.'), ...FAILURES },
  });

  api.openapi(balance, async c => {
    const account = accountFor(desk, c.get('caller').who, c.req.valid('query').account);
    const found = await reading(clock, c.req.raw.signal, signal => desk.balance(account, signal));
    return c.json(balanceJson(found), 200);
  });
  api.openapi(positions, async c => {
    const account = accountFor(desk, c.get('caller').who, c.req.valid('query').account);
    const found = await reading(clock, c.req.raw.signal, signal => desk.balance(account, signal));
    const answer = {
      account: accountJson(account),
      as_of: isoKst(found.asOf),
      positions: found.positions.map(positionJson),
    };
    return c.json(answer, 200);
  });
}

function balanceJson(balance: Balance): z.infer<typeof balanceSchema> {
  return {
    total_evaluation: exact(balance.total),
    deposit: exact(balance.cash),
    total_profit_loss: exact(balance.profit),
    profit_loss_rate: balance.profitRate,
    holdings: balance.positions.map(position => ({
      stock_code: position.code,
      stock_name: position.name,
      quantity: exact(position.quantity),
      avg_price: position.averagePrice,
      current_price: exact(position.price),
      evaluation_amount: exact(position.value),
      profit_loss: exact(position.profit),
      profit_loss_rate: position.profitRate,
    })),
  };
}

function positionJson(position: Position): z.infer<typeof positionSchema> {
  return {
    code: position.code,
    name: position.name,
    quantity: exact(position.quantity),
    sellable: exact(position.sellable),
    average_price: position.averagePrice,
    price: exact(position.price),
    cost: exact(position.cost),
    value: exact(position.value),
    profit: exact(position.profit),
    profit_rate: position.profitRate,
  };
}
