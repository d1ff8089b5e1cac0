import type { ArgValues } from '../../src/core/index.js';

/*
 * What the grammars in the docstrings of core/order-words say, written down a second time: one regular expression a
 * grammar, and values worked out by moving digits, never by arithmetic. Readings are texts such as `shares 10`;
 * undefined: refused.
 */
const WHOLE = '(?:[1-9][0-9]*|[1-9][0-9]?[0-9]?(?:,[0-9][0-9][0-9])+)';
const MAN = `(?:${WHOLE}|0)(?:[.][0-9]{1,4})?`;
const EOK = `(?:${WHOLE}|0)(?:[.][0-9]{1,8})?`;
const QUANTITY = new RegExp(
  `^(?:(?<shares>${WHOLE})주?|(?<all>전량|전부|[Aa][Ll][Ll])|(?<percent>[1-9]|[1-9][0-9]|100)%|` +
    `(?<won>${WHOLE})원|(?<man>${MAN})만원|(?<eok>${EOK})억원)$`,
);
const PRICE = new RegExp(
  `^(?:(?<market>시장가|[Mm][Aa][Rr][Kk][Ee][Tt])|(?<won>${WHOLE})원?|(?<man>${MAN})만원?|(?<eok>${EOK})억원?)$`,
);
const COUNT = '[1-9][0-9]?[0-9]?[0-9]?';
const DURATION = new RegExp(
  `^(?:(?<minutes>${COUNT})(?:분|[Mm])|(?<hours>${COUNT})(?:시간|[Hh])|(?<days>${COUNT})(?:일|[Dd])|` +
    `(?<hoursOf>${COUNT})시간(?<and>[1-9]|[1-5][0-9])분)$`,
);

export function quantityOracle(word: string): string | undefined {
  const { shares, all, percent, ...amount } = groupsOf(QUANTITY, word);
  if (all !== undefined) return 'all';
  if (percent !== undefined) return `percent ${percent}`;
  return shares === undefined ? reading('amount', wonOf(amount), 15) : reading('shares', bare(shares), 9);
}

export function priceOracle(word: string): string | undefined {
  const { market, ...amount } = groupsOf(PRICE, word);
  return market === undefined ? reading('at', wonOf(amount), 9) : 'market';
}

export function durationOracle(word: string): string | undefined {
  const { minutes, hours, days, hoursOf, and = '0' } = groupsOf(DURATION, word);
  if (minutes !== undefined) return spanReading({ minutes });
  if (days !== undefined) return spanReading({ minutes: '0', hours: `${Number(days) * 24}` });
  if (hours !== undefined) return spanReading({ minutes: '0', hours });
  return hoursOf === undefined ? undefined : spanReading({ minutes: and, hours: hoursOf });
}

const spanReading = ({ minutes, hours = '0' }: { minutes: string; hours?: string }) =>
  `ms ${(Number(hours) * 60 + Number(minutes)) * 60_000}`;

/** What the desk read, in the oracle's words. */
export function readingOf(value: ArgValues[string]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return `text ${value}`;
  if (typeof value === 'number') return `ms ${value}`;
  switch (value.kind) {
    case 'shares':
      return `shares ${value.shares}`;
    case 'percent':
      return `percent ${value.percent}`;
    case 'amount':
      return `amount ${value.won}`;
    case 'at':
      return `at ${value.won}`;
    case 'all':
    case 'market':
      return value.kind;
  }
}

type Groups = Readonly<Record<string, string | undefined>>;

const groupsOf = (grammar: RegExp, word: string): Groups => grammar.exec(word)?.groups ?? {};
const bare = (whole: string) => whole.replaceAll(',', '');

/** Digits of whole won. */
function wonOf({ won, man, eok }: Groups): string | undefined {
  if (won !== undefined) return bare(won);
  if (man !== undefined) return shifted(bare(man), 4);
  return eok === undefined ? undefined : shifted(bare(eok), 8);
}

function shifted(number: string, places: number): string {
  const [whole = '', fraction = ''] = number.split('.');
  return (whole + fraction + '0'.repeat(places - fraction.length)).replace(/^0+/, '');
}

function reading(kind: string, digits: string | undefined, most: number): string | undefined {
  if (digits === undefined || digits === '' || digits.length > most) return undefined;
  return `${kind} ${digits}`;
}
