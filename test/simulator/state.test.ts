import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.js';
import { balance, openVenue, orderNumberOf, place, rowsOf, type TestVenue } from './venue-client.js';

describe('the state file', () => {
  let directory: string;
  let stateFile: string;
  let warnings: string[];
  const running: TestVenue[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kis-simulator-'));
    stateFile = join(directory, 'deep', 'state.json');
    warnings = [];
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(v => v.stop()));
    await rm(directory, { recursive: true, force: true });
  });

  async function start(options: Partial<SimulatorOptions> = {}): Promise<TestVenue> {
    const venue = await openVenue({ stateFile, log: (_level, event) => warnings.push(event), ...options });
    running.push(venue);
    return venue;
  }
  const stop = async (venue: TestVenue) => {
    running.splice(running.indexOf(venue), 1);
    await venue.stop();
  };

  it('brings tokens, accounts, orders and counts over a restart', async () => {
    const before = await start();
    const token = await before.login();
    const placed = await place(before, { side: 'buy', quantity: 3, type: '01' });
    const resting = await place(before, { side: 'sell', quantity: 3, price: 0, type: '04' });
    const [ledger, holdings] = [await before.ledger(), await balance(before)];
    await stop(before);

    const after = await start();
    expect((await after.ledger()).orders).toEqual(ledger.orders);
    expect(await after.ledger()).toMatchObject({ tokensIssued: 1, ordersAccepted: 2 });
    expect((await after.tokenP()).body['error_code']).toBe('EGW00133');
    await after.clock.advance(60_000);
    expect(await after.login()).toBe(token);
    expect(rowsOf(await balance(after)).length).toBe(rowsOf(holdings).length);
    const next = await place(after, { side: 'buy', quantity: 1, type: '01' });
    expect(Number(orderNumberOf(next))).toBe(Number(orderNumberOf(resting)) + 1);
    expect(Number(orderNumberOf(resting))).toBe(Number(orderNumberOf(placed)) + 1);
    expect((await after.ledger()).tokensIssued).toBe(1);
  });

  it('is written within a tenth of a second of a change, for its owner only, without leftovers', async () => {
    const venue = await start();
    await venue.login();
    await venue.clock.advance(100);
    await expect.poll(async () => (await readdir(directory)).includes('deep')).toBe(true);
    await expect.poll(async () => readdir(join(directory, 'deep'))).toEqual(['state.json']);
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ version: 1, mode: 'paper' });
  });

  it('that is damaged is left out with a warning', async () => {
    const first = await start();
    await first.login();
    await stop(first);
    const whole = await readFile(stateFile, 'utf8');
    for (const text of [
      '',
      'null',
      '{',
      whole.slice(0, whole.length / 2),
      whole.replace('"version":1', '"version":9'),
    ]) {
      await writeFile(stateFile, text);
      warnings = [];
      const venue = await start();
      expect(warnings).toEqual(['simulator state is damaged: starting fresh']);
      expect((await venue.ledger()).tokensIssued).toBe(0);
      await stop(venue);
    }
  });

  it('of another mode or seed is left out with a warning', async () => {
    const first = await start();
    await first.login();
    await stop(first);
    const live = await start({ mode: 'live' });
    expect(warnings).toEqual(['simulator state is of another exchange: starting fresh']);
    expect((await live.ledger()).tokensIssued).toBe(0);
  });

  it('that cannot be written is reported, and the simulator goes on', async () => {
    await writeFile(join(directory, 'deep'), 'a file where the folder should be');
    const venue = await start();
    await venue.login();
    await stop(venue);
    expect(warnings).toEqual([
      'simulator state could not be read: starting fresh',
      'simulator state could not be saved',
    ]);
    await chmod(directory, 0o700);
  });
});
