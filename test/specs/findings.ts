/** What the documents say of one call. Those about the answer concern the stand-in alone, not the product. */
export interface Finding {
  readonly operation: string;
  readonly of: 'call' | 'answer';
  readonly what: string;
  readonly test: string;
}

export interface Findings {
  readonly found: readonly Finding[];
  /** How many calls of each operation were looked at. */
  readonly counts: ReadonlyMap<string, number>;
  count(operation: string): void;
  add(finding: Finding): void;
}

export function findings(): Findings {
  const found: Finding[] = [];
  const counts = new Map<string, number>();
  return {
    found,
    counts,
    count: operation => void counts.set(operation, (counts.get(operation) ?? 0) + 1),
    add: finding => void found.push(finding),
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
