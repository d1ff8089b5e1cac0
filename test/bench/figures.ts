/** One measured figure beside what was asked of it. */
export interface Figure {
  readonly name: string;
  readonly seen: number;
  readonly unit: string;
  readonly goal: string;
  readonly met: boolean;
}

export function atMost(name: string, seen: number, limit: number, unit: string): Figure {
  return { name, seen: round(seen), unit, goal: `<= ${limit}`, met: seen <= limit };
}

export function atLeast(name: string, seen: number, limit: number, unit: string): Figure {
  return { name, seen: round(seen), unit, goal: `>= ${limit}`, met: seen >= limit };
}

export function exactly(name: string, seen: number, wanted: number, unit: string): Figure {
  return { name, seen, unit, goal: `= ${wanted}`, met: seen === wanted };
}

/** A figure nobody set a goal for. */
export function noted(name: string, seen: number, unit: string): Figure {
  return { name, seen: round(seen), unit, goal: '', met: true };
}

/** The value below which the share `p` of the sample lies. */
export function quantile(sample: readonly number[], p: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

const round = (value: number) => Math.round(value * 1000) / 1000;

export function printFigures(title: string, figures: readonly Figure[]): void {
  process.stdout.write(`\n${title}\n`);
  for (const { name, seen, unit, goal, met } of figures) {
    const verdict = goal === '' ? '' : `${goal.padStart(10)}  ${met ? 'met' : 'NOT MET'}`;
    process.stdout.write(`  ${name.padEnd(58)} ${String(seen).padStart(10)} ${unit.padEnd(8)} ${verdict}\n`);
  }
}
