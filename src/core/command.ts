import type { AccountRef, Balance, Stamp } from './account.js';
import type { Activity } from './activity.js';
import type { AlertControl } from './alert-settings.js';
import type { KeyControl } from './api-key.js';
import type { ArgSpec, ArgsOf, ArgValues } from './args.js';
import type { AuditReads } from './audit.js';
import type { AccountControl } from './desk-account.js';
import type { HaltControl } from './halt.js';
import type { Bilingual, Language } from './language.js';
import type { Limits } from './limits.js';
import type { MemberControl } from './member.js';
import type { OrderList } from './order.js';
import type { PreferenceControl } from './preferences.js';
import type { Place, Principal, Role } from './principal.js';
import type { Quote } from './quote.js';
import type { Button, ButtonStyle, Draft } from './reply.js';
import type { DeskStatus, JobResult } from './status.js';
import type { StepUpControl } from './step-up.js';
import type { SymbolMatch } from './symbol.js';
import type { TokenStatus } from './token.js';
import type { Proposal } from './trade.js';
import type { WebLink } from './web-chat.js';

/** A chat command is data; the platforms, `/help`, completion and the README are all made from it. */
export interface Command {
  /** Legal on both platforms: `^[a-z][a-z0-9_]{0,31}$`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: Bilingual;
  readonly access: Role;
  /** Whether others in a group may see the answer. Balances are private. */
  readonly visibility: 'private' | 'public';
  /** Runs at once, ahead of everything that could hold it up, even when nothing can be written: `/halt`. */
  readonly urgent?: boolean;
  /** In Korean the verb stands last: `삼전 10주 7.1만 매수` without a slash is this command too. */
  readonly verbLast?: boolean;
  readonly args: readonly ArgSpec[];
  run(context: CommandContext, args: ArgValues): Promise<Draft>;
}

/** A command with its arguments' types worked out from its specs. */
export function defineCommand<const S extends readonly ArgSpec[]>(
  definition: Omit<Command, 'args' | 'run'> & {
    readonly args: S;
    run(context: CommandContext, args: ArgsOf<S>): Promise<Draft>;
  },
): Command {
  return definition;
}

/** A command with its arguments as text: what a button means when it is pressed. */
export interface CommandCall {
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
}

/** All that a command can reach. It can read and propose; it holds no broker, no store and no way to send. */
export interface CommandContext {
  readonly who: Principal;
  readonly where: Place;
  readonly language: Language;
  readonly stamp: Stamp;
  /** ms; the same instant for the whole run. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly commands: readonly Command[];
  readonly desk: DeskReads;
  /** The text in the reader's language. */
  say(ko: string, en: string): string;
  /**
   * Makes a ticket: checks it, records it and gives the card with its two buttons. Sends nothing; what happens next is
   * the person's. Throws DeskError (`impossible`, `limit`, `halted`, `unsettled`, …) for what may not be ordered.
   */
  propose(proposal: Proposal): Promise<Draft>;
  /**
   * The living card of the oldest order whose outcome this person may clear up, to be shown anew; undefined when there
   * is none.
   */
  reshow(): Draft | undefined;
  readonly halts: HaltControl;
  /** Changing an account needs the admin role and a second factor; pinning one of one's own does not. */
  readonly accounts: AccountControl;
  readonly preferences: PreferenceControl;
  readonly stepUp: StepUpControl;
  /** Admins; anybody for what they did themselves. */
  readonly activity: Pick<Activity, 'read'>;
  readonly audit: AuditReads;
  /**
   * Adding people, changing what they may, and removing them needs the admin role; a code of one's own and a code
   * received do not.
   */
  readonly members: MemberControl;
  readonly alerts: AlertControl;
  /** Keys of other programs; admins, at a place of their own. */
  readonly keys: KeyControl;
  /** A link that opens the web console as this person. Throws `notOffered` where the gateway is off. */
  webLink(): WebLink;
  /**
   * Runs one of the desk's jobs now, or joins the run under way, and tells what came of it within 20 s; `running`: it
   * goes on behind the caller's back. Admins; throws `notFound`.
   */
  runJob(name: string): Promise<JobResult | 'running'>;
  /** A button that runs a command as this person when pressed. `ask`: arguments that the press is asked for first. */
  button(label: string, call: CommandCall, style?: ButtonStyle, ask?: readonly string[]): Button;
}

/** What commands may ask of the desk. Every call may throw a DeskError. */
export interface DeskReads {
  /** Those of the desk's accounts that this person was given. */
  accountsOf(who: Principal): readonly AccountRef[];
  /** Every account of the desk, to be given to people (admins). */
  allAccounts(): readonly AccountRef[];
  balance(account: AccountRef, signal: AbortSignal): Promise<Balance>;
  quote(code: string, signal: AbortSignal): Promise<Quote>;
  findSymbol(query: string, signal: AbortSignal): Promise<SymbolMatch>;
  /** Orders of the days `from`..`to` (`YYYYMMDD` KST), newest first. */
  orders(account: AccountRef, range: { from: string; to: string }, signal: AbortSignal): Promise<OrderList>;
  openOrders(account: AccountRef, signal: AbortSignal): Promise<OrderList>;
  /** What every order of this account is held to, whoever gives it. */
  limitsOf(account: AccountRef): Limits;
  /** Of the account's line; left out: the first account's. */
  tokenStatus(account?: AccountRef): TokenStatus;
  /** Asks the broker for a new token now (admins); throws `cooldown` while the one-a-minute rule blocks. */
  renewToken(account: AccountRef | undefined, signal: AbortSignal): Promise<TokenStatus>;
  status(): DeskStatus;
}

/** How a command is typed: `/price <종목>`, in English `/price <symbol>`; <> must be given, [] may be. */
export function usageOf(command: Pick<Command, 'name' | 'args'>, language: Language): string {
  return [`/${command.name}`, ...command.args.map(spec => usageWord(spec, language))].join(' ');
}

/** An argument as it stands in a usage line. */
export function usageWord({ name, ko, required }: ArgSpec, language: Language): string {
  const word = language === 'ko' ? ko : name;
  return required ? `<${word}>` : `[${word}]`;
}
