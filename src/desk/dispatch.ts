import { randomBytes } from 'node:crypto';
import {
  type AuditEntry,
  type AuditTrail,
  asDeskError,
  type Clock,
  type Command,
  type CommandContext,
  DeskError,
  type DeskErrorKind,
  type DeskReads,
  type Dispatcher,
  type Inbound,
  type Language,
  type Log,
  type Outcome,
  type Principal,
  type Reply,
  type SeenEvents,
  type Stamp,
} from '../core/index.js';
import type { Access } from './access.js';
import { argumentsOf, isConversation, type Request, readContent, requestOf } from './asked.js';
import { createButtons, type RandomBytes } from './buttons.js';
import { withDeadline } from './deadline.js';
import { explain } from './explain.js';
import { findCommand, typedForm } from './parse.js';
import { plain } from './quoted.js';
import { createRate } from './rate.js';
import { newReference } from './reference.js';
import { createStrangers, strangerNotice } from './strangers.js';

export interface DispatchParts {
  /** THE allow-list, in the order of `/help`. */
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly seen: SeenEvents;
  readonly audit: AuditTrail;
  readonly desk: DeskReads;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly stamp: Stamp;
  /** Reaches the owner on whatever platform works (`alerts.tell`). */
  tellOwner(notice: Reply): Promise<void>;
  readonly random?: RandomBytes;
}

const VIEW_MAX_AGE_MS = 10 * 60_000;
const ACT_MAX_AGE_MS = 30_000;
const RUN_DEADLINE_MS = 30_000;
const RATE = { burst: 20, perMs: 10_000 };

const IGNORED: Outcome = { kind: 'ignored' };
const REFUSED: Outcome = { kind: 'refused' };

/** Kinds by which the desk says no before, or instead of, doing anything. */
const REFUSALS: ReadonlySet<DeskErrorKind> = new Set([
  'input',
  'unknownCommand',
  'denied',
  'notFound',
  'notOffered',
  'cooldown',
  'tooOld',
]);

/** Failures of this program, and not of the broker or the request. */
const OWN_FAULTS: ReadonlySet<DeskErrorKind> = new Set(['bug', 'storage']);

/** What became known about one event on its way; for the audit and for explaining a failure. */
interface Course {
  readonly reference: string;
  who: Principal | undefined;
  request: Request | undefined;
}

/** The one way in: every platform hands every event to `handle`, which reads from top to bottom. */
export function createDispatcher(parts: DispatchParts): Dispatcher {
  const { commands, access, clock, log, language, stamp, random = randomBytes } = parts;
  const buttons = createButtons(clock, random);
  const rate = createRate(RATE, clock);
  const strangers = createStrangers(clock);

  async function handle(inbound: Inbound): Promise<Outcome> {
    const course: Course = { reference: newReference(random), who: undefined, request: undefined };
    try {
      // Is it meant for the desk? Pure; people in a group also talk to each other.
      const asked = readContent(inbound.content, commands);
      if (isConversation(asked, inbound.where)) return IGNORED;

      // Known person, listed place? Before the durable step below, so that strangers cannot make the journal grow.
      const entry = access.enter(inbound);
      if (entry.kind === 'refused') return await turnAway(inbound, entry.reason);
      const { who } = entry;
      course.who = who;

      // Seen before? Durable, and the only claim on the event: of two deliveries at once, one goes on.
      if (!(await parts.seen.firstTime(inbound.platform, inbound.eventId))) return IGNORED;

      // A command of the allow-list, or a button that this person was offered here?
      const request = requestOf(asked, { who, where: inbound.where }, { commands, buttons });
      course.request = request;
      const { command } = request;

      // Too old? How old is too old hangs on the command, so it is known only here.
      requireFresh(command, inbound.sentAt);

      // Role? Checked now, not when the button was offered. Which accounts are theirs, `desk.accountsOf` decides.
      if (!who.roles.has(command.access)) throw new DeskError('denied', 'role', { need: command.access });

      const args = argumentsOf(request);

      const waitMs = rate.take(who.id);
      if (waitMs > 0) {
        throw new DeskError('rateLimited', 'too fast', { by: 'desk', until: clock.now() + waitMs });
      }

      const draft = await withDeadline(clock, RUN_DEADLINE_MS, async signal =>
        command.run(contextFor(inbound, who, signal), args),
      );
      await record(inbound, course, 'done');
      return {
        kind: 'reply',
        reply: { ...draft, stamp, visibility: command.visibility },
        placement: asked.kind === 'press' ? 'replace' : 'new',
      };
    } catch (thrown) {
      return failed(inbound, course, thrown);
    }
  }

  async function turnAway(inbound: Inbound, reason: 'person' | 'place'): Promise<Outcome> {
    const { platform, who, where } = inbound;
    const visit = strangers.visit(`${platform}:${who.userId}${reason === 'place' ? `@${where.id}` : ''}`);
    if (visit.tellOwner) {
      parts
        .tellOwner(strangerNotice(inbound, reason, visit.missed, { language, stamp }))
        .catch(() => log('error', 'owner not told of a stranger', { platform }));
    }
    if (visit.record) {
      await write({ ...entryFor(inbound), outcome: 'refused', reason: `stranger ${reason}` });
    }
    return REFUSED;
  }

  function requireFresh(command: Command, sentAt: number): void {
    const ageMs = clock.now() - sentAt;
    if (ageMs <= (command.access === 'view' ? VIEW_MAX_AGE_MS : ACT_MAX_AGE_MS)) return;
    throw new DeskError('tooOld', 'delivered late', { ageMs });
  }

  function contextFor({ where }: Inbound, who: Principal, signal: AbortSignal): CommandContext {
    return {
      who,
      where,
      language,
      stamp,
      now: clock.now(),
      signal,
      commands,
      desk: parts.desk,
      say: (ko, en) => (language === 'ko' ? ko : en),
      button: (label, call, style = 'plain') => ({ id: buttons.offer(who, where, call), label, style }),
    };
  }

  /** The card stays as it was when a press fails: the explanation comes as a message of its own. */
  async function failed(inbound: Inbound, course: Course, thrown: unknown): Promise<Outcome> {
    const error = asDeskError(thrown);
    const { reference, who, request } = course;
    const refusal = REFUSALS.has(error.kind) || error.detail['by'] === 'desk';
    const level = OWN_FAULTS.has(error.kind) ? 'error' : refusal ? 'info' : 'warn';
    log(level, refusal ? 'refused' : 'failed', {
      reference,
      kind: error.kind,
      command: request?.command.name,
      who: who?.id,
      ...traceOf(thrown),
    });
    // Nothing may fail before the gate; if it does all the same, the gate stays shut.
    if (!who) return REFUSED;
    await record(inbound, course, refusal ? 'refused' : 'failed', error.kind);
    const draft = explain(error, {
      language,
      now: clock.now(),
      reference,
      request,
    });
    return { kind: 'reply', reply: { ...draft, stamp, visibility: 'private' }, placement: 'new' };
  }

  function entryFor(inbound: Inbound): Omit<AuditEntry, 'outcome'> {
    return {
      at: clock.now(),
      platform: inbound.platform,
      who: plain(`${inbound.platform}:${inbound.who.userId}`, 40),
      place: plain(inbound.where.id, 40),
      act: inbound.content.kind,
    };
  }

  function record(
    inbound: Inbound,
    { who, request, reference }: Course,
    outcome: AuditEntry['outcome'],
    reason?: string,
  ): Promise<void> {
    const typed =
      request && typedForm({ command: request.command.name, args: request.given }, request.command);
    return write({
      ...entryFor(inbound),
      ...(who ? { who: who.id } : {}),
      ...(typed === undefined ? {} : { act: plain(`${inbound.content.kind} ${typed}`, 200) }),
      outcome,
      ...(reason === undefined ? {} : { reason, reference }),
    });
  }

  /** An answer is not withheld because the trail is broken: by now the deed is done, and only reads are done here. */
  async function write(entry: AuditEntry): Promise<void> {
    try {
      await parts.audit.record(entry);
    } catch {
      log('error', 'audit failed', { act: entry.act, outcome: entry.outcome, who: entry.who });
    }
  }

  return {
    handle,
    visibilityOf(inbound) {
      if (access.enter(inbound).kind === 'refused') return 'private';
      const asked = readContent(inbound.content, commands);
      if (asked.kind === 'call') return asked.command.visibility;
      const call = asked.kind === 'press' ? buttons.peek(asked.buttonId) : undefined;
      return (call && findCommand(call.command, commands)?.visibility) ?? 'private';
    },
  };
}

/**
 * A DeskError's message is ours and clean. What others throw may carry an address with a token in it, so of that
 * only the name and the places in the code are logged.
 */
function traceOf(thrown: unknown): Record<string, string> {
  if (thrown instanceof DeskError) return { message: thrown.message };
  if (!(thrown instanceof Error)) return { fault: typeof thrown };
  const frames = (thrown.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { fault: thrown.name, stack: frames.slice(0, 8).join(' | ') };
}
