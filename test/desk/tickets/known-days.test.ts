import { describe, expect, test } from 'vitest';
import { deniedWith } from './denied-with.js';
import { amend, buy, rig, WHO } from './rig.js';

const signal = new AbortController().signal;

describe('a day that the broker told of', () => {
  test('as a holiday lets no order and no amendment of that day become a ticket', async () => {
    const { make } = rig({}, { knownDays: () => new Map([['20261123', false]]) });
    for (const proposal of [buy(), amend()]) {
      const { kind, detail } = await deniedWith(() => make(proposal));
      expect([kind, detail['problem']]).toEqual(['impossible', 'holiday']);
      expect(detail['next']).toBe(Date.parse('2026-11-24T09:00:00+09:00'));
    }
  });

  test('as open lets an order through on a holiday of the table', async () => {
    const { make, clock } = rig({}, { knownDays: () => new Map([['20261225', true]]) });
    clock.step(Date.parse('2026-12-25T10:00:00+09:00') - clock.now());
    expect((await make(buy())).acts).toHaveLength(1);
  });

  test('counts at the press too, when it became known meanwhile', async () => {
    const known = new Map<string, boolean>();
    const { make, maker, day, clock } = rig({}, { knownDays: () => known });
    const content = await make(buy());
    known.set('20261123', false);
    const fresh = await maker.refresh(content, signal);
    const press = async () => maker.judgeAgain(content, fresh, WHO, day, clock.now());
    expect((await deniedWith(press)).detail['problem']).toBe('holiday');
  });
});
