/** A row of 주식일별주문체결조회 as KIS writes it: ten shares bought at 71,300 won, all open, unless changed. */
export function orderRowOf(
  changes: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    ord_dt: '20261123',
    ord_gno_brno: '00950',
    odno: '0000000001',
    orgn_odno: '',
    ord_dvsn_name: '지정가',
    sll_buy_dvsn_cd: '02',
    sll_buy_dvsn_cd_name: '현금매수',
    pdno: '005930',
    prdt_name: '가나전자',
    ord_qty: '10',
    ord_unpr: '71300',
    ord_tmd: '093000',
    tot_ccld_qty: '0',
    avg_prvs: '0',
    cncl_yn: '',
    tot_ccld_amt: '0',
    ord_dvsn_cd: '00',
    cncl_cfrm_qty: '0',
    rmn_qty: '10',
    rjct_qty: '0',
    ccld_cndt_name: '없음',
    excg_id_dvsn_Cd: 'KRX',
    ...changes,
  };
}
