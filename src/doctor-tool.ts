import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from './config.js';
import { systemClock } from './core/index.js';
import { describeFaults, EXIT } from './process.js';
import { isFresh, readHeartbeat } from './store/index.js';

const USAGE = `npm run doctor                 모든 점검 / every check
npm run doctor -- --offline    네트워크 없이 / without the network
npm run doctor -- --json       결과를 JSON으로 / findings as JSON
npm run doctor -- --alive      실행 중인 데스크가 정상인지만 (종료 코드) / only whether the running desk is well (exit code)
`;

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), process.env);

/** 0: all well, or warnings only. 1: something is wrong. 78: the configuration is. */
async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const asked = question(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return EXIT.config;
  }
  if (asked.alive) return alive(environment);
  // A supervisor asks every half minute whether the desk lives; all the rest need not be loaded for that.
  const [{ diagnose }, { textOf }] = await Promise.all([import('./doctor.js'), import('./doctor-report.js')]);
  const findings = await diagnose({
    environment,
    folder: process.cwd(),
    nodeVersion: process.versions.node,
    clock: systemClock,
    offline: asked.offline,
  });
  process.stdout.write(asked.json ? `${JSON.stringify(findings, undefined, 2)}\n` : textOf(findings));
  const wrong = findings.filter(({ state }) => state === 'wrong');
  if (wrong.some(({ area }) => area === 'configuration')) return EXIT.config;
  return wrong.length > 0 ? EXIT.failed : 0;
}

/** undefined: not understood. */
function question(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { offline: flag, json: flag, alive: flag } }).values;
  } catch {
    return undefined;
  }
}

/** For a supervisor that asks every half minute: one file is read, and no more. */
async function alive(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const read = readConfig(environment);
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    return EXIT.config;
  }
  const heartbeat = await readHeartbeat(read.config.dataDirectory);
  if (heartbeat && isFresh(heartbeat, systemClock) && heartbeat.healthy) return 0;
  const why = heartbeat?.why.join(', ') ?? '';
  process.stderr.write(`데스크가 정상이 아닙니다 / the desk is not well: ${why || 'no heartbeat'}\n`);
  return EXIT.failed;
}
