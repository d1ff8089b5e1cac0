import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/core/index.js';
import { ORDER_TYPES, type OrderSetting, orderHours, orderTypeOf } from '../../src/market/index.js';

const at = (date: string, time: string) => Date.parse(`${date}T${time}+09:00`);
const MONDAY = '2026-11-23';
const LIVE: OrderSetting = { mode: 'live', kind: 'stock', alwaysOpen: false };
const PAPER: OrderSetting = { ...LIVE, mode: 'paper' };

const TYPES = Object.values(ORDER_TYPES)
  .map(rule => orderTypeOf(rule.code))
  .filter(type => type !== undefined);
const types = (codes: string) => codes.split(' ').map(code => orderTypeOf(code));

const REGULAR = '00 01 02 03 04 11 12 13 14 15 16 21 23 24';
const NXT_MAIN = '00 03 04 11 12 13 14 15 16 21 23 24';
const NXT_EDGE = '00 03 04 11 12 15 16';
const SOR = '00 01 03 04 11 12 13 14 15 16';
const EVENING = '41 42 43 44 45 46 47';

type Row = readonly [from: string, to: string, codes: string];

/** Who takes what from when until when; between the rows nothing is taken. */
const DAYS: readonly [
  name: string,
  date: string,
  exchange: Exchange,
  setting: OrderSetting,
  rows: readonly Row[],
][] = [
  [
    'the KRX',
    MONDAY,
    'KRX',
    LIVE,
    [
      ['08:30:00', '08:40:00', '00 01 02 05'],
      ['08:40:00', '09:00:00', '00 01 02'],
      ['09:00:00', '15:20:00', REGULAR],
      ['15:20:00', '15:30:00', '00 01'],
      ['15:40:00', '16:00:00', '06'],
      ['16:00:00', '20:00:00', EVENING],
    ],
  ],
  [
    'NXT',
    MONDAY,
    'NXT',
    LIVE,
    [
      ['08:00:00', '08:50:00', `${NXT_EDGE} 27 28 29`],
      ['09:00:30', '15:20:00', NXT_MAIN],
      ['15:40:00', '20:00:00', NXT_EDGE],
    ],
  ],
  [
    'SOR',
    MONDAY,
    'SOR',
    LIVE,
    [
      ['09:00:00', '15:20:00', SOR],
      ['15:20:00', '15:30:00', '00 01'],
    ],
  ],
  [
    '모의투자',
    MONDAY,
    'KRX',
    PAPER,
    [
      ['09:00:00', '15:20:00', REGULAR],
      ['15:20:00', '15:30:00', '00 01'],
    ],
  ],
  [
    'the KRX on the first trading day of a year',
    '2027-01-04',
    'KRX',
    LIVE,
    [
      ['09:30:00', '09:40:00', '00 01 02 05'],
      ['09:40:00', '10:00:00', '00 01 02'],
      ['10:00:00', '15:20:00', REGULAR],
      ['15:20:00', '15:30:00', '00 01'],
      ['15:40:00', '16:00:00', '06'],
      ['16:00:00', '20:00:00', EVENING],
    ],
  ],
  [
    'the KRX on the day of the 수능',
    '2026-11-19',
    'KRX',
    LIVE,
    [
      ['09:30:00', '09:40:00', '00 01 02 05'],
      ['09:40:00', '10:00:00', '00 01 02'],
      ['10:00:00', '16:20:00', REGULAR],
      ['16:20:00', '16:30:00', '00 01'],
      ['16:40:00', '17:00:00', '06'],
      ['17:00:00', '20:00:00', EVENING],
    ],
  ],
  [
    'NXT on the first trading day of a year',
    '2027-01-04',
    'NXT',
    LIVE,
    [
      ['09:00:00', '09:50:00', `${NXT_EDGE} 27 28 29`],
      ['10:00:30', '15:20:00', NXT_MAIN],
      ['15:40:00', '20:00:00', NXT_EDGE],
    ],
  ],
  [
    'NXT on the day of the 수능',
    '2026-11-19',
    'NXT',
    LIVE,
    [
      ['09:00:00', '09:50:00', `${NXT_EDGE} 27 28 29`],
      ['10:00:30', '16:20:00', NXT_MAIN],
      ['16:40:00', '20:00:00', NXT_EDGE],
    ],
  ],
  [
    'SOR on the day of the 수능',
    '2026-11-19',
    'SOR',
    LIVE,
    [
      ['10:00:00', '16:20:00', SOR],
      ['16:20:00', '16:30:00', '00 01'],
    ],
  ],
  [
    '모의투자 on the first trading day of a year',
    '2027-01-04',
    'KRX',
    PAPER,
    [
      ['10:00:00', '15:20:00', REGULAR],
      ['15:20:00', '15:30:00', '00 01'],
    ],
  ],
];

describe.each(DAYS)('%s', (_name, date, exchange, setting, rows) => {
  const borders = rows.flatMap(([from, to]) => [at(date, from), at(date, to)]);
  const probes = [
    at(date, '00:00:00'),
    ...borders.flatMap(t => [t - 1000, t - 1, t, t + 1]),
    at(date, '23:59:59'),
  ];
  const takenAt = (instant: number) => {
    const row = rows.find(([from, to]) => instant >= at(date, from) && instant < at(date, to));
    return row === undefined ? [] : types(row[2]);
  };
  const ever = new Set(rows.flatMap(([, , codes]) => types(codes)));

  it('takes each type from the first millisecond of its session to the last one', () => {
    const answered = probes.map(instant =>
      TYPES.filter(type => orderHours(type, exchange, instant, setting).kind === 'allowed'),
    );
    expect(answered).toEqual(probes.map(takenAt));
  });

  it('says of every other type whether it comes too early or late, at a closed hour, or never, and what goes now', () => {
    for (const instant of probes) {
      const taken = takenAt(instant);
      for (const type of TYPES.filter(t => !taken.includes(t))) {
        const problem = !ever.has(type) ? 'typeNotOnExchange' : taken.length === 0 ? 'closed' : 'typeNotNow';
        expect([instant, type, orderHours(type, exchange, instant, setting)]).toMatchObject([
          instant,
          type,
          { kind: 'closed', problem, allowed: taken },
        ]);
      }
    }
  });

  it('names the beginning of the next session of today that takes a type, before it', () => {
    for (const type of ever) {
      if (type === undefined) continue;
      const first = rows.find(([, , codes]) => types(codes).includes(type));
      const answer = orderHours(type, exchange, at(date, '00:00:00'), setting);
      expect([type, answer]).toMatchObject([type, { next: at(date, first?.[0] ?? '') }]);
    }
  });
});
