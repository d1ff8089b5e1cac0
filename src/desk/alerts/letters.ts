import type { Letter, Notice, OutboxLane, Route, Urgency } from '../../core/index.js';
import { destinationKey } from '../../core/index.js';
import { type Face, faceOf, letterButtons, replyOf } from './cards.js';
import type { Room } from './parts.js';
import { routeNotice } from './routing.js';

const LANES: Readonly<Record<Urgency, OutboxLane>> = {
  critical: 'urgent',
  warning: 'normal',
  info: 'normal',
};

interface Envelope {
  readonly to: readonly Route[];
  readonly spare: readonly Route[];
  readonly incident: string | undefined;
  readonly stage: string | undefined;
  readonly reference: string;
}

/** A face on its way. Reports are long and can wait for everything else. */
export function letterOf(
  room: Room,
  { kind, urgency }: Pick<Notice, 'kind' | 'urgency'>,
  face: Face,
  { to, spare, ...about }: Envelope,
): Letter {
  return {
    id: room.newId(),
    at: room.clock.now(),
    lane: kind === 'report' ? 'bulk' : LANES[urgency],
    reply: replyOf(face, room.stamp),
    buttons: letterButtons(face),
    to,
    spare,
    about: { kind, urgency, ...about },
  };
}

/** A notice that belongs to no incident: one letter, unless nobody wants it. */
export function postAlone(room: Room, notice: Notice): void {
  const { to, spare, isUnwanted } = routeNotice(notice, room.around());
  const { kind } = notice;
  const decision = isUnwanted ? 'off' : 'post';
  const { letter, reference } = aloneLetter(room, notice, { to, spare });
  if (!isUnwanted) room.post(letter);
  const level = notice.urgency === 'info' ? 'info' : 'warn';
  room.log(level, 'alert', { kind, incident: undefined, reference, count: 1, decision });
}

/** One letter to exactly these destinations. */
export function aloneLetter(
  room: Room,
  notice: Notice,
  routes: Pick<Envelope, 'to' | 'spare'>,
): { readonly letter: Letter; readonly reference: string } {
  const reference = room.newReference();
  const face = faceOf(notice, { counted: undefined, reference, language: room.language }, room.newId);
  const letter = letterOf(room, notice, face, {
    ...routes,
    incident: undefined,
    stage: notice.stage,
    reference,
  });
  return { letter, reference };
}

/** Those of the routes whose destinations are not among the others. */
export function missing(routes: readonly Route[], from: readonly Route[]): readonly Route[] {
  const there = new Set(from.map(({ to }) => destinationKey(to)));
  return routes.filter(({ to }) => !there.has(destinationKey(to)));
}

/** It tells the steps of an order, which are no trouble. */
export const isTrade = ({ kind }: Pick<Notice, 'kind'>) => kind === 'order' || kind === 'fill';
