import { type Bilingual, DeskError, type ErrorDetail, type LogFields } from '../core/index.js';

/**
 * What can be wrong with the store; `detail.problem` of every `storage` error.
 * `locked`: another process holds the directory. `keysBusy`: another one is changing the API keys or the accounts.
 * `sharedDirectory`: a place such as /tmp that is not ours to close.
 * `damagedBackup`, `notEmpty`, `backupExists`, `backupInside`, `otherKey`: of backing up and restoring.
 * `keyMalformed`, `keyMissing`, `wrongKey`, `newerFormat`: the files were left untouched.
 */
export type StorageProblem =
  | 'locked'
  | 'keysBusy'
  | 'sharedDirectory'
  | 'keyMalformed'
  | 'keyMissing'
  | 'wrongKey'
  | 'newerFormat'
  | 'unreadable'
  | 'writeFailed'
  | 'damagedBackup'
  | 'notEmpty'
  | 'backupExists'
  | 'backupInside'
  | 'otherKey'
  | 'closed';

export function storageError(
  problem: StorageProblem,
  message: string,
  detail: ErrorDetail = {},
  cause?: unknown,
): DeskError {
  const code = errorCode(cause);
  const facts = { problem, ...detail, ...(code === undefined ? {} : { code }) };
  return new DeskError('storage', message, facts, cause === undefined ? undefined : { cause });
}

/** The system's name for a failure (`ENOSPC`); undefined when the value is not a system error. */
export function errorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Tells the operator about something the store mended by itself: an event for the log, a sentence for `/status`. */
export type Report = (event: string, fields: LogFields, remark: Bilingual) => void;
