import type { AccountRef, Draft, Halt, HaltStore, Notice, TradeAct } from '../../../src/core/index.js';
import { createHalts, type HaltParts, type Halts } from '../../../src/desk/halt/halts.js';
import { type ManualClock, manualClock } from '../../support/clock.js';
import { ACCOUNT, orderOf } from '../../support/desk.js';
import { logBook } from '../../support/fake-desk.js';

/** A halt store in memory whose disk can be made to fail, and whose HALT file can be put and removed. */
export interface FakeHaltStore extends HaltStore {
  disk: readonly Halt[];
  flag: boolean;
  /** What a save does before it writes: rejects for a bad disk, or waits. */
  beforeSave: () => Promise<void>;
  saves: number;
  looks: number;
}

export const goodDisk = () => Promise.resolve();
export const fullDisk = () => Promise.reject(new Error('ENOSPC'));

export function fakeHaltStore(stored: readonly Halt[] = []): FakeHaltStore {
  return {
    disk: stored,
    flag: false,
    beforeSave: goodDisk,
    saves: 0,
    looks: 0,
    async load() {
      return this.disk;
    },
    async save(halts) {
      this.saves += 1;
      await this.beforeSave();
      this.disk = structuredClone(halts);
    },
    flagged() {
      this.looks += 1;
      return this.flag;
    },
  };
}

export interface HaltRig {
  readonly halts: Halts;
  readonly store: FakeHaltStore;
  readonly clock: ManualClock;
  readonly notices: Notice[];
  /** What the notices say. */
  readonly told: Draft[];
  readonly lines: ReturnType<typeof logBook>['lines'];
}

/** The kill switch on a clock that stands still; its ids are H1, H2, … */
export async function haltRig(
  over: Partial<HaltParts> & { readonly store?: FakeHaltStore; readonly clock?: ManualClock } = {},
): Promise<HaltRig> {
  const store = over.store ?? fakeHaltStore();
  const clock = over.clock ?? manualClock();
  const notices: Notice[] = [];
  const told: Draft[] = [];
  const { log, lines } = logBook();
  let ids = 0;
  const halts = await createHalts({
    log,
    language: 'ko',
    tell: notice => {
      notices.push(notice);
      told.push(notice.draft);
    },
    newId: () => {
      ids += 1;
      return `H${ids}`;
    },
    ...over,
    store,
    clock,
  });
  return { halts, store, clock, notices, told, lines };
}

export const OTHER_ACCOUNT: AccountRef = { ...ACCOUNT, number: '60607070' };

interface Shape {
  readonly side?: 'buy' | 'sell';
  readonly code?: string;
  readonly account?: AccountRef;
}

/** An act of this kind; left out: a buy of 005930 for the first account. */
export function actOf(
  kind: TradeAct['kind'],
  { side = 'buy', code = '005930', account = ACCOUNT }: Shape = {},
): TradeAct {
  const original = orderOf(7, { side, code });
  const order = { number: original.number, branch: original.branch };
  switch (kind) {
    case 'place':
      return {
        kind,
        order: { account, side, code, quantity: 10n, price: 70_000n, type: 'limit', exchange: 'KRX' },
      };
    case 'amend':
      return {
        kind,
        original,
        request: { account, order, type: 'limit', price: 71_000n, quantity: 'all', exchange: 'KRX' },
      };
    case 'cancel':
      return { kind, original, request: { account, order, quantity: 'all', exchange: 'KRX' } };
  }
}
