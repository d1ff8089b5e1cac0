import { type ExecutionNotice, kstDate, sameOrderNumber } from '../../core/index.js';
import { accountOf, type Intent, subjectOf } from './intent.js';

/**
 * What an execution notice is to an intent that is looked after. `its`: about its own order, or the one that it cancels.
 * `perhaps`: its order may be the one that the notice tells of. `near`: about another order of the issue, which may
 * have to do with it (an amendment, a cancel in the broker's app).
 */
export type Concern = 'its' | 'perhaps' | 'near';

export function concernOf(intent: Intent, notice: ExecutionNotice): Concern | undefined {
  const { act, state } = intent;
  const { number, product } = accountOf(act);
  if (notice.account.number !== number || notice.account.product !== product) return undefined;
  const { code, side } = subjectOf(act);
  if (notice.code !== code) return undefined;
  if (state.kind === 'unknown') return notice.side === side ? 'perhaps' : undefined;
  const own = ownNumber(intent);
  return own?.date === kstDate(notice.at) && sameOrderNumber(own.number, notice.order) ? 'its' : 'near';
}

/** The order whose fills an accepted intent is about. Numbers begin anew every day. */
export function ownNumber({
  act,
  state,
}: Intent): { readonly number: string; readonly date: string } | undefined {
  if (state.kind !== 'accepted') return undefined;
  const { number } = act.kind === 'cancel' ? act.request.order : state.order;
  return number.trim() === '' ? undefined : { number, date: kstDate(state.at) };
}
