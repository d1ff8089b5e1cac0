import { type FileHandle, open } from 'node:fs/promises';
import { createFile } from './durable-file.js';
import { errorCode } from './storage-error.js';

/** What `stat` counts in, whatever the file system's own blocks are. */
const BLOCK_BYTES = 512;

export type SlotIndex = 0 | 1;

/** A file of two slots whose room is taken once and that is only ever written in place. */
export interface SlotFile {
  /** Zeros where the file is shorter. */
  read(): Promise<readonly [Buffer, Buffer]>;
  /** Durable when it resolves. Takes no room on the disk that the file does not have already. */
  write(slot: SlotIndex, bytes: Buffer): Promise<void>;
  /** Whether the disk has really given it all its room; a copy may have holes in place of zeros. */
  isReserved(): Promise<boolean>;
  /** Whether it lost its name, so that a restart would not find it. */
  isGone(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the file, or makes it with `fresh` in both slots, durably and with mode 0600. Throws what the system says. */
export async function openSlotFile(path: string, fresh: Buffer): Promise<SlotFile> {
  const size = fresh.length;
  const handle = await openOrMake(path, fresh);
  await handle.chmod(0o600);

  async function readSlot(slot: SlotIndex): Promise<Buffer> {
    const bytes = Buffer.alloc(size);
    await handle.read(bytes, 0, size, slot * size);
    return bytes;
  }

  return {
    read: async () => [await readSlot(0), await readSlot(1)],
    async write(slot, bytes) {
      for (let done = 0; done < size; ) {
        const { bytesWritten } = await handle.write(bytes, done, size - done, slot * size + done);
        done += bytesWritten;
      }
      await handle.datasync();
    },
    async isReserved() {
      const { blocks } = await handle.stat();
      return blocks * BLOCK_BYTES >= 2 * size;
    },
    isGone: async () => (await handle.stat()).nlink === 0,
    close: () => handle.close(),
  };
}

async function openOrMake(path: string, fresh: Buffer): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
  }
  await createFile(path, Buffer.concat([fresh, fresh]));
  return open(path, 'r+');
}
