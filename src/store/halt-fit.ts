import type { Halt, Language } from '../core/index.js';

/**
 * Halts in a form that fits: as they are, else with shorter reasons, else the most recent ones and one halt of
 * everything in the place of the others. Never less is stopped than was asked for.
 */
export function fittingHalts(
  halts: readonly Halt[],
  fits: (halts: readonly Halt[]) => boolean,
  language: Language,
): readonly Halt[] {
  if (fits(halts)) return halts;
  for (const length of [200, 40]) {
    const shorter = halts.map(halt => withReason(halt, length));
    if (fits(shorter)) return shorter;
  }
  const byAge = halts.map(halt => withReason(halt, 40)).toSorted((a, b) => a.since - b.since);
  let best: readonly Halt[] = [merged(byAge, language)];
  for (let kept = 1; kept < byAge.length; kept++) {
    const more = [merged(byAge.slice(0, -kept), language), ...byAge.slice(-kept)];
    if (!fits(more)) break;
    best = more;
  }
  return best;
}

function withReason(halt: Halt, length: number): Halt {
  const characters = Array.from(halt.reason);
  return characters.length <= length
    ? halt
    : { ...halt, reason: `${characters.slice(0, length - 1).join('')}…` };
}

/** Lasts as long as the longest of them. */
function merged(halts: readonly Halt[], language: Language): Halt {
  const since = Math.min(...halts.map(halt => halt.since));
  const ends = halts.map(({ until }) => until ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  const reason = {
    ko: `정지 ${halts.length}건을 모두 저장할 수 없어 전체 정지 하나로 합쳤습니다.`,
    en: `${halts.length} halts did not fit into the file and were made one halt of everything.`,
  };
  return {
    id: `merged-${since}-${halts.length}`,
    scope: { kind: 'all' },
    since,
    until: Number.isFinite(last) ? last : undefined,
    reason: reason[language],
    by: 'desk',
  };
}
