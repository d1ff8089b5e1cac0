import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { accounts } from './accounts.js';
import { chats } from './chats.js';
import { type Figure, printFigures } from './figures.js';
import { gateway } from './gateway.js';
import { latency } from './latency.js';
import { press } from './press.js';
import { rate } from './rate.js';
import { stampede } from './stampede.js';
import { start } from './start.js';

const SECTIONS: readonly [string, () => Promise<Figure[]>][] = [
  ['(a) stampede', stampede],
  ['(b) rate', rate],
  ['(c) latency', latency],
  ['(d) start', start],
  ['(e) press', press],
  ['(f) chats', chats],
  ['(g) gateway', gateway],
  ['(h) accounts', accounts],
];

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const machine = `node ${process.version}, ${cpus().length} cores`;
process.stdout.write(`kis-chatops bench, ${machine}\n`);

const results: { section: string; figures: Figure[] }[] = [];
for (const [section, run] of SECTIONS) {
  if (values.only !== undefined && !section.includes(values.only)) continue;
  const figures = await run();
  printFigures(section, figures);
  results.push({ section, figures });
}

if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
const missed = results.flatMap(r => r.figures).filter(figure => !figure.met);
process.stdout.write(
  missed.length === 0 ? '\nevery goal met\n' : `\nnot met: ${missed.map(f => f.name).join('; ')}\n`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
