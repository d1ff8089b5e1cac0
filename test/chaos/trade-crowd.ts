import type { Inbound, Outcome } from '../../src/core/index.js';
import { groupOf, LOOKERS, type Person, STRANGERS, TRADERS } from '../support/trade-people.js';
import type { Ticket, TradeRig } from '../support/trade-rig.js';
import type { Pick } from './fault-plan.js';

/** Who presses, and how it comes in. */
export type Presser =
  /** One and the same event of the owner, delivered again and again. */
  | 'redelivered'
  /** The owner once more. */
  | 'owner'
  /** The owner, long ago: the event was held up on the way. */
  | 'late'
  /** The owner, in another place that is listed, or that is not. */
  | 'elsewhere'
  | 'unlisted'
  /** Somebody else who may trade, or only look, or whom nobody knows. */
  | 'trader'
  | 'looker'
  | 'stranger';

/** What one press of a ticket came to. */
export interface Pressed {
  readonly presser: Presser;
  readonly outcome: Outcome;
}

export const PRESSERS: readonly Presser[] = [
  'redelivered',
  'owner',
  'late',
  'elsewhere',
  'unlisted',
  'trader',
  'looker',
  'stranger',
];

const HELD_UP_MS = 31_000;
const OTHERS: readonly Presser[] = [
  'redelivered',
  'redelivered',
  'redelivered',
  'owner',
  'owner',
  'owner',
  'elsewhere',
  'unlisted',
  'trader',
  'trader',
  'looker',
  'stranger',
];

/** As many presses on one ticket as asked for, none waiting for another. The owner is among them, unless all come late. */
export function pressAll(
  rig: TradeRig,
  { by, ...ticket }: Ticket,
  how: {
    readonly presses: number;
    readonly button: 'confirm' | 'decline' | 'either';
    readonly late: boolean;
  },
  pick: Pick,
): Promise<Pressed>[] {
  const kinds = Array.from({ length: how.presses }, (_, i): Presser => {
    const kind = i === how.presses >> 1 ? 'owner' : pick(OTHERS);
    return how.late && (kind === 'owner' || kind === 'redelivered') ? 'late' : kind;
  });
  const first = pick(['confirm', 'decline'] as const);
  return kinds.map(async presser => {
    const button = how.button === 'either' ? pick([first, 'confirm', 'decline'] as const) : how.button;
    const [who, over] = comingFrom(presser, by, rig.clock.now(), pick);
    // An event says the same however often it is delivered.
    const same = presser === 'redelivered' ? { eventId: `again-${ticket.id}` } : {};
    const pressed = presser === 'redelivered' && how.button === 'either' ? first : button;
    const outcome = await rig.press(who, ticket[pressed], { ...over, ...same });
    return { presser, outcome };
  });
}

function comingFrom(presser: Presser, owner: Person, now: number, pick: Pick): [Person, Partial<Inbound>] {
  switch (presser) {
    case 'redelivered':
    case 'owner':
      return [owner, {}];
    case 'late':
      return [owner, { sentAt: now - HELD_UP_MS }];
    case 'elsewhere': {
      const { platform, userId } = owner;
      const own = { platform, id: platform === 'telegram' ? userId : '72', kind: 'private' } as const;
      return [owner, { where: { ...own, group: undefined } }];
    }
    case 'unlisted':
      return [owner, { where: { ...groupOf(owner), id: '-100666', group: '666' } }];
    case 'trader':
      return [pick(TRADERS.filter(other => other !== owner)), {}];
    case 'looker':
      return [pick(LOOKERS), {}];
    case 'stranger':
      return [pick(STRANGERS), {}];
  }
}
