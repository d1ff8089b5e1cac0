import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { emptyFolder } from '../support/program.js';

const TERMINAL_COLUMNS = 96;

const SCRIPT = '/usr/bin/script';
/** A first look at the desk: what there is, an order, its confirmation, and what became of it. */
const LINES = ['/balance', '삼전 10주 시장가 매수', '1'];
const PATIENCE_MS = 20_000;
/** A prompt stands at the end, but for readline's own placing of the cursor. */
const AT_PROMPT = /›.{0,24}$/s;
/** After a confirmation the card comes once more by itself, when the order is filled. */
const SETTLE_MS = 2_500;
const LOOK_MS = 50;

/**
 * What the built program writes into a terminal in the demo; undefined where there is no `script` to make a terminal
 * of. In a folder of its own, without anything of the caller's but PATH.
 */
export async function terminalSession(): Promise<string | undefined> {
  if (!canRun(SCRIPT)) return undefined;
  const command = `stty cols ${TERMINAL_COLUMNS} rows 60; exec ${process.execPath} ${resolve('dist/src/main.js')}`;
  const child = spawn(SCRIPT, ['-qefc', command, '/dev/null'], {
    cwd: emptyFolder(),
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<void>(done => child.once('close', () => done()));
  try {
    const isPrompting = () => AT_PROMPT.test(output);
    await until(isPrompting);
    for (const line of LINES) {
      const before = output.length;
      child.stdin.write(`${line}\r`);
      await until(() => output.length > before + line.length && isPrompting());
      await setTimeout(SETTLE_MS);
    }
    const shown = output;
    child.stdin.write('/quit\r');
    await Promise.race([ended, setTimeout(PATIENCE_MS)]);
    return shown;
  } finally {
    child.kill('SIGKILL');
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !condition(); waited += LOOK_MS) await setTimeout(LOOK_MS);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
