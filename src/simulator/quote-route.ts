import { queryRefusal } from './gateway-answers.js';
import { LISTINGS, type Listing, listingOf } from './listings.js';
import type { Route, VenueAnswer, VenueRequest } from './route.js';

export const QUOTE_PATH = '/uapi/domestic-stock/v1/quotations';

type Content = Readonly<Record<string, unknown>>;

/** One quote service about one issue, the same on live and paper. */
export interface QuoteService {
  readonly name: string;
  readonly trId: string;
  /** Fields that must be filled, beside the market and the code. */
  readonly fields: readonly string[];
  /** The content of the answer, or the name of a field whose value makes no sense. */
  quote(issue: Listing, request: VenueRequest): Content | string;
}

/** J KRX, NX NXT, UN both. They all show the same tape. */
const LIVE_MARKETS: readonly string[] = ['J', 'NX', 'UN'];
const PAPER_MARKETS: readonly string[] = ['J'];

/** A quote service as a route: fields are checked, the issue is found, and the success codes are added. */
export function quoteRoute(service: QuoteService): Route {
  const anybody = LISTINGS[0];
  if (anybody === undefined) throw new RangeError('nothing is listed');
  return {
    method: 'GET',
    path: `${QUOTE_PATH}/${service.name}`,
    live: [service.trId],
    paper: [service.trId],
    account: false,
    handle(request) {
      const missing = ['FID_INPUT_ISCD', ...service.fields].find(name => request.field(name).trim() === '');
      if (missing !== undefined) return fieldNotFound(missing);
      const markets = request.mode === 'live' ? LIVE_MARKETS : PAPER_MARKETS;
      const market = 'FID_COND_MRKT_DIV_CODE';
      if (!markets.includes(request.field(market))) return fieldNotFound(market);
      const issue = listingOf(request.field('FID_INPUT_ISCD'));
      const content = service.quote(issue ?? anybody, request);
      if (typeof content === 'string') return fieldNotFound(content);
      return quoteAnswered(issue === undefined ? aboutNobody(content) : content);
    },
  };
}

/** The query server's word for a field that is missing, or in which nothing it knows is found. */
export function fieldNotFound(name: string): VenueAnswer {
  return queryRefusal('OPSQ2001', `ERROR : INPUT FIELD NOT FOUND [${name}]`);
}

function quoteAnswered(content: Content): VenueAnswer {
  return { status: 200, body: { ...content, rt_cd: '0', msg_cd: 'MCA00000', msg1: '정상처리 되었습니다.' } };
}

/**
 * What KIS says about a code that is not listed: the same answer with `rt_cd` "0" and a price of "0". That every
 * other number is zero too, rows are missing and texts are empty is our assumption.
 */
function aboutNobody(content: Content): Content {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, emptied(name, value)]));
}

function emptied(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object' && value !== null) return aboutNobody({ ...value });
  if (typeof value !== 'string') return value;
  if (name.endsWith('_sign')) return '3';
  if (/^[YN]$/.test(value)) return 'N';
  if (name.endsWith('_date') || !/^-?\d+(?:\.\d+)?$/.test(value)) return '';
  return value.replace('-', '').replace(/\d+/, '0').replace(/\d/g, '0');
}
