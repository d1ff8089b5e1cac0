import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { stricter } from './account-limits.js';
import { type Bilingual, type LimitBook, type Limits, SYMBOL_CODE } from './core/index.js';

/** The limits of an account of which the file says nothing. */
const BUILT_IN: Limits = {
  orderAmount: 10_000_000n,
  orderQuantity: 10_000n,
  dayAmount: 50_000_000n,
  dayCount: 100,
  priceDistance: 15,
  drift: 1,
  repeatSeconds: 30,
  allow: undefined,
  deny: [],
  marketBuyCash: 100,
  dayLoss: undefined,
  approveAbove: undefined,
  approvers: 1,
  breakGlassMinutes: undefined,
  stepUpAbove: undefined,
};

/** The least that limits can say: what a person without an account is held to. */
const NONE: Limits = {
  ...BUILT_IN,
  orderAmount: undefined,
  orderQuantity: undefined,
  dayAmount: undefined,
  dayCount: undefined,
  priceDistance: undefined,
  drift: 100,
  repeatSeconds: 0,
  breakGlassMinutes: 0,
};

const say = (ko: string, en: string) => `${ko}\n${en}`;
const WHOLE = say(
  '0 이상의 정수 또는 숫자로만 된 문자열이어야 합니다',
  'must be a whole number or a string of digits',
);
const whole = z
  .union([z.int(WHOLE).nonnegative(WHOLE), z.string().regex(/^[0-9]{1,18}$/, WHOLE)], WHOLE)
  .transform(value => BigInt(value));
const between = (least: number, most: number) => {
  const problem = say(
    `${least}에서 ${most} 사이의 정수여야 합니다`,
    `must be a whole number from ${least} to ${most}`,
  );
  return z.int(problem).min(least, problem).max(most, problem);
};
const upTo = (most: number) => between(0, most);
const PERCENT = say(
  '0에서 100 사이의 수(소수 둘째 자리까지)여야 합니다',
  'must be a number from 0 to 100 with at most two decimals',
);
const percent = z
  .number(PERCENT)
  .refine(value => value >= 0 && value <= 100 && /^[0-9]+(?:\.[0-9]{1,2})?$/.test(String(value)), PERCENT);
const CODES = say('종목코드의 목록이어야 합니다', 'must be a list of issue codes');
const codes = z.array(z.string(CODES).regex(SYMBOL_CODE, CODES), CODES);

const PART = say('{…} 모양이어야 합니다', 'must be an object');
const part = z.strictObject(
  {
    orderAmount: whole.exactOptional(),
    orderQuantity: whole.exactOptional(),
    dayAmount: whole.exactOptional(),
    dayCount: upTo(1_000_000).exactOptional(),
    priceDistance: percent.exactOptional(),
    drift: percent.exactOptional(),
    repeatSeconds: upTo(86_400).exactOptional(),
    allow: codes.exactOptional(),
    deny: codes.exactOptional(),
    marketBuyCash: percent.exactOptional(),
    dayLoss: whole.exactOptional(),
    approveAbove: whole.exactOptional(),
    approvers: between(1, 5).exactOptional(),
    breakGlassMinutes: between(1, 1_440).exactOptional(),
    stepUpAbove: whole.exactOptional(),
  },
  PART,
);

const ACCOUNT = z.string().regex(/^[0-9]{8}-[0-9]{2}$/);
const PERSON = z.string().regex(/^(?:(?:discord|telegram):[0-9]{1,20}|console:operator)$/);

const file = z.strictObject(
  {
    default: part.exactOptional(),
    accounts: z.record(ACCOUNT, part, PART).exactOptional(),
    people: z.record(PERSON, part, PART).exactOptional(),
  },
  PART,
);

/** What is wrong with the file, naming the key. */
interface LimitFault extends Bilingual {
  readonly name: 'LIMITS_FILE';
}

export type LimitsResult =
  | { readonly ok: true; readonly book: LimitBook }
  | { readonly ok: false; readonly faults: readonly LimitFault[] };

/**
 * The risk limits of `LIMITS_FILE` over the built-in ones; without a file the built-in ones alone. A key that is not
 * known is a fault: a limit with a typing error in its name would be no limit.
 */
export function readLimits(path: string | undefined): LimitsResult {
  if (path === undefined) return { ok: true, book: bookOf({}) };
  const read = readJson(resolve(path));
  if (!read.ok) return { ok: false, faults: [faultOf('', read.problem)] };
  const parsed = file.safeParse(read.value);
  return parsed.success
    ? { ok: true, book: bookOf(parsed.data) }
    : { ok: false, faults: parsed.error.issues.flatMap(faultsOfIssue) };
}

function readJson(path: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { ok: false, problem: say('파일을 읽을 수 없습니다', 'the file cannot be read') };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: say('JSON이 아닙니다', 'is not JSON') };
  }
}

function faultsOfIssue(issue: z.core.$ZodIssue): LimitFault[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => faultOf([...at, key].join('.'), say('모르는 항목입니다', 'is not known')));
  }
  const problem =
    issue.code === 'invalid_key'
      ? say(
          '12345678-01 형식의 계좌나 discord:1001 형식의 사람이어야 합니다',
          'must be an account such as 12345678-01, or a person such as discord:1001',
        )
      : issue.message;
  return [faultOf(at.join('.'), problem)];
}

function faultOf(key: string, problem: string): LimitFault {
  const [ko = '', en = ''] = problem.split('\n');
  // A key is somebody's text in a line of ours, and may contain an account number.
  const shown = key.replace(/\p{C}/gu, '?').replace(/[0-9]{3,}(?=[0-9]{4})/g, '****');
  const named = key === '' ? '' : `${shown.slice(0, 80)} `;
  return { name: 'LIMITS_FILE', ko: named + ko, en: named + en };
}

function bookOf(given: z.output<typeof file>): LimitBook {
  const accounts = new Map(Object.entries(given.accounts ?? {}));
  const people = new Map(Object.entries(given.people ?? {}));
  const standard = { ...BUILT_IN, ...given.default };
  return {
    limitsFor: (account, ...identities) => {
      const own: Limits = account === '' ? NONE : { ...standard, ...accounts.get(account) };
      const parts = identities.map(identity => people.get(identity) ?? {});
      return Object.freeze(parts.reduce(stricter, own));
    },
  };
}
