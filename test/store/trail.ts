import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditEntry, AuditMark } from '../../src/core/index.js';
import { openAuditTrail } from '../../src/store/audit-trail.js';
import { verifyTrail } from '../../src/store/audit-verify.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

export const TRAIL_KEY = Buffer.alloc(32, 7);
export const TRAIL_START = Date.parse('2026-11-23T10:00:00+09:00');

/** The `n`th act of a trail, a second after the one before. */
export const act = (n: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: TRAIL_START + n * 1_000,
  platform: n % 2 === 0 ? 'discord' : 'telegram',
  who: `discord:${n % 3}`,
  place: '5678',
  act: `/buy ${n}`,
  outcome: 'done',
  ...more,
});

/** A trail of so many acts over several files of about ten lines, and ways to look at it and spoil it. */
export async function trailOf(acts: readonly AuditEntry[], archiveAtBytes = 3_300) {
  const directory = await scratch();
  const clock = manualClock();
  const open = async () => {
    const trail = await openAuditTrail({
      directory,
      key: TRAIL_KEY,
      clock,
      report: reports().report,
      archiveAtBytes,
    });
    onTestFinished(() => trail.close());
    return trail;
  };
  const trail = await open();
  const marks: AuditMark[] = [];
  for (const entry of acts) marks.push(await trail.record(entry));
  await trail.close();
  const lastLine = (name: string) => Number(/-to-(\d+)/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
  const names = (await readdir(directory)).toSorted((a, b) => lastLine(a) - lastLine(b));
  return {
    directory,
    clock,
    open,
    marks,
    /** In the order of their lines. */
    names,
    path: (n: number) => join(directory, names.at(n) ?? ''),
    async change(n: number, spoil: (lines: string[]) => readonly string[]) {
      const path = join(directory, names.at(n) ?? '');
      const lines = (await readFile(path, 'utf8')).trim().split('\n');
      await writeFile(
        path,
        spoil(lines)
          .map(line => `${line}\n`)
          .join(''),
      );
    },
    verify: (anchors: readonly AuditMark[] = [], signal?: AbortSignal) =>
      verifyTrail({ directory, key: TRAIL_KEY, anchors, signal }),
  };
}
