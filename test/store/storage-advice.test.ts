import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { asDeskError, DeskError, systemClock } from '../../src/core/index.js';
import { openStore, storageAdvice } from '../../src/store/index.js';
import { scratch } from './scratch.js';

const PROBLEMS = [
  'locked',
  'sharedDirectory',
  'keyMalformed',
  'keyMissing',
  'wrongKey',
  'newerFormat',
  'unreadable',
  'writeFailed',
];

it.each(PROBLEMS)('%s is told in both languages, with and without its facts', problem => {
  for (const facts of [{}, { file: 'tokens.json', pid: 4711, code: 'ENOSPC' }]) {
    const advice = storageAdvice(new DeskError('storage', 'm', { problem, ...facts }));
    expect(advice?.ko).toMatch(/[가-힣]{2}.*[.]$/);
    expect(advice?.en).not.toMatch(/[가-힣]|undefined/);
    expect(advice?.ko).not.toMatch(/undefined|은\(는\)|이\(가\)|을\(를\)/);
  }
});

it('names the process that holds the folder, and what is wrong with the disk', () => {
  const told = (detail: Record<string, string | number>) =>
    storageAdvice(new DeskError('storage', 'm', detail))?.ko;
  expect(told({ problem: 'locked', pid: 4711 })).toContain('다른 프로세스(4711)가');
  expect(told({ problem: 'writeFailed', file: 'store.key', code: 'ENOSPC' })).toBe(
    '저장하지 못했습니다: store.key. 디스크가 가득 찼습니다.',
  );
});

it('has nothing to say about other failures', () => {
  expect(storageAdvice(new DeskError('unavailable', 'm', { problem: 'locked' }))).toBeUndefined();
  expect(storageAdvice(new DeskError('storage', 'm', { problem: 'constructor' }))).toBeUndefined();
});

it('fits what openStore throws', async () => {
  const root = await scratch();
  const file = join(root, 'not-a-folder');
  await writeFile(file, '');
  const thrown = await openStore({
    directory: join(file, 'store'),
    key: undefined,
    keyFile: join(root, 'key'),
    clock: systemClock,
    log: () => undefined,
  }).catch(asDeskError);
  expect(thrown instanceof DeskError && storageAdvice(thrown)?.ko).toBe(
    '데이터 폴더를 쓸 수 없습니다. 폴더가 아닙니다.',
  );
});
