import {
  type AuditTrail,
  type Clock,
  DeskError,
  type Language,
  memberMeant,
  type Place,
  type Principal,
  type StepUp,
  type StepUpControl,
  type StepUpReason,
  type StepUpState,
  type StepUpStore,
  type Tell,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import type { Members } from '../members/members.js';
import { createCodes } from './codes.js';
import { codeNeeded, enrolFirst, privateOnly } from './denials.js';
import { createEnrolments } from './enrolments.js';
import { handingOver } from './hand-over.js';
import { changeNotice, type FactorChange, lockNotice } from './notices.js';
import { inFours, newSecret, sixDigits, stepsOf } from './totp.js';

export interface StepUpParts {
  readonly store: StepUpStore;
  readonly members: Pick<Members, 'list'>;
  readonly clock: Clock;
  readonly language: Language;
  readonly tell: Tell;
  readonly audit: AuditTrail;
  /** 16 bytes or more from the system's generator. */
  readonly random: RandomBytes;
  /** `auto`: whoever has a second factor is asked for it. `required`: whoever has none may not, either. */
  readonly policy: 'auto' | 'required';
}

export interface StepUpDesk extends StepUp {
  /** `code`: what came with this run of a command. */
  controlFor(who: Principal, where: Place, code: string | undefined): StepUpControl;
  /** Runs `remove`, which takes this member, or one identity of theirs, from the desk: a factor stays with its person. */
  removing<T>(target: string, remove: () => Promise<T>): Promise<T>;
}

/** What nobody does without a second factor, whatever the policy. */
const ALWAYS: ReadonlySet<StepUpReason> = new Set(['order', 'breakGlass']);

/** The second factor of everybody: a code of an authenticator, good once. */
export function createStepUp(parts: StepUpParts): StepUpDesk {
  const { store, members, clock, language, tell, audit, random, policy } = parts;
  const enrolments = createEnrolments(clock);
  const codes = createCodes({
    store,
    clock,
    onLocked(who, until) {
      note(who.id, 'otp locked', 'refused');
      const member = members.list().find(({ identities }) => who.ids.some(id => identities.includes(id)));
      const ids = member?.identities ?? who.ids;
      tell(lockNotice({ name: member?.name ?? who.id, ids }, until, { at: clock.now(), language }));
    },
  });

  /** The line may be late, but what was done is done. */
  function note(who: string, act: string, outcome: 'done' | 'refused' = 'done'): void {
    audit
      .record({ at: clock.now(), platform: 'desk', place: 'desk', who, act, outcome })
      .catch(() => undefined);
  }

  function changed(what: FactorChange, whose: Pick<Principal, 'id' | 'ids' | 'name'>, by: Principal): void {
    note(by.id, whose.id === by.id ? `otp ${what}` : `otp ${what} ${whose.id}`);
    tell(changeNotice(what, whose, by, { at: clock.now(), language }));
  }

  async function require(who: Principal, code: string | undefined, why: StepUpReason): Promise<void> {
    if (codes.factorOf(who)) return codes.take(who, code, () => enrolFirst(why));
    if (policy === 'required' || ALWAYS.has(why)) throw enrolFirst(why);
  }

  function state(who: Principal): StepUpState {
    const record = codes.factorOf(who)?.record;
    const until = record?.lockedUntil;
    return {
      enrolled: record !== undefined,
      since: record?.enrolledAt,
      lockedUntil: until !== undefined && clock.now() < until ? until : undefined,
    };
  }

  /** The first code of a secret that waits proves that the authenticator has it. */
  async function prove(who: Principal, given: string): Promise<void> {
    const factor = codes.factorOf(who);
    const person = factor?.person ?? who.id;
    await codes.inTurn(person, async () => {
      codes.requireUnlocked(who);
      const pending = enrolments.of(who.id);
      // Two people have become one since, say: what may be replaced without a code of it is only what was there then.
      if (!pending || pending.replaces !== codes.factorOf(who)?.record.secret) throw enrolFirst('test');
      const code = sixDigits(given);
      if (code === undefined) throw codeNeeded('malformed', 1);
      const now = clock.now();
      const step = (await stepsOf(pending.secret, code, now)).at(-1);
      if (step === undefined) throw codeNeeded('wrong', enrolments.miss(who.id));
      const { secret } = pending;
      await store.set(person, {
        secret,
        enrolledAt: now,
        lastStep: step,
        failures: [],
        lockedUntil: undefined,
      });
      enrolments.end(who.id);
    });
    changed(factor ? 'replaced' : 'enrolled', who, who);
  }

  return {
    state,
    require,
    asks: who => {
      const { enrolled, lockedUntil } = state(who);
      return enrolled && lockedUntil === undefined;
    },
    requireUnlocked: codes.requireUnlocked,
    removing: (target, remove) => handingOver(target, remove, { store, codes, members: members.list() }),
    controlFor: (who, where, code) => ({
      state: () => state(who),
      async begin() {
        if (where.kind !== 'private') throw privateOnly();
        // Else whoever finds a chat open could put their own authenticator in the place of the owner's.
        if (codes.factorOf(who)) await codes.take(who, code, () => enrolFirst('test'));
        const replaces = codes.factorOf(who)?.record.secret;
        const { secret, uri } = await newSecret(random, who.name);
        const { until } = enrolments.begin(who.id, { secret, replaces });
        return { uri, secret: inFours(secret), until };
      },
      async finish(given) {
        if (enrolments.of(who.id)) return prove(who, given);
        await codes.take(who, given, () => enrolFirst('test'));
      },
      async remove() {
        await codes.take(who, code, () => enrolFirst('test'));
        const factor = codes.factorOf(who);
        if (!factor) throw enrolFirst('test');
        await codes.inTurn(factor.person, () => store.set(factor.person, undefined));
        enrolments.end(who.id);
        changed('removed', who, who);
      },
      async reset(words) {
        const member = memberMeant(words, members.list());
        await require(who, code, 'members');
        const factor = codes.factorOf({ id: member.id, ids: member.identities });
        if (!factor)
          throw new DeskError('notFound', 'no second factor', { what: 'stepUp', query: member.name });
        for (const id of new Set([member.id, ...member.identities])) {
          enrolments.end(id);
          if (store.of(id)) await codes.inTurn(id, () => store.set(id, undefined));
        }
        changed('reset', { id: member.id, ids: member.identities, name: member.name }, who);
      },
    }),
  };
}
