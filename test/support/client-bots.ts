import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { compileFunction } from 'node:vm';
import { systemClock } from '../../src/core/index.js';

/** A bot that uses one of the client examples; its time passes only when it is told to, or when it waits. */
export interface Bot {
  /** So many callers at once; the SHA-256 of every token that they got. */
  token(callers?: number): Promise<readonly string[]>;
  /** The broker refused the token that it got last. */
  refused(): Promise<void>;
  skip(ms: number): Promise<void>;
  /** Everything that it ever wrote. */
  output(): string;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly url: string;
  readonly account: string;
  readonly key: string;
  /** The client waits for so long; resolves when the world has waited with it. */
  slept(ms: number): Promise<void>;
}

export const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Said {
  readonly slept?: number;
  readonly tokens?: readonly string[];
  readonly error?: string;
}

export async function pythonBot({ url, account, key, slept }: BotOptions): Promise<Bot> {
  const program = ['test/clients/python-driver.py', 'test/clients/python-client.py'];
  const child = spawn('python3', ['-B', ...program, JSON.stringify([url, account, key])]);
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  async function ask(line: string): Promise<Said> {
    child.stdin.write(`${line}\n`);
    for (;;) {
      const { value = '', done = false } = await lines.next();
      if (done) throw new Error(`python ended: ${output}`);
      output += value;
      const said: Said = JSON.parse(value);
      if (said.error !== undefined) throw new Error(said.error);
      if (said.slept === undefined) return said;
      await slept(said.slept * 1_000);
      child.stdin.write('go\n');
    }
  }
  return {
    token: async (callers = 1) => (await ask(`token ${callers}`)).tokens ?? [],
    refused: async () => void (await ask('refused')),
    skip: async ms => void (await ask(`skip ${ms / 1_000}`)),
    output: () => output,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

interface Client {
  deskTokens(
    url: string,
    account: string,
    key: string,
  ): { token(): Promise<string>; refused(token: string): void };
}

const here = createRequire(import.meta.url);
const compiler = createRequire(here.resolve('tsx')).resolve('esbuild/bin/esbuild');

export async function typescriptBot({ url, account, key, slept }: BotOptions): Promise<Bot> {
  const source = 'test/clients/typescript-client.ts';
  const { stdout: script } = await promisify(execFile)(compiler, [source, '--format=cjs']);
  let skipped = 0;
  const time = { now: () => systemClock.now() + skipped, parse: Date.parse };
  const wait = (wake: () => void, ms: number) => {
    skipped += ms;
    void slept(ms).then(wake);
  };
  const module: { exports: Partial<Client> } = { exports: {} };
  compileFunction(script, ['module', 'Date', 'setTimeout'])(module, time, wait);
  const tokens = module.exports.deskTokens?.(url, account, key);
  if (!tokens) throw new Error('the client exports nothing');
  let held = '';
  return {
    async token(callers = 1) {
      const got = await Promise.all(Array.from({ length: callers }, () => tokens.token()));
      held = got.at(-1) ?? '';
      return [...new Set(got)].map(token => createHash('sha256').update(token).digest('hex')).toSorted();
    },
    refused: async () => tokens.refused(held),
    async skip(ms) {
      skipped += ms;
    },
    output: () => '',
    stop: async () => undefined,
  };
}
