/** What `/status` shows of a broker's line. Times in ms. */
export interface Vitals {
  lastGoodCallAt: number | undefined;
  rateRefusals: number;
  maintenanceSince: number | undefined;
}
