import {
  asDeskError,
  type Block,
  type Button,
  type CommandContext,
  change,
  DeskError,
  type Draft,
  defineCommand,
  type Field,
  formatKst,
  type Instrument,
  percent,
  type Quote,
  type QuoteWarning,
  SYMBOL_CODE,
  type SymbolMatch,
  shares,
  won,
} from '../src/core/index.js';
import { symbolChoice } from './symbol-choice.js';

export const price = defineCommand({
  name: 'price',
  aliases: ['현재가', '시세', '주가', 'quote'],
  summary: { ko: '현재가와 시세 보기 (이름이나 코드)', en: 'Price of a stock, by name or code' },
  access: 'view',
  visibility: 'public',
  args: [
    {
      name: 'symbol',
      ko: '종목',
      kind: 'symbol',
      description: { ko: '종목 이름이나 코드 (예: 삼성전자, 005930)', en: 'Name or code, e.g. 005930' },
      required: true,
      suggest: 'issue',
      rest: true,
    },
  ],
  async run(context, { symbol }) {
    const { desk, signal } = context;
    const match = await findSymbol(context, symbol);
    if (match.kind === 'many') {
      return symbolChoice(context, symbol, match.candidates, code => ({
        command: 'price',
        args: { symbol: code },
      }));
    }
    if (match.kind === 'one') {
      const { instrument } = match;
      return card(context, instrument, await desk.quote(instrument.code, signal));
    }
    if (match.kind === 'none') throw new DeskError('notFound', 'no such symbol', { query: symbol });
    const { code } = match;
    return card(context, { code, name: code }, await desk.quote(code, signal));
  },
});

/** Without a list of symbols nothing can be found in it; a code still says exactly what is meant. */
async function findSymbol(
  { desk, signal }: CommandContext,
  query: string,
): Promise<SymbolMatch | { kind: 'code'; code: string }> {
  try {
    return await desk.findSymbol(query, signal);
  } catch (thrown) {
    const code = query.toUpperCase();
    if (asDeskError(thrown).kind === 'unavailable' && SYMBOL_CODE.test(code)) return { kind: 'code', code };
    throw thrown;
  }
}

function card(
  context: CommandContext,
  issue: Pick<Instrument, 'code' | 'name'> & Partial<Instrument>,
  quote: Quote,
): Draft {
  const { say, button } = context;
  const name = issue.name === issue.code ? issue.code : `${issue.name} ${issue.code}`;
  return {
    title: issue.market === undefined ? name : `${name} · ${issue.market}`,
    tone: quote.warnings.length > 0 ? 'warning' : 'neutral',
    blocks: [
      ...warningsBlock(context, quote.warnings),
      { kind: 'fields', fields: fieldsOf(context, quote) },
      {
        kind: 'buttons',
        buttons: [
          button(say('새로고침', 'Refresh'), { command: 'price', args: { symbol: issue.code } }),
          ...orderButtons(context, issue.code),
        ],
      },
    ],
    footer: `${formatKst(quote.asOf)} KST`,
  };
}

/** For who may trade. Each asks how much and at what price, and leads to a ticket. */
function orderButtons({ say, button, who }: CommandContext, code: string): Button[] {
  if (!who.roles.has('trade')) return [];
  const asking = (label: string, command: 'buy' | 'sell') =>
    button(label, { command, args: { symbol: code } }, 'plain', ['quantity', 'price']);
  return [asking(say('매수…', 'Buy…'), 'buy'), asking(say('매도…', 'Sell…'), 'sell')];
}

function fieldsOf({ say }: CommandContext, quote: Quote): Field[] {
  const unknown = say('없음', 'n/a');
  const ratio = (value: number | undefined) => (value === undefined ? unknown : value.toFixed(2));
  return [
    { label: say('현재가', 'Price'), value: won(quote.price) },
    { label: say('전일 대비', 'Change'), value: change(quote.change) },
    { label: say('등락률', 'Change %'), value: percent(quote.changeRate) },
    { label: say('시가', 'Open'), value: won(quote.open) },
    { label: say('고가', 'High'), value: won(quote.high) },
    { label: say('저가', 'Low'), value: won(quote.low) },
    { label: say('기준가', 'Base'), value: won(quote.base) },
    { label: say('상한가', 'Upper limit'), value: won(quote.upperLimit) },
    { label: say('하한가', 'Lower limit'), value: won(quote.lowerLimit) },
    { label: say('거래량', 'Volume'), value: shares(quote.volume) },
    { label: say('거래대금', 'Turnover'), value: won(quote.turnover) },
    { label: say('시가총액', 'Market cap'), value: won(quote.marketCap) },
    {
      label: say('52주 최고', '52-week high'),
      value: quote.yearHigh === undefined ? unknown : won(quote.yearHigh),
    },
    {
      label: say('52주 최저', '52-week low'),
      value: quote.yearLow === undefined ? unknown : won(quote.yearLow),
    },
    { label: 'PER', value: ratio(quote.per) },
    { label: 'PBR', value: ratio(quote.pbr) },
    { label: say('호가단위', 'Tick'), value: won(quote.tick) },
  ];
}

const WARNINGS: Readonly<Record<QuoteWarning, readonly [string, string]>> = {
  halted: ['거래정지', 'trading halted'],
  managed: ['관리종목', 'under administration'],
  liquidation: ['정리매매', 'liquidation trading'],
  caution: ['투자주의', 'investment caution'],
  warning: ['투자경고', 'investment warning'],
  danger: ['투자위험', 'investment risk'],
  overheated: ['단기과열', 'short-term overheating'],
  vi: ['변동성완화장치 발동', 'volatility interruption'],
};

function warningsBlock({ say }: CommandContext, warnings: readonly QuoteWarning[]): Block[] {
  if (warnings.length === 0) return [];
  const names = warnings.map(warning => say(...WARNINGS[warning])).join(', ');
  const tone = warnings.includes('halted') || warnings.includes('liquidation') ? 'bad' : 'warning';
  return [{ kind: 'notice', tone, text: `${say('주의', 'Attention')}: ${names}` }];
}
