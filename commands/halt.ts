import {
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
import { haltCard } from './halt-card.js';
import { ownAccount } from './own-account.js';
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
  ],
  async run(context, { scope = 'all', time, symbol, reason = '' }) {
    if (scope === 'symbol') {
      // Typed after the name, a time on its own stands where the reason would.
      const late = time === undefined ? parseDuration(reason) : undefined;
      const wish = late === undefined ? { time, reason } : { time: late, reason: '' };
      return haltSymbol(context, symbol, wish);
    }
    // Only a halt of one symbol takes a symbol; what stands there otherwise is the first word of the reason. In doubt
    // more is stopped than was meant, and the answer says so.
    const wish = { time, reason: [symbol, reason].filter(Boolean).join(' ') };
    const notices = symbol === undefined ? [] : [oneSymbolOnly(context)];
    return set(context, scope === 'account' ? accountOf(context) : { kind: scope }, wish, notices);
  },
});

/** For how long (ms) and why. */
interface Wish {
  readonly time: number | undefined;
  readonly reason: string;
}

function accountOf(context: CommandContext): HaltScope {
  const { number, product } = ownAccount(context);
  return { kind: 'account', account: `${number}-${product}` };
}

async function haltSymbol(context: CommandContext, query: string | undefined, wish: Wish): Promise<Draft> {
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
      return set(context, { kind: 'symbol', code, name }, wish);
    }
    case 'code':
      return set(context, { kind: 'symbol', code: match.code, name: match.code }, wish);
    case 'many': {
      const choice = symbolChoice(context, query, match.candidates, code => ({
        command: 'halt',
        args: {
          scope: 'symbol',
          ...(wish.time === undefined ? {} : { time: durationWord(wish.time, say) }),
          symbol: code,
          ...(wish.reason === '' ? {} : { reason: wish.reason }),
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

/** A person who wanted to stop must not believe that something was: it is said first, and everything can be stopped. */
function nothingHalted({ say, button }: CommandContext, why: string, more: readonly Block[] = []): Draft {
  return {
    title: say('아직 아무것도 정지하지 않았습니다', 'Nothing is halted yet'),
    tone: 'bad',
    blocks: [
      { kind: 'text', text: why },
      ...more,
      {
        kind: 'buttons',
        buttons: [
          button(say('전체 정지', 'Halt everything'), { command: 'halt', args: { scope: 'all' } }, 'danger'),
        ],
      },
    ],
  };
}

async function set(
  context: CommandContext,
  scope: HaltScope,
  { time, reason }: Wish,
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

/** The word that `parseDuration` reads as these ms; whole minutes, as all durations are. */
function durationWord(ms: number, say: CommandContext['say']): string {
  const minutes = ms / 60_000;
  const hours = Math.floor(minutes / 60);
  if (minutes % 60 > 0) {
    return minutes <= 9999 ? `${minutes}${say('분', 'm')}` : `${hours}시간${minutes % 60}분`;
  }
  return hours % 24 > 0 ? `${hours}${say('시간', 'h')}` : `${hours / 24}${say('일', 'd')}`;
}
