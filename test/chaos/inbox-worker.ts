import { runProgram } from '../../src/program.js';

/**
 * A process made to be killed: the whole program, with the environment that its argument spells. Whoever started it
 * holds its input; when that is gone, so is this.
 */
const environment: Readonly<Record<string, string>> = JSON.parse(process.argv[2] ?? '{}');
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.unref();
await runProgram(environment);
