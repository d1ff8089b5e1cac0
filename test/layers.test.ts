import { expect, test } from 'vitest';
import { ROOMS, readSources, roomOf, type SourceFile, violations } from './support/import-table.js';

const sources = readSources('.');
const planted = (path: string, text: string): SourceFile[] => [{ path, text }];

test('every import of the project keeps to the table of the design', () => {
  expect(violations(sources)).toEqual([]);
});

test('the guard saw the whole house: every room, and more than a hundred files', () => {
  const seen = new Set(sources.map(file => roomOf(file.path)));
  expect(Object.keys(ROOMS).filter(room => !seen.has(room))).toEqual([]);
  expect(sources.length).toBeGreaterThan(100);
});

test.each([
  [
    'a command that reaches for a broker',
    'commands/buy.ts',
    "import { createKis } from '../src/brokers/kis/index.js';",
  ],
  ['a broker that enters another broker', 'src/brokers/kis/x.ts', "import '../kiwoom/index.js';"],
  [
    'a platform that enters another platform',
    'src/chat/discord/x.ts',
    "import { y } from '../telegram/index.js';",
  ],
  ['the desk that sends by itself', 'src/desk/x.ts', "import axios from 'axios';"],
  ['core that leans on a room', 'src/core/x.ts', "export * from '../desk/index.js';"],
  ['core that leans on the market', 'src/core/x.ts', "export * from '../market/index.js';"],
  [
    'the simulator that borrows the client',
    'src/simulator/x.ts',
    "import { c } from '../brokers/kis/classify.js';",
  ],
  ['a room entered by the window', 'src/desk/x.ts', "import { Secret } from '../core/secret.js';"],
  ['a dynamic import across rooms', 'src/desk/x.ts', "const m = await import('../store/index.js');"],
  ['lowdb outside the store', 'src/desk/x.ts', "import { Low } from 'lowdb';"],
  ['a file in no room', 'src/helpers.ts', 'export const x = 1;'],
])('a planted breach is seen: %s', (_, path, text) => {
  expect(violations(planted(path, text))).toHaveLength(1);
});

test.each([['no file is named after nothing', /\/(utils?|helpers?|common|misc|types|manager)\.ts$/]])(
  '%s',
  (_, forbidden) => {
    expect(sources.filter(file => forbidden.test(file.path)).map(file => file.path)).toEqual([]);
  },
);

test('no file is longer than 250 lines', () => {
  const long = sources.filter(file => file.text.split('\n').length > 251).map(file => file.path);
  expect(long).toEqual([]);
});

test('a door re-exports and does nothing else', () => {
  const doors = sources.filter(file => file.path.endsWith('/index.ts') && !file.path.startsWith('commands/'));
  const doing = doors.filter(door =>
    door.text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s+from\s+'[^']+';/g, '')
      .trim(),
  );
  expect(doing.map(door => door.path)).toEqual([]);
});

test.each([
  ['the clock', /\bDate\.now\(\)|\bnew Date\(\)|performance\.now\(\)/, ['src/core/clock.ts']],
  ['chance', /\bMath\.random\(\)/, []],
  [
    'the port that sends orders',
    /^import[^;]*\bTrading\b|\binterface Trading\b/m,
    [
      'src/core/ports.ts',
      // Passes each act on to the line of its account.
      'src/broker-pool.ts',
      'src/brokers/kis/endpoints/trading.ts',
      'src/brokers/kiwoom/endpoints/trading.ts',
      'src/desk/confirmations/parts.ts',
      'src/desk/confirmations/send.ts',
    ],
  ],
  [
    'the environment',
    /\bprocess\.env\b/,
    [
      'src/main.ts',
      'src/account-tool.ts',
      'src/audit-tool.ts',
      'src/backup-tool.ts',
      'src/doctor-tool.ts',
      'src/keys-tool.ts',
    ],
  ],
])('%s is read in its one place only', (_, pattern, places) => {
  const readers = sources.filter(file => pattern.test(file.text)).map(file => file.path);
  expect(readers.filter(path => !places.some(place => place === path))).toEqual([]);
});
