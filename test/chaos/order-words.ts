import { COMMANDS } from '../../commands/index.js';
import {
  type ArgSpec,
  type ArgValues,
  asDeskError,
  type CommandContext,
  type Instrument,
  type Proposal,
  parseDuration,
  parsePrice,
  parseQuantity,
} from '../../src/core/index.js';
import { argumentsOf } from '../../src/desk/asked.js';
import { parseText, readArgs } from '../../src/desk/parse.js';
import { createIndex } from '../../src/symbols/search.js';
import { handMadeDesk, MONDAY_TEN, placeOn } from '../support/desk.js';
import { handMadeAudit, memoryHalts } from '../support/fake-trade.js';
import { givenAccounts } from '../support/given-accounts.js';
import { memoryAlerts } from '../support/memory-alerts.js';
import { listedIssues, symbolOracle, symbolWord } from './order-symbols.js';
import { durationOracle, priceOracle, quantityOracle, readingOf } from './order-word-oracle.js';
import { orderWord } from './order-word-traps.js';
import { seededRandom } from './random.js';
import type { Report } from './report.js';

/** What an independent reading expects of a text, and what the desk made of it; undefined: refused. */
interface Trial {
  readonly typed: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

const SYMBOL = '005930';
const CHOICE = 'choice';
const MOST_NAMED = 10;
/** Of ten strings three are quantities, two prices, one a span, one a line, three names. */
const TURNS = [
  'quantities',
  'prices',
  'names',
  'quantities',
  'lines',
  'names',
  'spans',
  'prices',
  'quantities',
  'names',
];

/**
 * Strings of quantities, prices, spans and names, right ones and traps, read by the grammar functions, as named
 * options, as typed lines, and by `/buy` with the real symbol search: each must be accepted exactly when a second,
 * independent reading accepts it, with the same value. A name that fits several issues must never make a ticket.
 */
export async function orderWords({ runs, seed }: { runs: number; seed: number }): Promise<Report> {
  const random = seededRandom(seed);
  const issues = await listedIssues();
  const ticketOf = ticketsFor(issues);
  const trials: Readonly<Record<string, () => Trial | Promise<Trial>>> = {
    quantities: () => wordTrial('quantity', parseQuantity, quantityOracle, orderWord('quantity', random)),
    prices: () => wordTrial('price', parsePrice, priceOracle, orderWord('price', random)),
    spans: () => wordTrial('duration', parseDuration, durationOracle, orderWord('duration', random)),
    lines: () => {
      const words = [orderWord('quantity', random, 0.2), orderWord('price', random, 0.2)];
      return lineTrial(lineOf([SYMBOL, ...words], random));
    },
    names: async () => {
      const word = symbolWord(random).replaceAll(/["“”\t\r\n]/g, '');
      const typed = lineOf([`"${word}"`, '10'], random);
      return { typed, expected: symbolOracle(word, issues), actual: await ticketOf(typed) };
    },
  };
  const tried = new Map<string, number>();
  const accepted = new Map<string, number>();
  let choices = 0;
  const wrong: string[] = [];
  for (let n = 0; n < runs; n += 1) {
    const kind = TURNS[n % TURNS.length] ?? '';
    const trial = await trials[kind]?.();
    if (!trial) throw new RangeError(kind);
    const { typed, expected, actual } = trial;
    tried.set(kind, (tried.get(kind) ?? 0) + 1);
    if (expected === CHOICE) choices += 1;
    else if (expected !== undefined) accepted.set(kind, (accepted.get(kind) ?? 0) + 1);
    if (expected !== actual) wrong.push(`${kind} ${JSON.stringify(typed)}: ${actual}, not ${expected}`);
  }
  return {
    campaign: 'order-words',
    seed,
    failures: wrong.slice(0, MOST_NAMED),
    lines: [
      `${runs} strings: ${wrong.length} read otherwise than the grammar says`,
      ...[...tried].map(
        ([kind, count]) => `${kind}: ${accepted.get(kind) ?? 0} of ${count} are to be accepted`,
      ),
      `names that fit several issues: ${choices}, a choice each time and never a ticket`,
    ],
  };
}

const optionsOf = (kind: ArgSpec['kind']): readonly ArgSpec[] => [
  { name: 'word', ko: '값', kind, description: { ko: kind, en: kind } },
];
const OPTIONS = {
  quantity: optionsOf('quantity'),
  price: optionsOf('price'),
  duration: optionsOf('duration'),
};

/** By the grammar's own function, and as a named option, which may have blanks around it and Hangul in pieces. */
function wordTrial(
  kind: keyof typeof OPTIONS,
  grammar: (word: string) => ArgValues[string],
  oracle: (word: string) => string | undefined,
  typed: string,
): Trial {
  const bare = { typed, expected: oracle(typed), actual: readingOf(grammar(typed)) };
  if (bare.expected !== bare.actual) return bare;
  return {
    typed,
    expected: oracle(typed.normalize('NFC').replaceAll(/^ +| +$/g, '')),
    actual: readingOf(readArgs(OPTIONS[kind], { word: typed })?.['word']),
  };
}

const lineOf = (words: readonly string[], random: () => number) =>
  random() < 0.5 ? `/buy ${words.join(' ')}` : `${words.join(' ')} 매수`;

function lineTrial(typed: string): Trial {
  const parsed = parseText(typed, COMMANDS);
  let args: ArgValues | undefined;
  if (parsed.kind === 'call' && parsed.surplus === undefined)
    args = readArgs(parsed.command.args, parsed.given);
  const read = (name: string) => readingOf(args?.[name]) ?? '-';
  const rest = args?.['symbol'] === SYMBOL && args['type'] === undefined && args['exchange'] === undefined;
  return {
    typed,
    expected: lineOracle(typed),
    actual: args && (rest ? `${read('quantity')} ${read('price')}` : 'something else'),
  };
}

/** One line of words apart by blanks: the symbol, a quantity, perhaps a price; with the command ahead or the verb last. */
function lineOracle(typed: string): string | undefined {
  const [line = '', ...further] = typed.split(/[\r\n]/);
  if (further.some(text => /\S/.test(text))) return undefined;
  const words = line
    .normalize('NFC')
    .split(/[ \t]+/)
    .filter(word => word !== '');
  const order = words[0] === '/buy' ? words.slice(1) : words.at(-1) === '매수' ? words.slice(0, -1) : [];
  const [symbol, quantity = '', price, ...surplus] = order;
  const size = quantityOracle(quantity);
  const wish = price === undefined ? '-' : priceOracle(price);
  if (symbol !== SYMBOL || surplus.length > 0 || size === undefined || wish === undefined) return undefined;
  return `${size} ${wish}`;
}

const notHere = () => Promise.reject(new Error('orders change nothing else'));

const NO_MEMBERS: CommandContext['members'] = {
  list: () => [],
  add: notHere,
  setRoles: notHere,
  setAccounts: notHere,
  remove: notHere,
  newCode: () => ({ code: '', until: 0 }),
  redeem: notHere,
};

const WHO: CommandContext['who'] = {
  id: 'discord:1001',
  ids: ['discord:1001'],
  name: 'name',
  roles: new Set(['trade']),
  accounts: 'all',
};

/** Which code a typed order comes to propose, or that it gives a choice; undefined: neither. */
function ticketsFor(issues: readonly Instrument[]): (typed: string) => Promise<string | undefined> {
  const index = createIndex(issues);
  const proposals: Proposal[] = [];
  const desk = handMadeDesk({ findSymbol: async query => index.find(query) });
  const context: CommandContext = {
    who: WHO,
    where: placeOn('discord', true),
    language: 'ko',
    stamp: 'demo',
    now: MONDAY_TEN,
    signal: new AbortController().signal,
    commands: COMMANDS,
    desk,
    accounts: givenAccounts(desk).controlFor(WHO),
    preferences: { mine: () => ({}), setLanguage: notHere },
    stepUp: {
      state: () => ({ enrolled: false, since: undefined, lockedUntil: undefined }),
      begin: notHere,
      finish: notHere,
      remove: notHere,
      reset: notHere,
    },
    activity: { read: () => [] },
    halts: memoryHalts(() => MONDAY_TEN),
    reshow: () => undefined,
    audit: handMadeAudit(),
    members: NO_MEMBERS,
    alerts: memoryAlerts().controlFor(WHO, placeOn('discord', true)),
    keys: { list: () => [], add: notHere, rotate: notHere, revoke: notHere },
    webLink: () => ({ url: '', until: 0 }),
    runJob: notHere,
    say: ko => ko,
    button: (label, _call, style = 'plain') => ({ id: label, label, style }),
    async propose(proposal) {
      proposals.push(proposal);
      return { title: '', tone: 'neutral', blocks: [] };
    },
  };
  return async typed => {
    proposals.length = 0;
    const parsed = parseText(typed, COMMANDS);
    if (parsed.kind !== 'call') return undefined;
    try {
      const { blocks } = await parsed.command.run(context, argumentsOf(parsed));
      const tickets = proposals.map(made => (made.kind === 'place' ? made.instrument.code : made.kind));
      const offered = blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []));
      return [...tickets, ...(offered.length > 1 ? [CHOICE] : [])].join(' and ');
    } catch (thrown) {
      const { kind } = asDeskError(thrown);
      return kind === 'input' || kind === 'notFound' ? undefined : kind;
    }
  };
}
