import { createHash } from 'node:crypto';
import type { TradeAct } from '../../core/index.js';
import { accountOf, subjectOf } from '../intents/intent.js';

/** SHA-256 (hex) of all that makes these acts what they are at the venue: whoever agrees, agrees to these and no others. */
export function digestOf(acts: readonly TradeAct[]): string {
  return createHash('sha256')
    .update(JSON.stringify(acts.map(termsOf)))
    .digest('hex');
}

/** In a fixed order; amounts as digits. Names and colours are not part of an order. */
function termsOf(act: TradeAct): readonly string[] {
  const { broker, mode, number, product } = accountOf(act);
  const { side, code } = subjectOf(act);
  const terms = act.kind === 'place' ? act.order : act.request;
  const [price, type] = act.kind === 'cancel' ? ['', ''] : [priced(act).price.toString(), priced(act).type];
  const original = act.kind === 'place' ? ['', ''] : [act.request.order.number, act.request.order.branch];
  const quantity = terms.quantity.toString();
  return [
    act.kind,
    broker,
    mode,
    number,
    product,
    side,
    code,
    quantity,
    price,
    type,
    terms.exchange,
    ...original,
  ];
}

const priced = (act: Exclude<TradeAct, { kind: 'cancel' }>) =>
  act.kind === 'place' ? act.order : act.request;
