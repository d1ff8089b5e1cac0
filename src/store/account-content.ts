import { z } from 'zod';
import {
  ACCOUNT_COLOURS,
  type AccountBook,
  type AccountIdentity,
  type AccountProfile,
  accountKey,
  DeskError,
  type Limits,
} from '../core/index.js';

const key = z.string().regex(/^[0-9]{8}-[0-9]{2}$/);
/** JSON knows no whole numbers beyond 2^53. */
const whole = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,17})$/)
  .transform(text => BigInt(text));
const number = z.number().nonnegative();
const codes = z.array(z.string());

const limits = z.object({
  orderAmount: whole.exactOptional(),
  orderQuantity: whole.exactOptional(),
  dayAmount: whole.exactOptional(),
  dayCount: number.exactOptional(),
  priceDistance: number.exactOptional(),
  drift: number.exactOptional(),
  repeatSeconds: number.exactOptional(),
  allow: codes.exactOptional(),
  deny: codes.exactOptional(),
  marketBuyCash: number.exactOptional(),
  dayLoss: whole.exactOptional(),
  approveAbove: whole.exactOptional(),
  approvers: number.exactOptional(),
  breakGlassMinutes: number.exactOptional(),
  stepUpAbove: whole.exactOptional(),
});

const profile = z.object({
  alias: z.string().min(1).exactOptional(),
  owner: z.string().min(1).exactOptional(),
  colour: z.enum(ACCOUNT_COLOURS).exactOptional(),
  /** As written; `limits` reads it. */
  limits: z
    .record(z.string(), z.union([z.string(), z.number(), codes]))
    .refine(written => limits.safeParse(written).success)
    .exactOptional(),
});

const account = z.object({
  broker: z.enum(['kis', 'kiwoom']),
  mode: z.enum(['live', 'paper']),
  number: z.string().regex(/^[0-9]{8}$/),
  product: z.string().regex(/^[0-9]{2}$/),
  addedAt: z.number(),
  keysAt: z.number(),
  keyDigest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Its keys, under the data key. */
  sealed: z.string().min(1),
});

const isOnce = (values: readonly string[]) => new Set(values).size === values.length;

/** Accounts of which two have a number, an app key or a name in common would be taken for each other. */
export const accountsContent = z
  .object({
    /** Under the master key; there as soon as there is anything to seal. */
    dataKey: z.string().min(1).exactOptional(),
    accounts: z.array(account),
    profiles: z.record(key, profile),
  })
  .refine(({ accounts }) => isOnce(accounts.map(accountKey)), 'a number of two accounts')
  .refine(({ accounts }) => isOnce(accounts.map(one => one.keyDigest)), 'an app key of two accounts')
  .refine(
    ({ profiles }) => isOnce(Object.values(profiles).flatMap(({ alias }) => alias?.toLowerCase() ?? [])),
    'an alias of two accounts',
  );

export type AccountsContent = z.infer<typeof accountsContent>;

/** What the document holds, without what is sealed. */
export function bookOf({ accounts, profiles }: AccountsContent): AccountBook {
  return {
    accounts: accounts.map(({ sealed: _sealed, ...shown }) => shown),
    profiles: new Map(
      Object.entries(profiles).map(([of, { limits: kept, ...said }]): [string, AccountProfile] => [
        of,
        kept === undefined ? said : { ...said, limits: limits.parse(kept) },
      ]),
    ),
  };
}

/** The book as the document can hold it. Throws `bug` for what cannot be, whatever made it. */
export function contentOf(
  book: AccountBook,
  sealedOf: (account: AccountIdentity) => string | undefined,
): Omit<AccountsContent, 'dataKey'> {
  const content = accountsContent.safeParse({
    accounts: book.accounts.map(one => ({ ...one, sealed: sealedOf(one) })),
    profiles: Object.fromEntries(
      [...book.profiles].map(([of, { limits: said, ...rest }]) => [
        of,
        said === undefined ? rest : { ...rest, limits: encoded(said) },
      ]),
    ),
  });
  if (!content.success) throw new DeskError('bug', 'accounts that cannot be');
  return content.data;
}

function encoded(said: Partial<Limits>): unknown {
  const entries = Object.entries(said).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? String(value) : value,
  ]);
  return Object.fromEntries(entries);
}
