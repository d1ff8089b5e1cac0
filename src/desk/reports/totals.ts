import {
  type AccountRef,
  accountLabel,
  type Balance,
  type Block,
  change,
  type Field,
  type Language,
  stampLabel,
  type TradingMode,
  won,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import type { OtherFacts } from './facts.js';

const MOST_NAMED = 10;
const MODES: readonly TradingMode[] = ['live', 'paper'];

/**
 * What several accounts are worth together, real and paper money apart, and which of them are missing in the sums. Of one
 * account that stands there already.
 */
export function totalBlocks(
  accounts: readonly OtherFacts[],
  others: readonly OtherFacts[],
  language: Language,
): Block[] {
  const all = [...accounts, ...others];
  if (all.length < 2) return [];
  const say = sayIn(language);
  const only =
    others.length > 0
      ? say(` (이 가운데 ${others.length}개는 합계만)`, ` (${others.length} of them in the sums only)`)
      : '';
  const fields = MODES.flatMap(mode => sumFields(all, mode, language));
  const missing = all.flatMap(({ account, balance }) => (balance.kind === 'failed' ? [account] : []));
  return [
    { kind: 'divider' },
    { kind: 'text', text: say(`계좌 ${all.length}개 합계${only}`, `${all.length} accounts together${only}`) },
    ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
    ...(missing.length > 0 ? [missingNotice(missing, language)] : []),
  ];
}

function sumFields(all: readonly OtherFacts[], mode: TradingMode, language: Language): Field[] {
  const read = all.flatMap(({ account, balance }) =>
    account.mode === mode && balance.kind === 'read' ? [balance.value] : [],
  );
  if (read.length === 0) return [];
  const say = sayIn(language);
  const of = stampLabel(mode, language);
  const sum = (value: (balance: Balance) => bigint) => read.reduce((total, one) => total + value(one), 0n);
  return [
    {
      label: say(`${of} 총평가금액 (${read.length}개)`, `${of}: total of ${read.length}`),
      value: won(sum(({ total }) => total)),
    },
    { label: say(`${of} 평가손익`, `${of}: profit`), value: change(sum(({ profit }) => profit)) },
    {
      label: say(`${of} 예수금 (D+2)`, `${of}: cash (D+2)`),
      value: won(sum(({ cashAfterSettlement }) => cashAfterSettlement)),
    },
  ];
}

function missingNotice(missing: readonly AccountRef[], language: Language): Block {
  const say = sayIn(language);
  const named = missing.slice(0, MOST_NAMED).map(accountLabel).join(', ');
  const rest = missing.length - MOST_NAMED;
  const more = rest > 0 ? say(` 외 ${rest}개`, ` and ${rest} more`) : '';
  return {
    kind: 'notice',
    tone: 'warning',
    text: say(
      `잔고를 읽지 못해 합계에 없는 계좌 ${missing.length}개: ${named}${more}`,
      `${missing.length} accounts that could not be read are missing in the sums: ${named}${more}`,
    ),
  };
}
