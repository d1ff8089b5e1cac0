import {
  type AccountGrant,
  type AccountRef,
  DeskError,
  type KeyLimits,
  type KeyScope,
  maskAccount,
  parseDuration,
  parseQuantity,
  readScope,
  type Won,
} from '../src/core/index.js';
import { readGrant } from './member-words.js';

/** What `/keys add` was told besides the name. */
export interface KeyWords {
  readonly scopes: readonly KeyScope[];
  readonly accounts: AccountGrant;
  readonly lifeMs: number | undefined;
  readonly limits: KeyLimits | undefined;
}

const EVERY_OR_NO_ACCOUNT = /^(?:all|전체|모두|none|없음)$/i;
const FOREVER = /^(?:never|만료없음|무기한)$/i;
const LIMIT = /^(order|주문|day|하루|count|횟수)[=:](.+)$/i;
const COUNT = /^([1-9][0-9]{0,4})[번회]?$/;
const AT_ONCE = /^(?:now|바로|0)$/i;
const DEFAULT_OVERLAP_MS = 3_600_000;

interface Gathered {
  readonly scopes: KeyScope[];
  readonly accounts: string[];
  life: { readonly ms: number | undefined } | undefined;
  readonly limits: Map<'order' | 'day' | 'count', bigint>;
}

/**
 * Words in any order: scopes, accounts (left out: all that the owner has), how long it lives (left out: for ever) and
 * limits as `order=1000000`, `하루=500만`, `count=10`. Throws `input` for a word that is none of them or said twice.
 */
export function readKeyWords(words: string, accounts: readonly AccountRef[]): KeyWords {
  const all: Gathered = { scopes: [], accounts: [], life: undefined, limits: new Map() };
  for (const word of words.split(/\s+/).filter(Boolean)) {
    if (readLimit(word, all)) continue;
    for (const part of word.split(',').filter(Boolean)) readPart(part, all, accounts);
  }
  return {
    scopes: all.scopes,
    accounts: all.accounts.length === 0 ? 'all' : readGrant(all.accounts.join(' '), accounts),
    lifeMs: all.life?.ms,
    limits: limitsOf(all.limits),
  };
}

function readPart(word: string, all: Gathered, accounts: readonly AccountRef[]): void {
  const scope = readScope(word);
  const ms = parseDuration(word);
  if (scope) all.scopes.push(scope);
  else if (ms !== undefined || FOREVER.test(word)) {
    if (all.life) throw extra(word);
    all.life = { ms };
  } else if (EVERY_OR_NO_ACCOUNT.test(word) || accounts.some(account => isCalled(account, word)))
    all.accounts.push(word);
  else throw new DeskError('input', 'a word about keys', { problem: 'keyWord', argument: 'words', word });
}

function readLimit(word: string, { limits }: Gathered): boolean {
  const [, name = '', value = ''] = LIMIT.exec(word) ?? [];
  if (name === '') return false;
  const which = /^(?:order|주문)$/i.test(name) ? 'order' : /^(?:day|하루)$/i.test(name) ? 'day' : 'count';
  const figure = which === 'count' ? countOf(value) : wonOf(value);
  if (figure === undefined) throw wrongLimits();
  if (limits.has(which)) throw extra(word);
  limits.set(which, figure);
  return true;
}

/** How long the key before stays good, ms. Throws `input`. */
export function readOverlap(words: string): number {
  if (words === '') return DEFAULT_OVERLAP_MS;
  const ms = AT_ONCE.test(words) ? 0 : parseDuration(words);
  if (ms === undefined)
    throw new DeskError('input', 'no overlap', { problem: 'keyOverlap', argument: 'words' });
  return ms;
}

function limitsOf(limits: Gathered['limits']): KeyLimits | undefined {
  if (limits.size === 0) return undefined;
  const [orderAmount, dayAmount, dayCount] = [limits.get('order'), limits.get('day'), limits.get('count')];
  if (orderAmount === undefined || dayAmount === undefined || dayCount === undefined) throw wrongLimits();
  return { orderAmount, dayAmount, dayCount: Number(dayCount) };
}

function wonOf(text: string): Won | undefined {
  const size = parseQuantity(text.endsWith('원') ? text : `${text}원`);
  return size?.kind === 'amount' ? size.won : undefined;
}

function countOf(text: string): bigint | undefined {
  const [, count] = COUNT.exec(text) ?? [];
  return count === undefined ? undefined : BigInt(count);
}

function isCalled(account: AccountRef, word: string): boolean {
  return account.alias === word || account.number.slice(-4) === word || maskAccount(account) === word;
}

const wrongLimits = () =>
  new DeskError('input', 'limits of a key', { problem: 'keyLimits', argument: 'words' });

const extra = (word: string) =>
  new DeskError('input', 'more words than used', { problem: 'extra', argument: word });
