import { STEP_MS } from './trading-days.js';
import type { WireAnswer } from './wire.js';

/** Answers that depend on the tape alone: the same question has the same answer until the tape moves. */
export interface AnswerCache {
  get(question: string, now: number, answer: () => WireAnswer): WireAnswer;
}

const MOST = 2000;

export function createAnswerCache(): AnswerCache {
  const known = new Map<string, WireAnswer>();
  let step = Number.NaN;
  return {
    get(question, now, answer) {
      const current = Math.floor(now / STEP_MS);
      if (current !== step || known.size >= MOST) known.clear();
      step = current;
      const held = known.get(question);
      if (held) return held;
      const fresh = answer();
      known.set(question, fresh);
      return fresh;
    },
  };
}
