import { DeskError } from './errors.js';
import type { MemberView } from './member.js';

const IDENTITY = /^(?:discord|telegram):[1-9][0-9]{0,19}$/;
const MENTION = /^<@!?([1-9][0-9]{0,19})>$/;

/** `discord:1234`, `telegram:5678`, or a Discord mention `<@1234>`; undefined for anything else, names above all. */
export function readIdentity(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  const mentioned = MENTION.exec(word)?.[1];
  if (mentioned !== undefined) return `discord:${mentioned}`;
  return IDENTITY.test(word) ? word : undefined;
}

/**
 * Who is meant: by identity, else by the whole name, else by how a name begins. Throws `notFound`, and `impossible`
 * (`problem`: `ambiguous`) where several could be.
 */
export function memberMeant(who: string, members: readonly MemberView[]): MemberView {
  const wanted = readIdentity(who) ?? who.trim().normalize('NFC').toLowerCase();
  const identified = members.filter(({ identities }) => identities.includes(wanted));
  const called = members.filter(({ name }) => name.toLowerCase() === wanted);
  const begun = members.filter(({ name }) => wanted !== '' && name.toLowerCase().startsWith(wanted));
  const fitting = [identified, called, begun].find(found => found.length > 0) ?? [];
  const [member, another] = fitting;
  const detail = { what: 'member', query: who };
  if (member === undefined) throw new DeskError('notFound', 'no such member', detail);
  if (another !== undefined) {
    throw new DeskError('impossible', 'several members', { ...detail, problem: 'ambiguous' });
  }
  return member;
}
