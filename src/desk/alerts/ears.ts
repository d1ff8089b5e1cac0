import type { ChatPlatform, Destination, MemberView, PlatformId } from '../../core/index.js';
import type { Ear } from './preferences.js';

/** A platform as alerts see it. */
export type AlertPlatform = Pick<ChatPlatform, 'id' | 'alertPlace' | 'status'>;

/** In this order a person is looked for. On the terminal they are told where everything is told. */
const OWN_CHATS: readonly PlatformId[] = ['discord', 'telegram'];

/** Wherever the desk can say something unasked now. */
export function earsOf(platforms: readonly AlertPlatform[], people: readonly MemberView[]): readonly Ear[] {
  const places = platforms.flatMap(placeOf);
  const named = new Set(places.map(({ to }) => `${to.platform}:${to.id}`));
  return [...places, ...people.flatMap(member => ownChats(member, platforms, named))];
}

function placeOf(platform: AlertPlatform): Ear[] {
  const id = platform.id === 'console' ? 'console' : platform.alertPlace;
  if (id === undefined) return [];
  const to: Destination = { platform: platform.id, kind: 'place', id };
  const kind = isOwnChat(to) ? 'desk' : 'open';
  return [{ to, subject: placeSubject(to), kind, ids: [], isSecond: false }];
}

export const placeSubject = ({ platform, id }: Pick<Destination, 'platform' | 'id'>) =>
  `place:${platform}:${id}`;

export const personSubject = (id: string) => `person:${id}`;

/** The terminal, and a Telegram chat with one person: its id is that person's, while those of groups are negative. */
const isOwnChat = ({ platform, id }: Destination) =>
  platform === 'console' || (platform === 'telegram' && !id.startsWith('-') && !id.startsWith('@'));

/** `named`: chats that are places already, which nobody is to be told twice in. */
function ownChats(
  member: MemberView,
  platforms: readonly AlertPlatform[],
  named: ReadonlySet<string>,
): readonly Ear[] {
  const there = OWN_CHATS.flatMap(platform => platforms.filter(({ id }) => id === platform));
  const reachable = there.flatMap(platform =>
    member.identities
      .filter(identity => identity.startsWith(`${platform.id}:`) && !named.has(identity))
      .map(identity => ({ platform, id: identity.slice(platform.id.length + 1) })),
  );
  const best = reachable.find(({ platform }) => platform.status().state === 'connected') ?? reachable[0];
  return reachable.map(chat => ({
    to: { platform: chat.platform.id, kind: 'person', id: chat.id },
    subject: personSubject(member.id),
    kind: member.fixed || member.roles.includes('admin') ? 'admin' : 'person',
    ids: member.identities,
    isSecond: chat !== best,
  }));
}
