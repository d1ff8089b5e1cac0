import { z } from 'zod';
import type { AccountRef, Shares } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { balance } from './balance.js';
import { answer, one, whole } from './fields.js';
import { accountParams, checkedCode } from './request.js';

const block = one(z.object({ ord_psbl_qty: whole }));

/** The table of KIS's document names the block `output1`, its sample `output`. */
export const sellableAnswer = z
  .union([answer({ output: block }), answer({ output1: block })])
  .transform(body => ('output' in body ? body.output : body.output1).ord_psbl_qty);

/**
 * Shares that a sell order may still name: holdings less open sell orders. 모의투자 does not offer the service; there
 * the balance says it, and a stock that is not held is 0n.
 *
 * KIS: 매도가능수량조회 TTTC8408R; on paper 주식잔고조회 VTTC8434R.
 */
export async function sellable(
  client: KisClient,
  account: AccountRef,
  code: string,
  signal?: AbortSignal,
): Promise<Shares> {
  const params = { ...accountParams(client.environment, account), PDNO: checkedCode(code) };
  if (client.environment.mode === 'paper') {
    const { positions } = await balance(client, account, signal);
    return positions.find(position => position.code === code)?.sellable ?? 0n;
  }
  const { data } = await client.read({ tr: 'sellable', params, schema: sellableAnswer, signal });
  return data;
}
