import { spawnSync } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { lockAddress, lockDirectory } from '../../src/store/lock.js';
import { scratch } from './scratch.js';

async function locked(directory: string, address = lockAddress(process.platform, directory)) {
  const lock = await lockDirectory(directory, systemClock, address);
  onTestFinished(() => lock.release());
  return lock;
}

it('is held once; the second asker learns the process that holds it', async () => {
  const directory = await scratch();
  await locked(directory);
  await expect(lockDirectory(directory, systemClock)).rejects.toMatchObject({
    kind: 'storage',
    message: `the data directory is in use by process ${process.pid}`,
    detail: { problem: 'locked', pid: process.pid },
  });
});

it('is free again after its release, and leaves no owner behind', async () => {
  const directory = await scratch();
  const lock = await locked(directory);
  expect((await stat(join(directory, 'owner.json'))).mode & 0o777).toBe(0o600);
  await lock.release();
  await expect(stat(join(directory, 'owner.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  await locked(directory);
  const owner: unknown = JSON.parse(await readFile(join(directory, 'owner.json'), 'utf8'));
  expect(owner).toMatchObject({ pid: process.pid });
});

it('does not believe an owner record when nobody holds the lock', async () => {
  const directory = await scratch();
  await writeFile(join(directory, 'owner.json'), JSON.stringify({ pid: process.ppid, startedAt: 1 }));
  await locked(directory);
  expect(await readFile(join(directory, 'owner.json'), 'utf8')).toContain(`"pid":${process.pid}`);
});

it.each([
  ['is half written', () => '{"pid":'],
  ['names a process that is dead', () => JSON.stringify({ pid: spawnSync('true').pid, startedAt: 1 })],
])('names no process when the owner record %s', async (_, owner) => {
  const directory = await scratch();
  await locked(directory);
  await writeFile(join(directory, 'owner.json'), owner());
  await expect(lockDirectory(directory, systemClock)).rejects.toMatchObject({
    message: 'the data directory is in use by another process',
    detail: { problem: 'locked' },
  });
});

it('does not keep two directories apart by their spelling', async () => {
  const directory = await scratch();
  await mkdir(join(directory, 'real'));
  await symlink(join(directory, 'real'), join(directory, 'alias'));
  const options = {
    key: undefined,
    keyFile: join(directory, 'key'),
    clock: systemClock,
    log: () => undefined,
  };
  const store = await openStore({ ...options, directory: join(directory, 'real') });
  onTestFinished(() => store.close());
  await expect(openStore({ ...options, directory: join(directory, 'alias') })).rejects.toMatchObject({
    detail: { problem: 'locked' },
  });
});

it('works with a loopback port, as on systems without abstract sockets', async () => {
  const directory = await scratch();
  const lock = await locked(directory, lockAddress('darwin', directory));
  await expect(lockDirectory(directory, systemClock, lockAddress('darwin', directory))).rejects.toMatchObject(
    {
      detail: { problem: 'locked', pid: process.pid },
    },
  );
  await lock.release();
  await locked(directory, lockAddress('darwin', directory));
});

it('binds another address for another directory, and the same for the same', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(lockAddress(platform, '/a')).toEqual(lockAddress(platform, '/a'));
    expect(lockAddress(platform, '/a')).not.toEqual(lockAddress(platform, '/b'));
  }
  expect(lockAddress('linux', '/a').path).toMatch(/^\0kis-chatops-[0-9a-f]{95}$/);
  expect(lockAddress('win32', '/a').path).toMatch(/^\\\\\.\\pipe\\kis-chatops-[0-9a-f]{64}$/);
});
