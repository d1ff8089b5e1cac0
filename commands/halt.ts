import {
  accountKey,
  accountLabel,
  asDeskError,
  type Block,
  type CommandContext,
  type Draft,
  defineCommand,
  type HaltScope,
  parseDuration,
  SYMBOL_CODE,
  type SymbolMatch,
} from '../src/core/index.js';
import { accountToHalt, moreThanAccount } from './halt-account.js';
import { haltCard } from './halt-card.js';
import { type HaltWish, nothingHalted, wishArgs } from './halt-nothing.js';
import { ACCOUNT_ARG, aboutAccount } from './own-account.js';
import { symbolChoice } from './symbol-choice.js';

export const halt = defineCommand({
  name: 'halt',
  aliases: ['정지'],
  summary: {
    ko: '주문 정지: 바로 전부, 또는 매수, 한 종목, 계좌만 (취소는 됩니다)',
    en: 'Stop trading at once: everything, or buys, a symbol, an account; cancels pass',
  },
  access: 'trade',
  visibility: 'public',
  urgent: true,
  args: [
    {
      name: 'scope',
      ko: '범위',
      kind: 'choice',
      description: { ko: '정지할 것 (없으면 전체)', en: 'What to stop; left out, everything' },
      choices: [
        { value: 'all', label: { ko: '전체', en: 'All' } },
        { value: 'buy', label: { ko: '매수', en: 'Buy' } },
        { value: 'symbol', label: { ko: '종목', en: 'Symbol' } },
        { value: 'account', label: { ko: '계좌', en: 'Account' } },
      ],
    },
    {
      name: 'time',
      ko: '기간',
      kind: 'duration',
      description: {
        ko: '기간 (예: 30분, 2시간. 없으면 풀 때까지)',
        en: 'How long, e.g. 30m; left out, until lifted',
      },
    },
    {
      name: 'symbol',
      ko: '종목',
      kind: 'symbol',
      description: { ko: '종목만 정지할 때 이름이나 코드', en: 'With symbol: name or code' },
      suggest: 'issue',
    },
    {
      name: 'reason',
      ko: '사유',
      kind: 'text',
      description: { ko: '사유 (예: 공시 확인)', en: 'Why, e.g. news' },
      rest: true,
    },
    {
      ...ACCOUNT_ARG,
      description: {
        ko: '계좌만 정지할 때 (예: @엄마. 없으면 기본 계좌)',
        en: 'With account: which, e.g. @mum; left out, your default',
      },
    },
  ],
  async run(context, { scope: said, time, symbol, reason = '', account }) {
    const isKnown = account !== undefined && context.accounts.meant(account) !== undefined;
    const scope = said ?? (isKnown ? 'account' : 'all');
    // Typed after the name, a time on its own stands where the reason would.
    const late = time === undefined ? parseDuration(reason) : undefined;
    const named = late === undefined ? { time, reason } : { time: late, reason: '' };
    // `/halt account 엄마`: without its @ it stands where a symbol would, and no other account may be halted in its stead.
    const isBare = scope === 'account' && account === undefined && symbol !== undefined;
    if (isBare && context.accounts.meant(symbol)) return haltAccount(context, symbol, named);
    if (scope === 'symbol') return haltSymbol(context, symbol, named, wider(context, scope, account));
    // Only a halt of one symbol takes a symbol; what stands there otherwise is the first word of the reason. In doubt
    // more is stopped than was meant, and the answer says so.
    const wish = { time, reason: [symbol, reason].filter(Boolean).join(' ') };
    const notices = symbol === undefined ? [] : [oneSymbolOnly(context)];
    if (scope !== 'account') {
      return set(context, { kind: scope }, wish, [...notices, ...wider(context, scope, account)]);
    }
    return haltAccount(context, account, wish, notices);
  },
});

/** `word`: as the person named it; left out, their default. */
async function haltAccount(
  context: CommandContext,
  word: string | undefined,
  wish: HaltWish,
  notices: readonly Block[] = [],
): Promise<Draft> {
  const which = accountToHalt(context, word, wish);
  if (which.kind === 'ask') return which.card;
  const of: HaltScope = { kind: 'account', account: accountKey(which.account) };
  return { ...(await set(context, of, wish, notices)), ...aboutAccount(context, which.account) };
}

/** Only a halt of one account takes an account. In doubt more is stopped than was meant, and the answer says so. */
function wider(
  context: CommandContext,
  scope: 'all' | 'buy' | 'symbol',
  word: string | undefined,
): readonly Block[] {
  if (word === undefined) return [];
  const found = context.accounts.meant(word);
  if (found) return [moreThanAccount(context, 'scope', accountLabel(found.ref))];
  return scope === 'all'
    ? [moreThanAccount(context, 'unknown', word)]
    : [moreThanAccount(context, 'scope', word)];
}

async function haltSymbol(
  context: CommandContext,
  query: string | undefined,
  wish: HaltWish,
  notices: readonly Block[],
): Promise<Draft> {
  const { say } = context;
  if (query === undefined) {
    return nothingHalted(
      context,
      say(
        '어느 종목인지 빠졌습니다. 예: /halt 종목 005930',
        'The symbol is missing. Example: /halt symbol 005930',
      ),
    );
  }
  const match = await findSymbol(context, query);
  switch (match.kind) {
    case 'one': {
      const { code, name } = match.instrument;
      return set(context, { kind: 'symbol', code, name }, wish, notices);
    }
    case 'code':
      return set(context, { kind: 'symbol', code: match.code, name: match.code }, wish, notices);
    case 'many': {
      const choice = symbolChoice(context, query, match.candidates, code => ({
        command: 'halt',
        args: {
          scope: 'symbol',
          symbol: code,
          ...wishArgs(wish, say),
        },
      }));
      return nothingHalted(
        context,
        say('맞는 종목이 여럿입니다. 아래에서 고르세요.', 'Several symbols match. Choose one below.'),
        choice.blocks,
      );
    }
    case 'none':
      return nothingHalted(
        context,
        say(`“${query}”에 맞는 종목을 찾지 못했습니다.`, `No symbol matches “${query}”.`),
      );
    case 'noList':
      return nothingHalted(
        context,
        say(
          '종목 목록이 아직 없어 이름으로 찾을 수 없습니다. 코드로는 정지할 수 있습니다. 예: /halt 종목 005930',
          'There is no list of symbols yet, so names cannot be found. A code works: /halt symbol 005930',
        ),
      );
  }
}

/** While there is no list of symbols, a code is taken as it stands: nothing is waited for that a halt can do without. */
async function findSymbol(
  { desk, signal }: CommandContext,
  query: string,
): Promise<SymbolMatch | { readonly kind: 'code'; readonly code: string } | { readonly kind: 'noList' }> {
  if (desk.status().symbols.count === 0) {
    const code = query.toUpperCase();
    return SYMBOL_CODE.test(code) ? { kind: 'code', code } : { kind: 'noList' };
  }
  try {
    return await desk.findSymbol(query, signal);
  } catch (thrown) {
    if (asDeskError(thrown).kind === 'unavailable') return { kind: 'noList' };
    throw thrown;
  }
}

async function set(
  context: CommandContext,
  scope: HaltScope,
  { time, reason }: HaltWish,
  notices: readonly Block[] = [],
): Promise<Draft> {
  const done = await context.halts.set({ scope, forMs: time, reason }, context.who.id);
  const outlasted = time !== undefined && done.halt.until === undefined;
  return haltCard(context, done, [...notices, ...(outlasted ? [longerStays(context)] : [])]);
}

function longerStays({ say }: CommandContext): Block {
  return {
    kind: 'notice',
    tone: 'neutral',
    text: say(
      '같은 것을 풀 때까지 세운 정지가 이미 있어, 더 긴 그 정지를 그대로 둡니다.',
      'The same is already halted until it is lifted; the longer halt stays.',
    ),
  };
}

function oneSymbolOnly({ say }: CommandContext): Block {
  return {
    kind: 'notice',
    tone: 'neutral',
    text: say(
      '“종목”이라고 쓰지 않아 한 종목이 아니라 위에 적힌 대로 정지했습니다. 한 종목만 정지하려면: /halt 종목 005930',
      'The word “symbol” was not there, so what is named above is halted and not one symbol. For one symbol: /halt symbol 005930',
    ),
  };
}
