import { z } from 'zod';
import { type ApiKey, KEY_SCOPES } from '../core/index.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
/** JSON knows no whole numbers beyond 2^53. */
const won = z.string().regex(/^[1-9][0-9]{0,17}$/);

const keySchema = z.object({
  id: z.string().regex(/^[a-z2-7]{8}$/),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  digest,
  previous: z.object({ digest, until: z.number() }).optional(),
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
  accounts: z.union([z.literal('all'), z.array(z.string())]),
  stamp: z.enum(['live', 'paper', 'demo']),
  owner: z.string().min(1).optional(),
  limits: z.object({ orderAmount: won, dayAmount: won, dayCount: z.int().positive() }).optional(),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  revokedAt: z.number().optional(),
});

const isOnce = (values: readonly string[]) => new Set(values).size === values.length;

/** Keys of which two have a name, an id or a digest in common are no list to let anybody in by. */
export const keysContent = z
  .object({ keys: z.array(keySchema) })
  .refine(({ keys }) => isOnce(keys.map(({ id }) => id)), 'an id of two keys')
  .refine(({ keys }) => isOnce(keys.map(({ name }) => name)), 'a name of two keys')
  .refine(
    ({ keys }) => isOnce(keys.flatMap(key => [key.digest, ...(key.previous ? [key.previous.digest] : [])])),
    'a digest of two keys',
  );

export type KeysContent = z.infer<typeof keysContent>;

/** What the document holds, as keys. */
export function keysOf({ keys }: KeysContent): readonly ApiKey[] {
  return keys.map(({ previous, owner, limits, expiresAt, revokedAt, ...key }) => ({
    ...key,
    previous,
    owner,
    limits: limits && {
      orderAmount: BigInt(limits.orderAmount),
      dayAmount: BigInt(limits.dayAmount),
      dayCount: limits.dayCount,
    },
    expiresAt,
    revokedAt,
  }));
}

/** Keys as the document can hold them; undefined for what cannot be, whatever made it. */
export function contentOf(keys: readonly ApiKey[]): KeysContent | undefined {
  return keysContent.safeParse({
    keys: keys.map(key => ({
      ...key,
      limits: key.limits && {
        orderAmount: String(key.limits.orderAmount),
        dayAmount: String(key.limits.dayAmount),
        dayCount: key.limits.dayCount,
      },
    })),
  }).data;
}
