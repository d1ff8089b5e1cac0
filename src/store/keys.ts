import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Secret } from '../core/index.js';
import { createFile, sweepTempsOf } from './durable-file.js';
import { errorCode, type Report, storageError } from './storage-error.js';

export interface KeySource {
  /** `STORE_KEY`: 32 bytes as 64 hex digits or base64. Wins over the file. */
  key: Secret | undefined;
  /** Where the key rests otherwise; made on the first start. Belongs outside the directory of the data. */
  keyFile: string;
  /** Whether there is nothing yet that an older key would be needed for. */
  mayCreate: boolean;
  report: Report;
}

/**
 * The 32-byte master key. Throws `storage`: `keyMalformed`, or `keyMissing` when the file is gone although
 * encrypted data exists (a new key could not read it, so none is made).
 */
export async function masterKey(source: KeySource): Promise<Buffer> {
  const key = await existingKey(source);
  if (key === undefined) return makeKeyFile(source);
  if (source.key === undefined) await tendKeyFile(source);
  return key;
}

/** The same without writing anything; undefined when there is no key yet. */
export async function existingKey(source: Pick<KeySource, 'key' | 'keyFile'>): Promise<Buffer | undefined> {
  if (source.key === undefined) return readKeyFile(source.keyFile);
  const key = parseKey(source.key.reveal());
  if (key === undefined) throw storageError('keyMalformed', 'STORE_KEY is not 32 bytes in hex or base64');
  return key;
}

function parseKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return Buffer.from(trimmed, 'base64');
  return undefined;
}

async function readKeyFile(keyFile: string): Promise<Buffer | undefined> {
  const file = basename(keyFile);
  const text = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw storageError('unreadable', 'cannot read the key file', { file }, cause);
  });
  if (text === undefined) return undefined;
  const key = parseKey(text);
  if (key === undefined) {
    throw storageError('keyMalformed', 'the key file does not hold 32 bytes in hex or base64', { file });
  }
  return key;
}

async function tendKeyFile({ keyFile, report }: KeySource): Promise<void> {
  const file = basename(keyFile);
  try {
    if (((await stat(keyFile)).mode & 0o077) !== 0 && process.platform !== 'win32') {
      await chmod(keyFile, 0o600);
      report(
        'key_file_tightened',
        { file },
        {
          ko: `다른 사용자가 읽을 수 있던 키 파일을 주인만 읽도록 잠갔습니다: ${file}`,
          en: `The key file ${file} could be read by others; now only its owner can read it.`,
        },
      );
    }
  } catch (cause) {
    throw storageError('unreadable', 'cannot close the key file to others', { file }, cause);
  }
  // A first start that was killed may have left the key under a second name. Another desk may be making its own key beside
  // it this moment. A read-only directory is fine.
  await sweepTempsOf(keyFile).catch(() => 0);
}

async function makeKeyFile(source: KeySource): Promise<Buffer> {
  const { keyFile, mayCreate } = source;
  if (!mayCreate) {
    throw storageError('keyMissing', 'the store is encrypted and its key file is gone', {
      file: basename(keyFile),
    });
  }
  try {
    await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageError('writeFailed', 'cannot create the key file', { file: basename(keyFile) }, cause);
  }
  const key = randomBytes(32);
  if (await createFile(keyFile, `${key.toString('hex')}\n`)) return key;
  const theirs = await readKeyFile(keyFile);
  if (theirs === undefined)
    throw storageError('unreadable', 'the key file vanished', { file: basename(keyFile) });
  return theirs;
}
