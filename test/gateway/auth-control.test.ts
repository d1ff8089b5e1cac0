import { afterEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';

const AUTH = '/api/v1/auth/kis';

let rig: GatewayRig;
afterEach(() => rig.close());

async function open() {
  rig = await openGatewayRig();
  return { parts: rig.parts, own: { 'x-api-key': rig.parts.keys.add('backend', ['control']) } };
}

describe('auth control', () => {
  it('is for the scope control alone', async () => {
    const { parts } = await open();
    const others = { 'x-api-key': parts.keys.add('other', ['token', 'read', 'trade', 'unattended']) };
    expect((await rig.get(`${AUTH}/status`, others)).status).toBe(403);
    expect((await rig.send('POST', `${AUTH}/token/refresh`, undefined, others)).status).toBe(403);
    expect((await rig.send('POST', `${AUTH}/approval/refresh`, undefined, others)).status).toBe(403);
    expect([parts.tokens.renewals, parts.approvals.renewals, parts.audited]).toEqual([0, 0, []]);
  });

  it('shows how token and approval key are, never their values', async () => {
    const { parts, own } = await open();
    const { status } = parts.tokens;
    parts.tokens.status = () => ({
      ...status(),
      coolingUntil: parts.clock.now() + 30_000,
      lastError: { at: parts.clock.now(), message: 'no answer', code: 'EGW00133' },
    });
    parts.approvals.held = undefined;
    const answer = await rig.get(`${AUTH}/status`, own);
    expect(answer.json).toEqual({
      token: {
        state: 'fresh',
        generation: 1,
        fingerprint: '00000001',
        issued_at: '2026-11-23T10:00:00.000+09:00',
        expires_at: '2026-11-24T10:00:00.000+09:00',
        renew_at: '2026-11-24T08:00:00.000+09:00',
        cooling_until: '2026-11-23T10:00:30.000+09:00',
        last_error: { at: '2026-11-23T10:00:00.000+09:00', message: 'no answer', code: 'EGW00133' },
      },
      approval: {
        state: 'none',
        generation: 0,
        fingerprint: null,
        issued_at: null,
        expires_at: null,
        renew_at: null,
        cooling_until: null,
        last_error: null,
      },
    });
    expect(answer.text).not.toContain('broker-token');
  });

  it.each(['token', 'approval'] as const)('asks for a new %s and writes down who did', async what => {
    const { parts, own } = await open();
    const answer = await rig.send('POST', `${AUTH}/${what}/refresh`, undefined, own);
    expect([answer.status, answer.json]).toMatchObject([200, { generation: 2, state: 'fresh' }]);
    const counts = [parts.tokens.renewals, parts.approvals.renewals];
    expect(counts).toEqual(what === 'token' ? [1, 0] : [0, 1]);
    expect(parts.audited).toMatchObject([
      {
        platform: 'web',
        who: 'web:key:backend',
        place: 'key:backend',
        act: `${what} refresh ****1234-01`,
        outcome: 'done',
      },
    ]);
  });

  it('says when to come again while the one-a-minute rule blocks, and writes that down too', async () => {
    const { parts, own } = await open();
    parts.tokens.failure = new DeskError('cooldown', 'wait', { until: parts.clock.now() + 12_000 });
    const answer = await rig.send('POST', `${AUTH}/token/refresh`, undefined, own);
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '12']);
    expect(parts.audited).toMatchObject([
      { act: 'token refresh ****1234-01', outcome: 'failed', reason: 'cooldown' },
    ]);
  });
});
