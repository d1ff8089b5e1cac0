import { readFileSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Follows what this process has forced onto the disk. */
export interface SyncTrace {
  /** Whether the last line of the file that holds this text is on the disk, as far as syncs have confirmed. */
  isDurable(path: string, text: string): boolean;
}

/** From now on. Of a file counts what it was long when a sync began that has come back. */
export async function traceSyncs(): Promise<SyncTrace> {
  const lengths = new Map<number, number>();
  const probe = await open('/dev/null');
  const prototype: Pick<FileHandle, 'datasync'> = Object.getPrototypeOf(probe);
  const { datasync } = prototype;
  prototype.datasync = async function traced(this: FileHandle) {
    const { ino, size } = await this.stat();
    await datasync.call(this);
    lengths.set(ino, size);
  };
  await probe.close();

  return {
    isDurable(path, text) {
      const bytes = readFileSync(path);
      const start = bytes.lastIndexOf(text);
      const end = bytes.indexOf('\n', start) + 1;
      return start >= 0 && end > 0 && (lengths.get(statSync(path).ino) ?? 0) >= end;
    },
  };
}
