import { LISTINGS, type Listing, listingOf } from '../listings.js';
import type { Tape } from '../tape.js';
import { answered, SAID } from './answer.js';
import { badField, gatewayRefusal } from './gateway-words.js';
import { type KiwoomRoute, PATHS } from './route.js';
import { padded } from './values.js';

/** Kiwoom: 종목정보 리스트 ka10099 and 종목정보 조회 ka10100. */
export function issueRoutes(tape: Tape): readonly KiwoomRoute[] {
  return [
    {
      apiId: 'ka10099',
      path: PATHS.issue,
      kind: 'quote',
      required: { mrkt_tp: 2 },
      handle({ field, now }) {
        const market = field('mrkt_tp');
        if (!MARKETS.includes(market)) return badField('mrkt_tp');
        const list = LISTINGS.filter(issue => isListedUnder(issue, market)).map(issue =>
          issueRow(tape, issue, now),
        );
        return answered({ list }, SAID.market);
      },
    },
    {
      apiId: 'ka10100',
      path: PATHS.issue,
      kind: 'quote',
      required: { stk_cd: 6 },
      handle({ field, now }) {
        const issue = listingOf(field('stk_cd'));
        return issue ? answered(issueRow(tape, issue, now), SAID.market) : gatewayRefusal('1902');
      },
    },
  ];
}

const MARKETS: readonly string[] = '0 10 30 50 60 70 80 90 2 3 4 5 6 7 8 9'.split(' ');

const KOSPI = '0';
const NAMES: Readonly<Record<string, string>> = {
  '0': '거래소',
  '10': '코스닥',
  '60': 'ETN',
  '6': '리츠',
  '8': 'ETF',
};

/** Listing dates are not kept: every issue is shown as listed on this day. */
const LISTED_ON = '20100104';

function marketOf({ instrument: { kind, market } }: Listing): string {
  const own = { etf: '8', etn: '60', reit: '6', stock: '', elw: '3', other: '4' }[kind];
  return own || (market === 'KOSPI' ? KOSPI : '10');
}

/** The list of the KOSPI was seen to hold funds and notes too, each under its own market code. */
function isListedUnder(issue: Listing, market: string): boolean {
  return marketOf(issue) === market || (market === KOSPI && issue.instrument.market === 'KOSPI');
}

function issueRow(tape: Tape, issue: Listing, now: number) {
  const { code, name, halted, managed, warning, kind } = issue.instrument;
  const market = marketOf(issue);
  const plain = kind === 'stock' && !managed && !halted;
  const state = [
    plain ? '증거금20%' : '증거금100%',
    ...(plain ? ['담보대출', '신용가능'] : []),
    ...(managed ? ['관리종목'] : []),
    ...(halted ? ['거래정지'] : []),
  ];
  return {
    code,
    name,
    listCount: padded(issue.listedShares, 16),
    auditInfo: warning === 'none' ? '정상' : '투자주의환기종목',
    regDay: LISTED_ON,
    lastPrice: padded(tape.base(code, now), 8),
    state: state.join('|'),
    marketCode: market,
    marketName: NAMES[market] ?? '',
    upName: kind === 'stock' ? issue.sector : '',
    upSizeName: '',
    companyClassName: '',
    orderWarning: { none: '0', caution: '5', warning: '3', danger: '4' }[warning],
    nxtEnable: plain ? 'Y' : 'N',
  };
}
