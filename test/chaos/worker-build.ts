import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BuiltWorker {
  readonly script: string;
  remove(): Promise<void>;
}

/**
 * Compiles a worker of this folder from the present sources: a plain script starts in a third of the time that a
 * TypeScript loader needs, and a campaign starts hundreds. Inside the tree, so that packages are found.
 */
export async function buildWorker(
  name: 'store-worker' | 'trade-worker' | 'halt-worker' = 'store-worker',
): Promise<BuiltWorker> {
  const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const out = await mkdtemp(join(cache, `${name}-`));
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  await writeFile(
    join(out, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { rootDir: root, outDir: out, noCheck: true },
      files: [source],
      include: [],
    }),
  );
  await promisify(execFile)(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(out, 'tsconfig.json'),
  ]);
  return {
    script: join(out, `test/chaos/${name}.js`),
    remove: () => rm(out, { recursive: true, force: true }),
  };
}
