import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface BuiltWorker {
  readonly script: string;
  remove(): Promise<void>;
}

/** The bundler that our TypeScript loader brings along. */
const here = createRequire(import.meta.url);
const bundler = createRequire(here.resolve('tsx')).resolve('esbuild/bin/esbuild');

/** Some packages still ask for others the old way. */
const BANNER =
  "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);";

type WorkerName =
  | 'store-worker'
  | 'trade-worker'
  | 'halt-worker'
  | 'inbox-worker'
  | 'soak-worker'
  | 'gateway-desk-worker'
  | 'gateway-load-worker'
  | 'gateway-abuse-worker'
  | 'gateway-client-worker'
  | 'gateway-bare-worker';

/**
 * Bundles a worker of this folder from the present sources: one plain script starts in a fraction of the time that
 * hundreds of files or a TypeScript loader need, and a campaign starts thousands.
 */
export async function buildWorker(name: WorkerName = 'store-worker'): Promise<BuiltWorker> {
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const out = await mkdtemp(join(tmpdir(), `${name}-`));
  const script = join(out, `${name}.mjs`);
  // grammY's HTTP client knows an AbortSignal by the name of its class.
  const form = ['--bundle', '--keep-names', '--platform=node', '--format=esm', `--banner:js=${BANNER}`];
  await promisify(execFile)(bundler, [source, ...form, `--outfile=${script}`, '--log-level=warning']);
  return { script, remove: () => rm(out, { recursive: true, force: true }) };
}
