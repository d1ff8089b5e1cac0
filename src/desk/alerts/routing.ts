import {
  type AlertPreferences,
  destinationKey,
  type Loudness,
  type Notice,
  type Route,
} from '../../core/index.js';
import { type Ear, isQuiet, loudnessAt } from './preferences.js';

export interface Surroundings {
  readonly ears: readonly Ear[];
  readonly preferencesOf: (subject: string) => AlertPreferences | undefined;
  /** ms by the wall clock. */
  readonly now: number;
  readonly isTradingDay: (date: string) => boolean | undefined;
}

export interface Routing {
  readonly to: readonly Route[];
  /** Who is told when none of those shows it. */
  readonly spare: readonly Route[];
  /** Somebody could be told, and everybody who could does not want to be, or knows already. */
  readonly isUnwanted: boolean;
}

/** Whether alerts have a place on a chat platform, the terminal not counted. */
export const hasPlace = (ears: readonly Ear[]) =>
  ears.some(({ to }) => to.kind === 'place' && to.platform !== 'console');

/** Who is told of a notice, with a sound or without, and who takes their place. */
export function routeNotice(
  notice: Notice,
  { ears, preferencesOf, now, isTradingDay }: Surroundings,
): Routing {
  const { kind, urgency, isPrivate = false, about = [], by = '' } = notice;
  const placed = hasPlace(ears);
  const known = ears.filter(ear => !(by.startsWith('console:') && ear.to.platform === 'console'));
  const concerned = known.filter(ear => ear.kind !== 'person' || about.some(id => ear.ids.includes(id)));

  const heard = concerned.map(ear => {
    const set = preferencesOf(ear.subject);
    const loudness = loudnessAt(ear, kind, isPrivate, { set, hasPlace: placed });
    const silenced = urgency !== 'critical' && isQuiet(set?.quiet, now, isTradingDay);
    return { ear, loudness: silenced && loudness === 'sound' ? ('silent' as const) : loudness };
  });
  const wanted = heard.filter(({ ear, loudness }) => loudness !== 'off' && !ear.isSecond);
  const own = heard.filter(({ ear }) => ear.kind === 'admin');
  const forced = own
    .filter(({ ear }) => !ear.isSecond)
    .map(({ ear }) => ({ ear, loudness: 'sound' as const }));
  const chosen = wanted.length === 0 && urgency === 'critical' ? forced : wanted;
  const to = chosen.map(routeOf);
  const taken = new Set(to.map(route => destinationKey(route.to)));

  const others = heard.filter(
    ({ ear, loudness }) =>
      ear.kind === 'admin' ||
      (ear.kind === 'desk' && loudness === 'off') ||
      (ear.kind === 'open' && !isPrivate && loudness === 'off') ||
      (ear.kind === 'person' && ear.isSecond && loudness !== 'off'),
  );
  const spare = others
    .map(({ ear, loudness }) => routeOf({ ear, loudness: loudness === 'silent' ? 'silent' : 'sound' }))
    .filter(route => !taken.has(destinationKey(route.to)));
  const isUnwanted = to.length === 0 && urgency !== 'critical' && ears.length > 0;
  return { to, spare, isUnwanted };
}

/** Everybody who is to look after what nobody confirms: admins' own chats and every place, with a sound. */
export function everyWayUp(ears: readonly Ear[], isPrivate: boolean): readonly Route[] {
  return ears
    .filter(ear => ear.kind !== 'person' && !(isPrivate && ear.kind === 'open'))
    .map(ear => ({ to: ear.to, silent: false }));
}

const routeOf = ({ ear, loudness }: { readonly ear: Ear; readonly loudness: Loudness }): Route => ({
  to: ear.to,
  silent: loudness !== 'sound',
});
