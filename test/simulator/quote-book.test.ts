import { describe, expect, it } from 'vitest';
import { ask, at, keysOf, output, outputRows, SAMSUNG, tape, words } from './quote-caller.js';

const levels = (name: string) => Array.from({ length: 10 }, (_, i) => `${name}${i + 1}`);
const BOOK_KEYS = [
  ...['askp', 'bidp', 'askp_rsqn', 'bidp_rsqn', 'askp_rsqn_icdc', 'bidp_rsqn_icdc'].flatMap(levels),
  ...words(`aspr_acpt_hour total_askp_rsqn total_bidp_rsqn total_askp_rsqn_icdc total_bidp_rsqn_icdc
    ovtm_total_askp_icdc ovtm_total_bidp_icdc ovtm_total_askp_rsqn ovtm_total_bidp_rsqn ntby_aspr_rsqn
    new_mkop_cls_code`),
].sort();
const EXPECTED_KEYS = words(`antc_mkop_cls_code stck_prpr stck_oprc stck_hgpr stck_lwpr stck_sdpr antc_cnpr
  antc_cntg_vrss_sign antc_cntg_vrss antc_cntg_prdy_ctrt antc_vol stck_shrn_iscd vi_cls_code`);

describe('주식현재가 호가/예상체결', () => {
  const now = at('2026-11-23 14:00:10');
  const answer = ask('inquire-asking-price-exp-ccn', SAMSUNG, { now });

  it('answers with the documented keys and nothing else', () => {
    expect(keysOf(answer.body)).toEqual(words('output1 output2 rt_cd msg_cd msg1'));
    expect(keysOf(output(answer, 'output1'))).toEqual(BOOK_KEYS);
    expect(keysOf(output(answer, 'output2'))).toEqual(EXPECTED_KEYS);
  });

  it('shows the tape’s book, best level first, with its totals', () => {
    const { asks, bids } = tape.book('005930', now);
    const total = (side: typeof asks) => side.reduce((sum, level) => sum + level.quantity, 0n);
    expect(output(answer, 'output1')).toMatchObject({
      aspr_acpt_hour: '140010',
      askp1: asks[0]?.price.toString(),
      askp10: asks[9]?.price.toString(),
      bidp1: bids[0]?.price.toString(),
      askp_rsqn2: asks[1]?.quantity.toString(),
      bidp_rsqn10: bids[9]?.quantity.toString(),
      total_askp_rsqn: total(asks).toString(),
      total_bidp_rsqn: total(bids).toString(),
      ntby_aspr_rsqn: (total(bids) - total(asks)).toString(),
      new_mkop_cls_code: '20',
    });
  });

  it('dates the book by the last trade once the market is closed', () => {
    const closed = ask('inquire-asking-price-exp-ccn', SAMSUNG, { now: at('2026-11-22 12:00:00') });
    expect(output(closed, 'output1')).toMatchObject({ aspr_acpt_hour: '153000', new_mkop_cls_code: '31' });
  });

  it('shows empty levels of a halted issue as zero', () => {
    const halted = ask('inquire-asking-price-exp-ccn', { ...SAMSUNG, FID_INPUT_ISCD: '001570' });
    expect(output(halted, 'output1')).toMatchObject({ askp1: '0', bidp_rsqn10: '0', total_askp_rsqn: '0' });
    expect(output(halted, 'output2')).toMatchObject({ stck_prpr: '9900', stck_oprc: '0' });
  });

  it('answers a code that is not listed with the same keys and zeros', () => {
    const nobody = ask('inquire-asking-price-exp-ccn', { ...SAMSUNG, FID_INPUT_ISCD: 'ABCDEF' });
    expect(keysOf(output(nobody, 'output1'))).toEqual(BOOK_KEYS);
    expect(output(nobody, 'output1')['askp1']).toBe('0');
    expect(output(nobody, 'output2')['stck_prpr']).toBe('0');
  });
});

describe('주식현재가 체결', () => {
  const KEYS = words('stck_cntg_hour stck_prpr prdy_vrss prdy_vrss_sign cntg_vol tday_rltv prdy_ctrt');

  it('lists the last thirty trades, newest first', () => {
    const list = outputRows(ask('inquire-ccnl', SAMSUNG));
    expect(list).toHaveLength(30);
    expect(list.map(keysOf)).toEqual(list.map(() => KEYS));
    const hours = list.map(row => row['stck_cntg_hour'] ?? '');
    expect(hours[0]).toBe('140010');
    expect(hours).toEqual([...hours].sort().reverse());
    expect(list[0]?.['stck_prpr']).toBe(tape.price('005930', at('2026-11-23 14:00:10')).toString());
    expect(list[0]?.['tday_rltv']).toMatch(/^\d+\.\d\d$/);
  });

  it('lists nothing before the opening or for a code that is not listed', () => {
    expect(outputRows(ask('inquire-ccnl', SAMSUNG, { now: at('2026-11-23 08:00:00') }))).toEqual([]);
    expect(outputRows(ask('inquire-ccnl', { ...SAMSUNG, FID_INPUT_ISCD: '999999' }))).toEqual([]);
  });
});
