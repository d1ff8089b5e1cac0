import {
  type AccountRef,
  accountLabel,
  accountWord,
  type Block,
  type CommandContext,
  type Draft,
} from '../src/core/index.js';
import { type HaltWish, nothingHalted, wishArgs } from './halt-nothing.js';
import { noAccount } from './own-account.js';

/** The account to halt, or the card that says that nothing was halted yet and asks which. */
export type HaltedAccount =
  | { readonly kind: 'one'; readonly account: AccountRef }
  | { readonly kind: 'ask'; readonly card: Draft };

const MOST_CHOICES = 10;

/**
 * The account that is named, else the pinned one, else the only one; closed ones too, for a halt does no harm. Throws
 * `denied` when the person has none.
 */
export function accountToHalt(
  context: CommandContext,
  word: string | undefined,
  wish: HaltWish,
): HaltedAccount {
  const { accounts, say } = context;
  const mine = accounts.mine().map(({ ref }) => ref);
  const [only, another] = mine;
  if (only === undefined) throw noAccount(context);
  const chosen = word === undefined ? accounts.pinned()?.ref : accounts.meant(word)?.ref;
  if (chosen) return { kind: 'one', account: chosen };
  if (word === undefined && another === undefined) return { kind: 'one', account: only };
  const why =
    word === undefined
      ? say(
          '어느 계좌인지 빠졌습니다. 아래에서 고르세요.',
          'It was not said which account. Choose one below.',
        )
      : say(
          `“${word}” 계좌를 찾지 못했습니다. 아래에서 고르세요.`,
          `No account is called “${word}”. Choose one below.`,
        );
  return { kind: 'ask', card: nothingHalted(context, why, choices(context, mine, wish)) };
}

function choices(
  { say, button }: CommandContext,
  mine: readonly AccountRef[],
  wish: HaltWish,
): readonly Block[] {
  const more = mine.length - MOST_CHOICES;
  return [
    {
      kind: 'buttons',
      buttons: mine.slice(0, MOST_CHOICES).map(account =>
        button(say(`${accountLabel(account)} 정지`, `Halt ${accountLabel(account)}`), {
          command: 'halt',
          args: { scope: 'account', account: accountWord(account, mine), ...wishArgs(wish, say) },
        }),
      ),
    },
    ...(more > 0
      ? [
          {
            kind: 'text' as const,
            text: say(
              `${more}개가 더 있습니다. 예: /halt 계좌 @별명`,
              `${more} more; type for example /halt account @alias`,
            ),
          },
        ]
      : []),
  ];
}

/** What was said of an account where it does not narrow the halt: more is stopped than was meant, and that is told. */
export function moreThanAccount({ say }: CommandContext, why: 'scope' | 'unknown', word: string): Block {
  const text =
    why === 'scope'
      ? say(
          `${word} 계좌만이 아니라 위에 적힌 대로 모든 계좌에서 정지했습니다. 한 계좌만 정지하려면: /halt 계좌 @별명`,
          `What is named above is halted for every account, not for ${word} alone. For one account: /halt account @alias`,
        )
      : say(
          `“${word}” 계좌를 찾지 못해 전체를 정지했습니다.`,
          `No account is called “${word}”, so everything is halted.`,
        );
  return { kind: 'notice', tone: 'neutral', text };
}
