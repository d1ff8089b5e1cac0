import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, runProgram } from './support/program.js';

const SYNC = 'a3f81c0e5b7d9264f0e1c8b35a7d2960b4e8f1a7c5d30926e8b1f4a7d0c39526';
const BACKEND = 'Zk3uQ9xW1rT7yB5nM0vC8sD2fG6hJ4kL_aEoIpXwRq-';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const demo = (more: Readonly<Record<string, string>>) => ({
  DATA_DIR: join(emptyFolder(), 'store'),
  CONSOLE: 'on',
  LOG_LEVEL: 'info',
  ...more,
});

test('one process serves the terminal, programs and browsers, and takes leave of all of them', async () => {
  const port = await freePort();
  const program = runProgram(
    demo({ GATEWAY_PORT: String(port), SYNC_API_KEY: SYNC, BACKEND_API_KEY: BACKEND }),
  );
  const url = `http://127.0.0.1:${port}`;
  await program.until(/"event":"started"/);

  const handed = await fetch(`${url}/api/v1/sync/kis-token/50000000-01`, { headers: { 'x-sync-key': SYNC } });
  expect(handed.status).toBe(200);
  const answer: unknown = await handed.json();
  expect(answer).toMatchObject({ access_token: expect.stringMatching(/^eyJ/), generation: 1 });

  const said = await fetch(`${url}/api/v1/commands/balance`, {
    method: 'POST',
    headers: { 'x-api-key': BACKEND, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(await said.text()).toContain('잔고');

  program.write('/web\n');
  await program.until(/\/console\/#[A-Za-z0-9_-]{40,}/);
  program.write('/quit\n');
  const { code, stderr } = await program.finished;
  expect(code).toBe(0);
  expect(stderr).not.toContain(SYNC);
  expect(stderr).not.toContain(BACKEND);
  await expect(fetch(`${url}/api/v1/health`)).rejects.toThrow();
});

test('where no key is required a program on this computer reads and commands, and is handed no token', async () => {
  const port = await freePort();
  const program = runProgram(demo({ GATEWAY: 'on', GATEWAY_PORT: String(port), REQUIRE_API_KEY: 'false' }));
  const url = `http://127.0.0.1:${port}/api/v1`;
  await program.until(/"event":"started"/);
  const run = (name: string, args: Readonly<Record<string, string>>) =>
    fetch(`${url}/commands/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ args }),
    });
  const price = await run('price', { symbol: '005930' });
  expect([price.status, await price.text()]).toEqual([200, expect.stringContaining('삼성전자')]);
  expect((await fetch(`${url}/sync/kis-token/50000000-01`)).status).toBe(403);
  const bought = await run('buy', { symbol: '005930', quantity: '1' });
  expect(await bought.text()).not.toContain('"label":"확인"');
  program.write('/quit\n');
  expect((await program.finished).code).toBe(0);
});

test('without any key it does not start, says how to make one, and blames the configuration', async () => {
  const { code, stderr } = await runProgram(demo({ GATEWAY: 'on' })).finished;
  expect(code).toBe(78);
  expect(stderr).toContain('openssl rand -hex 32');
});

test('a port that somebody else uses is named', async () => {
  const other = createServer();
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = String(typeof address === 'object' && address ? address.port : 0);
  const { code, stderr } = await runProgram(demo({ GATEWAY_PORT: port, SYNC_API_KEY: SYNC })).finished;
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`127.0.0.1:${port}`);
  expect(stderr).toContain('GATEWAY_PORT');
});
