import { addKstDays, kstFields, startOfKstDate } from '../core/index.js';
import { fieldNotFound, QUOTE_PATH } from './quote-route.js';
import type { Route } from './route.js';
import type { Tape } from './tape.js';
import { queryAnswered } from './venue-answers.js';

const ROWS = 24;

/** KIS: 국내휴장일조회 CTCA0903R. Live only. Days from `BASS_DT` on; there is always a following page. */
export function holidayRoute(tape: Tape): Route {
  return {
    method: 'GET',
    path: `${QUOTE_PATH}/chk-holiday`,
    live: ['CTCA0903R'],
    paper: [],
    account: false,
    handle({ field, trCont, mode }) {
      const asked = field('BASS_DT');
      if (startOfKstDate(asked) === undefined) return fieldNotFound('BASS_DT');
      const cursor = field('CTX_AREA_NK').trim();
      const following = trCont === 'N' && startOfKstDate(cursor) !== undefined;
      const first = following ? addKstDays(cursor, 1) : asked;
      const output = Array.from({ length: ROWS }, (_, i) => dayRow(tape, addKstDays(first, i)));
      const areas = {
        ctx_area_nk: addKstDays(first, ROWS - 1).padEnd(20),
        ctx_area_fk: asked.padEnd(20),
      };
      return queryAnswered(mode, 'more', { ...areas, output }, following ? 'M' : 'F');
    },
  };
}

function dayRow(tape: Tape, date: string) {
  const { weekday, month, day } = kstFields(startOfKstDate(date) ?? 0);
  const open = tape.isTradingDay(date);
  // On the last weekday of the year banks are open and the exchange is not.
  const yearEnd = month === 12 && day >= 29 && weekday >= 1 && weekday <= 5;
  return {
    bass_dt: date,
    // 01 Sunday .. 07 Saturday
    wday_dvsn_cd: `0${weekday + 1}`,
    bzdy_yn: open || yearEnd ? 'Y' : 'N',
    tr_day_yn: 'Y',
    opnd_yn: open ? 'Y' : 'N',
    sttl_day_yn: open ? 'Y' : 'N',
  };
}
