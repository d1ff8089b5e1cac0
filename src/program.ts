import { type Config, readConfig } from './config.js';
import { asDeskError, type DeskError, type Log, systemClock } from './core/index.js';
import { gatewayAdvice, isGatewayConfig } from './gateway-advice.js';
import { openHouse, type Undo } from './house.js';
import { type KnownSecrets, knownSecrets } from './known-secrets.js';
import { createLog } from './log.js';
import { crashGuard, describeFaults, EXIT, sharesTerminal, stopSignal } from './process.js';
import { storageAdvice } from './store/index.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The whole life of the program: configuration, start, until it is asked to stop, stop. Sets the exit code. */
export async function runProgram(environment: Environment): Promise<void> {
  const read = readConfig(environment);
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    process.exitCode = EXIT.config;
    return;
  }
  const secrets = knownSecrets(read.config);
  const level = read.config.logLevel ?? (read.config.console && sharesTerminal() ? 'error' : 'info');
  const log = createLog(level, { scrub: secrets.scrub });
  crashGuard(log);
  const undo: Undo[] = [];
  try {
    await live(read.config, { environment, log, secrets }, undo);
  } catch (thrown) {
    const error = asDeskError(thrown);
    log('error', 'failed to start', {
      kind: error.kind,
      problem: error.detail['problem'],
      reason: error.message,
    });
    const advice = storageAdvice(error) ?? gatewayAdvice(error);
    process.stderr.write(`kis-chatops: ${advice ? `${advice.ko} / ${advice.en}` : error.message}\n`);
    process.exitCode = exitCodeFor(error);
  }
  for (const step of undo.reverse()) {
    await Promise.resolve(step()).catch((thrown: unknown) =>
      log('warn', 'stop step failed', { reason: asDeskError(thrown).message }),
    );
  }
  log('info', 'stopped');
}

function exitCodeFor(error: DeskError): number {
  if (error.detail['problem'] === 'locked') return EXIT.held;
  return isGatewayConfig(error) ? EXIT.config : EXIT.failed;
}

/** Opens the house and resolves when somebody asks it to close. Whatever was started before a failure is on `undo`. */
async function live(
  config: Config,
  { environment, log, secrets }: { environment: Environment; log: Log; secrets: KnownSecrets },
  undo: Undo[],
): Promise<void> {
  const stopAsked = stopSignal(log);
  for (const name of config.unknownNames) log('warn', 'unknown variable', { name });
  const { left } = await openHouse({ config, environment, clock: systemClock, log, secrets }, undo);
  await Promise.race([stopAsked, ...(left ? [left] : [])]);
}
