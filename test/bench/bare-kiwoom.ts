import http from 'node:http';
import axios from 'axios';
import { z } from 'zod';
import { kstDate, systemClock } from '../../src/core/index.js';
import { kiwoomAccountOf } from '../../src/simulator/kiwoom/account-of.js';
import type { BareBroker } from './bare-order.js';

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
const KEY = 'bare'.repeat(10);
const token = z.object({ token: z.string() });
const accepted = z.object({ return_code: z.literal(0) });

/** Kiwoom: the order list stands in two services, which count apart; then the order. */
export async function kiwoomBare(baseUrl: string): Promise<BareBroker> {
  const kept = new http.Agent({ keepAlive: true });
  const fresh = new http.Agent({ keepAlive: false });
  const reads = axios.create({ baseURL: baseUrl, httpAgent: kept, proxy: false });
  const orders = axios.create({ baseURL: baseUrl, httpAgent: fresh, proxy: false });
  const grant = { grant_type: 'client_credentials', appkey: KEY, secretkey: KEY };
  const issued = token.parse(
    (await reads.post<unknown>('/oauth2/token', grant, { headers: JSON_TYPE })).data,
  );
  const headersOf = (apiId: string) => ({
    ...JSON_TYPE,
    authorization: `Bearer ${issued.token}`,
    'api-id': apiId,
  });

  async function read(apiId: string, body: object): Promise<void> {
    const answer = await reads.post<unknown>('/api/dostk/acnt', body, { headers: headersOf(apiId) });
    accepted.parse(answer.data);
  }

  return {
    account: Object.values(kiwoomAccountOf(KEY)).join('-'),
    async prepare({ code, quantity, price }) {
      const today = kstDate(systemClock.now());
      const body = {
        dmst_stex_tp: 'KRX',
        stk_cd: code,
        ord_qty: String(quantity),
        ord_uv: String(price),
        trde_tp: '0',
        cond_uv: '',
      };
      const day = {
        ord_dt: today,
        qry_tp: '2',
        stk_bond_tp: '1',
        sell_tp: '0',
        stk_cd: '',
        fr_ord_no: '',
        dmst_stex_tp: '%',
      };
      return async () => {
        const began = performance.now();
        await Promise.all([
          read('ka10075', { all_stk_tp: '0', trde_tp: '0', stk_cd: '', stex_tp: '0' }),
          read('kt00007', day),
        ]);
        const listMs = performance.now() - began;
        const order = await orders.post<unknown>('/api/dostk/ordr', body, { headers: headersOf('kt10000') });
        accepted.parse(order.data);
        return listMs;
      };
    },
    close() {
      kept.destroy();
      fresh.destroy();
    },
  };
}
