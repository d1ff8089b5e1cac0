import { randomBytes } from 'node:crypto';
import { type Clock, type KeyCheck, systemClock } from '../../src/core/index.js';
import { createKeys } from '../../src/desk/keys/keys.js';
import { memoryKeys } from '../support/memory-keys.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

/** Beyond it two means are held to differ (the usual threshold of leakage tests). */
const MOST_T = 4.5;
/** How many keys there are to compare with. */
const KEYS = 20;
/** One sample is the time of so many checks: a single one is near the grain of the clock. */
const CHECKS_PER_SAMPLE = 8;

const KINDS = ['first byte', 'last byte', 'length'] as const;

type Kind = (typeof KINDS)[number];

/**
 * Presents keys that are wrong in their first byte, in their last, or in length, in turn in shuffled order, and asks
 * whether how long the refusal takes tells them apart (Welch's t over every pair). A million random keys beside it: not
 * one may be let in.
 */
export async function keyTiming(options: {
  readonly samples: number;
  readonly guesses: number;
  readonly seed: number;
}): Promise<Report> {
  const { seed, samples, guesses } = options;
  const failures: string[] = [];
  const { check, keys } = await room();
  const chance = seededRandom(seed);
  /** A whole number below the bound. */
  const random = (below: number) => Math.floor(chance() * below);
  const measure = (count: number) => sampled(check, keys, count, random);
  // What the machine learns first about the code is not what is asked.
  measure(Math.ceil(samples / 4));
  const times = measure(samples);
  const pairs = [
    ['first byte', 'last byte'],
    ['first byte', 'length'],
    ['last byte', 'length'],
  ] as const;
  const lines = pairs.map(([one, other]) => {
    const t = welch(times[one], times[other]);
    if (Math.abs(t) >= MOST_T)
      failures.push(`wrong ${one} and wrong ${other} take differently long: t = ${t.toFixed(2)}`);
    return `wrong ${one} against wrong ${other}: t = ${t.toFixed(2)} (below ${MOST_T})`;
  });
  let accepted = 0;
  for (let n = 0; n < guesses; n++) {
    if (check(`kco_${randomBytes(32).toString('base64url')}`)) accepted++;
  }
  if (accepted > 0) failures.push(`${accepted} random keys were let in`);
  if (keys.some(key => check(key) === undefined)) failures.push('a right key was refused');
  const usual = times.length.toSorted((a, b) => a - b)[Math.floor(samples / 2)] ?? 0;
  return {
    campaign: 'key-timing',
    seed,
    lines: [
      `${samples} samples of ${CHECKS_PER_SAMPLE} checks each, among ${KEYS} keys; a check takes ${(usual * 1_000).toFixed(1)} µs (median)`,
      ...lines,
      `${guesses} random keys: ${accepted} let in`,
    ],
    failures,
  };
}

async function room(): Promise<{ readonly check: KeyCheck['check']; readonly keys: readonly string[] }> {
  const still: Clock = { ...systemClock, now: () => 1 };
  const { check, controlFor } = createKeys({
    store: memoryKeys(),
    configured: [],
    members: { list: () => [] },
    stamp: 'demo',
    clock: still,
    random: randomBytes,
    language: 'en',
    tell: () => undefined,
  });
  const control = controlFor({ id: 'x', name: 'x' });
  const keys: string[] = [];
  for (let n = 0; n < KEYS; n++) {
    const { key } = await control.add({
      name: `key-${n}`,
      scopes: ['read'],
      accounts: 'all',
      owner: undefined,
      limits: undefined,
      lifeMs: undefined,
    });
    keys.push(key);
  }
  return { check, keys };
}

function sampled(
  check: KeyCheck['check'],
  keys: readonly string[],
  count: number,
  random: (below: number) => number,
): Readonly<Record<Kind, number[]>> {
  const times: Record<Kind, number[]> = { 'first byte': [], 'last byte': [], length: [] };
  // All made beforehand: what making one leaves behind must not be cleared away while another is measured.
  const presented = Array.from({ length: count }, () => {
    const key = keys[random(keys.length)] ?? '';
    return shuffled(random).map(kind => ({ kind, wrong: spoilt(key, kind, random) }));
  }).flat();
  for (const { kind, wrong } of presented) {
    const begun = systemClock.monotonic();
    for (let n = 0; n < CHECKS_PER_SAMPLE; n++) check(wrong);
    times[kind].push((systemClock.monotonic() - begun) / CHECKS_PER_SAMPLE);
  }
  return times;
}

/** Made of characters anew each time, so that all three are strings of one kind to the machine. */
function spoilt(key: string, kind: Kind, random: (below: number) => number): string {
  const chars = key.split('');
  const other = (char = '') => (char === 'A' ? 'B' : 'A');
  switch (kind) {
    case 'first byte':
      chars[0] = other(chars[0]);
      break;
    case 'last byte':
      chars[chars.length - 1] = other(chars.at(-1));
      break;
    case 'length':
      // From nothing at all to several times too long.
      if (random(2) === 0) chars.length = random(key.length);
      else chars.push(...Array.from({ length: 1 + random(200) }, () => 'A'));
  }
  return Buffer.from(chars.join('')).toString('latin1');
}

function shuffled(random: (below: number) => number): readonly Kind[] {
  const order: Kind[] = [...KINDS];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random(i + 1);
    const [a, b] = [order[i], order[j]];
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
  }
  return order;
}

/** Without the slowest twentieth of both together, in which stands what else the machine did meanwhile. */
function welch(one: readonly number[], other: readonly number[]): number {
  const all = [...one, ...other].toSorted((a, b) => a - b);
  const most = all[Math.floor(all.length * 0.95)] ?? Infinity;
  const [a, b] = [one, other].map(samples => samples.filter(ms => ms <= most));
  if (!a || !b) return 0;
  return (average(a) - average(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const mean = average(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
