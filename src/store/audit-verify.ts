import { join } from 'node:path';
import type { AuditMark, AuditVerdict } from '../core/index.js';
import { checkLink, GENESIS, type Link, markOf } from './audit-chain.js';
import { CURRENT_FILE, listArchives } from './audit-files.js';
import { type LineFile, openLines, withLines } from './line-reader.js';

export interface Verification {
  directory: string;
  key: Buffer;
  /** Lines that were there once, as known from outside the trail. */
  anchors: readonly AuditMark[];
  signal: AbortSignal | undefined;
}

type Broken = Extract<AuditVerdict, { kind: 'broken' }>;

/**
 * Reads the whole trail from its first line to its last and stops at the first that is not what was written there.
 * Works beside a program that goes on writing. Throws `storage` when a file cannot be read.
 */
export async function verifyTrail(options: Verification): Promise<AuditVerdict> {
  const { directory, key, signal } = options;
  const anchors = new Map<number, readonly string[]>();
  for (const { line, hash } of options.anchors) anchors.set(line, [...(anchors.get(line) ?? []), hash]);
  let last: Link = GENESIS;
  let files = 0;
  let linesOfCurrent = 0;

  async function readOn(file: LineFile, promised: number | undefined): Promise<Broken | undefined> {
    let lineInFile = 0;
    let problem: Broken['problem'] | undefined;
    const rest = await file.forward(bytes => {
      lineInFile++;
      const found = checkLink(bytes, last, key);
      if (typeof found === 'string') problem = found;
      else if (anchors.get(found.line)?.some(hash => !found.hash.startsWith(hash))) problem = 'hash';
      else last = found;
      return problem === undefined;
    }, signal);
    files++;
    if (promised === undefined) linesOfCurrent = lineInFile;
    else if (problem === undefined) {
      // What ends unfinished, or before the line that its name promises, was cut after it had been put aside.
      if (rest.length > 0) problem = 'unreadable';
      else if (last.line < promised) problem = 'truncated';
      else return undefined;
      lineInFile++;
    }
    return problem && { kind: 'broken', file: file.name, lineInFile, problem, goodLines: last.line };
  }

  const read = new Set<string>();
  for (let done = false; !done; ) {
    // Opened before the archives are looked up: put aside in between, it is still this file that is read.
    const current = await openLines(join(directory, CURRENT_FILE));
    try {
      const archives = (await listArchives(directory)).filter(({ path }) => !read.has(path));
      for (const { path, lastLine } of archives) {
        read.add(path);
        const broken = await withLines(path, file => readOn(file, lastLine));
        if (broken) return broken;
      }
      done = archives.length === 0;
      const broken = done && current && (await readOn(current, undefined));
      if (broken) return broken;
    } finally {
      await current?.close();
    }
  }

  if (options.anchors.some(({ line }) => line > last.line)) {
    const lineInFile = linesOfCurrent + 1;
    return { kind: 'broken', file: CURRENT_FILE, lineInFile, problem: 'truncated', goodLines: last.line };
  }
  return { kind: 'whole', lines: last.line, files, head: last.line === 0 ? undefined : markOf(last) };
}
