import {
  type AccountRef,
  type ExecutionNotice,
  kstDate,
  parseKst,
  parseWhole,
  SYMBOL_CODE,
} from '../../../core/index.js';

export interface ReadRecords {
  /** Those of the account, in order. */
  readonly notices: readonly ExecutionNotice[];
  /** Records of the account, or of none, that do not have the documented form. */
  readonly misfits: number;
}

/** As documented, and as seen on the wire. */
const FIELDS_PER_RECORD: readonly number[] = [26, 23];

/**
 * The records of a decrypted notice frame (KIS: 실시간 체결통보 H0STCNI0, H0STCNI9). One registration brings the
 * notices of every account of a customer; those of others are left out. undefined when the fields cannot be divided
 * into records.
 *
 * A record has 26 fields in the document and 23 on the wire. Only 0..14, which both have in common, are read.
 */
export function readRecords(
  text: string,
  count: number,
  { account, now }: { readonly account: Pick<AccountRef, 'number' | 'product'>; readonly now: number },
): ReadRecords | undefined {
  const fields = text.split('^');
  const size = fields.length / count;
  if (!FIELDS_PER_RECORD.includes(size)) return undefined;
  const notices: ExecutionNotice[] = [];
  let misfits = 0;
  for (let from = 0; from < fields.length; from += size) {
    const record = fields.slice(from, from + size);
    const whose = record[1] ?? '';
    if (whose !== account.number + account.product) {
      if (!/^\d{10}$/.test(whose)) misfits += 1;
      continue;
    }
    const notice = readRecord(record, account, now);
    if (notice) notices.push(notice);
    else misfits += 1;
  }
  return { notices, misfits };
}

const SIDES: ReadonlyMap<string, ExecutionNotice['side']> = new Map([
  ['01', 'sell'],
  ['02', 'buy'],
]);
const ACTS: ReadonlyMap<string, ExecutionNotice['act']> = new Map([
  ['0', 'new'],
  ['1', 'amend'],
  ['2', 'cancel'],
]);
/** By RFUS_YN, CNTG_YN and ACPT_YN. Combinations that are not here contradict themselves. */
const WHATS: ReadonlyMap<string, ExecutionNotice['what']> = new Map([
  ['0 1 1', 'received'],
  ['0 1 2', 'confirmed'],
  ['0 1 3', 'cancelled'],
  ['0 2 1', 'filled'],
  ['0 2 2', 'filled'],
  ['0 2 3', 'filled'],
  ['1 1 1', 'rejected'],
  ['1 1 2', 'rejected'],
  ['1 1 3', 'rejected'],
]);

function readRecord(
  record: readonly string[],
  account: ExecutionNotice['account'],
  now: number,
): ExecutionNotice | undefined {
  const [, , order = '', original = '', sideCode = '', actCode = '', , , code = ''] = record;
  const [quantityText = '', priceText = '', time = '', refused, executed, accepted] = record.slice(9);
  const side = SIDES.get(sideCode);
  const act = ACTS.get(actCode);
  const what = WHATS.get(`${refused} ${executed} ${accepted}`);
  const quantity = readDigits(quantityText);
  const price = readDigits(priceText);
  const at = readTime(time, now);
  if (side === undefined || act === undefined || what === undefined || at === undefined) return undefined;
  if (quantity === undefined || price === undefined) return undefined;
  if (!isOrderNumber(order) || !/^\d{0,10}$/.test(original) || !SYMBOL_CODE.test(code)) return undefined;
  const filled = what === 'filled';
  if (filled && (quantity === 0n || price === 0n)) return undefined;
  if (act !== 'new' && !filled && !isOrderNumber(original)) return undefined;
  return {
    account: { number: account.number, product: account.product },
    order,
    original: isOrderNumber(original) ? original : '',
    side,
    code,
    act,
    what,
    quantity,
    price: filled ? price : 0n,
    at,
  };
}

/** Up to ten digits, not all of them zero. */
function isOrderNumber(text: string): boolean {
  return /^(?=0*[1-9])\d{1,10}$/.test(text);
}

/** Digits and nothing else: no sign, no blanks. */
function readDigits(text: string): bigint | undefined {
  return /^\d{1,12}$/.test(text) ? parseWhole(text) : undefined;
}

/** `HHMMSS` of today. */
function readTime(text: string, now: number): number | undefined {
  const time = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(kstDate(now));
  if (!time || !day) return undefined;
  return parseKst(`${day.slice(1).join('-')} ${time.slice(1).join(':')}`);
}
