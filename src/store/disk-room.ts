import { statfs } from 'node:fs/promises';
import type { DiskRoom } from '../core/index.js';
import { storageError } from './storage-error.js';

/** Room on the disk that holds a directory, as a program without special rights can use it. Throws `storage`. */
export async function diskRoom(directory: string): Promise<DiskRoom> {
  const { bavail, blocks, bsize } = await statfs(directory).catch((cause: unknown) => {
    throw storageError('unreadable', 'cannot ask the disk for its room', {}, cause);
  });
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
