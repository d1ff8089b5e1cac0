import type { NoticeKind, OrderState, Urgency } from '../../core/index.js';
import type { Intent } from '../intents/intent.js';
import type { View } from '../intents/watch.js';

/** The steps of an order's way that people hear of unasked, the gravest first. */
const STAGES = [
  /** Unknown still, and only a person can tell. */
  'asked',
  'unknown',
  'refused',
  'notSent',
  'notPlaced',
  /** It was unknown, and stands at the venue. */
  'settled',
  'partly',
  'filled',
  'amended',
  'cancelled',
  'accepted',
] as const;

export type Stage = (typeof STAGES)[number];

const ROW_STAGE: Readonly<Record<OrderState, Stage>> = {
  open: 'accepted',
  partlyFilled: 'partly',
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'refused',
};

/** How far an act has come; undefined while there is nothing to tell that its own card does not. */
export function stageOf({ act, state }: Intent, { hunt, progress }: View): Stage | undefined {
  switch (state.kind) {
    case 'proposed':
    case 'claimed':
    case 'sent':
    case 'ended':
      return undefined;
    case 'unknown':
      return hunt === undefined || hunt.kind === 'looking' ? 'unknown' : 'asked';
    case 'refused':
    case 'notSent':
    case 'notPlaced':
      return state.kind;
    case 'accepted': {
      if (!progress || (act.kind === 'cancel' && !progress.over)) return 'accepted';
      if (progress.amendedTo !== undefined) return 'amended';
      return ROW_STAGE[progress.row.state];
    }
  }
}

/** The stage of a whole ticket: those of its acts, each once, as `accepted+refused`. */
export function ticketStage(stages: readonly Stage[]): string {
  return STAGES.filter(stage => stages.includes(stage)).join('+');
}

export function urgencyOf(stages: readonly Stage[]): Urgency {
  if (stages.some(isDoubt)) return 'critical';
  const grave: readonly Stage[] = ['refused', 'notSent', 'notPlaced', 'settled'];
  return stages.some(stage => grave.includes(stage)) ? 'warning' : 'info';
}

/** Nobody knows what became of it. */
export const isDoubt = (stage: Stage): boolean => stage === 'asked' || stage === 'unknown';

/** Fills are a kind of their own; what is wrong as well is news of orders. */
export function kindOf(stages: readonly Stage[]): Extract<NoticeKind, 'order' | 'fill'> {
  const fills = stages.some(stage => stage === 'partly' || stage === 'filled');
  return fills && urgencyOf(stages) === 'info' ? 'fill' : 'order';
}
