import {
  type AccountRef,
  type Activity,
  type AuditEntry,
  type AuditTrail,
  accountKey,
  asDeskError,
  type Clock,
  DeskError,
  type DeskErrorKind,
  type Inbound,
  type Log,
  type Outcome,
  type Principal,
  type Stamp,
} from '../core/index.js';
import type { Request } from './asked.js';
import { explain } from './explain.js';
import type { LanguageOf } from './own-language.js';
import { typedForm } from './parse.js';
import { plain } from './quoted.js';

/** What became known about one event on its way; for the audit and for explaining a failure. */
export interface Course {
  readonly reference: string;
  who: Principal | undefined;
  request: Request | undefined;
  /** What a press on a living card says. */
  answer: string | undefined;
  /** The account that it turned out to be about. */
  about: AccountRef | undefined;
}

/** Kinds by which the desk says no before, or instead of, doing anything. */
const REFUSALS: ReadonlySet<DeskErrorKind> = new Set([
  'input',
  'unknownCommand',
  'denied',
  'notFound',
  'notOffered',
  'cooldown',
  'tooOld',
  'impossible',
  'limit',
  'halted',
  'unsettled',
  'usedTicket',
]);

/** Failures of this program, and not of the broker or the request. */
const OWN_FAULTS: ReadonlySet<DeskErrorKind> = new Set(['bug', 'storage']);

/** Writes down what became of every event, and puts failures into words. */
export interface Recorder {
  /** Resolves when the line is durable, or could not be written. Never rejects. */
  done(inbound: Inbound, course: Course): Promise<void>;
  stranger(inbound: Inbound, reason: 'person' | 'place'): Promise<void>;
  /** The card stays as it was when a press fails: the explanation comes as a message of its own. */
  failed(inbound: Inbound, course: Course, thrown: unknown): Promise<Outcome>;
}

export function createRecorder(parts: {
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly log: Log;
  readonly activity: Pick<Activity, 'note'>;
  readonly languageOf: LanguageOf;
  readonly stamp: Stamp;
}): Recorder {
  const { audit, clock, log, languageOf, stamp } = parts;

  function entryFor(inbound: Inbound): Omit<AuditEntry, 'outcome'> {
    return {
      at: clock.now(),
      platform: inbound.platform,
      who: plain(`${inbound.platform}:${inbound.who.userId}`, 40),
      place: plain(inbound.where.id, 40),
      act: inbound.content.kind,
    };
  }

  /** Who uses which account for what, and how often it came to nothing. */
  function count({ who, request, about }: Course, failed: boolean): void {
    if (!who || !request) return;
    const account = about === undefined ? '' : accountKey(about);
    parts.activity.note({ person: who.id, account, act: `/${request.command.name}`, failed });
  }

  function record(
    inbound: Inbound,
    course: Course,
    outcome: AuditEntry['outcome'],
    reason?: string,
  ): Promise<void> {
    const { who, request, reference, answer } = course;
    count(course, outcome !== 'done');
    const typed =
      answer ??
      (request && typedForm({ command: request.command.name, args: writable(request) }, request.command));
    return write({
      ...entryFor(inbound),
      ...(who ? { who: who.id } : {}),
      ...(typed === undefined ? {} : { act: plain(`${inbound.content.kind} ${typed}`, 200) }),
      outcome,
      ...(reason === undefined ? {} : { reason, reference }),
    });
  }

  /** An answer is not withheld because the trail is broken. What is sent to a venue has a line of its own before it leaves. */
  async function write(entry: AuditEntry): Promise<void> {
    try {
      await audit.record(entry);
    } catch {
      log('error', 'audit failed', { act: entry.act, outcome: entry.outcome, who: entry.who });
    }
  }

  return {
    done: (inbound, course) => record(inbound, course, 'done'),
    stranger: (inbound, reason) =>
      write({ ...entryFor(inbound), outcome: 'refused', reason: `stranger ${reason}` }),
    async failed(inbound, course, thrown) {
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
      if (!who) return { kind: 'refused' };
      await record(inbound, course, refusal ? 'refused' : 'failed', error.kind);
      const language = languageOf(who);
      const draft = explain(error, { language, now: clock.now(), reference, request });
      return { kind: 'reply', reply: { ...draft, stamp, visibility: 'private' }, placement: 'new' };
    },
  };
}

/**
 * The arguments without what must be written down nowhere, wherever it was typed; of an account's number the last digits
 * only.
 */
function writable({ command, given }: Request): Request['given'] {
  const isSecret = (name: string) => command.args.some(spec => spec.secret === true && spec.name === name);
  const hasSecret = command.args.some(({ secret }) => secret === true);
  const written = Object.entries(given).map(([name, text]) => {
    // A code that was not read as one stands in the place of something else.
    if (isSecret(name) || (hasSecret && /^[0-9][0-9.\s-]*$/.test(text))) return [name, '***'];
    const isAccount = command.args.some(spec => spec.name === name && spec.kind === 'account');
    return [name, text.replace(isAccount ? ANY_NUMBER : WHOLE_NUMBER, '****')];
  });
  return Object.fromEntries(written);
}

/** The first half of an account's number: alone where nothing else is meant, with its product where words stand. */
const ANY_NUMBER = /[0-9]{4}(?=[0-9]{4})/g;
const WHOLE_NUMBER = /(?<![0-9])[0-9]{4}(?=[0-9]{4}-[0-9]{2}(?![0-9]))/g;

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
