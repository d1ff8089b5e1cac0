import { randomBytes } from 'node:crypto';
import {
  type AccountControl,
  type Activity,
  type AuditReads,
  type AuditTrail,
  type Clock,
  type Command,
  DeskError,
  type DeskReads,
  type Dispatcher,
  type HaltControl,
  type Inbound,
  type Inbox,
  type JobResult,
  type Language,
  type Log,
  type Outcome,
  type PreferenceStore,
  type Principal,
  type Stamp,
  type Tell,
  type WebLink,
} from '../core/index.js';
import type { Access } from './access.js';
import type { AlertDesk } from './alert-desk.js';
import { type Asked, argumentsOf, codeOf, isConversation, readContent, requestOf } from './asked.js';
import { createButtons, type RandomBytes } from './buttons.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import { contextFor } from './context.js';
import { withDeadline } from './deadline.js';
import { isFirstTime } from './first-time.js';
import { formOf } from './forms.js';
import { createGate } from './gate.js';
import type { Keys } from './keys/keys.js';
import { createLeftOvers } from './left-over.js';
import { alertAnswer, letterCall } from './letter-press.js';
import type { Members } from './members/members.js';
import { offerMissing } from './missing.js';
import { ownLanguage } from './own-language.js';
import { createPresses } from './presses.js';
import { createRate } from './rate.js';
import { type Course, createRecorder } from './record.js';
import { newReference } from './reference.js';
import { requireRole } from './rights.js';
import { offerCode } from './second-factor.js';
import { stamped } from './stamped.js';
import type { StepUpDesk } from './step-up/step-up.js';
import { createSuggest, type KnownSymbols } from './suggest/suggest.js';
import { isUrgent } from './urgent.js';
import { visibilityOf } from './visibility.js';

export interface DispatchParts {
  /** THE allow-list, in the order of `/help`. */
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly members: Members;
  readonly inbox: Inbox;
  readonly audit: AuditTrail;
  readonly auditReads: AuditReads;
  readonly desk: DeskReads;
  readonly symbols: KnownSymbols;
  readonly trade: Pick<TradeDesk, 'propose' | 'reshow' | 'buttonOf' | 'asksCode' | 'press' | 'shown'>;
  readonly halts: HaltControl;
  readonly alerts: AlertDesk;
  readonly keys: Pick<Keys, 'controlFor'>;
  readonly accounts: { controlFor(who: Principal): AccountControl };
  readonly preferences: PreferenceStore;
  readonly stepUp: StepUpDesk;
  readonly activity: Activity;
  webLink(who: Principal): WebLink;
  /** Throws `notFound`. */
  runJob(name: string): Promise<JobResult>;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly stamp: Stamp;
  readonly tell: Tell;
  readonly random?: RandomBytes;
}

const VIEW_MAX_AGE_MS = 10 * 60_000;
const ACT_MAX_AGE_MS = 30_000;
const RUN_DEADLINE_MS = 30_000;
const RATE = { burst: 20, perMs: 10_000 };

const IGNORED: Outcome = { kind: 'ignored' };

/** The one way in: every platform hands every event to `handle`, which reads from top to bottom. */
export function createDispatcher(parts: DispatchParts): Dispatcher {
  const { commands, access, alerts, clock, stamp, trade, random = randomBytes } = parts;
  const languageOf = ownLanguage(parts.preferences, parts.language);
  const buttons = createButtons(clock, random);
  const meanings = { commands, buttons, trade, alerts };
  const rate = createRate(RATE, clock);
  const recorder = createRecorder({ ...parts, languageOf });
  const gate = createGate(parts, recorder);
  const suggesting = createSuggest({ ...parts, languageOf });
  const leftOvers = createLeftOvers(parts.inbox, clock);
  const presses = createPresses({ ...parts, recorder, requireFresh });

  async function handle(inbound: Inbound, taken = () => {}): Promise<Outcome> {
    const course: Course = {
      reference: newReference(random),
      who: undefined,
      request: undefined,
      answer: undefined,
      about: undefined,
    };
    try {
      // Is it meant for the desk? Pure; people in a group also talk to each other.
      const asked = askedBy(inbound);
      if (isConversation(asked, inbound.where)) {
        leftOvers.forget(inbound);
        return IGNORED;
      }

      // Known person, listed place? Before the durable step below, so that strangers cannot make the journal grow.
      const entry = await gate.admit(inbound, asked);
      if (entry.kind === 'refused') {
        leftOvers.forget(inbound);
        return await gate.turnAway(inbound, entry.reason);
      }
      course.who = entry.who;

      // Seen before? Durable, and the only claim on the event: of two deliveries at once, one goes on.
      if (!(await isFirstTime(inbound, isUrgent(asked, meanings), parts, taken))) return IGNORED;

      // A button of the last run? What it began is told by its ticket's card, and not begun again.
      const answer = alertAnswer(asked, alerts);
      if (answer?.means.kind !== 'acknowledge') leftOvers.requireNoPress(inbound);

      // An answer to an alert or to a ticket, or a command of the allow-list, typed or behind a button?
      if (answer) return await presses.alert(inbound, course, entry.who, answer);
      return asked.kind === 'press' && trade.buttonOf(asked.buttonId)
        ? await presses.ticket(inbound, course, entry.who, asked.buttonId)
        : await runCommand(inbound, course, entry.who, asked);
    } catch (thrown) {
      const failed = await recorder.failed(inbound, course, thrown);
      const offering = { buttons, language: languageOf(course.who) };
      const offered = offerMissing(failed, inbound, course, thrown, offering);
      return offerCode(offered, inbound, course, thrown, offering);
    }
  }

  function askedBy({ content }: Inbound): Asked {
    return letterCall(readContent(content, commands), parts);
  }

  async function runCommand(
    inbound: Inbound,
    course: Course,
    who: Principal,
    asked: Asked,
  ): Promise<Outcome> {
    const { where } = inbound;
    const language = languageOf(who);
    const request = requestOf(asked, { who, where }, { commands, buttons, language });
    course.request = request;
    const { command } = request;

    // Interrupted by a crash, and not to be done twice?
    leftOvers.requireHarmless(inbound, command);

    // Too old? How old is too old hangs on the command, so it is known only here.
    const acts = command.access !== 'view' && !command.urgent;
    requireFresh(inbound, acts ? ACT_MAX_AGE_MS : VIEW_MAX_AGE_MS);

    // Role? Checked now, not when the button was offered. Which accounts are theirs, `desk.accountsOf` decides.
    requireRole(who, command.access);

    const args = argumentsOf(request);

    const waitMs = command.urgent ? 0 : rate.take(who.id);
    if (waitMs > 0) {
      throw new DeskError('rateLimited', 'too fast', { by: 'desk', until: clock.now() + waitMs });
    }

    const halts = leftOvers.haltsFor(inbound, parts.halts);
    const code = codeOf(request, who);
    const draft = await withDeadline(clock, RUN_DEADLINE_MS, async signal =>
      command.run(contextFor({ ...parts, halts, buttons, language }, { who, where, code, signal }), args),
    );
    course.about = draft.about;
    suggesting.ran(who, command, args);
    const recorded = recorder.done(inbound, course);
    // What an admin changed is on the disk before it is told. The line of any other command is on its way there: what
    // orders has lines of its own before anything leaves.
    if (command.access === 'admin') await recorded;
    // A living card is rewritten later, and has to be one message: nothing is put upon it.
    const untold = who.roles.has('admin') && draft.card === undefined ? alerts.untold(who) : [];
    return {
      kind: 'reply',
      reply: stamped({ ...draft, blocks: [...untold, ...draft.blocks] }, stamp, command.visibility),
      // A ticket is a card of its own; it never takes the place of the list that it was called from.
      placement: asked.kind === 'press' && draft.card === undefined ? 'replace' : 'new',
    };
  }

  function requireFresh(inbound: Inbound, most: number): void {
    const ageMs = clock.now() - inbound.sentAt;
    const detail = { ageMs, ...(leftOvers.has(inbound) ? { what: 'restart' } : {}) };
    if (ageMs > most) throw new DeskError('tooOld', 'delivered late', detail);
  }

  return {
    handle,
    admits: inbound => access.enter(inbound).kind === 'allowed',
    shown: (card, where) => trade.shown(card, where),
    formOf: inbound => formOf({ commands, access, buttons, trade, languageOf }, inbound),
    suggest: typing => suggesting.suggest(typing),
    answered: ({ platform, eventId }) => parts.inbox.answered(platform, eventId),
    leftOver: platform => leftOvers.of(platform),
    visibilityOf(inbound) {
      const entry = access.enter(inbound);
      if (entry.kind === 'refused') return 'private';
      return visibilityOf(askedBy(inbound), entry.who, meanings);
    },
  };
}
