import { expect, test } from 'vitest';
import type { AuditMark, IntentEvent, SendOutcome, TradeAct } from '../../../src/core/index.js';
import { sendAct } from '../../../src/desk/confirmations/send.js';
import { openBook } from '../../../src/desk/intents/book.js';
import { manualClock } from '../../support/clock.js';
import { ACCOUNT } from '../../support/desk.js';
import { memoryJournal } from '../../support/memory-journal.js';
import { PLACE, rowAt } from '../../support/venue-list.js';

const MARK: AuditMark = { line: 1, hash: 'a'.repeat(16) };
const SNAPSHOT = { at: 0, numbers: [], complete: true, totals: undefined, holding: undefined };
const ACCEPTED: SendOutcome = { kind: 'accepted', order: { number: '7', branch: '1' }, at: 0 };
const ROW = rowAt(0, '5');
const CANCEL: TradeAct = {
  kind: 'cancel',
  request: { account: ACCOUNT, order: { number: '5', branch: '' }, quantity: 'all', exchange: 'KRX' },
  original: ROW,
};

function rig(
  act: TradeAct,
  over: { audit?: () => Promise<AuditMark>; outcome?: () => Promise<SendOutcome> } = {},
) {
  const clock = manualClock();
  const journal = memoryJournal();
  const book = openBook(journal, clock);
  const halted = new AbortController();
  const left: string[] = [];
  const unwritten: string[] = [];
  const leave = async (kind: string) => {
    // What is on the disk by the time it leaves.
    left.push(`${kind} after ${journal.written.map(event => event.kind).join(' ')}`);
    return over.outcome ? over.outcome() : ACCEPTED;
  };
  const where = { platform: 'console', id: 'c', group: undefined, kind: 'private' } as const;
  const proposed: IntentEvent = {
    kind: 'proposed',
    ticket: 't',
    at: clock.now(),
    owner: 'o',
    where,
    expiresAt: 1,
    acts: [act],
    values: [0n],
  };
  return {
    journal,
    left,
    unwritten,
    halted,
    state: () => book.ticket('t')?.intents[0]?.state.kind,
    async send() {
      await book.note(proposed);
      const intent = book.ticket('t')?.intents[0];
      if (!intent) throw new Error('no intent');
      const parts = {
        trading: {
          prepare: async () => undefined,
          place: () => leave('place'),
          amend: () => leave('amend'),
          cancel: () => leave('cancel'),
        },
        book,
        clock,
        log: () => undefined,
        audit: over.audit ?? (async () => MARK),
        lastMark: () => MARK,
        guard: () => ({ signal: halted.signal, release: () => undefined }),
        onUnwritten: () => void unwritten.push('journal'),
      };
      return sendAct(parts, intent, SNAPSHOT, [{ kind: 'claimed', ticket: 't', at: 0, by: 'o' }]);
    },
  };
}

test('an order leaves once its intent is written, and its outcome is noted', async () => {
  const desk = rig(PLACE);
  expect(await desk.send()).toEqual(ACCEPTED);
  expect(desk.left).toEqual(['place after proposed claimed sent']);
  expect(desk.journal.written.map(event => event.kind)).toEqual(['proposed', 'claimed', 'sent', 'accepted']);
});

test('an order whose audit line cannot be written does not leave', async () => {
  const desk = rig(PLACE, { audit: () => Promise.reject(new Error('disk full')) });
  expect(await desk.send()).toEqual({ kind: 'notSent', reason: 'storage' });
  expect(desk.left).toEqual([]);
  expect(desk.unwritten).toEqual(['journal']);
  expect(desk.state()).toBe('notSent');
});

test('an order whose intent cannot be written does not leave', async () => {
  const desk = rig(PLACE, {
    audit: async () => MARK,
  });
  const sending = desk.send();
  desk.journal.fail = true;
  expect(await sending).toEqual({ kind: 'notSent', reason: 'storage' });
  expect(desk.left).toEqual([]);
});

test('a cancel leaves even when nothing can be written: it only takes risk away', async () => {
  const desk = rig(CANCEL, { audit: () => Promise.reject(new Error('disk full')) });
  const sending = desk.send();
  desk.journal.fail = true;
  expect(await sending).toEqual(ACCEPTED);
  expect(desk.left).toHaveLength(1);
});

test('an order that is halted while its intent is being written does not leave; a cancel does', async () => {
  const order = rig(PLACE);
  const sending = order.send();
  order.halted.abort();
  expect(await sending).toEqual({ kind: 'notSent', reason: 'halted' });
  expect(order.left).toEqual([]);
});

test('a port that throws leaves the outcome unknown, unless it says that the request was malformed', async () => {
  const desk = rig(PLACE, { outcome: () => Promise.reject(new Error('what')) });
  expect(await desk.send()).toMatchObject({ kind: 'unknown' });
  expect(desk.state()).toBe('unknown');
});
