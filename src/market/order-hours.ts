import {
  type BrokerId,
  type Exchange,
  type InstrumentKind,
  kstDate,
  type OrderType,
  type TradingMode,
} from '../core/index.js';
import { isTradingDay, type KnownDates, nextTradingDay } from './calendar.js';
import { passesOn } from './kiwoom-types.js';
import { ORDER_TYPES } from './order-types.js';
import { isEveningType, regularTypes, type Taking, takings } from './takings.js';

/** What besides type, exchange and time decides whether an order is taken. */
export interface OrderSetting {
  /** 모의투자 takes orders on the KRX only, and only in its regular session. */
  readonly mode: TradingMode;
  /** Who passes the order on, perhaps not every type; left out: KIS, which does. */
  readonly broker?: BrokerId | undefined;
  readonly kind: InstrumentKind;
  /** The demo exchange: the regular session at every hour of every day, and no other. */
  readonly alwaysOpen: boolean;
  /** What the broker told of its holidays; without it the table alone counts. */
  readonly known?: KnownDates | undefined;
}

/**
 * Why an order is not taken now. `exchangeNotOffered`: 모의투자 has no such exchange. `typeNotOnExchange`: the type is
 * never taken there, be it by the exchange, by the broker, by 모의투자 or by the demo. `kindNotNow`: issues of this kind are not
 * traded in this session, or never in the one that the type is for. `holiday`: no trading today, weekends included.
 * `closed`: nothing is taken at this hour. `typeNotNow`: other types are.
 */
export type HoursProblem =
  | 'exchangeNotOffered'
  | 'typeNotOnExchange'
  | 'kindNotNow'
  | 'holiday'
  | 'closed'
  | 'typeNotNow';

/** Whether an order may be sent now. Anything but `allowed` means that it may not. */
export type OrderHours =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'closed';
      readonly problem: HoursProblem;
      /** The types that this exchange does take now for such an issue, in the order of their codes. */
      readonly allowed: readonly OrderType[];
      /** When this exchange next takes this type (ms); undefined: never, or beyond the calendar. */
      readonly next: number | undefined;
    }
  /** A weekday of a year that is not in the holiday table: nobody knows whether the exchange trades. */
  | { readonly kind: 'noCalendar' };

/** Kinds that the KRX after-market does not trade. Which issues NXT lists is not known here. */
const NOT_IN_EVENING: ReadonlySet<InstrumentKind> = new Set(['etf', 'etn', 'elw']);

/**
 * Whether an exchange takes an order of this type at an instant (ms), by the rules in force since 14 September 2026.
 * Sources: KIS 주식주문(현금) TTTC0012U for what goes where, the sessions of KRX and NXT for when. Assumed:
 * - SOR takes its types while the KRX regular session (09:00–15:30) is on; NXT's main market lies within it.
 * - Paper takes none in the opening auction (08:30–09:00); it was seen to answer 장시작전 before nine.
 * - IOC and FOK go with NXT's limit types before and after its main market too.
 */
export function orderHours(
  type: OrderType,
  exchange: Exchange,
  instant: number,
  setting: OrderSetting,
): OrderHours {
  const { mode, kind, alwaysOpen, known } = setting;
  if (mode === 'paper' && exchange !== 'KRX') return closed('exchangeNotOffered');
  const trading = alwaysOpen || isTradingDay(kstDate(instant), known);
  if (trading === undefined) return { kind: 'noCalendar' };
  const taking = trading ? takingAt(exchange, instant, setting) : undefined;
  const excluded = NOT_IN_EVENING.has(kind);
  const shutOut = excluded && taking?.evening === true;
  const allowed = taking === undefined || shutOut ? [] : taking.types;
  if (allowed.includes(type)) return { kind: 'allowed' };
  if (!isEverTaken(type, exchange, setting)) return closed('typeNotOnExchange', allowed);
  if (excluded && isEveningType(type)) return closed('kindNotNow', allowed);
  const next = nextTaken(type, exchange, instant, setting);
  if (!trading) return closed('holiday', allowed, next);
  if (shutOut) return closed('kindNotNow', allowed, next);
  return closed(taking === undefined ? 'closed' : 'typeNotNow', allowed, next);
}

/**
 * The type of an order of which only the price is said: 지정가 or 시장가. In the evening of the KRX and in NXT's
 * pre-market a priced order takes the type of that session; NXT's is then withdrawn when the pre-market ends, where
 * 지정가 would go on into the main market. The type need not be allowed: ask `orderHours`.
 */
export function defaultOrderType(
  priced: boolean,
  exchange: Exchange,
  instant: number,
  setting: OrderSetting,
): OrderType {
  if (!priced) return 'market';
  const special = exchange === 'NXT' ? 'preMarketLimit' : 'afterLimit';
  return orderHours(special, exchange, instant, setting).kind === 'allowed' ? special : 'limit';
}

function closed(problem: HoursProblem, allowed: readonly OrderType[] = [], next?: number): OrderHours {
  return { kind: 'closed', problem, allowed, next };
}

function takingAt(exchange: Exchange, instant: number, setting: OrderSetting): Taking | undefined {
  const taking = setting.alwaysOpen
    ? { types: regularTypes(exchange), evening: false }
    : takings(exchange, kstDate(instant), setting.mode).find(t => instant >= t.from && instant < t.to);
  const types = taking?.types.filter(type => passesOn(type, setting)) ?? [];
  // A session in which this broker takes nothing at all is none for its customers.
  return taking && types.length > 0 ? { types, evening: taking.evening } : undefined;
}

function isEverTaken(type: OrderType, exchange: Exchange, setting: OrderSetting): boolean {
  const { mode, alwaysOpen } = setting;
  if (!passesOn(type, setting)) return false;
  if (mode === 'paper' || alwaysOpen) return regularTypes(exchange).includes(type);
  return ORDER_TYPES[type].exchanges.includes(exchange);
}

/** The first beginning, after an instant, of a stretch that takes this type; undefined where the calendar ends. */
function nextTaken(
  type: OrderType,
  exchange: Exchange,
  instant: number,
  { mode, known }: OrderSetting,
): number | undefined {
  for (let date = kstDate(instant); ; date = nextTradingDay(date, known)) {
    const trading = isTradingDay(date, known);
    if (trading === undefined) return undefined;
    if (!trading) continue;
    const found = takings(exchange, date, mode).find(t => t.from > instant && t.types.includes(type));
    if (found !== undefined) return found.from;
  }
}
