/** One family of the Prometheus text format. */
export interface Family {
  readonly type: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const HEAD = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/;
const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (-?[0-9.eE+-]+|NaN|[+-]Inf)$/;
const LABEL = /^([a-z_][a-z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const SUFFIXES = /_(?:bucket|sum|count)$/;

/**
 * Reads text of the exposition format 0.0.4 as strictly as Prometheus does: HELP and TYPE once and ahead of the samples
 * of their family, no sample twice, buckets that rise up to `+Inf` and agree with the count. Throws otherwise.
 */
export function readExposition(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, { help: string; type: string; samples: Sample[] }>();
  const seen = new Set<string>();
  for (const line of text.split('\n').filter(one => one !== '')) {
    const [, word, about = '', rest = ''] = HEAD.exec(line) ?? [];
    if (word === 'HELP') {
      if (families.has(about)) throw new Error(`twice: ${line}`);
      families.set(about, { help: rest, type: '', samples: [] });
    } else if (word === 'TYPE') {
      const family = families.get(about);
      if (family?.type !== '' || !/^(?:counter|gauge|histogram)$/.test(rest)) throw new Error(line);
      family.type = rest;
    } else {
      const sample = readSample(line);
      const labels = Object.entries(sample.labels).map(([label, value]) => `${label}=${value}`);
      const key = [sample.name, ...labels.toSorted((a, b) => (a < b ? -1 : 1))].join('\n');
      const family = families.get(sample.name) ?? families.get(sample.name.replace(SUFFIXES, ''));
      if (!family || family.type === '' || seen.has(key)) throw new Error(`out of place: ${line}`);
      seen.add(key);
      family.samples.push(sample);
    }
  }
  for (const [name, family] of families) if (family.type === 'histogram') checkBuckets(name, family.samples);
  return families;
}

function readSample(line: string): Sample {
  const [, name, inner = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = inner; rest !== ''; ) {
    const [whole, label, text] = LABEL.exec(rest) ?? [];
    if (whole === undefined || label === undefined || text === undefined) throw new Error(`label: ${line}`);
    labels[label] = text;
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: value.endsWith('Inf') ? Number(`${value}inity`) : Number(value) };
}

function checkBuckets(name: string, samples: readonly Sample[]): void {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(labels);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const group of groups.values()) {
    const buckets = group.filter(sample => sample.name === `${name}_bucket`);
    const counts = buckets.map(({ value }) => value);
    const isRising = counts.every((count, n) => n === 0 || count >= (counts[n - 1] ?? 0));
    const total = group.find(sample => sample.name === `${name}_count`)?.value;
    if (!isRising || buckets.at(-1)?.labels['le'] !== '+Inf' || counts.at(-1) !== total)
      throw new Error(`buckets of ${name}`);
  }
}
