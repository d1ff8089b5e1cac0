import { fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { syncDirectory } from './durable-file.js';
import type { Report } from './storage-error.js';

/** An open file of lines, and the size up to which its content was acknowledged. */
export interface JournalFile {
  readonly handle: FileHandle;
  size: number;
}

/** Opens or creates a file of lines, mode 0600; what a crash left of an unfinished last line is cut off and reported. */
export async function openJournalFile(path: string, report: Report): Promise<JournalFile> {
  const handle = await open(path, 'a+', 0o600);
  try {
    await handle.chmod(0o600);
    const size = await cutTornLine(handle, basename(path), report);
    await syncDirectory(dirname(path));
    return { handle, size };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/**
 * Takes back whatever stands beyond the acknowledged size: the rest of an append that failed, or what somebody else
 * wrote. Throws when the file was removed or cut under us: what was acknowledged is gone, and nothing more may be.
 */
export async function takeBack({ handle, size }: JournalFile): Promise<void> {
  // What is asked is in memory; handing the question to another thread takes longer than every order should wait.
  const { size: found, nlink } = fstatSync(handle.fd);
  if (nlink === 0) throw Object.assign(new Error('the file was removed'), { code: 'ENOENT' });
  if (found < size) throw new Error('the file was cut');
  if (found === size) return;
  await handle.truncate(size);
  await handle.datasync();
}

/** Returns the size that is left. */
async function cutTornLine(handle: FileHandle, file: string, report: Report): Promise<number> {
  const { size } = await handle.stat();
  const end = await endOfLastLine(handle, size);
  if (end === size) return size;
  await handle.truncate(end);
  await handle.datasync();
  const bytes = size - end;
  report(
    'journal_torn',
    { file, bytes },
    {
      ko: `기록 파일 끝의 쓰다 만 ${bytes}바이트를 잘라 냈습니다: ${file}`,
      en: `Cut ${bytes} unfinished bytes off the end of the journal ${file}.`,
    },
  );
  return end;
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(65_536);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - start, start);
    const newline = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
