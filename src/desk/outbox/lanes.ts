import type { OutboxLane } from '../../core/index.js';

/** What waits at one destination, by lane: ids of letters in the order in which they were given to it. */
export type Lanes = Readonly<Record<OutboxLane, Set<string>>>;

export const emptyLanes = (): Lanes => ({ urgent: new Set(), normal: new Set(), bulk: new Set() });

const ORDER: readonly OutboxLane[] = ['urgent', 'normal', 'bulk'];

/** The letter whose turn it is: the first of the most urgent lane that holds any. */
export function nextOf(lanes: Lanes): string | undefined {
  return firsts(lanes)[0];
}

/** The first of each lane, most urgent lane first. */
export function firsts(lanes: Lanes): string[] {
  return ORDER.flatMap(lane => {
    const [first] = lanes[lane];
    return first === undefined ? [] : [first];
  });
}

export const countOf = (lanes: Lanes): number => ORDER.reduce((sum, lane) => sum + lanes[lane].size, 0);

/**
 * What has to go so that no more than `most` wait: the oldest of `bulk`, then of `normal`; never an urgent one, nor the
 * one that is under way.
 */
export function surplus(lanes: Lanes, most: number, underWay: string | undefined): string[] {
  const excess = countOf(lanes) - most;
  if (excess <= 0) return [];
  return [...lanes.bulk, ...lanes.normal].filter(id => id !== underWay).slice(0, excess);
}
