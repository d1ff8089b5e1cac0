import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ProxyRequest } from '../../src/core/index.js';
import { type ExchangeDesk, HELD, openDesk, START, STOCK } from './kis-exchange-desk.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const QUOTES = '/uapi/domestic-stock/v1/quotations';
const TRADING = '/uapi/domestic-stock/v1/trading';
/** The desk's own look at a token is a quote. */
const LOOK = 'FHKST01010100';

const desks: ExchangeDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

async function deskOf(mode: 'live' | 'paper'): Promise<ExchangeDesk> {
  const desk = await openDesk(mode);
  desks.push(desk);
  return desk;
}

const request = (
  path: string,
  trId: string,
  params: Record<string, string>,
  continued = false,
): ProxyRequest => ({
  path,
  trId,
  params,
  continued,
});

const balanceOf = (
  { account }: ExchangeDesk,
  trId: string,
  page?: { ctx_area_fk100: string; ctx_area_nk100: string },
) =>
  request(
    `${TRADING}/inquire-balance`,
    trId,
    {
      CANO: account.number,
      ACNT_PRDT_CD: account.product,
      AFHR_FLPR_YN: 'N',
      OFL_YN: '',
      INQR_DVSN: '02',
      UNPR_DVSN: '01',
      FUND_STTL_ICLD_YN: 'N',
      FNCG_AMT_AUTO_RDPT_YN: 'N',
      PRCS_DVSN: '01',
      CTX_AREA_FK100: page?.ctx_area_fk100 ?? '',
      CTX_AREA_NK100: page?.ctx_area_nk100 ?? '',
    },
    page !== undefined,
  );

const balancePage = z.looseObject({
  rt_cd: z.string(),
  ctx_area_fk100: z.string(),
  ctx_area_nk100: z.string(),
  output1: z.array(z.looseObject({ pdno: z.string() })),
});

describe.each(['paper', 'live'] as const)('programs on the %s exchange', mode => {
  const trId = mode === 'paper' ? 'VTTC8434R' : 'TTTC8434R';

  it('read page after page as if they had asked the broker themselves', async () => {
    const desk = await deskOf(mode);
    const codes: string[] = [];
    const marks: string[] = [];
    let page: z.infer<typeof balancePage> | undefined;
    do {
      const { status, trCont, body } = await desk.kis.proxy.read(balanceOf(desk, trId, page));
      expect(status).toBe(200);
      page = balancePage.parse(body);
      codes.push(...page.output1.map(({ pdno }) => pdno));
      marks.push(trCont);
    } while (marks.at(-1) === 'F' || marks.at(-1) === 'M');
    expect(marks.length).toBe(mode === 'paper' ? 3 : 2);
    expect(['D', 'E']).toContain(marks.at(-1));
    expect(codes.sort()).toEqual(HELD.map(({ code }) => code).sort());
  });

  it('hear a refusal in the broker’s own words', async () => {
    const desk = await deskOf(mode);
    const { status, body } = await desk.kis.proxy.read(request(`${QUOTES}/inquire-price`, LOOK, {}));
    expect(status).toBe(200);
    expect(body).toMatchObject({ rt_cd: '1', msg_cd: 'OPSQ2001' });
  });

  it('cannot order, amend, sign or log in: nothing of it reaches the exchange', async () => {
    const desk = await deskOf(mode);
    await desk.kis.tokens.hand();
    const before = await desk.ledger();
    const [buy, sell, amend] =
      mode === 'paper' ? ['VTTC0012U', 'VTTC0011U', 'VTTC0013U'] : ['TTTC0012U', 'TTTC0011U', 'TTTC0013U'];
    const tries = [
      [`${TRADING}/order-cash`, buy],
      [`${TRADING}/order-cash`, sell],
      [`${TRADING}/order-cash`, LOOK],
      [`${TRADING}/order-rvsecncl`, amend],
      [`${TRADING}/order-resv`, 'CTSC0008U'],
      [`${QUOTES}/inquire-price`, buy],
      ['/uapi/hashkey', ''],
      ['/oauth2/tokenP', LOOK],
    ] as const;
    const { account } = desk;
    const params = {
      CANO: account.number,
      ACNT_PRDT_CD: account.product,
      PDNO: STOCK,
      ORD_QTY: '1',
      ORD_UNPR: '0',
    };
    for (const [path, id] of tries) {
      await expect(desk.kis.proxy.read(request(path, id, params))).rejects.toMatchObject({
        kind: 'notFound',
      });
    }
    expect(await desk.ledger()).toEqual(before);
  });
});

it('a token handed out is good until the second at which the exchange ends it', async () => {
  const { kis, clock } = await deskOf('paper');
  const { expiresAt, issuedAt, refreshAfter } = await kis.tokens.hand();
  expect(issuedAt).toBe(START);
  expect(Math.abs(expiresAt - (START + DAY))).toBeLessThanOrEqual(1_000);
  expect(refreshAfter).toBeGreaterThan(clock.now());
  const approval = await kis.approvals.hand();
  expect(approval).toMatchObject({ token: await kis.approvalKey(), generation: 1 });
});

describe('a token that programs call refused', () => {
  /** Old enough for the exchange to mint another. */
  async function deskWithToken(): Promise<ExchangeDesk> {
    const desk = await deskOf('paper');
    await desk.kis.tokens.hand();
    await desk.clock.advance(7 * HOUR);
    return desk;
  }
  const issues = async (desk: ExchangeDesk) => (await desk.ledger()).tokenRequests;

  it('and that is dead is replaced by one look and one issue, whoever reports it', async () => {
    const desk = await deskWithToken();
    const { kis } = desk;
    await desk.control('revoke', {});
    const got = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const { generation } = await kis.tokens.hand();
        await kis.proxy.examine(generation);
        return kis.tokens.hand();
      }),
    );
    expect(got.map(({ generation }) => generation)).toEqual([2, 2, 2, 2]);
    expect(await issues(desk)).toBe(2);
    // Refused once, and answered once with the new token.
    expect(await desk.requests(LOOK)).toBe(2);
    await expect(kis.proxy.read(balanceOf(desk, 'VTTC8434R'))).resolves.toMatchObject({ status: 200 });
    await kis.proxy.examine(1);
    expect(await desk.requests(LOOK)).toBe(2);
  });

  it('and that is good stays, however often and of whatever number they say so', async () => {
    const desk = await deskWithToken();
    const { kis, clock } = desk;
    const held = await kis.tokens.hand();
    const claim = (generation: number) =>
      Promise.all(Array.from({ length: 100 }, () => kis.proxy.examine(generation)));
    await claim(1);
    expect(await desk.requests(LOOK)).toBe(1);
    for (const generation of [0, 2, 999, Number.NaN]) await claim(generation);
    await clock.advance(4_999);
    await claim(1);
    expect(await desk.requests(LOOK)).toBe(1);
    await clock.advance(1);
    await claim(1);
    expect(await desk.requests(LOOK)).toBe(2);
    expect(await kis.tokens.hand()).toEqual(held);
    expect(await issues(desk)).toBe(1);
    expect(desk.events.map(({ kind }) => kind)).not.toContain('tokenDied');
  });

  it('and that cannot be replaced yet is handed to nobody: they hear until when', async () => {
    const desk = await deskOf('paper');
    const { kis, clock } = desk;
    await kis.tokens.hand();
    await clock.advance(30_000);
    await desk.control('revoke', {});
    const blocked = { kind: 'cooldown', detail: { until: START + 65_000 } };
    await expect(kis.proxy.examine(1)).rejects.toMatchObject(blocked);
    await expect(kis.proxy.examine(1)).rejects.toMatchObject(blocked);
    await expect(kis.tokens.hand()).rejects.toMatchObject(blocked);
    await clock.advance(36_000);
    // Within six hours the exchange repeats the dead one.
    const dead = { kind: 'deadToken', detail: { until: START + 6 * HOUR } };
    await expect(kis.tokens.hand()).rejects.toMatchObject(dead);
    await expect(kis.proxy.examine(1)).rejects.toMatchObject(dead);
    expect(await desk.requests(LOOK)).toBe(1);
    await clock.advance(6 * HOUR);
    await expect(kis.tokens.hand()).resolves.toMatchObject({ generation: 2 });
  });
});
