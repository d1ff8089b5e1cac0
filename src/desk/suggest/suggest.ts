import {
  type AccountControl,
  type AccountRef,
  type ArgSpec,
  type ArgValues,
  type Clock,
  type Command,
  type DeskReads,
  type Instrument,
  kstDate,
  type Log,
  type Position,
  type Principal,
  type Suggestion,
  type SuggestionSource,
  SYMBOL_CODE,
  type Typing,
  type VenueOrder,
} from '../../core/index.js';
import type { Access } from '../access.js';
import { bareNumber } from '../confirmations/act-text.js';
import { withDeadline } from '../deadline.js';
import type { LanguageOf } from '../own-language.js';
import { accountSuggestions } from './account-suggestions.js';
import { createKeptReads, type Known } from './kept-reads.js';
import { issueSuggestion, orderSuggestion } from './labels.js';
import { createRecents } from './recents.js';

/** The list of issues as far as it is in memory: everything at once, nothing before there is a list. */
export interface KnownSymbols {
  /** Issues that a half typed word could become, best first. `among`: only of these codes. */
  suggest(query: string, limit: number, among?: ReadonlySet<string>): readonly Instrument[];
  byCode(code: string): Instrument | undefined;
  /** The one issue that these words mean. */
  meant(query: string): Instrument | undefined;
}

export interface SuggestParts {
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly symbols: KnownSymbols;
  readonly desk: Pick<DeskReads, 'balance' | 'openOrders'>;
  readonly accounts: { controlFor(who: Principal): Pick<AccountControl, 'mine' | 'pinned'> };
  readonly clock: Clock;
  readonly log: Log;
  readonly languageOf: LanguageOf;
}

export interface Suggesting {
  /** At most 25, within 250 ms, each with a value of its own. Never rejects; for strangers nothing is read. */
  suggest(typing: Typing): Promise<readonly Suggestion[]>;
  /** A command ran for this person: the issues that it was about are offered to them first. */
  ran(who: Principal, command: Command, args: ArgValues): void;
}

const MOST = 25;
const DEADLINE_MS = 250;
const NOTHING = { rows: [], fresh: false } as const;

/** An issue with a name by which to find and to show it. */
interface Issue {
  readonly code: string;
  readonly name: string;
}

/** What arguments could become while they are typed. Behind the same gate as the commands themselves. */
export function createSuggest(parts: SuggestParts): Suggesting {
  const { commands, access, symbols, accounts, clock, log, languageOf } = parts;
  const recents = createRecents();
  const kept = createKeptReads(parts);

  /** What is offered is of the account that a command is about which names none. */
  function accountOf(who: Principal): AccountRef | undefined {
    const control = accounts.controlFor(who);
    const chosen = control.pinned() ?? control.mine().find(({ closed }) => closed === undefined);
    return chosen?.closed === undefined ? chosen?.ref : undefined;
  }

  async function holdingsOf(who: Principal): Promise<Known<Position>> {
    const account = accountOf(who);
    return account ? kept.holdings(account) : NOTHING;
  }

  async function openOrdersOf(who: Principal): Promise<Known<VenueOrder>> {
    const account = accountOf(who);
    return account ? kept.openOrders(account) : NOTHING;
  }

  async function ownAccounts(
    who: Principal,
    typed: string,
    { all }: ArgSpec,
  ): Promise<readonly Suggestion[]> {
    const own = accounts.controlFor(who).mine();
    return accountSuggestions(
      own.map(({ ref }) => ref),
      typed,
      { all: all === true, language: languageOf(who) },
    );
  }

  /** Those of these issues that fit what is typed, in their own order; unlisted ones by code and name alone. */
  function fitting<T extends Issue>(issues: readonly T[], typed: string): readonly T[] {
    if (typed === '') return issues;
    const codes = new Set(issues.map(({ code }) => code));
    const listed = new Set(symbols.suggest(typed, codes.size, codes).map(({ code }) => code));
    const wanted = bare(typed);
    return issues.filter(
      ({ code, name }) => listed.has(code) || bare(code).startsWith(wanted) || bare(name).includes(wanted),
    );
  }

  async function issues(who: Principal, typed: string, heldFirst: boolean): Promise<readonly Suggestion[]> {
    const { rows, fresh } = await holdingsOf(who);
    const positions = rows
      .filter(({ code, quantity }) => SYMBOL_CODE.test(code) && quantity > 0n)
      .toSorted((a, b) => (a.value === b.value ? 0 : a.value < b.value ? 1 : -1));
    const held = fitting(positions, typed);
    const lately = fitting(
      recents.of(who.id).map(code => ({ code, name: symbols.byCode(code)?.name ?? code })),
      typed,
    );
    const found = symbols.suggest(typed, MOST + held.length + lately.length);
    return [...(heldFirst ? [...held, ...lately] : [...lately, ...held]), ...found].map(issue => {
      const position = positions.find(({ code }) => code === issue.code);
      return issueSuggestion(issue, position && { position, fresh }, languageOf(who));
    });
  }

  async function orders(who: Principal, typed: string): Promise<readonly Suggestion[]> {
    const { rows, fresh } = await openOrdersOf(who);
    const today = kstDate(clock.now());
    const open = rows.filter(
      ({ state, remaining, act, date, number }) =>
        (state === 'open' || state === 'partlyFilled') &&
        remaining > 0n &&
        act !== 'cancel' &&
        date === today &&
        NUMBER.test(bareNumber(number)),
    );
    const digits = bareNumber(typed.replace(/^#/, ''));
    const named = new Set(fitting(open, typed));
    return open
      .filter(order => named.has(order) || bareNumber(order.number).startsWith(digits))
      .map(order => orderSuggestion(order, fresh, languageOf(who)));
  }

  const from: Readonly<
    Record<SuggestionSource, (who: Principal, typed: string, spec: ArgSpec) => Promise<readonly Suggestion[]>>
  > = {
    issue: (who, typed) => issues(who, typed, false),
    heldIssue: (who, typed) => issues(who, typed, true),
    openOrder: orders,
    account: ownAccounts,
  };

  return {
    async suggest(typing) {
      try {
        const entry = access.enter(typing);
        if (entry.kind === 'refused') return [];
        const command = commands.find(({ name }) => name === typing.command);
        const spec = command?.args.find(({ name }) => name === typing.argument);
        const source = spec?.suggest;
        if (!command || !spec || !source || !entry.who.roles.has(command.access)) return [];
        const typed = typing.typed.slice(0, LONGEST_TYPED).trim();
        return distinct(await withDeadline(clock, DEADLINE_MS, () => from[source](entry.who, typed, spec)));
      } catch {
        log('debug', 'no suggestions', { command: typing.command });
        return [];
      }
    },
    ran(who, command, args) {
      for (const { name, kind } of command.args) {
        const words = args[name];
        const issue = kind === 'symbol' && typeof words === 'string' ? symbols.meant(words) : undefined;
        if (issue) recents.note(who.id, issue.code);
      }
    },
  };
}

const LONGEST_TYPED = 40;
/** What people can type as an order's number. */
const NUMBER = /^[0-9A-Za-z-]{1,20}$/;

const bare = (text: string) => text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '');

function distinct(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const byValue = new Map<string, Suggestion>();
  for (const suggestion of suggestions) {
    if (!byValue.has(suggestion.value)) byValue.set(suggestion.value, suggestion);
  }
  return [...byValue.values()].slice(0, MOST);
}
