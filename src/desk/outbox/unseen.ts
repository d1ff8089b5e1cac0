import type { PlatformStatus, Route } from '../../core/index.js';
import { firstChoice, isOpen, isShown, type LetterRecord } from './letter-record.js';

/** What has to be done about a letter that is not shown yet. */
export interface UnseenStep {
  /** Its spare takes the place of `to`. */
  readonly spare: boolean;
  /** It is to be recorded that nobody was told. */
  readonly nobody: boolean;
  /** Nothing of this kind will have to be done any more. */
  readonly over: boolean;
}

type StateOf = (platform: Route['to']['platform']) => PlatformStatus['state'] | undefined;

const SPARE_AFTER_MS = 5_000;
const NOBODY_AFTER_MS = 60_000;
/** Ages at which time alone changes what is to be done. */
export const DUE_AT_MS: readonly number[] = [SPARE_AFTER_MS, NOBODY_AFTER_MS];

/**
 * The spare is called when none of the destinations can show the letter, or none has within five seconds; not before
 * one of the spare ones is there, since it would tell nobody anything, and the others may be back first.
 * `age`: ms since it was posted.
 */
export function unseenStep(record: LetterRecord, age: number, stateOf: StateOf): UnseenStep {
  const { letter, spared } = record;
  const choice = firstChoice(record);
  const isTold = choice.some(({ spot }) => spot?.shown !== undefined);
  const needsSpare = letter.spare.length > 0 && !spared && !isTold;
  const spare =
    needsSpare &&
    (age >= SPARE_AFTER_MS ||
      choice.every(({ to, spot }) => !spot || !isOpen(spot) || isAway(to, stateOf))) &&
    letter.spare.some(({ to }) => stateOf(to.platform) === 'connected');

  const isUnseen = !isShown(record);
  const hasNowhere = letter.spare.length === 0 && record.spots.size === 0;
  const nobody = isUnseen && !record.nobody && (age >= NOBODY_AFTER_MS || hasNowhere);
  const over = (!needsSpare || spare) && (!isUnseen || record.nobody || nobody);
  return { spare, nobody, over };
}

/** No destination takes a letter of that age any more. */
export const tooLate = (record: LetterRecord): UnseenStep => ({
  spare: false,
  nobody: !isShown(record) && !record.nobody,
  over: true,
});

/** One that is starting may be there in a moment. */
function isAway({ platform }: Route['to'], stateOf: StateOf): boolean {
  const state = stateOf(platform);
  return state === 'lost' || state === 'stopped';
}
