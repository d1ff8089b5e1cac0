import { z } from 'zod';
import type { TradingMode } from '../../core/index.js';

/** What a test may turn of the Kiwoom face. What is not known of the real one is a switch here. */
export const kiwoomSwitchShape = {
  /** Requests per sliding second, app key and api-id, orders aside. */
  kiwoomRatePerSecond: z.number().int().positive(),
  /** Orders, amendments and cancellations together per sliding second and app key. Of the mock server not known. */
  kiwoomOrderRatePerSecond: z.number().int().positive(),
  /** HTTP status of 1700: 429 as mostly seen, or 200. */
  kiwoomRateStatus: z.union([z.literal(429), z.literal(200)]),
  /** The account of an app key, ten digits; keys without one, or null, have the one that follows from the key. */
  kiwoomAccounts: z.record(z.string(), z.string().regex(/^\d{10}$/)).nullable(),
  /** Accepted app keys with their secrets; null: every well-formed pair. */
  kiwoomKeys: z.record(z.string(), z.string()).nullable(),
  /** App keys of the other environment: 8030. */
  kiwoomOtherKeys: z.array(z.string()),
  /** A second issue gives the token that lives, or a new one that ends it. Both were reported. */
  kiwoomReissue: z.enum(['same', 'rotate']),
  /** Where requests come from, as Kiwoom sees it. A token serves only the address it was issued to: 8010. */
  kiwoomAddress: z.string(),
  /** Addresses registered for the app keys, others get no token (8050); null: every one. */
  kiwoomAddresses: z.array(z.string()).nullable(),
  /** Rows of one page of an account's lists. Not known of the real one. */
  kiwoomPageRows: z.number().int().positive(),
  /** Account lists without a row: an empty list, or `return_code` 20 with 571758. Both were reported. */
  kiwoomEmptyLists: z.enum(['empty', 'refused']),
  /** Whether prices of day bars carry a sign. Documents say no, one recording yes. */
  kiwoomSignedDays: z.boolean(),
  /** A login ends the older session of the same app key (R10001), or both live. */
  kiwoomEvictsOlder: z.boolean(),
  /** So many pings without an echo end a session (R10002). */
  kiwoomPingMisses: z.number().int().positive(),
  /** FID 913 of a cancellation that took effect. Never recorded. */
  kiwoomCancelStatus: z.enum(['확인', '취소']),
  /** FIDs 910 and 911 of a further fill: of it alone, or average and sum so far. Not known. */
  kiwoomFillFields: z.enum(['each', 'cumulative']),
  /** Whether FID 9001 of own orders has an A before the code. Not in recordings, but claimed. */
  kiwoomMarkedFrames: z.boolean(),
};

export type KiwoomSwitches = z.infer<z.ZodObject<typeof kiwoomSwitchShape>>;

/** Kiwoom: 5 a second real, 1 on the mock server. */
export function initialKiwoomSwitches(
  mode: TradingMode,
  ratePerSecond = mode === 'live' ? 5 : 1,
): KiwoomSwitches {
  return {
    kiwoomRatePerSecond: ratePerSecond,
    kiwoomOrderRatePerSecond: ratePerSecond,
    kiwoomRateStatus: 429,
    kiwoomAccounts: null,
    kiwoomKeys: null,
    kiwoomOtherKeys: [],
    kiwoomReissue: 'same',
    kiwoomAddress: '127.0.0.1',
    kiwoomAddresses: null,
    kiwoomPageRows: 100,
    kiwoomEmptyLists: 'empty',
    kiwoomSignedDays: false,
    kiwoomEvictsOlder: true,
    kiwoomPingMisses: 5,
    kiwoomCancelStatus: '확인',
    kiwoomFillFields: 'each',
    kiwoomMarkedFrames: false,
  };
}
