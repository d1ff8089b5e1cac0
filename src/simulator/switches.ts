import { z } from 'zod';
import type { TradingMode } from '../core/index.js';
import { initialKiwoomSwitches, kiwoomSwitchShape } from './kiwoom/switches.js';

/** What a test may turn while the simulator runs (`POST {control_url}/options`). */
export const switchesSchema = z.strictObject({
  /** Trade around the clock, every day; otherwise KRX hours and calendar. Prices jump when it is turned. */
  alwaysOpen: z.boolean(),
  /** Requests per sliding second and app key. */
  ratePerSecond: z.number().int().positive(),
  /** Accept made-up keys of 16 characters and more; otherwise exactly 36 and 180. */
  lenientKeys: z.boolean(),
  /** 주식일별주문체결조회 on paper answers no rows but right totals, as measured by several projects. */
  emptyPaperOrderList: z.boolean(),
  /** Whether a token lives on after the next one was minted. KIS was reported to end it. */
  oldTokenServes: z.boolean(),
  /** Accepted app keys; null: every well-formed one. */
  appKeys: z.array(z.string()).nullable(),
  /** Accepted accounts, `5010123401`; null: every well-formed one. */
  accounts: z.array(z.string().regex(/^\d{10}$/)).nullable(),
  /** Codes halted besides those the listing says. */
  halted: z.array(z.string()),
  /** HTS ids that have notices of executions, each of every account; null: every one. Another one's session dies. */
  htsIds: z.array(z.string()).nullable(),
  /** Slots of a notice's record: 23 as on the wire, 26 as documented. */
  executionFields: z.union([z.literal(23), z.literal(26)]),
  ...kiwoomSwitchShape,
});

export type Switches = z.infer<typeof switchesSchema>;

/** KIS: API 호출 유량 안내 (April 2026): 18 a second live, 1 on paper. A rate that is given holds for both brokers. */
export function initialSwitches(
  mode: TradingMode,
  alwaysOpen: boolean,
  ratePerSecond?: number,
  kiwoomRatePerSecond = ratePerSecond,
): Switches {
  return {
    alwaysOpen,
    ratePerSecond: ratePerSecond ?? (mode === 'live' ? 18 : 1),
    lenientKeys: true,
    emptyPaperOrderList: false,
    oldTokenServes: false,
    appKeys: null,
    accounts: null,
    halted: [],
    htsIds: null,
    executionFields: 23,
    ...initialKiwoomSwitches(mode, kiwoomRatePerSecond),
  };
}
