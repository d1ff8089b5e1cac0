import { createHash } from 'node:crypto';
import type { AuditEntry, Notice, Place, Principal, StepUpStore } from '../../../src/core/index.js';
import { createStepUp, type StepUpDesk, type StepUpParts } from '../../../src/desk/step-up/step-up.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { memberOf } from '../../support/memory-members.js';
import { memoryStepUp } from '../../support/memory-step-up.js';

export const HOME: Place = { platform: 'telegram', id: '1', group: undefined, kind: 'private' };
export const GROUP: Place = { platform: 'telegram', id: '-1', group: '-1', kind: 'group' };

export const DAD: Principal = {
  id: 'discord:1001',
  ids: ['discord:1001', 'telegram:1'],
  name: '아빠',
  roles: new Set(['view', 'trade', 'admin']),
  accounts: 'all',
};
export const MUM: Principal = { ...DAD, id: 'discord:2002', ids: ['discord:2002'], name: '엄마' };

export interface Stage {
  readonly stepUp: StepUpDesk;
  readonly store: StepUpStore;
  readonly clock: ManualClock;
  readonly notices: Notice[];
  readonly audit: AuditEntry[];
}

/** The desk's check on a store that outlives it. */
export function stage(
  over: { store?: StepUpStore; clock?: ManualClock; policy?: StepUpParts['policy'] } = {},
): Stage {
  const clock = over.clock ?? manualClock();
  const store = over.store ?? memoryStepUp();
  const notices: Notice[] = [];
  const audit: AuditEntry[] = [];
  let drawn = 0;
  const members = [DAD, MUM].map(({ id, ids, name }) => ({
    ...memberOf(
      { platform: 'discord', userId: id.replace('discord:', ''), name, roles: ['view'] },
      { identities: ids },
    ),
    fixed: false,
  }));
  const stepUp = createStepUp({
    store,
    members: { list: () => members },
    clock,
    language: 'ko',
    tell: notice => void notices.push(notice),
    audit: {
      async record(entry) {
        audit.push(entry);
        return { line: audit.length, hash: '' };
      },
    },
    random: count => createHash('sha256').update(`s${drawn++}`).digest().subarray(0, count),
    policy: over.policy ?? 'auto',
  });
  return { stepUp, store, clock, notices, audit };
}

/** What a promise throws as a person reads of it: need, and what tells it from others. */
export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'passed',
    (thrown: unknown) => (thrown instanceof Error && 'detail' in thrown ? thrown.detail : String(thrown)),
  );
}
