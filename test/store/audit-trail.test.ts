import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AuditEntry } from '../../src/core/index.js';
import { auditLine, openAuditTrail } from '../../src/store/audit-trail.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const entry: AuditEntry = {
  at: Date.parse('2026-11-23T10:00:00+09:00'),
  platform: 'discord',
  who: 'discord:1234',
  place: '5678',
  act: '/balance',
  outcome: 'done',
};

it('writes an act as one readable line with its time in Korea', () => {
  expect(auditLine(entry)).toBe(
    '{"at":1795395600000,"kst":"2026-11-23 10:00:00","platform":"discord","who":"discord:1234",' +
      '"place":"5678","act":"/balance","outcome":"done"}',
  );
});

it('keeps the reason and the reference of a refusal', () => {
  const line: unknown = JSON.parse(
    auditLine({ ...entry, outcome: 'refused', reason: 'denied', reference: 'r-1' }),
  );
  expect(line).toMatchObject({ outcome: 'refused', reason: 'denied', reference: 'r-1' });
});

it('cannot be made to write a second line, colours, or text that reads backwards', () => {
  const line = auditLine({
    ...entry,
    act: '/price\r\n{"act":"forged"}\u2028\u001b[31m\u202eevil\u200b\ud800',
    reason: 'a\tb',
  });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  const written: unknown = JSON.parse(line);
  expect(written).toMatchObject({ act: '/price{"act":"forged"}[31mevil', reason: 'ab' });
});

it('shortens long text without cutting a character in two', () => {
  const line: unknown = JSON.parse(auditLine({ ...entry, act: '🚀'.repeat(5_000) }));
  expect(line).toMatchObject({ act: `${'🚀'.repeat(199)}…` });
});

it('writes no field that nobody named', () => {
  const more = { ...entry, token: 'secret' };
  expect(auditLine(more)).not.toContain('secret');
});

it('has every one of five hundred simultaneous acts on the disk, over archives too', async () => {
  const directory = await scratch();
  const options = { directory, clock: manualClock(), report: reports().report, archiveAtBytes: 20_000 };
  for (let run = 0; run < 2; run++) {
    const trail = await openAuditTrail(options);
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
  for (const name of names) expect(name).toMatch(/^audit(-20261123-100000(-\d+)?)?\.jsonl$/);
});
