import { createHash } from 'node:crypto';

/** The last two digits of a brokerage account at Kiwoom: 위탁종합. */
const PRODUCT = '11';

/**
 * The account that an app key stands for where no switch names another one: a token of Kiwoom is bound to one account,
 * and no request carries its number. The same key always has the same account.
 */
export function kiwoomAccountOf(appKey: string): { readonly number: string; readonly product: string } {
  const digest = createHash('sha256').update(`kiwoom/${appKey}`).digest();
  return { number: String(10_000_000 + (digest.readUInt32BE(0) % 90_000_000)), product: PRODUCT };
}

/** Number and product together, ten digits. */
export function kiwoomAccountKey(appKey: string, named: Readonly<Record<string, string>> | null): string {
  const given = named !== null && Object.hasOwn(named, appKey) ? named[appKey] : undefined;
  if (given !== undefined) return given;
  const { number, product } = kiwoomAccountOf(appKey);
  return number + product;
}
