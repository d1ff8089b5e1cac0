import { expect, it, onTestFinished } from 'vitest';
import { startScriptedServer } from '../support/scripted-server.js';
import { healthyPlace, recordOf, VAULT_KEY } from './healthy-place.js';

/** A broker that calls every token dead, and would issue another to anybody who asks. */
async function brokerThatIssues() {
  const server = await startScriptedServer(({ url }) =>
    url.startsWith('/oauth2')
      ? {
          status: 200,
          json: {
            access_token: 'fresh',
            access_token_token_expired: '2099-01-01 00:00:00',
            expires_in: 86_400,
          },
        }
      : { status: 500, json: { rt_cd: '1', msg_cd: 'EGW00121', msg1: 'unknown token' } },
  );
  onTestFinished(() => server.close());
  return server;
}

it.each([
  ['there is none', undefined, 'ok', 0],
  ['it has run out', recordOf('old', -1_000), 'ok', 0],
  ['it is about to run out', recordOf('due', 1_800_000), 'warning', 1],
  ['it was revoked', recordOf('dead'), 'warning', 1],
])('never has a token issued, when %s', async (_, record, state, asked) => {
  const place = await healthyPlace();
  const server = await brokerThatIssues();
  place.environment['KIS_BASE_URL'] = server.url;
  place.environment['KIS_RATE_PER_SECOND'] = '100';
  await place.withStore(({ vault }) => (record ? vault.save(VAULT_KEY, record) : vault.forget(VAULT_KEY)));
  const broker = (await place.findings()).filter(({ area }) => area === 'broker');
  expect(broker.map(finding => finding.state)).toEqual([state]);
  expect(server.count('/oauth2')).toBe(0);
  expect(server.count('/uapi')).toBe(asked);
});

it('asks the broker nothing beside a running desk, says that it runs, and changes nothing', async () => {
  const place = await healthyPlace();
  const server = await brokerThatIssues();
  place.environment['KIS_BASE_URL'] = server.url;
  await place.withStore(async ({ vault }) => {
    const before = await vault.read(VAULT_KEY);
    const findings = await place.findings();
    expect(findings.find(({ area }) => area === 'lock')?.text.ko).toContain(`pid ${process.pid}`);
    expect(findings.filter(({ area, state }) => state !== 'ok' && area !== 'clock')).toEqual([]);
    expect(await vault.read(VAULT_KEY)).toEqual(before);
  });
  expect(server.count('/uapi')).toBe(0);
});
