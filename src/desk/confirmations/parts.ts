import type {
  AccountReads,
  AccountRef,
  Activity,
  AuditEntry,
  AuditMark,
  ChatPlatform,
  Clock,
  Executions,
  Halt,
  IntentJournal,
  Language,
  Log,
  Principal,
  Stamp,
  StepUp,
  Tell,
  TradeAct,
  Trading,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import type { Sign } from '../halt/auto-halt.js';
import type { TicketMaker } from '../tickets/ticket.js';

/** What the way of an order is made of. */
export interface TradeParts {
  /** Held here and nowhere else in the desk. */
  readonly trading: Trading;
  readonly accounts: AccountReads;
  /** The venue's own messages, which hasten what its lists tell. */
  readonly executions: Pick<Executions, 'listen'>;
  readonly maker: TicketMaker;
  readonly journal: IntentJournal;
  /** Durable when it resolves. */
  audit(entry: AuditEntry): Promise<AuditMark>;
  /** The latest line of the audit trail that is known to be durable. */
  lastMark(): AuditMark | undefined;
  readonly halts: {
    blocking(act: TradeAct): Halt | undefined;
    guard(act: TradeAct): { readonly signal: AbortSignal; release(): void };
  };
  readonly autoHalt: { note(sign: Sign): void };
  readonly platforms: readonly Pick<ChatPlatform, 'id' | 'rewrite' | 'post'>[];
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  /** In which whoever has this identity reads what is meant for them alone. */
  languageOf(identity: string): Language;
  readonly stamp: Stamp;
  readonly random: RandomBytes;
  readonly confirmSeconds: number;
  readonly tell: Tell;
  readonly stepUp: StepUp;
  /** Everybody who may agree to orders of this account, as of now. */
  approvers(account: AccountRef): readonly Principal[];
  /** Whose identity this is now; undefined: nobody's any more. */
  personOf(identity: string): Principal | undefined;
  readonly activity: Pick<Activity, 'note'>;
}
