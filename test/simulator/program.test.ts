import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { openVenue } from './venue-client.js';

const ROOT = new URL('../..', import.meta.url).pathname;

describe('npm run simulator', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function run(...args: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts', ...args], {
      cwd: ROOT,
    });
    children.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output.stderr += chunk.toString();
    });
    const exit = once(child, 'close').then(([status]: unknown[]) => ({ status, ...output }));
    return { child, output, exit };
  }

  it('prints one JSON line when it serves, and ends with status 0 on SIGTERM', async () => {
    const { child, exit } = run(
      '--port',
      '0',
      '--env',
      'paper',
      '--seed',
      'cli',
      '--always-open',
      '--rate',
      '5',
    );
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const addresses: Record<string, string> = JSON.parse(String(line));
    expect(Object.keys(addresses)).toEqual(['base_url', 'ws_url', 'control_url', 'master_url']);
    expect(addresses['control_url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/control\/[\w-]{20,}$/);
    const ledger = await fetch(`${addresses['control_url']}/ledger`);
    expect(await ledger.json()).toMatchObject({ tokenRequests: 0, orders: [] });
    child.kill('SIGTERM');
    expect(await exit).toEqual({ status: 0, stdout: `${String(line)}\n`, stderr: '' });
  });

  it('says in one line that its port is taken, and ends with status 1', async () => {
    const holder = await openVenue();
    const { port } = new URL(holder.simulator.baseUrl);
    const { status, stdout, stderr } = await run('--port', port, '--env', 'paper').exit;
    await holder.stop();
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `simulator: port ${port} is already in use\n`,
    });
  });

  it('explains wrong flags in one line, and ends with status 2', async () => {
    const ends = await Promise.all([
      run('--env', 'demo').exit,
      run('--rate', 'fast').exit,
      run('--nonsense').exit,
    ]);
    for (const { status, stdout, stderr } of ends) {
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^simulator: .+ \(usage: .+\)\n$/);
    }
  });
});
