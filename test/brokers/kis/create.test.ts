import { afterEach, describe, expect, it } from 'vitest';
import { createKis, type KisBroker } from '../../../src/brokers/kis/index.js';
import { type BrokerEventSink, Secret, systemClock } from '../../../src/core/index.js';
import { CANARIES, tokenAnswer } from '../../support/kis-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import { type Answer, type ScriptedServer, startScriptedServer } from '../../support/scripted-server.js';

const SELLABLE: Answer = {
  status: 200,
  json: { rt_cd: '0', msg_cd: '20310000', msg1: '', output: { ord_psbl_qty: '7' } },
};

const opened: { broker: KisBroker; server: ScriptedServer }[] = [];
afterEach(async () => {
  for (const { broker, server } of opened.splice(0)) {
    broker.close();
    await server.close();
  }
});

async function open(answer: Answer, emit: BrokerEventSink = () => undefined) {
  const server = await startScriptedServer(request => {
    if (request.url.startsWith('/oauth2/tokenP')) return tokenAnswer();
    if (request.url.startsWith('/oauth2/Approval'))
      return { status: 200, json: { approval_key: 'approved' } };
    if (request.url.startsWith('/oauth2/revokeP')) return { status: 200, json: { code: 200 } };
    return answer;
  });
  const account = {
    broker: 'kis',
    mode: 'live',
    number: CANARIES.account,
    product: '01',
    alias: '본계좌',
  } as const;
  const broker = createKis({
    environment: {
      mode: 'live',
      baseUrl: server.url,
      wsUrl: 'ws://127.0.0.1:9',
      appKey: new Secret(CANARIES.appKey),
      appSecret: new Secret(CANARIES.appSecret),
      account,
      htsId: undefined,
      trIds: 'current',
      hashkey: false,
      ratePerSecond: 1_000,
    },
    vault: memoryVault(),
    clock: systemClock,
    log: () => undefined,
    emit,
    timing: { attemptMs: 2_000, retryDelayMs: 5 },
  });
  opened.push({ broker, server });
  return { broker, server, account };
}

describe('the KIS service', () => {
  it('answers through its ports, over one token and one limiter', async () => {
    const { broker, server, account } = await open(SELLABLE);
    await expect(broker.accounts.sellable(account, '005930')).resolves.toBe(7n);
    expect(server.requests.at(-1)?.headers['tr_id']).toBe('TTTC8408R');
    expect(broker.status()).toMatchObject({
      rateRefusals: 0,
      maintenanceSince: undefined,
      limiter: { perSecond: 1_000, waiting: 0, inFlight: 0 },
    });
    expect(broker.status().lastGoodCallAt).toBeTypeOf('number');
    expect(broker.tokens.status()).toMatchObject({ state: 'fresh', generation: 1 });
  });

  it('has no execution notices without an HTS id', async () => {
    const { broker, server } = await open(SELLABLE);
    broker.executions.listen(() => undefined);
    expect(broker.executions.status()).toMatchObject({ state: 'off', lastNoticeAt: undefined });
    expect(server.requests).toEqual([]);
  });

  it('opens real-time sessions with an approval key, and revokes its token when asked', async () => {
    const { broker } = await open(SELLABLE);
    await expect(broker.approvalKey()).resolves.toBe('approved');
    await broker.revokeToken();
    expect(broker.tokens.status().state).toBe('none');
  });

  it('goes on when whoever listens to its events throws', async () => {
    const { broker, account } = await open(SELLABLE, () => {
      throw new Error('nobody home');
    });
    await expect(broker.accounts.sellable(account, '005930')).resolves.toBe(7n);
  });

  it('cuts off what is under way when it is closed', async () => {
    const { broker, server, account } = await open('hang');
    const waiting = broker.accounts.sellable(account, '005930');
    const cut = expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    while (server.requests.length < 2) await new Promise(resolve => setTimeout(resolve, 5));
    broker.close();
    await cut;
  });
});
