import { expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { argumentAt } from '../../src/chat/console/completion.js';
import { spotOf } from '../../src/chat/web/completion.js';

const onWeb = (line: string) => {
  const spot = spotOf(COMMANDS, line);
  return spot?.kind === 'argument' ? [spot.spec.name, spot.typed, spot.before] : undefined;
};
const onTerminal = (line: string) => {
  const at = argumentAt(COMMANDS, line);
  return at && [at.spec.name, at.typed];
};

/** What is typed, the argument that it is, and the part of the line that a proposal takes the place of. */
test.each([
  ['/balance @', 'account', '@'],
  ['/buy 삼성전자 10주 @엄', 'account', '@엄'],
  ['/buy @엄', 'account', '@엄'],
  ['/buy @엄마 삼성', 'symbol', '삼성'],
  ['/cancel 삼성 전', 'target', '삼성 전'],
  ['/cancel @엄마 삼성 전', 'target', '삼성 전'],
  ['/halt 종목 삼성', 'symbol', '삼성'],
  ['/amend @엄마 1', 'order', '1'],
  ['/price @엄', 'symbol', '@엄'],
])('while %s is typed, %s is asked about', (line, name, typed) => {
  expect(onTerminal(line)).toEqual([name, typed]);
  expect(onWeb(line)).toEqual([name, typed, line.slice(0, line.length - typed.length)]);
});
