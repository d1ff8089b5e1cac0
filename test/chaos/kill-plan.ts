/** When a worker is killed. */
export type KillPlan =
  /** So long after its start, wherever it is by then. */
  | { readonly kind: 'early'; readonly delayMs: number }
  /** So long after it has said this word for the nth time: by its own hand, or by that of somebody who has heard it. */
  | {
      readonly kind: 'itself' | 'outside';
      readonly word: string;
      readonly times: number;
      readonly delayMs: number;
    };

/** Most kills fall between the press and its outcome. The first run must come so far as to have a token on the disk. */
export function killPlan(random: () => number, first: boolean): KillPlan {
  const [where, by, times, within] = [random(), random(), 1 + Math.floor(random() * 3), random()];
  const after = (word: string, mostMs: number): KillPlan => ({
    kind: by < 0.8 ? 'itself' : 'outside',
    word,
    times,
    delayMs: within * mostMs,
  });
  if (first) return after('outcome', 8);
  if (where < 0.1) return { kind: 'early', delayMs: within * 700 };
  if (where < 0.18) return after('proposing', 14);
  if (where < 0.5) return after('pressing', 14);
  return where < 0.94 ? after('leaving', 12) : after('outcome', 4);
}
