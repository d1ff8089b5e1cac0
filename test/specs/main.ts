import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCalls } from './calls.js';
import { checkDiscord, checkGateway } from './discord.js';
import { type Finding, findings, isObject } from './findings.js';
import { checkTelegram } from './telegram.js';

/**
 * Reads the calls that the tests' stand-in servers wrote down and checks each against the platforms' own documents,
 * which are not kept here. Ends with 1 if a call is wrong; what is wrong with a stand-in's answer is told and no more.
 */
const { values } = parseArgs({
  options: {
    discord: { type: 'string' },
    telegram: { type: 'string' },
    calls: { type: 'string', default: '.cache/platform-calls' },
  },
});

function documentAt(path: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(parsed)) throw new Error(`${path} is no document`);
  return parsed;
}

const calls = readCalls(values.calls);
const book = findings();
if (values.discord !== undefined) {
  checkDiscord(documentAt(values.discord), calls.discord, book);
  checkGateway(calls.gateway, book);
}
if (values.telegram !== undefined) checkTelegram(documentAt(values.telegram), calls.telegram, book);

const MOST_SHOWN = 40;

function show(title: string, found: readonly Finding[]): void {
  const grouped = new Map<string, Finding[]>();
  for (const finding of found) {
    const key = `${finding.operation}: ${finding.what}`;
    grouped.set(key, [...(grouped.get(key) ?? []), finding]);
  }
  console.log(`${title}: ${found.length}, ${grouped.size} different`);
  const often = [...grouped].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [what, same] of often.slice(0, MOST_SHOWN)) {
    console.log(`  ${same.length} x ${what}\n      ${same[0]?.test}`);
  }
  if (often.length > MOST_SHOWN) console.log(`  and ${often.length - MOST_SHOWN} more`);
}

const total = [...book.counts.values()].reduce((sum, count) => sum + count, 0);
for (const [operation, count] of [...book.counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${String(count).padStart(7)}  ${operation}`);
}
console.log(`${String(total).padStart(7)}  calls checked`);
const wrong = book.found.filter(({ of }) => of === 'call');
show('calls against the documents', wrong);
show(
  'answers of the stand-ins against the documents',
  book.found.filter(({ of }) => of === 'answer'),
);
if (total === 0) console.log('nothing was checked: run the tests with PLATFORM_CALLS set to the folder');
process.exitCode = wrong.length > 0 || total === 0 ? 1 : 0;
