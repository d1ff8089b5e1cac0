/** Fields of a notice record by their place; places that are not named say what a received purchase says. */
export type RecordFields = Readonly<Record<number, string>>;

const RECEIVED: readonly string[] = [
  'somebody',
  '5019988701',
  '0000012345',
  '',
  '02',
  '0',
  '01',
  '0',
  '005930',
  '0000000007',
  '000000000',
  '101112',
  '0',
  '1',
  '1',
  '00950',
  '000000007',
  '아무개',
];
/** What stands behind place 17: five fields on the wire, eight in the document. */
const TAILS = {
  23: ['1Y', '10', '', '삼성전자', '000071500'],
  26: ['', '1', 'Y', '', '10', '', '삼성전자', '000071500'],
} as const;

/** A record as KIS writes it, before encryption. */
export function noticeRecord(fields: RecordFields = {}, size: 23 | 26 = 23): string {
  return [...RECEIVED, ...TAILS[size]].map((value, place) => fields[place] ?? value).join('^');
}

/** Changes that make a record tell of a fill. */
export function filled(quantity: string, price: string): RecordFields {
  return { 6: '00', 9: quantity.padStart(10, '0'), 10: price.padStart(9, '0'), 13: '2', 14: '2' };
}
