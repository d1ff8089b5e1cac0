import { execFile } from 'node:child_process';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { diagnose } from '../../src/doctor.js';
import { textOf } from '../../src/doctor-report.js';
import { startHeartbeat } from '../../src/store/index.js';
import { textWith } from '../chaos/canary.js';
import { healthyPlace, type Place } from './healthy-place.js';

/** Runs the built tool as `npm run doctor` does, with nothing of the caller's environment. */
function doctor({ folder, environment }: Place, ...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>(done => {
    const tool = [resolve('dist/src/doctor-tool.js'), ...args];
    execFile(process.execPath, tool, { cwd: folder, env: environment }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

it('ends with 0 where all is well, with 1 when something is wrong and with 78 when the configuration is', async () => {
  const place = await healthyPlace({ offline: true });
  const before = await readdir(place.directory);
  const well = await doctor(place, '--offline');
  expect([well.code, well.err]).toEqual([0, '']);
  expect(well.out).toContain('잘못 0건, 주의 0건 / 0 wrong, 0 to look at');
  expect(await readdir(place.directory)).toEqual(before);

  await appendFile(join(place.directory, 'intents.jsonl'), 'noise\n');
  const ill = await doctor(place, '--offline', '--json');
  expect(ill.code).toBe(1);
  expect(JSON.parse(ill.out)).toContainEqual(
    expect.objectContaining({ name: 'intents.jsonl', state: 'wrong' }),
  );

  place.environment['KIS_ACCOUNT'] = '1';
  expect((await doctor(place, '--offline')).code).toBe(78);
});

it('says for a supervisor whether the running desk is well', async () => {
  const place = await healthyPlace({ offline: true });
  const health = { healthy: true, why: [] as string[] };
  const heart = startHeartbeat({
    directory: place.directory,
    version: '1',
    clock: systemClock,
    log: () => undefined,
    health: () => health,
  });
  const file = join(place.directory, 'heartbeat.json');
  while (!(await readFile(file, 'utf8').catch(() => '')).includes('healthy')) await systemClock.sleep(5);
  expect(await doctor(place, '--alive')).toEqual({ code: 0, out: '', err: '' });
  const beat = await readFile(file, 'utf8');
  await writeFile(file, beat.replace('"healthy":true,"why":[]', '"healthy":false,"why":["stuck"]'));
  const ill = await doctor(place, '--alive');
  expect(ill.code).toBe(1);
  expect(ill.err).toContain('stuck');
  await writeFile(file, beat.replace(/"at":\d+/, `"at":${systemClock.now() - 91_000}`));
  expect((await doctor(place, '--alive')).code).toBe(1);
  await heart.stop();
});

it('tells no secret, whatever is wrong with it', async () => {
  const place = await healthyPlace({ offline: true });
  const canaries = {
    KIS_APP_KEY: 'canaryAppKey0123456789abcdefghijklmn',
    KIS_APP_SECRET: 'canaryAppSecret0123456789abcdefghijklmnopqrstuvw',
    DISCORD_TOKEN: 'canaryDiscord.MTIzNDU2.abcdefghijklmnop',
    TELEGRAM_BOT_TOKEN: '424242:canaryTelegram0123456789abcdef',
    STORE_KEY: 'canaryStoreKeyAbcdefghijklmnopqrstuvwxyz0123',
    TELEGRAM_WEBHOOK_URL: 'https://127.0.0.1/hook/canaryHookPath012345',
    TELEGRAM_WEBHOOK_SECRET: 'canaryWebhookSecret0123456789',
    KIS_ACCOUNT: '87654321-01',
  };
  const secrets = [...Object.values(canaries), '87654321', 'canaryHookPath'];
  const broken = Object.fromEntries(Object.entries(canaries).map(([name, value]) => [name, `${value} !`]));
  const around = { folder: place.folder, clock: systemClock, nodeVersion: '20.19.0', offline: false };
  for (const changes of [canaries, broken]) {
    const findings = await diagnose({ ...around, environment: { ...place.environment, ...changes } });
    expect(findings.some(({ state }) => state === 'wrong')).toBe(true);
    const told = textOf(findings) + JSON.stringify(findings);
    expect(secrets.filter(secret => textWith(secret, told))).toEqual([]);
  }
  const { out, err } = await doctor({ ...place, environment: { ...place.environment, ...broken } });
  expect(out).toContain('KIS_APP_KEY');
  expect(secrets.filter(secret => textWith(secret, out + err))).toEqual([]);
});
