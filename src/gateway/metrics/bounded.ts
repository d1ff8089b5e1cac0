/** What stands for every value that is not shown by itself. */
const OTHER = 'other';

/**
 * Values of a label: the first `most` that have this shape, `other` for all that come after and all that look
 * different. However much comes in, what is shown stays small, and nothing that is secret has such a shape.
 */
export function bounded(shape: RegExp, most: number): (value: string) => string {
  const known = new Set<string>();
  return value => {
    if (known.has(value)) return value;
    if (known.size >= most || !shape.test(value)) return OTHER;
    known.add(value);
    return value;
  };
}

/** One of a list that is written down. */
export function oneOf(values: readonly string[]): (value: string) => string {
  const known = new Set(values);
  return value => (known.has(value) ? value : OTHER);
}
