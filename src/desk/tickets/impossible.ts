import { DeskError, type ErrorDetail } from '../../core/index.js';

/** Why an order cannot be made, for `detail.problem`; what people read for each is in `explanations-impossible`. */
export type Problem =
  /** Between two price steps: `price`, `nearest`, `above`, and `below` unless it is under the lowest step. */
  | 'tick'
  /** Beyond the day's limits: `price`, `nearest`. */
  | 'upperLimit'
  | 'lowerLimit'
  /** The day's price limits are not known. */
  | 'noPriceLimits'
  /** The type needs a price, or takes none: `type`. */
  | 'noPrice'
  | 'price'
  /** See HoursProblem in `market`: `type`, `exchange`, and where known `next` (ms) and `allowed` (types, by commas). */
  | 'exchangeNotOffered'
  | 'typeNotOnExchange'
  | 'kindNotNow'
  | 'holiday'
  | 'closed'
  | 'typeNotNow'
  /** Nobody knows whether the exchange trades today. */
  | 'noCalendar'
  /** 거래정지: `name`. */
  | 'halted'
  /** Not in today's list of issues: `code`. */
  | 'unlisted'
  /** No share at all: `price`, what one costs. */
  | 'zero'
  /** More than the cash: `given` and `most` shares, `price` by which the broker reckons. */
  | 'cash'
  /** An amendment that costs more than the cash: `given` and `most` won. */
  | 'cashGrowth'
  /** More shares than may be sold: `given`, `most`. */
  | 'shares'
  /** An amendment of more shares than are left open: `given`, `most`. */
  | 'amendMore'
  /** An amendment that changes neither price nor type. */
  | 'amendSame'
  /** An open order of a type that this program does not know: `typeName`. */
  | 'amendType'
  /** The desk does not have this account, or not like this. */
  | 'environment'
  /** A program's order without a person: the same left a moment ago, and a program cannot be asked whether it means it. */
  | 'repeat'
  /** A program's order without a person: the last price went too far away between ticket and confirmation. */
  | 'moved'
  /** It needs more people who may agree than there are: `given`, `most`. */
  | 'approvers'
  /** It may not go ahead without those who have to agree. */
  | 'breakGlass'
  /** A program's order without a person: others have to agree to it. */
  | 'approval'
  /** A program's order without a person: it takes somebody's second factor. */
  | 'stepUp';

/** An order that is refused before it reaches the broker. Amounts are digits without separators. */
export function impossible(
  problem: Problem,
  detail: Readonly<Record<string, bigint | number | string | undefined>> = {},
): DeskError {
  const given: ErrorDetail = Object.fromEntries(
    Object.entries(detail).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'bigint' ? value.toString() : value] as const],
    ),
  );
  return new DeskError('impossible', `impossible: ${problem}`, { problem, ...given });
}
