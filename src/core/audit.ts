import type { PlatformId } from './principal.js';

/** One act and what became of it, for `/audit` and for the day something has to be explained. */
export interface AuditEntry {
  readonly at: number;
  readonly platform: PlatformId;
  /** `discord:1234`; strangers too. */
  readonly who: string;
  readonly place: string;
  readonly act: string;
  readonly outcome: 'done' | 'failed' | 'refused';
  /** Kind of failure, or why it was refused. */
  readonly reason?: string;
  readonly reference?: string;
}

export interface AuditTrail {
  /** Durable when it resolves. */
  record(entry: AuditEntry): Promise<void>;
}

/** Which platform events were acted on before; survives restarts. */
export interface SeenEvents {
  /** True for the first call with this id, durable when it resolves; false ever after. */
  firstTime(platform: PlatformId, eventId: string): Promise<boolean>;
}
