import { parseArgs } from 'node:util';
import { DeskError, type Log, systemClock } from '../core/index.js';
import { type Simulator, type SimulatorOptions, startSimulator } from './index.js';

/** `npm run simulator -- --port 9443 --env paper`: the exchange simulator as a program of its own. */
const USAGE =
  'usage: --port <0-65535> --env <paper|live> [--seed text] [--rate n] [--always-open] [--state file]';

const log: Log = (level, event, fields) => {
  process.stderr.write(`${JSON.stringify({ level, event, ...fields })}\n`);
};

function optionsFrom(args: string[]): SimulatorOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '9443' },
      env: { type: 'string', default: 'paper' },
      seed: { type: 'string', default: 'simulator' },
      rate: { type: 'string' },
      'always-open': { type: 'boolean', default: false },
      state: { type: 'string' },
    },
  });
  const { env, seed, rate, state } = values;
  if (env !== 'paper' && env !== 'live') throw new TypeError('--env takes paper or live');
  return {
    mode: env,
    port: whole('--port', values.port, 0, 65_535),
    seed,
    alwaysOpen: values['always-open'],
    clock: systemClock,
    log,
    ...(rate !== undefined && { ratePerSecond: whole('--rate', rate, 1, 100_000) }),
    ...(state !== undefined && { stateFile: state }),
  };
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new TypeError(`${flag} takes a whole number from ${min} to ${max}`);
}

/** Ends the program with one line on stderr. */
function fail(message: string, status: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

function readOptions(): SimulatorOptions {
  try {
    return optionsFrom(process.argv.slice(2));
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : 'wrong arguments';
    return fail(`simulator: ${reason} (${USAGE})`, 2);
  }
}

async function start(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(options);
  } catch (thrown) {
    if (!(thrown instanceof DeskError)) throw thrown;
    const taken = thrown.detail['code'] === 'EADDRINUSE';
    return fail(`simulator: ${taken ? `port ${options.port} is already in use` : thrown.message}`, 1);
  }
}

const simulator = await start(readOptions());

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    simulator.stop().then(
      () => process.exit(0),
      () => fail('simulator: could not stop cleanly', 1),
    );
  });
}

const { baseUrl, wsUrl, controlUrl, masterUrl } = simulator;
const line = { base_url: baseUrl, ws_url: wsUrl, control_url: controlUrl, master_url: masterUrl };
process.stdout.write(`${JSON.stringify(line)}\n`);
