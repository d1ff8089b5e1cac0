import type { DeskError } from '../../core/index.js';

/** A connection to a platform that is up. */
export interface Session {
  /** Resolves with the reason, in words without secrets, once the connection is gone for good. Never rejects. */
  readonly over: Promise<DeskError>;
  /** Ends it; nothing of it is left running. Never rejects. */
  close(): Promise<void>;
}

/** How a session says that it is down but still trying by itself; undefined when it is up again. */
export type ReportTrouble = (reason: string | undefined) => void;

/** Opens a session, or throws a DeskError whose message people may read. Gives up when aborted. */
export type Connect = (signal: AbortSignal, report: ReportTrouble) => Promise<Session>;
