import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import type { z } from 'zod';
import { type Clock, kstDate, kstTime } from '../core/index.js';
import type { Cipher } from './cipher.js';
import { moveAside, replaceFile } from './durable-file.js';
import { type Opened, openEnvelope, sealEnvelope } from './envelope.js';
import { errorCode, type Report, storageError } from './storage-error.js';

export interface GenerationsOptions<T> {
  directory: string;
  name: string;
  schema: z.ZodType<T>;
  cipher: Cipher;
  clock: Clock;
  report: Report;
}

/** The lowdb adapter of a document: its file, the previous generation beside it, and the mending of both. */
export interface Generations<T> extends Adapter<T> {
  /** Whether the file is no longer the one last read or written here. */
  changed(): Promise<boolean>;
  /** Makes the previous generation a second copy of the present one, now that it is known to be readable. */
  keepCopy(): Promise<void>;
}

type Loaded<T> =
  | { kind: 'good'; generation: number; data: T; text: string }
  | Exclude<Opened, { kind: 'good' }>;

export function generations<T>(options: GenerationsOptions<T>): Generations<T> {
  const { directory, name, cipher, clock, report } = options;
  const file = `${name}.json`;
  const path = join(directory, file);
  const previousFile = `${name}.previous.json`;
  const previousPath = join(directory, previousFile);
  let known: { generation: number; data: T; text: string } | undefined;
  /** The state of the file that memory agrees with; anything else makes the next look read it again. */
  let seenAs: string | undefined = 'never read';

  async function load(at: string): Promise<Loaded<T> | undefined> {
    const text = await readText(at);
    if (text === undefined) return undefined;
    const opened = openEnvelope(name, text, cipher);
    if (opened.kind !== 'good') return opened;
    const data = options.schema.safeParse(opened.data);
    if (!data.success) return { kind: 'damaged', reason: 'content' };
    return { kind: 'good', generation: opened.generation, data: data.data, text };
  }

  async function setAside(damagedFile: string, reason: string): Promise<void> {
    const now = clock.now();
    const stamp = `${damagedFile}.damaged-${kstDate(now)}-${kstTime(now)}`;
    const aside = await moveAside(join(directory, damagedFile), n => (n === 1 ? stamp : `${stamp}-${n}`));
    report(
      'store_damaged',
      { file: damagedFile, aside, reason },
      {
        ko: `손상된 저장 파일을 따로 옮겨 두었습니다: ${damagedFile} → ${aside}`,
        en: `A damaged store file was set aside: ${damagedFile} → ${aside}`,
      },
    );
  }

  async function read(): Promise<T | null> {
    const id = await fileId(path);
    const present = await load(path);
    if (present?.kind === 'good') {
      known = present;
      seenAs = id;
      return present.data;
    }
    refuse(present, file);
    const previous = await load(previousPath);
    refuse(previous, previousFile);
    if (present?.kind === 'damaged') await setAside(file, present.reason);
    if (previous?.kind === 'damaged') await setAside(previousFile, previous.reason);
    const rescue = known ?? (previous?.kind === 'good' ? previous : undefined);
    if (rescue === undefined) {
      if (present !== undefined || previous !== undefined) {
        report(
          'store_lost',
          { file },
          {
            ko: `읽을 수 있는 저장 파일이 없어 빈 상태로 시작했습니다: ${file}. 원래 파일은 보관되어 있습니다.`,
            en: `Nothing readable was left of ${file}, so it began empty. The original files are kept.`,
          },
        );
      }
      seenAs = undefined;
      return null;
    }
    await replaceFile(path, rescue.text);
    report(
      'store_restored',
      { file, generation: rescue.generation },
      known === undefined
        ? {
            ko: `저장 파일을 이전 사본에서 되살렸습니다: ${file}`,
            en: `The store file ${file} was restored from its previous copy.`,
          }
        : {
            ko: `실행 중에 사라지거나 손상된 저장 파일을 메모리에서 되살렸습니다: ${file}`,
            en: `The store file ${file} was lost or damaged while running and was restored from memory.`,
          },
    );
    known = rescue;
    seenAs = await fileId(path);
    return rescue.data;
  }

  async function write(data: T): Promise<void> {
    const generation = (known?.generation ?? 0) + 1;
    const text = sealEnvelope(name, generation, data, cipher);
    // Until the outcome is known the file counts as changed, so that the next look reads what the disk says.
    seenAs = 'unknown';
    await replaceFile(path, text, previousPath);
    known = { generation, data, text };
    seenAs = await fileId(path);
  }

  return {
    read,
    write,
    changed: async () => (await fileId(path)) !== seenAs,
    async keepCopy() {
      if (known !== undefined) await replaceFile(previousPath, known.text);
    },
  };
}

/** A file that is not ours to judge stays untouched, and so does everything beside it. */
function refuse(loaded: Loaded<unknown> | undefined, file: string): void {
  if (loaded?.kind === 'newer') {
    throw storageError('newerFormat', `${file} was written by a newer version of the program`, { file });
  }
  if (loaded?.kind === 'wrongKey') {
    throw storageError('wrongKey', `${file} is encrypted with another key than the one given`, { file });
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw storageError('unreadable', 'cannot read a file of the store', {}, cause);
  }
}

/** Tells one state of a file from the next; undefined when there is none. */
async function fileId(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw storageError('unreadable', 'cannot look at a file of the store', {}, cause);
  }
}
