import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditVerdict, systemClock } from '../../src/core/index.js';
import { openAuditTrail } from '../../src/store/audit-trail.js';
import { verifyTrail } from '../../src/store/audit-verify.js';
import { type Mutation, mutate, type TrailFiles } from './audit-mutations.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

const LINES = 130;
/** A line that an order, or a note on paper, remembers. */
const ANCHORED = 120;

/**
 * Changes a trail of several files in every way that somebody without the key could, and verifies it each time: the
 * change is found, and the file and line named are the first that is not as it was written.
 */
export async function auditDamage(options: { mutations: number; seed: number }): Promise<Report> {
  const random = seededRandom(options.seed);
  const directory = await mkdtemp(join(tmpdir(), 'audit-damage-'));
  const key = Buffer.alloc(32, options.seed & 0xff);
  const failures: string[] = [];
  const found = new Map<Mutation['kind'], number>();
  const began = systemClock.monotonic();
  try {
    const anchor = await writeTrail(directory, key);
    const files = await readTrail(directory);
    const verify = (anchors = [anchor]) => verifyTrail({ directory, key, anchors, signal: undefined });
    const whole = await verify();
    if (whole.kind !== 'whole' || whole.lines !== LINES) failures.push(`untouched: ${JSON.stringify(whole)}`);
    for (let n = 0; n < options.mutations; n++) {
      const mutation = mutate(files, ANCHORED, random);
      await write(directory, mutation.files, files);
      // Only for the end does it take somebody else's memory.
      const verdict = await verify(mutation.kind === 'truncate' ? [anchor] : []);
      await write(directory, files, mutation.files);
      const expected = firstBadLine(files, mutation.files);
      if (placeOf(verdict) === expected) found.set(mutation.kind, (found.get(mutation.kind) ?? 0) + 1);
      else
        failures.push(`${n}: ${mutation.kind} (${mutation.what}) at ${expected}: ${JSON.stringify(verdict)}`);
    }
    if ((await verify()).kind !== 'whole') failures.push('not whole after everything was put back');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const seconds = ((systemClock.monotonic() - began) / 1_000).toFixed(1);
  const kinds = Array.from(found, ([kind, count]) => `${count} ${kind}`);
  return {
    campaign: 'audit-damage',
    seed: options.seed,
    failures,
    lines: [
      `${options.mutations} mutations of a trail of ${LINES} lines in ${seconds} s: ${failures.length} failures`,
      `found, the first bad line named: ${kinds.join(', ')}`,
    ],
  };
}

async function writeTrail(directory: string, key: Buffer) {
  const trail = await openAuditTrail({
    directory,
    key,
    clock: systemClock,
    report: () => undefined,
    archiveAtBytes: 12_000,
  });
  const marks = [];
  for (let n = 0; n < LINES; n++) {
    marks.push(
      await trail.record({
        at: systemClock.now(),
        platform: 'discord',
        who: 'discord:1234',
        place: '5678',
        act: `/buy ${n}`,
        outcome: 'done',
        intent: `ticket/${n}`,
      }),
    );
  }
  await trail.close();
  return marks[ANCHORED - 1] ?? { line: 0, hash: '' };
}

/** In the order of writing: the archives by the last line in their names, then the file that grows. */
async function readTrail(directory: string): Promise<TrailFiles> {
  const lastLine = (name: string) => Number(/-to-(\d+)/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
  const names = (await readdir(directory)).toSorted((a, b) => lastLine(a) - lastLine(b));
  return Promise.all(names.map(async name => ({ name, text: await readFile(join(directory, name)) })));
}

async function write(directory: string, files: TrailFiles, instead: TrailFiles): Promise<void> {
  for (const [n, { name, text }] of files.entries()) {
    if (text === instead[n]?.text) continue;
    if (text === undefined) await rm(join(directory, name), { force: true });
    else await writeFile(join(directory, name), text);
  }
}

/** The line of the first byte that differs; where a file is gone, the first line of what follows. */
function firstBadLine(before: TrailFiles, after: TrailFiles): string {
  for (const [n, { name, text }] of after.entries()) {
    const was = before[n]?.text;
    if (text === undefined) {
      const next = after.slice(n + 1).find(file => file.text !== undefined);
      return `${next?.name} 1`;
    }
    if (was?.equals(text)) continue;
    let at = 0;
    while (at < text.length && text[at] === was?.[at]) at++;
    const lineBreaks = text.subarray(0, at).filter(byte => byte === 0x0a).length;
    return `${name} ${lineBreaks + 1}`;
  }
  return 'no difference';
}

function placeOf(verdict: AuditVerdict): string {
  return verdict.kind === 'whole' ? 'whole' : `${verdict.file} ${verdict.lineInFile}`;
}
