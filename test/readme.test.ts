import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VARIABLES } from '../src/variables.js';

const README = readFileSync('README.md', 'utf8');
const PACKAGE: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

function section(name: string): string {
  const [, body = ''] = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(README) ?? [];
  return body;
}

const firstColumn = (table: string) => [...table.matchAll(/^\| `([^`]+)`/gm)].map(match => match[1]);

test('the README’s table of variables names every variable, in order, and no other', () => {
  expect(firstColumn(section('variables'))).toEqual(Object.keys(VARIABLES.shape));
});

test('the README’s appendix gives every dependency with its pinned version', () => {
  const listed = [...section('dependencies').matchAll(/^\| `([^`]+)` \| ([^ ]+) \|/gm)].map(
    ([, name, version]) => [name, version],
  );
  expect(listed).toEqual([
    ...Object.entries(PACKAGE.dependencies),
    ...Object.entries(PACKAGE.devDependencies),
  ]);
});

test('every dependency is pinned exactly', () => {
  const versions = Object.values({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
  expect(versions.filter(version => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
