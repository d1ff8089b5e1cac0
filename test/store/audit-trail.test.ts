import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AuditEntry } from '../../src/core/index.js';
import { auditText } from '../../src/store/audit-line.js';
import { openAuditTrail } from '../../src/store/audit-trail.js';
import { verifyTrail } from '../../src/store/audit-verify.js';
import { manualClock } from '../support/clock.js';
import { smallDisk } from './full-disk.js';
import { reports, scratch } from './scratch.js';

const entry: AuditEntry = {
  at: Date.parse('2026-11-23T10:00:00+09:00'),
  platform: 'discord',
  who: 'discord:1234',
  place: '5678',
  act: '/balance',
  outcome: 'done',
};
const key = Buffer.alloc(32, 7);
const textOf = (entry: AuditEntry) => auditText(entry, 7, 'before');

async function place(given?: string) {
  const directory = given ?? (await scratch());
  const kept = reports();
  const open = async (archiveAtBytes?: number) => {
    const trail = await openAuditTrail({
      directory,
      key,
      clock: manualClock(),
      report: kept.report,
      ...(archiveAtBytes !== undefined && { archiveAtBytes }),
    });
    onTestFinished(() => trail.close());
    return trail;
  };
  const verify = () => verifyTrail({ directory, key, anchors: [], signal: undefined });
  return { directory, kept, open, verify, file: join(directory, 'audit.jsonl') };
}

it('writes an act as one readable line with its time in Korea, its number and the hash before it', () => {
  expect(textOf({ ...entry, intent: 'ticket/0' })).toBe(
    '{"line":7,"at":1795395600000,"kst":"2026-11-23 10:00:00","platform":"discord","who":"discord:1234",' +
      '"place":"5678","act":"/balance","outcome":"done","intent":"ticket/0","prev":"before"}',
  );
});

it('keeps the reason and the reference of a refusal', () => {
  const line: unknown = JSON.parse(
    textOf({ ...entry, outcome: 'refused', reason: 'denied', reference: 'r-1' }),
  );
  expect(line).toMatchObject({ outcome: 'refused', reason: 'denied', reference: 'r-1' });
});

it('cannot be made to write a second line, colours, or text that reads backwards', () => {
  const line = textOf({
    ...entry,
    act: '/price\r\n{"act":"forged"}\u2028\u001b[31m\u202eevil\u200b\ud800',
    reason: 'a\tb',
    intent: 'x\ny',
  });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  const written: unknown = JSON.parse(line);
  expect(written).toMatchObject({ act: '/price{"act":"forged"}[31mevil', reason: 'ab', intent: 'xy' });
});

it('shortens long text without cutting a character in two', () => {
  const line: unknown = JSON.parse(textOf({ ...entry, act: '🚀'.repeat(5_000) }));
  expect(line).toMatchObject({ act: `${'🚀'.repeat(199)}…` });
});

it('writes no field that nobody named', () => {
  const more = { ...entry, token: 'secret' };
  expect(textOf(more)).not.toContain('secret');
});

it('has every one of five hundred simultaneous acts on the disk, one chain over archives and a restart', async () => {
  const { open, directory, verify } = await place();
  for (let run = 0; run < 2; run++) {
    const trail = await open(20_000);
    for (let round = 0; round < 5; round++) {
      const acts = Array.from({ length: 50 }, (_, n) =>
        trail.record({ ...entry, reference: `${run}${round}${n}` }),
      );
      await Promise.all(acts);
    }
    await trail.close();
  }
  const names = await readdir(directory);
  const texts = await Promise.all(names.map(name => readFile(join(directory, name), 'utf8')));
  expect(texts.join('').trim().split('\n')).toHaveLength(500);
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(name).toMatch(/^audit(-20261123-100000-to-\d+)?\.jsonl$/);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 500, files: names.length });
});

it('answers each act with its own line, in the order of the calls', async () => {
  const { open, file } = await place();
  const trail = await open();
  expect(trail.head()).toBeUndefined();
  const marks = await Promise.all(['a', 'b', 'c'].map(act => trail.record({ ...entry, act })));
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  for (const [n, line] of lines.entries()) {
    expect(marks[n]?.line).toBe(n + 1);
    expect(marks[n]?.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(line).toContain(`"act":"${'abc'[n]}"`);
    expect(line).toContain(`"hash":"${marks[n]?.hash}`);
  }
  expect(trail.head()).toEqual(marks[2]);
});

it('goes on after the last line when it was opened again, also when that stands in an archive', async () => {
  const { open, verify, directory } = await place();
  const first = await open(10);
  const mark = await first.record(entry);
  await first.close();
  expect(await readdir(directory)).toEqual(['audit-20261123-100000-to-1.jsonl']);
  const second = await open();
  expect(second.head()).toEqual(mark);
  expect((await second.record(entry)).line).toBe(2);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 2, files: 2 });
});

it('cuts off a torn last line and chains to the whole one before it', async () => {
  const { open, verify, file, kept } = await place();
  const first = await open();
  await first.record(entry);
  await first.record(entry);
  await first.close();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, -30));
  const second = await open();
  expect((await second.record(entry)).line).toBe(2);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 2 });
  expect(kept.events).toEqual(['journal_torn']);
});

it('uses the number of a line that a full disk refused for the next one', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open, verify, file } = await place(disk.directory);
  const trail = await open();
  await trail.record(entry);
  await disk.fill();
  const long = { ...entry, act: 'x'.repeat(200), reason: 'y'.repeat(200), place: 'z'.repeat(200) };
  const refused = Array.from({ length: 20 }, () => trail.record(long));
  for (const result of await Promise.allSettled(refused)) {
    expect(result).toMatchObject({ reason: { kind: 'storage', detail: { code: 'ENOSPC' } } });
  }
  expect(trail.head()?.line).toBe(1);
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(2);
  await disk.clear();
  expect((await trail.record(entry)).line).toBe(2);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 2 });
});

it('puts a file from before there was a chain aside, says so, and begins a chain', async () => {
  const { open, verify, file, directory, kept } = await place();
  const old = '{"at":1,"kst":"1970-01-01 09:00:00","platform":"console","who":"w","act":"/old"}\n';
  await writeFile(file, old.repeat(3));
  const trail = await open();
  expect((await trail.record(entry)).line).toBe(1);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 1, files: 1 });
  expect(await readFile(join(directory, 'audit-20261123-100000-unchained.jsonl'), 'utf8')).toBe(
    old.repeat(3),
  );
  expect(kept.events).toEqual(['audit_unchained']);
});

it('does not take a chain for an old file because somebody put a plain line in front of it', async () => {
  const { open, verify, file, kept } = await place();
  const first = await open();
  await first.record(entry);
  await first.close();
  await writeFile(file, `{"at":1,"act":"/old"}\n${await readFile(file, 'utf8')}`);
  expect((await open()).head()?.line).toBe(1);
  expect(kept.events).toEqual([]);
  expect(await verify()).toMatchObject({ kind: 'broken', lineInFile: 1, problem: 'unreadable' });
});

it('says at the start that the end is damaged, goes on after the last whole line, and leaves the rest to verifying', async () => {
  const { open, verify, file, kept } = await place();
  const first = await open();
  for (let n = 0; n < 3; n++) await first.record(entry);
  await first.close();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/"act":"\/balance"(?=[^\n]*\n$)/, '"act":"/balanci"'));
  await appendFile(file, 'garbage\n');
  const second = await open();
  expect(second.head()?.line).toBe(2);
  expect((await second.record(entry)).line).toBe(3);
  expect(kept.events).toEqual(['audit_tail_damaged']);
  expect(await verify()).toMatchObject({ kind: 'broken', lineInFile: 3, problem: 'hash', goodLines: 2 });
});

it('goes on writing with another key, for then verifying says what happened', async () => {
  const { open, directory } = await place();
  const first = await open();
  await first.record(entry);
  await first.close();
  const kept = reports();
  const other = await openAuditTrail({
    directory,
    key: Buffer.alloc(32, 8),
    clock: manualClock(),
    report: kept.report,
  });
  expect((await other.record(entry)).line).toBe(2);
  await other.close();
  expect(kept.events).toEqual(['audit_tail_damaged']);
});

it('takes no archive name twice, whatever is there', async () => {
  const { open, directory } = await place();
  const first = await open(10);
  await first.record(entry);
  await first.close();
  await rename(
    join(directory, 'audit-20261123-100000-to-1.jsonl'),
    join(directory, 'audit-20261123-100000-to-2.jsonl'),
  );
  const second = await open(10);
  await second.record(entry);
  await second.close();
  expect((await readdir(directory)).toSorted()).toEqual([
    'audit-20261123-100000-to-2-2.jsonl',
    'audit-20261123-100000-to-2.jsonl',
  ]);
});
