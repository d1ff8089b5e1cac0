import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { DeskError, EXCHANGES, ORDER_TYPE_NAMES } from '../../core/index.js';
import { accountName } from './accounts.js';
import { stockCode } from './symbols.js';

const WHOLE = /^[1-9][0-9]{0,8}$/;

const figure = z.union([
  z.number().openapi({ type: 'integer', minimum: 1, maximum: 999_999_999, example: 10 }),
  z.string().openapi({ pattern: WHOLE.source }),
]);

export const newOrder = z
  .strictObject({
    account: accountName,
    side: z.enum(['buy', 'sell']),
    code: stockCode,
    quantity: figure,
    price: figure.optional(),
    type: z.enum(ORDER_TYPE_NAMES).optional(),
    exchange: z.enum(EXCHANGES).optional(),
  })
  .openapi('NewOrder', {
    description:
      'Whole shares and whole won, as JSON integers or strings of digits. Without a `price` the order must name its ' +
      '`type` (`market` and the like), so that a price that was lost on the way never makes a market order.',
    example: { account: '50101234-01', side: 'buy', code: '005930', quantity: 10, price: 71_000 },
  });

export const amendment = z
  .strictObject({
    account: accountName.optional(),
    price: figure,
    quantity: figure.optional().openapi({ description: 'Left out: the whole remainder.' }),
  })
  .openapi('Amendment', { example: { price: 70_500 } });

/** Shares or won. Throws `input` for anything but 1 to 999,999,999, written out in digits. */
export function figureOf(value: number | string, argument: string): bigint {
  const text = String(value);
  if (!WHOLE.test(text)) throw new DeskError('input', 'no whole number', { problem: 'whole', argument });
  return BigInt(text);
}

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?[0-9][0-9.eE+-]*/g;
const PLAIN = /^(?:0|[1-9][0-9]*)$/;

/**
 * What parsing would hide: numbers spelled with a fraction or an exponent (`1e3`), and a name that stands there twice.
 * Throws `input`. The text is valid JSON, one object without objects in it.
 */
export function requirePlain(text: string): void {
  const names = new Set<string>();
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (!token.startsWith('"')) {
      if (!PLAIN.test(token))
        throw new DeskError('input', 'no plain number', { problem: 'whole', argument: token });
      continue;
    }
    if (colon === undefined) continue;
    const name = String(JSON.parse(token.slice(0, -colon.length)));
    if (names.has(name)) throw new DeskError('input', 'a name twice', { problem: 'twice', argument: name });
    names.add(name);
  }
}

/** SHA-256, hex, of a request: two spellings of the same one give the same. Members that are undefined count as absent. */
export function digestOf(
  method: string,
  path: string,
  fields: Readonly<Record<string, string | bigint | undefined>>,
): string {
  const given = Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([method, path, given]))
    .digest('hex');
}
