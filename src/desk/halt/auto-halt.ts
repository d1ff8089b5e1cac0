import {
  type AccountRef,
  accountKey,
  type Bilingual,
  type BrokerEvent,
  type Clock,
  type HaltScope,
  type Language,
  type Log,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import { newReference } from '../reference.js';
import type { Halts } from './halts.js';

/** Something that may mean that the desk can no longer be trusted to trade. */
export type Sign =
  | {
      readonly kind: /** An order's outcome is not known. */
        | 'unknown'
        /** The broker refused an order for a reason of business. */
        | 'refusal'
        /** What the venue shows is not what this program ordered. */
        | 'ledger';
      /** Whose order it was. */
      readonly account?: AccountRef;
    }
  | {
      readonly kind: /** The audit trail, or the journal of intents, cannot be written. */
        | 'audit'
        | 'journal'
        /** Found at the start: the store is older than it was; a line of the trail is wrong; the journal is damaged. */
        | 'rollback'
        | 'auditBroken'
        | 'journalDamaged';
      /** What it is about, for the log: a file. Never secret. */
      readonly about?: string;
    }
  /** The broker's clock and ours differ; either way. */
  | { readonly kind: 'clockSkew'; readonly skewMs: number }
  /** Tokens died before their time so often that another program must be using the app key. */
  | { readonly kind: 'foreignToken'; readonly times: number; readonly account?: AccountRef };

interface Rule {
  /** Name of the halt, as `/resume` takes it; it is the same after a restart. */
  readonly id: string;
  /** So many signs within so many ms by the monotonic clock, both ends counted. */
  readonly count: number;
  readonly withinMs: number;
  readonly reason: Bilingual;
}

/** Beyond this, times of orders and of the venue's list can no longer be compared, ms. */
export const SKEW_LIMIT_MS = 120_000;

const atOnce = (id: string, ko: string, en: string): Rule => ({
  id,
  count: 1,
  withinMs: 0,
  reason: { ko, en },
});

/** THE table of what makes the desk stop by itself. */
const RULES: Readonly<Record<Sign['kind'], Rule>> = {
  unknown: {
    id: 'UNKNOWN',
    count: 3,
    withinMs: 600_000,
    reason: {
      ko: '10분 안에 결과를 알 수 없는 주문이 3건 있었습니다',
      en: 'three orders within ten minutes had an unknown outcome',
    },
  },
  refusal: {
    id: 'REFUSED',
    count: 5,
    withinMs: 60_000,
    reason: {
      ko: '증권사가 1분 안에 주문을 5번 거절했습니다',
      en: 'the broker refused five orders within a minute',
    },
  },
  ledger: atOnce(
    'LEDGER',
    '봇의 주문 기록과 증권사의 주문 내역이 맞지 않습니다',
    'the bot’s orders and the broker’s list do not agree',
  ),
  audit: atOnce('AUDIT', '감사 기록을 쓸 수 없습니다', 'the audit trail cannot be written'),
  journal: atOnce('JOURNAL', '주문 기록을 쓸 수 없습니다', 'the journal of orders cannot be written'),
  rollback: atOnce(
    'ROLLBACK',
    '저장소가 예전 상태로 되돌아가 있습니다',
    'the store has gone back to an earlier state',
  ),
  auditBroken: atOnce(
    'CHAIN',
    '감사 기록이 고쳐졌거나 일부가 없어졌습니다',
    'the audit trail was altered, or a part of it is missing',
  ),
  journalDamaged: atOnce('DAMAGED', '주문 기록이 손상되어 있습니다', 'the journal of orders is damaged'),
  clockSkew: atOnce(
    'CLOCK',
    '증권사와 이 컴퓨터의 시계가 2분 넘게 다릅니다',
    'the clocks of the broker and this machine differ by more than two minutes',
  ),
  foreignToken: atOnce(
    'TOKEN',
    '다른 프로그램이 같은 앱키를 쓰는 것 같습니다',
    'another program seems to use the same app key',
  ),
};

export interface AutoHaltParts {
  readonly halts: Pick<Halts, 'list' | 'set'>;
  /** Of the desk, as of now. */
  readonly accounts: () => readonly AccountRef[];
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly random: RandomBytes;
}

export interface AutoHalt {
  /** Returns at once, and never throws; a halt that follows from the sign is in force by then. */
  note(sign: Sign): void;
}

/** Beyond so many accounts that a rule has stopped one by one it is no trouble of theirs: everything stops. */
const MOST_ALONE = 5;

/** A sign as it is remembered. `account`: its `accountKey`; undefined: it concerns the whole desk. */
interface Seen {
  readonly at: number;
  readonly account: string | undefined;
}

/**
 * Stops trading, until an admin lifts it, when a sign appears often enough: where all that was seen concerns one account
 * among several that account, else everything. Counts begin anew with the process.
 */
export function createAutoHalt(parts: AutoHaltParts): AutoHalt {
  const { halts, accounts, clock, log, language, random } = parts;
  const seen = new Map<string, readonly Seen[]>();

  const alone = (id: string) =>
    halts.list().filter(({ id: name, by, scope }) => {
      return by === 'desk' && scope.kind === 'account' && name.startsWith(`${id}-`);
    });

  /** `TOKEN-5678`, by the last digits of the account, and one that no other account's halt has. */
  function nameFor(id: string, account: string): string {
    const taken = new Set(halts.list().map(halt => halt.id));
    const name = `${id}-${account.slice(4, 8)}`;
    for (let n = 1; ; n += 1) {
      const candidate = n === 1 ? name : `${name}-${n}`;
      if (!taken.has(candidate)) return candidate;
    }
  }

  return {
    note(sign) {
      if (sign.kind === 'clockSkew' && Math.abs(sign.skewMs) <= SKEW_LIMIT_MS) return;
      const { id, count, withinMs, reason } = RULES[sign.kind];
      const account = accounts().length > 1 ? accountOf(sign) : undefined;
      const stopped = alone(id);
      const isStopped = stopped.some(({ scope }) => scope.kind === 'account' && scope.account === account);
      // Not counted either: after a resume, which somebody answers for, it takes as many signs as at first.
      if (isStopped || halts.list().some(halt => halt.id === id)) return;
      const now = clock.monotonic();
      const lately = [...(seen.get(id) ?? []), { at: now, account }].filter(({ at }) => now - at <= withinMs);
      seen.set(id, lately);
      if (lately.length < count) return;
      seen.delete(id);
      const only = stopped.length < MOST_ALONE && lately.every(past => past.account === account);
      const [name, scope]: readonly [string, HaltScope] =
        only && account !== undefined
          ? [nameFor(id, account), { kind: 'account', account }]
          : [id, { kind: 'all' }];
      const reference = newReference(random);
      const note = language === 'ko' ? `(참조 ${reference})` : `(reference ${reference})`;
      void halts.set({ scope, forMs: undefined, reason: `${reason[language]} ${note}` }, 'desk', name);
      log('error', 'halted by itself', { halt: name, reference, ...factsOf(sign) });
    },
  };
}

/** The sign in what a broker tells of itself, if there is one. `from`: whose line it was. */
export function signOf(event: BrokerEvent, from?: AccountRef): Sign | undefined {
  switch (event.kind) {
    case 'clockSkew':
      return { kind: 'clockSkew', skewMs: event.skewMs };
    case 'foreignToken':
      return { kind: 'foreignToken', times: event.times, ...(from ? { account: from } : {}) };
    default:
      return undefined;
  }
}

function accountOf(sign: Sign): string | undefined {
  return 'account' in sign && sign.account ? accountKey(sign.account) : undefined;
}

function factsOf(sign: Sign): Record<string, string | number | undefined> {
  const { kind } = sign;
  if ('about' in sign) return { sign: kind, about: sign.about };
  if ('skewMs' in sign) return { sign: kind, skewMs: sign.skewMs };
  if ('times' in sign) return { sign: kind, times: sign.times };
  return { sign: kind };
}
