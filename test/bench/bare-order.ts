import http from 'node:http';
import axios from 'axios';
import { z } from 'zod';
import type { BrokerId } from '../../src/core/index.js';
import { kstDate, systemClock } from '../../src/core/index.js';
import { APP_SECRET } from '../support/kis-desk.js';
import { kiwoomBare } from './bare-kiwoom.js';

const TRADING = '/uapi/domestic-stock/v1/trading';
const APP_KEY = 'bare'.padEnd(36, '0');
const ACCOUNT = { CANO: '50101234', ACNT_PRDT_CD: '01' };

const token = z.object({ access_token: z.string() });
const hash = z.object({ HASH: z.string() });
const accepted = z.object({ rt_cd: z.literal('0') });

export interface BareOrder {
  readonly code: string;
  readonly quantity: number;
  readonly price: number;
}

/** What an order cannot do without, with bare axios: the order list, then the order. */
export interface BareBroker {
  /** Whose orders these are. */
  readonly account: string;
  /**
   * Gets the hash key of an order's body, which is not part of the order itself. The result reads the list and orders;
   * it resolves to how long the list took, ms.
   */
  prepare(order: BareOrder): Promise<() => Promise<number>>;
  close(): void;
}

export const bareBroker = (broker: BrokerId, baseUrl: string): Promise<BareBroker> =>
  broker === 'kis' ? kisBare(baseUrl) : kiwoomBare(baseUrl);

async function kisBare(baseUrl: string): Promise<BareBroker> {
  const kept = new http.Agent({ keepAlive: true });
  const fresh = new http.Agent({ keepAlive: false });
  const reads = axios.create({ baseURL: baseUrl, httpAgent: kept, proxy: false });
  const orders = axios.create({ baseURL: baseUrl, httpAgent: fresh, proxy: false });
  const keys = { appkey: APP_KEY, appsecret: APP_SECRET };
  const grant = { grant_type: 'client_credentials', ...keys };
  const { access_token } = token.parse((await reads.post<unknown>('/oauth2/tokenP', grant)).data);
  const headers = { authorization: `Bearer ${access_token}`, ...keys, custtype: 'P' };

  return {
    account: `${ACCOUNT.CANO}-${ACCOUNT.ACNT_PRDT_CD}`,
    async prepare({ code, quantity, price }) {
      const body = JSON.stringify({
        ...ACCOUNT,
        PDNO: code,
        ORD_DVSN: '00',
        ORD_QTY: String(quantity),
        ORD_UNPR: String(price),
        EXCG_ID_DVSN_CD: 'KRX',
      });
      const json = { 'content-type': 'application/json; charset=utf-8' };
      const answer = await reads.post<unknown>('/uapi/hashkey', body, { headers: { ...keys, ...json } });
      const hashkey = hash.parse(answer.data).HASH;
      const today = kstDate(systemClock.now());
      const params = {
        ...ACCOUNT,
        INQR_STRT_DT: today,
        INQR_END_DT: today,
        SLL_BUY_DVSN_CD: '00',
        PDNO: '',
        ORD_GNO_BRNO: '',
        ODNO: '',
        CCLD_DVSN: '00',
        INQR_DVSN: '00',
        INQR_DVSN_1: '',
        INQR_DVSN_3: '00',
        EXCG_ID_DVSN_CD: 'ALL',
        CTX_AREA_FK100: '',
        CTX_AREA_NK100: '',
      };
      return async () => {
        const began = performance.now();
        const listHeaders = { ...headers, tr_id: 'TTTC0081R' };
        const list = await reads.get<unknown>(`${TRADING}/inquire-daily-ccld`, {
          params,
          headers: listHeaders,
        });
        accepted.parse(list.data);
        const listMs = performance.now() - began;
        const orderHeaders = { ...headers, ...json, tr_id: 'TTTC0012U', hashkey };
        const order = await orders.post<unknown>(`${TRADING}/order-cash`, body, { headers: orderHeaders });
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
