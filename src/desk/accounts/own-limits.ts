import { type Limits, SYMBOL_CODE } from '../../core/index.js';
import { accountInput } from './problems.js';

type Check = (value: unknown) => boolean;

const MOST_WHOLE = 10n ** 18n;
const MOST_CODES = 500;

const whole: Check = value => typeof value === 'bigint' && value >= 0n && value < MOST_WHOLE;
const between =
  (least: number, most: number): Check =>
  value =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const percent: Check = value =>
  typeof value === 'number' && value >= 0 && value <= 100 && /^[0-9]+(?:\.[0-9]{1,2})?$/.test(String(value));
const codes: Check = value =>
  Array.isArray(value) &&
  value.length <= MOST_CODES &&
  value.every(code => typeof code === 'string' && SYMBOL_CODE.test(code));

/** What each limit of an account may be; amounts are whole won. */
const CHECKS: Readonly<Record<keyof Limits, Check>> = {
  orderAmount: whole,
  orderQuantity: whole,
  dayAmount: whole,
  dayCount: between(0, 1_000_000),
  priceDistance: percent,
  drift: percent,
  repeatSeconds: between(0, 86_400),
  allow: codes,
  deny: codes,
  marketBuyCash: percent,
  dayLoss: whole,
  approveAbove: whole,
  approvers: between(1, 5),
  breakGlassMinutes: between(1, 1_440),
  stepUpAbove: whole,
};

const isLimit = (name: string): name is keyof Limits => Object.hasOwn(CHECKS, name);

/**
 * The limits of an account once `change` is made to them: what it names as undefined follows the desk again. Throws
 * `input` (`limit`) for what is no limit, or no value of it.
 */
export function changedLimits(before: Partial<Limits>, change: Partial<Limits>): Partial<Limits> {
  const wrong = Object.entries(change).find(
    ([name, value]) => !isLimit(name) || (value !== undefined && !CHECKS[name](value)),
  );
  if (wrong) throw accountInput('accountLimit', { limit: wrong[0] });
  const entries = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
