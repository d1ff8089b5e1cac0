import { describe, expect, it } from 'vitest';
import { proxiedServices } from '../../../src/brokers/kis/proxied-services.js';

const LIVE = proxiedServices('live');
const PAPER = proxiedServices('paper');
const idsOf = (services: typeof LIVE) => services.flatMap(service => service.trIds);

describe.each([
  ['live', LIVE],
  ['paper', PAPER],
] as const)('the list of what programs may read (%s)', (_mode, services) => {
  it('holds nothing that orders, signs or logs in', () => {
    expect(services.length).toBeGreaterThan(10);
    for (const { path, trIds } of services) {
      expect(path).toMatch(/^\/uapi\/domestic-stock\/v1\/[a-z]+\/[a-z0-9-]+$/);
      expect(path).not.toMatch(/order-(?!$)|hashkey|oauth|token|revoke|approval/i);
      expect(trIds.length).toBeGreaterThan(0);
      for (const id of trIds) expect(id).toMatch(/^[A-Z0-9]{9,13}$/);
      for (const id of trIds) expect(id).not.toMatch(/U$/);
    }
  });

  it('names each path once and each TR id at one path', () => {
    const paths = services.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(new Set(idsOf(services)).size).toBe(idsOf(services).length);
  });

  it('says which services name an account: those that ask the ledger for one', () => {
    const ofAccount = services.filter(service => service.ofAccount).map(({ path }) => path);
    expect(ofAccount).toEqual(services.map(({ path }) => path).filter(path => path.includes('/trading/')));
    expect(ofAccount).toContain('/uapi/domestic-stock/v1/trading/inquire-balance');
  });
});

it('ids of one environment are not on the list of the other', () => {
  expect(idsOf(PAPER).filter(id => /^[TCJ]/.test(id))).toEqual([]);
  expect(idsOf(LIVE).filter(id => id.startsWith('V'))).toEqual([]);
});

it('current and legacy ids stand side by side, and what paper lacks is not on its list', () => {
  const at = (services: typeof LIVE, service: string) =>
    services.find(({ path }) => path.endsWith(`/${service}`))?.trIds;
  expect(at(LIVE, 'inquire-daily-ccld')).toEqual(['TTTC0081R', 'TTTC8001R', 'CTSC9215R', 'CTSC9115R']);
  expect(at(PAPER, 'inquire-daily-ccld')).toEqual(['VTTC0081R', 'VTTC8001R', 'VTSC9215R', 'VTSC9115R']);
  expect(at(LIVE, 'inquire-psbl-rvsecncl')).toEqual(['TTTC0084R', 'TTTC8036R']);
  expect(at(PAPER, 'inquire-psbl-rvsecncl')).toBeUndefined();
  expect(at(PAPER, 'inquire-ccnl')).toEqual(['FHKST01010300']);
  expect(at(PAPER, 'volume-rank')).toBeUndefined();
});
