import {
  type AccountControl,
  type Activity,
  type AuditReads,
  asDeskError,
  type Clock,
  type Command,
  type CommandContext,
  DeskError,
  type DeskReads,
  type HaltControl,
  type JobResult,
  type Language,
  type Place,
  type PreferenceStore,
  type Principal,
  type Role,
  type Stamp,
  type WebLink,
} from '../core/index.js';
import { activityFor } from './activity.js';
import type { AlertDesk } from './alert-desk.js';
import type { OfferedButtons } from './buttons.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import { withDeadline } from './deadline.js';
import { guardedAccounts, guardedPreferences, guardedStepUp } from './guarded.js';
import type { Keys } from './keys/keys.js';
import type { Members } from './members/members.js';
import { memberProblem } from './members/problems.js';
import { preferenceControl } from './preferences.js';
import { requireNoProgram, requireRole } from './rights.js';
import { onceInThisRun } from './second-factor.js';
import type { StepUpDesk } from './step-up/step-up.js';

export interface ContextParts {
  readonly commands: readonly Command[];
  readonly desk: DeskReads;
  readonly trade: Pick<TradeDesk, 'propose' | 'reshow'>;
  readonly halts: HaltControl;
  readonly auditReads: AuditReads;
  readonly members: Members;
  readonly alerts: Pick<AlertDesk, 'controlFor'>;
  readonly keys: Pick<Keys, 'controlFor'>;
  readonly accounts: { controlFor(who: Principal): AccountControl };
  readonly preferences: PreferenceStore;
  readonly stepUp: StepUpDesk;
  readonly activity: Pick<Activity, 'read'>;
  /** Throws `notOffered` where the gateway is off. */
  webLink(who: Principal): WebLink;
  runJob(name: string): Promise<JobResult>;
  readonly buttons: OfferedButtons;
  readonly clock: Clock;
  readonly language: Language;
  readonly stamp: Stamp;
}

/** One run of a command: whose it is, and the code of their authenticator if one came with it. */
export interface Run {
  readonly who: Principal;
  readonly where: Place;
  readonly code: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * All that a command can reach, for this person. What needs a role or a second factor asks for it here, whatever the
 * command declares.
 */
export function contextFor(parts: ContextParts, { who, where, code, signal }: Run): CommandContext {
  const { commands, desk, trade, halts, auditReads, members, keys, buttons, clock, language, stamp } = parts;
  const alerts = parts.alerts.controlFor(who, where);
  const need = (role: Role) => requireRole(who, role);
  const needPerson = () => requireNoProgram(who);
  const second = onceInThisRun(parts.stepUp, who, code);
  const guards = { need, needPerson, second };
  return {
    who,
    where,
    language,
    stamp,
    now: clock.now(),
    signal,
    commands,
    desk,
    async propose(proposal) {
      need('trade');
      // Its card would stand nowhere that a person looks. `POST /orders` shows it to the owner of the key.
      if (who.byKey) throw new DeskError('denied', 'no tickets by chat', { need: 'person', what: 'ticket' });
      // What only takes risk away is never locked.
      if (proposal.kind !== 'cancel') parts.stepUp.requireUnlocked(who);
      return trade.propose(proposal, who, where, signal);
    },
    reshow() {
      need('trade');
      return trade.reshow(who);
    },
    halts: {
      list: () => halts.list(),
      // Not async: the halt is in force before anything is awaited.
      set(order, by) {
        need('trade');
        return halts.set(order, by);
      },
      async lift(ids) {
        need('admin');
        await second('halt');
        return halts.lift(ids, who.id);
      },
    },
    accounts: guardedAccounts(parts.accounts.controlFor(who), guards),
    preferences: guardedPreferences(preferenceControl(parts.preferences, who), guards),
    stepUp: guardedStepUp(parts.stepUp.controlFor(who, where, code), guards),
    activity: activityFor(parts.activity, who),
    audit: {
      async search(query, ends) {
        need('admin');
        return auditReads.search(query, ends);
      },
      async verify(ends) {
        need('admin');
        return auditReads.verify(ends);
      },
    },
    members: {
      list() {
        need('admin');
        return members.list();
      },
      async add(...member) {
        need('admin');
        await second('members');
        return members.add(...member);
      },
      async setRoles(target, roles) {
        need('admin');
        await second('members');
        return members.setRoles(target, roles, who);
      },
      async setAccounts(target, accounts) {
        need('admin');
        await second('members');
        return members.setAccounts(target, accounts);
      },
      async remove(target) {
        need('admin');
        await second('members');
        return parts.stepUp.removing(target, () => members.remove(target, who));
      },
      // For themselves and nobody else, whatever the command says.
      newCode() {
        needPerson();
        return members.newCode(who);
      },
      async redeem(code, identity) {
        needPerson();
        if (!who.ids.includes(identity)) throw new DeskError('denied', 'not theirs', { need: 'owner' });
        // Else somebody at this chat could put the authenticator of the code's owner in the place of this person's.
        if (parts.stepUp.state(who).enrolled) throw memberProblem('enrolled');
        return members.redeem(code, identity);
      },
    },
    alerts: {
      list: () => alerts.list(),
      async setLoudness(whose, kind, loudness) {
        if (whose === 'here') need('admin');
        return alerts.setLoudness(whose, kind, loudness);
      },
      async setQuiet(whose, quiet) {
        if (whose === 'here') need('admin');
        return alerts.setQuiet(whose, quiet);
      },
      async test() {
        need('admin');
        return alerts.test();
      },
      open: () => alerts.open(),
      async acknowledgeAll() {
        need('admin');
        return alerts.acknowledgeAll();
      },
    },
    keys: {
      list() {
        need('admin');
        return keys.controlFor(who).list();
      },
      async add(wish) {
        need('admin');
        await second('keys');
        return keys.controlFor(who).add(wish);
      },
      async rotate(name, overlapMs) {
        need('admin');
        await second('keys');
        return keys.controlFor(who).rotate(name, overlapMs);
      },
      async revoke(name) {
        need('admin');
        return keys.controlFor(who).revoke(name);
      },
    },
    webLink() {
      needPerson();
      return parts.webLink(who);
    },
    async runJob(name) {
      need('admin');
      return resultOf(parts.runJob(name), clock);
    },
    say: (ko, en) => (language === 'ko' ? ko : en),
    button: (label, call, style = 'plain', ask = []) => ({
      id: buttons.offer(who, where, call, ask),
      label,
      style,
    }),
  };
}

/** How long a command waits for a job, ms; the job goes on all the same. */
const JOB_WAIT_MS = 20_000;

async function resultOf(run: Promise<JobResult>, clock: Clock): Promise<JobResult | 'running'> {
  const result: Promise<JobResult | 'running'> = run;
  return withDeadline(clock, JOB_WAIT_MS, () => result).catch((thrown: unknown) => {
    if (asDeskError(thrown).kind === 'timeout') return 'running';
    throw thrown;
  });
}
