/** Start and width in bytes. */
type Column = readonly [start: number, width: number];

/**
 * Columns of the master files that are filled with something; the others stay blank. The two markets have the same
 * columns from the base price on, and again from the market value on; they begin at different bytes.
 */
function columns(basePriceAt: number, marketCapAt: number) {
  const from = (offset: number, width: number): Column => [basePriceAt + offset, width];
  return {
    code: [0, 9],
    isin: [9, 12],
    name: [21, 40],
    group: [61, 2],
    basePrice: from(0, 9),
    lot: from(9, 5),
    afterHoursLot: from(14, 5),
    halted: from(19, 1),
    liquidation: from(20, 1),
    managed: from(21, 1),
    warning: from(22, 2),
    exRight: from(27, 2),
    faceValueChange: from(29, 2),
    capitalIncrease: from(31, 2),
    marginRate: from(33, 3),
    creditAllowed: from(36, 1),
    creditDays: from(37, 3),
    volumeBefore: from(40, 12),
    faceValue: from(52, 12),
    listedOn: from(64, 8),
    listedThousands: from(72, 15),
    capital: from(87, 21),
    fiscalMonth: from(108, 2),
    issuePrice: from(110, 7),
    preferred: from(117, 1),
    marketCap: [marketCapAt, 9],
  } as const satisfies Record<string, Column>;
}

export type MasterField = keyof ReturnType<typeof columns>;

export interface MasterLayout {
  /** Bytes of a line without its newline. */
  readonly length: number;
  readonly fields: Readonly<Record<MasterField, Column>>;
  /** Codes and figures that the simulator leaves at zero. */
  readonly flags: readonly Column[];
}

/** KIS: 종목마스터정보(코스피): a head of 61 bytes and a tail of 227. */
export const KOSPI_LAYOUT: MasterLayout = {
  length: 288,
  fields: columns(102, 273),
  flags: [
    [63, 1],
    [64, 12],
    [93, 1],
    [224, 49],
  ],
};

/** KIS: 종목마스터정보(코스닥): a head of 61 bytes and a tail of 221. */
export const KOSDAQ_LAYOUT: MasterLayout = {
  length: 282,
  fields: columns(97, 267),
  flags: [
    [63, 1],
    [64, 12],
    [88, 1],
    [218, 49],
  ],
};
