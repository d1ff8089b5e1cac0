import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import about from '../package.json' with { type: 'json' };
import { EXIT } from '../src/process.js';
import { VARIABLES } from '../src/variables.js';

const read = (file: string) => readFileSync(file, 'utf8');
const DOCKERFILE = read('.deploy/Dockerfile');
const COMPOSE = read('.deploy/compose.yaml');
const UNIT = read('.deploy/kis-chatops.service');
const ALL = [DOCKERFILE, COMPOSE, UNIT];

/** `a.b: c` and so on, of a file in the plain YAML of these. */
function valueIn(yaml: string, key: string): string | undefined {
  return new RegExp(`^\\s*${key}: (.+)$`, 'm').exec(yaml)?.[1]?.replaceAll('"', '');
}
/** Every value of a key in the unit, in order. */
const settings = (key: string) =>
  [...UNIT.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value]) => value);

it('names only programs that the build makes', () => {
  const { compilerOptions } = z
    .object({ compilerOptions: z.object({ outDir: z.string(), rootDir: z.literal('.') }) })
    .parse(JSON.parse(read('tsconfig.json')));
  const named = ALL.flatMap(text => [...text.matchAll(/[\w/]*\/[\w-]+\.js\b/g)].map(([path]) => path));
  expect(new Set(named)).toEqual(
    new Set(['main', 'doctor-tool', 'backup-tool'].map(tool => `${compilerOptions.outDir}/src/${tool}.js`)),
  );
  for (const path of named) {
    expect(() => read(path.replace(`${compilerOptions.outDir}/`, '').replace('.js', '.ts'))).not.toThrow();
  }
});

it('hands the image everything that the build needs, and neither keys nor data', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .flatMap(line => (line.startsWith('!') ? [line.slice(1)] : []));
  const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) =>
    list.split(' '),
  );
  expect(new Set(copied.map(path => path.replace(/^\.\//, '')))).toEqual(new Set(allowed));
  expect(read('.dockerignore').split('\n')).toContain('*');
  const present = new Set(readdirSync('.'));
  for (const path of allowed) expect(present).toContain(path.split('/')[0]);
});

it('runs on the Node that the project needs, without development packages and not as root', () => {
  expect([...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual(
    Array.from({ length: 3 }, () => `node:${/\d+/.exec(about.engines.node)?.[0]}-slim`),
  );
  expect(DOCKERFILE).toContain('npm ci --omit=dev');
  const last = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('FROM'));
  expect(last).toMatch(/^USER node$[\s\S]*^ENTRYPOINT/m);
  expect(last).toContain('STOPSIGNAL SIGTERM');
  expect(last).toMatch(/HEALTHCHECK[\s\S]*doctor-tool\.js", "--alive"/);
});

it('lets a container write nowhere but into its volume, and take no right', () => {
  expect(valueIn(COMPOSE, 'read_only')).toBe('true');
  expect(COMPOSE).toMatch(/cap_drop:\n\s+- ALL/);
  expect(COMPOSE).toContain('no-new-privileges:true');
  expect(COMPOSE).toMatch(/tmpfs:\n\s+- \/tmp/);
  expect(valueIn(COMPOSE, 'dockerfile')).toBe('.deploy/Dockerfile');
  const data = valueIn(COMPOSE, 'DATA_DIR') ?? '';
  expect(DOCKERFILE).toContain(`DATA_DIR=${data}`);
  const volume = /^VOLUME (\S+)$/m.exec(DOCKERFILE)?.[1] ?? '-';
  expect(COMPOSE).toContain(`desk-data:${volume}`);
  expect(data.startsWith(`${volume}/`)).toBe(true);
  // Two desks in two containers would not see each other's lock.
  expect(valueIn(COMPOSE, 'container_name')).toBe('kis-chatops');
});

it('does not start again after the endings that get no better by it', () => {
  expect(settings('RestartPreventExitStatus')).toEqual([`${EXIT.config} ${EXIT.held}`]);
  expect(settings('Restart')).toEqual(['on-failure']);
});

it('gives every stop longer than the program takes for its own', () => {
  expect(Number(settings('TimeoutStopSec')[0]?.replace('s', ''))).toBeGreaterThanOrEqual(20);
  expect(Number(valueIn(COMPOSE, 'stop_grace_period')?.replace('s', ''))).toBeGreaterThanOrEqual(20);
});

it('lets the service write into its data directory alone', () => {
  expect(settings('ProtectSystem')).toEqual(['strict']);
  expect(settings('ReadWritePaths')).toEqual(['/var/lib/kis-chatops']);
  expect(settings('StateDirectoryMode')).toEqual(['0700']);
  expect(UNIT).toMatch(/^Environment=.*DATA_DIR=\/var\/lib\/kis-chatops\//m);
  for (const key of ['NoNewPrivileges', 'PrivateTmp', 'ProtectHome', 'PrivateDevices']) {
    expect([key, ...settings(key)]).toEqual([key, 'yes']);
  }
  // V8 writes the code that it runs.
  expect(settings('MemoryDenyWriteExecute')).toEqual(['no']);
  // The lock is a Unix socket.
  expect(settings('RestrictAddressFamilies')[0]?.split(' ')).toContain('AF_UNIX');
});

it('sets only variables that the program knows', () => {
  const names = [
    ...[...COMPOSE.matchAll(/^ {6}([A-Z_]+): /gm)].map(([, name]) => name),
    ...settings('Environment').flatMap(line =>
      [...(line ?? '').matchAll(/([A-Z_]+)=/g)].map(([, name]) => name),
    ),
  ].filter(name => name !== 'NODE_ENV');
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter(name => name === undefined || !(name in VARIABLES.shape))).toEqual([]);
});
