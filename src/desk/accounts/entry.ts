import { createHash } from 'node:crypto';
import {
  ACCOUNT_COLOURS,
  type AccountEntry,
  type AccountKeys,
  type AccountRef,
  BROKER_TRAITS,
  plainText,
} from '../../core/index.js';
import { accountInput } from './problems.js';

const LONGEST_ALIAS = 20;
const LONGEST_OWNER = 40;
const LONGEST_KEY = 512;
const NUMBER = /^[0-9]{8}-[0-9]{2}$/;
/** Keys are letters, digits and signs without blanks. KIS: app key 36, secret 180 characters; Kiwoom: 43 each. */
const KEY = /^[\x21-\x7e]+$/;
const HTS_ID = /^[A-Za-z0-9@._-]{1,40}$/;
/** Words that stand for something else where an account could be named. */
const RESERVED = /^(?:all|전체|모두|none|없음)$/i;

/** An alias as it is kept. Throws `input` for one that is none, or could be taken for a number or two words. */
export function requireAlias(text: string): string {
  const alias = plainText(text.trim());
  const isRight =
    alias !== undefined &&
    alias !== '' &&
    Array.from(alias).length <= LONGEST_ALIAS &&
    !/[\s@,:*<>"'“”]/.test(alias) &&
    !/^[0-9-]+$/.test(alias) &&
    !RESERVED.test(alias);
  if (!isRight) throw accountInput('accountAlias', { argument: 'alias' });
  return alias;
}

/** '' when nobody is said to own it. Throws `input`. */
export function requireOwner(text: string): string {
  const owner = plainText(text.trim());
  if (owner === undefined || owner.length > LONGEST_OWNER || /[<>@]/.test(owner))
    throw accountInput('accountOwner', { argument: 'owner' });
  return owner;
}

/** Throws `input` for what is no colour, whatever the compiler was told. */
export function requireColour(colour: AccountRef['colour']): AccountRef['colour'] {
  if (colour !== undefined && !ACCOUNT_COLOURS.includes(colour))
    throw accountInput('accountColour', { argument: 'colour' });
  return colour;
}

/** Throws `input`. */
export function requireKeys(broker: AccountRef['broker'], keys: AccountKeys): AccountKeys {
  const [appKey, appSecret] = [keys.appKey.trim(), keys.appSecret.trim()];
  const isRight = [appKey, appSecret].every(text => KEY.test(text) && text.length <= LONGEST_KEY);
  if (!isRight || appKey === appSecret) throw accountInput('accountKeys');
  const htsId = keys.htsId?.trim() ?? '';
  if (htsId === '') return { appKey, appSecret };
  if (!BROKER_TRAITS[broker].hasHtsId || !HTS_ID.test(htsId)) throw accountInput('accountHtsId');
  return { appKey, appSecret, htsId };
}

/** An entry whose parts are each right and go together. Throws `input`. */
export function requireEntry(entry: AccountEntry): AccountEntry {
  const { broker, mode, number, colour } = entry;
  const alias = requireAlias(entry.alias);
  const owner = requireOwner(entry.owner);
  requireColour(colour);
  if (number === undefined ? !BROKER_TRAITS[broker].keysTellAccount : !NUMBER.test(number)) {
    throw accountInput('accountNumber', { argument: 'number' });
  }
  return {
    ...{ broker, mode, alias, owner, keys: requireKeys(broker, entry.keys) },
    ...(number === undefined ? {} : { number }),
    ...(colour === undefined ? {} : { colour }),
  };
}

/** SHA-256 of an app key, hex: how two are compared. */
export function digestOf(appKey: string): string {
  return createHash('sha256').update(appKey).digest('hex');
}
