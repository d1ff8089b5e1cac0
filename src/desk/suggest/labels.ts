import {
  groupDigits,
  type Language,
  type Position,
  type Suggestion,
  type VenueOrder,
} from '../../core/index.js';
import { bareNumber } from '../confirmations/act-text.js';
import { plain } from '../quoted.js';
import { sayIn } from '../teller.js';

/** The most characters of a label; platforms take no more. */
const LONGEST = 100;

/** An issue to be offered. `held`: how much of it the person has, where that is known as of now. */
export function issueSuggestion(
  { code, name }: { readonly code: string; readonly name: string },
  held: { readonly position: Position; readonly fresh: boolean } | undefined,
  language: Language,
): Suggestion {
  const say = sayIn(language);
  const shares = held?.fresh ? groupDigits(held.position.quantity) : undefined;
  const holding =
    held === undefined
      ? ''
      : shares === undefined
        ? say(' · 보유', ' · held')
        : say(` · 보유 ${shares}주`, ` · ${shares} held`);
  const bare = name === code || name === '';
  return { value: code, label: fitted(bare ? '' : name, bare ? `${code}${holding}` : ` ${code}${holding}`) };
}

/** An open order to be offered, with the # that tells its number from an issue's code; what is left of it is said only while that is known as of now. */
export function orderSuggestion(order: VenueOrder, fresh: boolean, language: Language): Suggestion {
  const say = sayIn(language);
  const number = bareNumber(order.number);
  const quantity = groupDigits(order.quantity);
  const side = order.side === 'buy' ? say('매수', 'buy') : say('매도', 'sell');
  const price =
    order.price === 0n
      ? plain(order.typeName, 20)
      : say(`${groupDigits(order.price)}원`, `at ${groupDigits(order.price)}`);
  const remaining = groupDigits(order.remaining);
  const left = fresh ? say(` 잔량 ${remaining}주`, `, ${remaining} left`) : '';
  const name = order.name === '' ? order.code : order.name;
  return {
    value: `#${number}`,
    label: fitted(`#${number} ${name}`, ` ${side} ${quantity}${say('주', '')} ${price}${left}`),
  };
}

/** Numbers are never cut: the words before them make room. */
function fitted(words: string, figures: string): string {
  return `${plain(words, LONGEST - figures.length)}${figures}`;
}
