import type { IntentEvent, Principal, Reply, TicketEnd } from '../../src/core/index.js';
import { type CardFacts, stateCard } from '../../src/desk/confirmations/card.js';
import { glassNotice } from '../../src/desk/confirmations/glass-notice.js';
import type { Pending } from '../../src/desk/confirmations/pending.js';
import { waitingCard } from '../../src/desk/confirmations/waiting-card.js';
import { MONDAY_TEN } from '../desk/tickets/rig.js';
import { ACCEPTED, made, shown, TICKET } from './ticket-cards.js';

const DAD: Principal = {
  id: 'discord:1001',
  ids: ['discord:1001'],
  name: '아빠',
  roles: new Set(['view', 'trade']),
  accounts: 'all',
};
const MUM = 'telegram:1002';
const GRANDMA = 'discord:1003';
const NAMES: Readonly<Record<string, string>> = { [DAD.id]: DAD.name, [MUM]: '엄마', [GRANDMA]: '할머니' };

const MINUTE = 60_000;
const ASKED_AT = MONDAY_TEN + 20_000;
const NOW = ASKED_AT + MINUTE;
const GLASS_MINUTES = 30;
const DIGEST = 'of these acts';

/** What others have said to the ticket. */
interface Said {
  readonly given?: readonly string[];
  readonly deniedBy?: string;
  readonly isGlassBroken?: boolean;
}

/** The journal of it, from the moment that they were asked on. */
function said({ given = [], deniedBy, isGlassBroken = false }: Said): IntentEvent[] {
  const of = { ticket: TICKET, at: ASKED_AT } as const;
  const events: IntentEvent[] = [
    { kind: 'asked', ...of, until: ASKED_AT + 5 * MINUTE, need: 2, digest: DIGEST },
    ...given.map((by): IntentEvent => ({ kind: 'approved', ...of, by, digest: DIGEST })),
  ];
  if (isGlassBroken) {
    events.push({ kind: 'glassBroken', ...of, by: DAD.id, opensAt: ASKED_AT + GLASS_MINUTES * MINUTE });
  }
  if (deniedBy !== undefined) events.push({ kind: 'denied', ...of, by: deniedBy });
  return events;
}

const named = (facts: CardFacts): CardFacts => ({
  ...facts,
  now: NOW,
  personName: identity => NAMES[identity] ?? identity,
});

/** A large live order as it waits. */
async function waiting(
  stage: Pending['stage'],
  by: Said & { readonly until: number; readonly hasGlass?: boolean } = { until: ASKED_AT + 5 * MINUTE },
) {
  const { facts, content, proposal } = await made({ stamp: 'live' }, stage === 'open' ? [] : said(by));
  const pending: Pending = {
    ticket: TICKET,
    owner: DAD,
    where: facts.ticket.where,
    proposal,
    content,
    demands: {
      approvers: 2,
      approveAbove: 500_000n,
      breakGlassMinutes: by.hasGlass ? GLASS_MINUTES : undefined,
      code: false,
    },
    digest: DIGEST,
    deadline: 0,
    expiresAt: by.until,
    holding: undefined,
    given: (by.given ?? []).map(one => ({ by: one, digest: DIGEST })),
    glassAt: by.isGlassBroken ? ASKED_AT : undefined,
    likeAt: undefined,
    stage,
  };
  return { pending, facts: named(facts) };
}

/** The card of somebody: the requester, or `reader`, who was asked. */
async function card(reader: string | undefined, ...of: Parameters<typeof waiting>): Promise<Reply> {
  const { pending, facts } = await waiting(...of);
  const draft = waitingCard(pending, { ...facts, reader });
  if (!draft) throw new Error('nothing waits');
  return shown(draft, 'live');
}

async function over(how: TicketEnd, by: Said): Promise<Reply> {
  const ended: IntentEvent = { kind: 'ended', ticket: TICKET, at: NOW, how };
  const { facts } = await made({ stamp: 'live' }, [...said(by), ended]);
  return shown(stateCard(named(facts)), 'live');
}

async function sent(by: Said): Promise<Reply> {
  const { facts } = await made({ stamp: 'live', steps: ACCEPTED }, said(by));
  return shown(stateCard(named(facts)), 'live');
}

const HALF = { given: [MUM], until: ASKED_AT + 5 * MINUTE, hasGlass: true };
const ENOUGH = { given: [MUM, GRANDMA], until: NOW + MINUTE };
const BROKEN = { isGlassBroken: true, until: ASKED_AT + GLASS_MINUTES * MINUTE, hasGlass: true };

/** Every face that a ticket has for its requester and for those who are asked to agree. */
export const APPROVAL_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  'approval-needed': () => card(undefined, 'open', { until: NOW + 20_000 }),
  'approval-asked': () => card(undefined, 'asked', HALF),
  'approval-asked-of': () => card(GRANDMA, 'asked', HALF),
  'approval-given': () => card(MUM, 'asked', HALF),
  'approval-ready': () => card(undefined, 'ready', ENOUGH),
  'approval-ready-of': () => card(MUM, 'ready', ENOUGH),
  'approval-denied': () => over('denied', { given: [MUM], deniedBy: GRANDMA }),
  'approval-lacking': () => over('unapproved', { given: [MUM] }),
  'approval-sent': () => sent({ given: [MUM, GRANDMA] }),
  'glass-broken': () => card(undefined, 'broken', BROKEN),
  'glass-broken-of': () => card(MUM, 'broken', BROKEN),
  'glass-open': () => card(undefined, 'ready', { ...BROKEN, until: NOW + MINUTE }),
};

/** What everybody hears at once when somebody goes ahead alone. */
export const GLASS_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  'glass-notice': async () => {
    const { pending } = await waiting('broken', BROKEN);
    const { draft } = glassNotice(pending, [], { at: ASKED_AT, opensAt: pending.expiresAt, language: 'ko' });
    return shown(draft, 'live');
  },
};
