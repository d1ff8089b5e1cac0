import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSources } from './support/import-table.js';

/**
 * Where a broker's name stands in the desk or in a command, and why: words that people read, or the name of this
 * product. Everything else there works for every broker, whichever it is.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // The name of this product, in an authenticator's list.
  'src/desk/step-up/totp.ts': ["'kis-chatops'"],
  // What people are told of a field that only one broker has.
  'src/desk/explanations-accounts.ts': ['HTS ID는 한국투자증권', 'An HTS id is for KIS only'],
  // The address of a service of the gateway, in a text about keys.
  'commands/key-card.ts': ['/api/v1/proxy/kis'],
};

const NAME = /(?<![a-zA-Z])kis(?![a-z])|Kis(?![a-z])|KIS|kiwoom|Kiwoom|KIWOOM|키움|한국투자|한투/;

const STRING_OR_COMMENT =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** The lines of a file that name a broker in anything but a comment, as `number: text`. */
function namesIn(text: string): readonly string[] {
  const bare = text.replaceAll(STRING_OR_COMMENT, part =>
    part.startsWith('/') ? part.replaceAll(/[^\n]/g, '') : part,
  );
  return bare.split('\n').flatMap((line, index) => (NAME.test(line) ? [`${index + 1}: ${line.trim()}`] : []));
}

describe('the desk and the commands', () => {
  const files = readSources('.').filter(
    ({ path }) => path.startsWith('src/desk/') || path.startsWith('commands/'),
  );

  it('are here to be looked at', () => {
    expect(files.length).toBeGreaterThan(150);
  });

  it('name no broker but in listed words', () => {
    const named = files.flatMap(({ path, text }) =>
      namesIn(text)
        .filter(line => !ALLOWED[path]?.some(allowed => line.includes(allowed)))
        .map(line => `${path}:${line}`),
    );
    expect(named).toEqual([]);
  });

  it('have every listed word', () => {
    for (const [path, words] of Object.entries(ALLOWED)) {
      const found = namesIn(readFileSync(path, 'utf8'));
      for (const word of words) expect(found.some(line => line.includes(word))).toBe(true);
    }
  });
});

it('a name is found in an identifier, a text and a template, and not in a comment', () => {
  const text = [
    '/** KIS says so,',
    ' *  and Kiwoom too. */',
    'const kisOrder = 1; // KIS',
    "const broker = 'kiwoom'; /* KIS */ const other = 'http://x'; // KIS",
    'const words = `키움 모의`;',
    'const kiss = "risk is";',
  ].join('\n');
  expect(namesIn(text).map(line => line.split(':')[0])).toEqual(['3', '4', '5']);
});
