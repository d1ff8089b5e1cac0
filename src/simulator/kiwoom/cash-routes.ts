import { kstDate, type Won } from '../../core/index.js';
import { nextTradingDay } from '../../market/index.js';
import { cashAfterSettlement, cashOn } from '../account.js';
import { listingOf } from '../listings.js';
import { buyableAmount, orderableCash, payment } from '../means.js';
import { natural } from '../natural.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { refused } from './business-words.js';
import { badField } from './gateway-words.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { bareCode, padded } from './values.js';

/** Kiwoom: 계좌번호조회 ka00001, 예수금상세현황 kt00001, 주문인출가능금액 kt00010 (not on the mock server). */
export function cashRoutes(venue: Venue): readonly KiwoomRoute[] {
  return [
    {
      apiId: 'ka00001',
      path: PATHS.account,
      kind: 'account',
      required: {},
      handle: ({ account }) => answered({ acctNo: account }, SAID.market),
    },
    {
      apiId: 'kt00001',
      path: PATHS.account,
      kind: 'account',
      required: { qry_tp: 1 },
      handle: request => deposit(venue, request),
    },
    {
      apiId: 'kt00010',
      path: PATHS.account,
      kind: 'account',
      onMock: 'queryFailed',
      required: { stk_cd: 12, trde_tp: 1, uv: 10 },
      handle: request => orderable(venue, request),
    },
  ];
}

/** Amounts of the answer that are always zero here, in three groups as the document has them. */
const FIRST_ZEROES = [
  'profa_ch bncr_profa_ch nxdy_bncr_sell_exct fc_stk_krw_repl_set_amt crd_grnta_ch crd_grnt_ch add_grnt_ch',
  'etc_profa uncl_stk_amt shrts_prica crd_set_grnta chck_ina_amt etc_chck_ina_amt crd_grnt_ruse knx_asset_evltv',
  'elwdpst_evlta crd_ls_rght_frcs_amt lvlh_join_amt lvlh_trns_alowa repl_amt remn_repl_evlta trst_remn_repl_evlta',
  'bncr_remn_repl_evlta profa_repl crd_grnta_repl crd_grnt_repl add_grnt_repl rght_repl_amt',
];
const LOAN_ZEROES = [
  'ch_uncla ch_uncla_dlfe ch_uncla_tot crd_int_npay int_npay_amt_dlfe int_npay_amt_tot etc_loana etc_loana_dlfe',
  'etc_loan_tot nrpy_loan loan_sum ls_sum',
];
const LAST_ZEROES = ['mdstrm_usfe min_ord_alow_yn loan_remn_evlt_amt dpst_grntl_remn sell_grntl_remn'];

function same(lines: readonly string[], value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.flatMap(line => line.split(' ')).map(name => [name, value]));
}

function deposit(venue: Venue, { account: key, now }: KiwoomRequest): KiwoomAnswer {
  const account = venue.accounts.at(key, now);
  const today = kstDate(now);
  const [cash, nextDay] = [cashOn(account, today), cashOn(account, nextTradingDay(today))];
  const free = orderableCash(venue, key, now);
  const [amount, zero] = [padded(free, 15), padded(0n, 15)];
  const drawable = padded(smaller(cash, free), 15);
  const content = {
    entr: padded(cash, 15),
    ...same(FIRST_ZEROES, zero),
    pymn_alow_amt: drawable,
    wrap_pymn_alow_amt: zero,
    ord_alow_amt: amount,
    bncr_buy_alowa: amount,
    ...same(['20stk_ord_alow_amt 30stk_ord_alow_amt 40stk_ord_alow_amt 100stk_ord_alow_amt'], amount),
    ...same(LOAN_ZEROES, zero),
    crd_grnt_rt: '0.00',
    ...same(LAST_ZEROES, zero),
    ...settlement('d1', nextDay, cash),
    d1_pymn_alow_amt: padded(smaller(nextDay, free), 15),
    ...settlement('d2', cashAfterSettlement(account), nextDay),
    d2_pymn_alow_amt: amount,
    '50stk_ord_alow_amt': amount,
    '60stk_ord_alow_amt': amount,
    stk_entr_prst: [],
  };
  return answered(content, SAID.deposit);
}

const smaller = (a: Won, b: Won) => (a < b ? a : b);

/** Cash of a day, and what it has more or less than on the day before. */
function settlement(day: 'd1' | 'd2', cash: Won, before: Won) {
  const net = cash - before;
  return {
    [`${day}_entra`]: padded(cash, 15),
    [`${day}_slby_exct_amt`]: padded(net, 15),
    [`${day}_buy_exct_amt`]: padded(net < 0n ? -net : 0n, 15),
    [`${day}_out_rep_mor`]: padded(0n, 15),
    [`${day}_sel_exct_amt`]: padded(net > 0n ? net : 0n, 15),
  };
}

function orderable(venue: Venue, request: KiwoomRequest): KiwoomAnswer {
  const { field, now, mode, account: key } = request;
  const price = natural(field('uv'));
  if (price === undefined) return badField('uv');
  const code = bareCode(field('stk_cd'));
  if (!listingOf(code)) return refused(mode, 'unknownIssue');
  const account = venue.accounts.at(key, now);
  const cash = orderableCash(venue, key, now);
  const amount = padded(cash, 12);
  const shares = padded(price === 0n ? 0n : buyableAmount(cash) / price, 10);
  const margins: Record<string, string> = {};
  for (const rate of ['20', '30', '40', '50', '60', 'rdex_60', '100']) {
    margins[`profa_${rate}ord_alow_amt`] = amount;
    margins[`profa_${rate}ord_alowq`] = shares;
  }
  const quantity = natural(field('trde_qty')) ?? 0n;
  const bought = quantity * price;
  const cost = payment(code, bought);
  const zero = padded(0n, 12);
  const content = {
    ...margins,
    pred_reu_alowa: zero,
    tdy_reu_alowa: zero,
    entr: padded(cashOn(account, kstDate(now)), 12),
    repl_amt: zero,
    uncla: zero,
    ord_pos_repl: zero,
    ord_alowa: amount,
    wthd_alowa: padded(smaller(cashOn(account, kstDate(now)), cash), 12),
    nxdy_wthd_alowa: padded(smaller(cashOn(account, nextTradingDay(kstDate(now))), cash), 12),
    pur_amt: padded(bought, 12),
    cmsn: padded(cost - bought, 12),
    pur_exct_amt: padded(cost, 12),
    d2entra: padded(cashAfterSettlement(account), 12),
    profa_rdex_aplc_tp: '0',
  };
  return answered(content, '주문/인출가능금액 시뮬레이션 조회완료하였습니다.');
}
