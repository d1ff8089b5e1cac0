import type { AuditMark } from './intent.js';
import type { PlatformId } from './principal.js';

/** One act and what became of it, for `/audit` and for the day something has to be explained. */
export interface AuditEntry {
  readonly at: number;
  /** `desk`: what the desk does by itself, such as settling an order or talking to the broker. */
  readonly platform: PlatformId | 'desk';
  /** `discord:1234`; strangers too. `desk` for its own acts. */
  readonly who: string;
  readonly place: string;
  readonly act: string;
  readonly outcome: 'done' | 'failed' | 'refused';
  /** Kind of failure, or why it was refused. */
  readonly reason?: string;
  readonly reference?: string;
  /** `<ticket>/<n>` of the intent that it belongs to. */
  readonly intent?: string;
}

export interface AuditTrail {
  /** Durable when it resolves; tells which line it became. Throws `storage`. */
  record(entry: AuditEntry): Promise<AuditMark>;
}

/** A line of the trail as it can be read again. */
export interface AuditLine extends AuditEntry {
  readonly line: number;
}

/** What reading the whole chain came to. Lines are counted over all files, from 1. */
export type AuditVerdict =
  | {
      readonly kind: 'whole';
      readonly lines: number;
      readonly files: number;
      readonly head: AuditMark | undefined;
    }
  | {
      readonly kind: 'broken';
      readonly file: string;
      /** Number of the first bad line within its file, from 1. */
      readonly lineInFile: number;
      readonly problem: 'unreadable' | 'hash' | 'order' | 'missing' | 'truncated';
      readonly goodLines: number;
    };

export interface AuditQuery {
  /** Words that must all appear somewhere in the line. */
  readonly words: readonly string[];
  /** ms, inclusive and exclusive. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly limit: number;
}

export interface AuditReads {
  /** The latest lines that fit, newest first. Throws `storage`. */
  search(query: AuditQuery, signal?: AbortSignal): Promise<readonly AuditLine[]>;
  /** Reads everything, without blocking the event loop. Throws `storage` when a file cannot be read. */
  verify(signal?: AbortSignal): Promise<AuditVerdict>;
}
