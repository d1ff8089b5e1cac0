import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  /** Resolves when stdout or stderr matches; rejects when the program ends first. */
  until(pattern: RegExp): Promise<void>;
  /** What it has written to stdout so far. */
  output(): string;
  write(text: string): void;
  endInput(): void;
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  readonly finished: Promise<Finished>;
  readonly pid: number;
}

/** Starts the built program with this environment and nothing of the caller's but PATH. */
export function runProgram(
  environment: Readonly<Record<string, string>>,
  cwd = emptyFolder(),
): RunningProgram {
  const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
    cwd,
    env: { PATH: process.env['PATH'], TZ: process.env['TZ'], ...environment },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const heard = () => {
    for (const watch of watchers) watch();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  child.stdin.on('error', () => undefined);
  const finished = new Promise<Finished>(done => {
    child.once('close', code => done({ code, stdout, stderr }));
  });
  return {
    finished,
    pid: child.pid ?? 0,
    output: () => stdout,
    write: text => child.stdin.write(text),
    endInput: () => child.stdin.end(),
    signal: name => child.kill(name),
    until: pattern =>
      new Promise((done, fail) => {
        const look = () => {
          if (!pattern.test(stdout) && !pattern.test(stderr)) return;
          watchers.delete(look);
          done();
        };
        watchers.add(look);
        look();
        void finished.then(end => fail(new Error(`ended with ${end.code} before ${pattern}: ${end.stderr}`)));
      }),
  };
}

/** Runs a script of console lines to its end. */
export async function converse(
  lines: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Finished> {
  const program = runProgram(environment);
  program.write(`${lines.join('\n')}\n`);
  program.endInput();
  return program.finished;
}

const folders: string[] = [];

/** A folder of its own for one test, without a `.env`; removed when the test process ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kis-chatops-'));
  folders.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
