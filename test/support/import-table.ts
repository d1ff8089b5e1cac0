import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Which rooms a room may enter besides `core` and `market`, and which packages it may use. */
export interface RoomRule {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

/** The import table of the design. A room that is not listed may not exist. */
export const ROOMS: Readonly<Record<string, RoomRule>> = {
  core: { rooms: [], packages: ['zod'] },
  market: { rooms: [], packages: [] },
  commands: { rooms: [], packages: [] },
  desk: { rooms: [], packages: ['otpauth', 'zod'] },
  'brokers/transport': { rooms: [], packages: ['axios', 'axios-retry', 'ws', 'zod'] },
  'brokers/kis': { rooms: ['brokers/transport'], packages: ['zod'] },
  'brokers/kiwoom': { rooms: ['brokers/transport'], packages: ['zod'] },
  'chat/cards': { rooms: [], packages: ['string-width'] },
  'chat/connection': { rooms: [], packages: [] },
  'chat/discord': {
    rooms: ['chat/cards', 'chat/connection'],
    packages: ['discord.js', 'string-width', 'zod'],
  },
  'chat/telegram': {
    rooms: ['chat/cards', 'chat/connection'],
    packages: ['grammy', 'string-width', 'zod'],
  },
  'chat/console': { rooms: ['chat/cards'], packages: ['string-width'] },
  'chat/web': { rooms: [], packages: [] },
  gateway: {
    rooms: [],
    packages: ['@hono/node-server', '@hono/zod-openapi', 'hono', 'prom-client', 'ws'],
  },
  /** Runs in the browser; of other rooms it may only know types. */
  web: { rooms: [], packages: [] },
  store: { rooms: [], packages: ['lowdb', 'zod'] },
  jobs: { rooms: [], packages: ['croner'] },
  symbols: { rooms: [], packages: ['es-hangul', 'fflate', 'iconv-lite', 'zod'] },
  simulator: { rooms: [], packages: ['fflate', 'iconv-lite', 'ws', 'zod'] },
};

/** Files at the root of src: program wires rooms together; config reads the environment. */
const ROOT_FILES: Readonly<Record<string, RoomRule>> = {
  'src/main.ts': { rooms: [], packages: [] },
  'src/audit-tool.ts': { rooms: ['store'], packages: [] },
  'src/backup-tool.ts': { rooms: ['store'], packages: [] },
  'src/doctor-tool.ts': { rooms: ['store'], packages: [] },
  'src/doctor.ts': { rooms: ['brokers/kis', 'brokers/kiwoom', 'store'], packages: [] },
  'src/doctor-broker.ts': { rooms: ['store'], packages: [] },
  'src/doctor-config.ts': { rooms: [], packages: [] },
  'src/doctor-gateway.ts': { rooms: [], packages: [] },
  'src/doctor-finding.ts': { rooms: [], packages: [] },
  'src/doctor-machine.ts': { rooms: ['store'], packages: [] },
  'src/doctor-platforms.ts': { rooms: [], packages: ['zod'] },
  'src/doctor-reach.ts': { rooms: [], packages: [] },
  'src/doctor-report.ts': { rooms: [], packages: [] },
  'src/doctor-store.ts': { rooms: ['store'], packages: [] },
  'src/program.ts': { rooms: ['store'], packages: [] },
  'src/house.ts': {
    rooms: ['brokers/kis', 'commands', 'desk', 'store', 'symbols'],
    packages: [],
  },
  'src/alerting.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/upkeep.ts': { rooms: ['desk', 'jobs', 'store', 'symbols'], packages: [] },
  'src/stop-talking.ts': { rooms: ['desk'], packages: [] },
  'src/desk-reads.ts': { rooms: ['symbols'], packages: [] },
  'src/platforms.ts': {
    rooms: ['commands', 'chat/console', 'chat/discord', 'chat/telegram', 'desk'],
    packages: [],
  },
  'src/people.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/trading.ts': { rooms: ['desk', 'store', 'symbols'], packages: [] },
  'src/job-list.ts': { rooms: ['jobs'], packages: [] },
  'src/demo.ts': { rooms: ['simulator'], packages: [] },
  'src/process.ts': { rooms: [], packages: [] },
  'src/account-house.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/account-limits.ts': { rooms: [], packages: [] },
  'src/broker-pool.ts': { rooms: [], packages: [] },
  'src/open-line.ts': { rooms: ['brokers/kis', 'brokers/kiwoom', 'store'], packages: [] },
  'src/settled-config.ts': { rooms: [], packages: [] },
  'src/life-news.ts': { rooms: ['desk'], packages: [] },
  'src/reach.ts': { rooms: [], packages: [] },
  'src/config.ts': { rooms: [], packages: [] },
  'src/config-faults.ts': { rooms: [], packages: [] },
  'src/chat-config.ts': { rooms: [], packages: [] },
  'src/kis-config.ts': { rooms: [], packages: [] },
  'src/kiwoom-config.ts': { rooms: [], packages: [] },
  'src/gateway-advice.ts': { rooms: [], packages: [] },
  'src/gateway-config.ts': { rooms: [], packages: [] },
  'src/account-acts.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/account-answers.ts': { rooms: [], packages: ['zod'] },
  'src/account-dialogue.ts': { rooms: [], packages: [] },
  'src/account-questions.ts': { rooms: [], packages: [] },
  'src/account-tool.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/keys-tool.ts': { rooms: ['desk', 'store'], packages: [] },
  'src/gateway-house.ts': {
    rooms: ['gateway', 'chat/web', 'commands', 'desk', 'store', 'symbols'],
    packages: [],
  },
  'src/hosts.ts': { rooms: [], packages: [] },
  'src/limits.ts': { rooms: [], packages: ['zod'] },
  'src/variables.ts': { rooms: [], packages: ['zod'] },
  'src/known-secrets.ts': { rooms: [], packages: [] },
  'src/scrub.ts': { rooms: [], packages: [] },
  'src/log-fields.ts': { rooms: [], packages: [] },
  'src/log.ts': { rooms: [], packages: ['pino'] },
  'src/vitals.ts': { rooms: [], packages: [] },
  'src/job-health.ts': { rooms: [], packages: [] },
  'src/left-over-count.ts': { rooms: [], packages: [] },
  'src/readiness.ts': { rooms: [], packages: [] },
  'src/taps.ts': { rooms: ['desk'], packages: [] },
};

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export function readSources(root: string): SourceFile[] {
  return ['src', 'commands'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => join(folder, name).split(sep).join('/'))
      .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

export function roomOf(path: string): string | undefined {
  if (path.startsWith('commands/')) return 'commands';
  const inSrc = path.replace(/^src\//, '');
  return Object.keys(ROOMS)
    .filter(room => inSrc.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

const IMPORT =
  /^(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** Every breach of the table, as `file: what is wrong`. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap(file => {
    const room = roomOf(file.path);
    const rule = room === undefined ? ROOT_FILES[file.path] : ROOMS[room];
    if (!rule) return [`${file.path}: belongs to no room of the table`];
    return [...file.text.matchAll(IMPORT)]
      .map(match => match[1] ?? match[2] ?? match[3] ?? '')
      .flatMap(target => {
        const problem = target.startsWith('.')
          ? relativeProblem(file.path, room, rule, target)
          : packageProblem(rule, target);
        return problem ? [`${file.path}: ${problem}`] : [];
      });
  });
}

function packageProblem(rule: RoomRule, target: string): string | undefined {
  if (target.startsWith('node:')) return undefined;
  const name = target.startsWith('@')
    ? target.split('/').slice(0, 2).join('/')
    : (target.split('/')[0] ?? '');
  return rule.packages.includes(name) ? undefined : `may not use the package ${name}`;
}

function relativeProblem(
  from: string,
  room: string | undefined,
  rule: RoomRule,
  target: string,
): string | undefined {
  const path = relative('.', resolve(dirname(from), target))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
  if (path.startsWith('data/tables/') || (from === 'src/house.ts' && path === 'package.json'))
    return undefined;
  const entered = roomOf(path);
  if (entered === undefined) {
    return room === undefined && ROOT_FILES[path] ? undefined : `may not reach ${path}`;
  }
  if (entered === room) return undefined;
  const allowed = room === 'core' ? [] : room === 'market' ? ['core'] : ['core', 'market', ...rule.rooms];
  if (!allowed.includes(entered)) return `may not enter the room ${entered}`;
  return path.endsWith('/index.ts') ? undefined : `must enter ${entered} by its door index.ts, not ${path}`;
}
