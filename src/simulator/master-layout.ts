/** Columns of the master files that are filled with something; the others stay blank. */
export type MasterField =
  | 'code'
  | 'isin'
  | 'name'
  | 'group'
  | 'basePrice'
  | 'lot'
  | 'afterHoursLot'
  | 'halted'
  | 'liquidation'
  | 'managed'
  | 'warning'
  | 'exRight'
  | 'faceValueChange'
  | 'capitalIncrease'
  | 'marginRate'
  | 'creditAllowed'
  | 'creditDays'
  | 'volumeBefore'
  | 'faceValue'
  | 'listedOn'
  | 'listedThousands'
  | 'capital'
  | 'fiscalMonth'
  | 'issuePrice'
  | 'preferred'
  | 'marketCap';

/** Start and width in bytes. */
type Column = readonly [start: number, width: number];

export interface MasterLayout {
  /** Bytes of a line without its newline. */
  readonly length: number;
  readonly fields: Readonly<Record<MasterField, Column>>;
  /** Codes and figures that the simulator leaves at zero. */
  readonly flags: readonly Column[];
}

const HEAD = { code: [0, 9], isin: [9, 12], name: [21, 40], group: [61, 2] } as const;

/** KIS: 종목마스터정보(코스피): a head of 61 bytes and a tail of 227. */
export const KOSPI_LAYOUT: MasterLayout = {
  length: 288,
  fields: {
    ...HEAD,
    basePrice: [102, 9],
    lot: [111, 5],
    afterHoursLot: [116, 5],
    halted: [121, 1],
    liquidation: [122, 1],
    managed: [123, 1],
    warning: [124, 2],
    exRight: [129, 2],
    faceValueChange: [131, 2],
    capitalIncrease: [133, 2],
    marginRate: [135, 3],
    creditAllowed: [138, 1],
    creditDays: [139, 3],
    volumeBefore: [142, 12],
    faceValue: [154, 12],
    listedOn: [166, 8],
    listedThousands: [174, 15],
    capital: [189, 21],
    fiscalMonth: [210, 2],
    issuePrice: [212, 7],
    preferred: [219, 1],
    marketCap: [273, 9],
  },
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
  fields: {
    ...HEAD,
    basePrice: [97, 9],
    lot: [106, 5],
    afterHoursLot: [111, 5],
    halted: [116, 1],
    liquidation: [117, 1],
    managed: [118, 1],
    warning: [119, 2],
    exRight: [124, 2],
    faceValueChange: [126, 2],
    capitalIncrease: [128, 2],
    marginRate: [130, 3],
    creditAllowed: [133, 1],
    creditDays: [134, 3],
    volumeBefore: [137, 12],
    faceValue: [149, 12],
    listedOn: [161, 8],
    listedThousands: [169, 15],
    capital: [184, 21],
    fiscalMonth: [205, 2],
    issuePrice: [207, 7],
    preferred: [214, 1],
    marketCap: [267, 9],
  },
  flags: [
    [63, 1],
    [64, 12],
    [88, 1],
    [218, 49],
  ],
};
