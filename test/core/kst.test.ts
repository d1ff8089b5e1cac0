import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addKstDays, formatKst, kstDate, kstTime, parseKst, startOfKstDate } from '../../src/core/index.js';

test('a token expiry is read as Korean time, not as the host’s', () => {
  expect(parseKst('2025-02-05 13:39:00')).toBe(1_738_730_340_000);
});

test('the Korean day begins at 15:00 UTC the day before', () => {
  const before = Date.parse('2026-11-20T14:59:59Z');
  expect(kstDate(before)).toBe('20261120');
  expect(kstTime(before)).toBe('235959');
  expect(kstDate(before + 1000)).toBe('20261121');
});

test('formatting and parsing are each other’s inverse at whole seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), second => {
      expect(parseKst(formatKst(second * 1000))).toBe(second * 1000);
    }),
  );
});

test.each(['2026-02-30 10:00:00', '2026-13-01 00:00:00', '2026-01-01 24:00:00', '2026-01-01', '', 'soon'])(
  'there is no such moment: %j',
  text => {
    expect(parseKst(text)).toBeUndefined();
  },
);

test('days are counted over months, leap days and years', () => {
  expect(addKstDays('20240228', 2)).toBe('20240301');
  expect(addKstDays('20270101', -1)).toBe('20261231');
  expect(startOfKstDate('20260229')).toBeUndefined();
  expect(() => addKstDays('20260229', 1)).toThrow(RangeError);
});
