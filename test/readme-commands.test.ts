import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from '../commands/index.js';
import { commandTable } from './support/command-table.js';

const START = '<!-- commands -->';
const END = '<!-- /commands -->';

test('the README shows exactly the commands of the allow-list', () => {
  const readme = existsSync('README.md') ? readFileSync('README.md', 'utf8') : '';
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  expect(start >= 0 && end > start, `README.md needs a section between ${START} and ${END}`).toBe(true);
  expect(readme.slice(start + START.length, end).trim()).toBe(commandTable(COMMANDS).trim());
});

test('the table has one line for every command, in the order of the allow-list', () => {
  const names = [...commandTable(COMMANDS).matchAll(/^\| `\/([a-z0-9_]+)/gm)].map(match => match[1]);
  expect(names).toEqual(COMMANDS.map(command => command.name));
});
