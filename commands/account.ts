import {
  ACCOUNT_COLOURS,
  type AccountColour,
  type CommandContext,
  type DeskAccount,
  DeskError,
  type Draft,
  defineCommand,
} from '../src/core/index.js';
import { accountCard, removeAccountQuestion, removedAccountCard } from './account-card.js';
import { accountList } from './account-list.js';
import { ACTIONS, type AccountAction, readColour } from './account-words.js';
import { readLimit } from './limit-words.js';
import { ACCOUNT_ARG, keptAccount } from './own-account.js';

export const account = defineCommand({
  name: 'account',
  aliases: ['계좌'],
  summary: {
    ko: '내 계좌 보기, 기본 계좌 정하기, 관리자는 별명·주인·색·한도 바꾸기',
    en: 'Your accounts, your default; admins: alias, owner, colour, limits',
  },
  access: 'view',
  visibility: 'private',
  args: [
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
    {
      ...ACCOUNT_ARG,
      description: {
        ko: '계좌 (예: @엄마, @5678. 없으면 목록)',
        en: 'Account, e.g. @mum or @5678; left out, the list',
      },
    },
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: {
        ko: '할 일: 고정(기본 계좌), 해제, 관리자는 별명 주인 색 한도 제거',
        en: 'pin, unpin; admins: alias, owner, colour, limit, remove',
      },
      choices: ACTIONS,
    },
    {
      name: 'words',
      ko: '내용',
      kind: 'text',
      description: {
        ko: '새 별명이나 주인, 색(빨강…), 한도와 값(승인금액 500만, 없음)',
        en: 'The new alias or owner, a colour, a limit and its value (approveAbove 5000000, or none)',
      },
      rest: true,
    },
  ],
  async run(context, given) {
    const { page, account: named, action, words } = withAccount(given);
    if (named === undefined) {
      if (action === undefined) return accountList(context, page);
      if (action !== 'unpin') throw missing('account');
      await context.accounts.pin(undefined);
      return accountList(
        context,
        page,
        context.say('기본 계좌를 풀었습니다', 'You have no default account now'),
      );
    }
    return act(context, keptAccount(context, named), action, words);
  },
});

interface Given {
  readonly page?: number;
  readonly account?: string;
  readonly action?: AccountAction;
  readonly words?: string;
}

/** Without @ an account is read as the first of the words: `/account 엄마`, `/account 엄마 pin`. */
function withAccount(given: Given): Given {
  if (given.account !== undefined || given.action !== undefined || given.words === undefined) return given;
  const [account = '', called, ...rest] = given.words.split(/\s+/);
  if (called === undefined) return { account };
  const action = ACTIONS.find(({ value, label }) => value === called.toLowerCase() || label.ko === called);
  if (!action) return { account: given.words };
  return { account, action: action.value, ...(rest.length > 0 ? { words: rest.join(' ') } : {}) };
}

async function act(
  context: CommandContext,
  found: DeskAccount,
  action: AccountAction | undefined,
  words: string | undefined,
): Promise<Draft> {
  const { accounts, say } = context;
  const { ref } = found;
  switch (action) {
    case undefined:
      return accountCard(context, found);
    case 'pin':
      await accounts.pin(ref);
      return accountCard(context, found, say('기본 계좌로 정했습니다', 'Your default account now'));
    case 'unpin':
      await accounts.pin(undefined);
      return accountCard(context, found, say('기본 계좌를 풀었습니다', 'You have no default account now'));
    case 'alias':
      return changed(context, await accounts.change(ref, { alias: required(words) }));
    case 'owner':
      return changed(context, await accounts.change(ref, { owner: required(words) }));
    case 'colour':
      return changed(context, await accounts.change(ref, { colour: colourOf(required(words)) }));
    case 'limit':
      return changed(context, await accounts.change(ref, { limits: readLimit(required(words)) }));
    case 'remove':
      if (!context.who.roles.has('admin')) throw new DeskError('denied', 'role', { need: 'admin' });
      if (!/^(?:confirm|확인)$/i.test(words ?? '')) return removeAccountQuestion(context, found);
      await accounts.remove(ref);
      return removedAccountCard(context, found);
  }
}

function changed(context: CommandContext, after: DeskAccount): Draft {
  return accountCard(context, after, context.say('계좌를 바꿨습니다', 'Account changed'));
}

function required(words: string | undefined): string {
  if (words === undefined) throw missing('words');
  return words;
}

const missing = (argument: string) =>
  new DeskError('input', 'something is missing', { problem: 'missing', argument });

function colourOf(word: string): AccountColour | undefined {
  const colour = readColour(word);
  if (colour !== 'unknown') return colour;
  throw new DeskError('input', 'no such colour', {
    problem: 'accountColour',
    argument: 'words',
    colours: ACCOUNT_COLOURS.join(' '),
  });
}
