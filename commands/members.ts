import {
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  formatKst,
  memberMeant,
  type Role,
} from '../src/core/index.js';
import { memberCard, removedCard, removeQuestion } from './member-card.js';
import { grantText, readGrant, readRole, rolesText } from './member-words.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';

export const members = defineCommand({
  name: 'members',
  aliases: ['구성원'],
  summary: {
    ko: '구성원 보기, 추가, 권한과 계좌 정하기 (관리자)',
    en: 'People: list, add, roles, accounts (admins)',
  },
  access: 'admin',
  visibility: 'private',
  args: [
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: { ko: '할 일 (없으면 목록)', en: 'What to do; left out, the list' },
      choices: [
        { value: 'list', label: { ko: '목록', en: 'List' } },
        { value: 'add', label: { ko: '추가', en: 'Add' } },
        { value: 'role', label: { ko: '권한', en: 'Role' } },
        { value: 'accounts', label: { ko: '계좌', en: 'Accounts' } },
        { value: 'remove', label: { ko: '제거', en: 'Remove' } },
      ],
    },
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
    {
      name: 'who',
      ko: '누구',
      kind: 'text',
      description: {
        ko: '계정(discord:1234, telegram:5678, @멘션)이나 이름',
        en: 'Identity (discord:1234, telegram:5678, a mention) or name',
      },
    },
    {
      name: 'words',
      ko: '내용',
      kind: 'text',
      description: {
        ko: '추가는 이름과 권한, 권한은 view trade approve admin, 계좌는 all, none이나 별명',
        en: 'add: name and roles; role: view trade approve admin; accounts: all, none or aliases',
      },
      rest: true,
    },
  ],
  async run(context, { action = 'list', page, who, words = '' }) {
    const { members: control, desk, say } = context;
    if (who === undefined) {
      if (action === 'list') return listCard(context, page);
      throw new DeskError('input', 'nobody named', { problem: 'missing', argument: 'who' });
    }
    switch (action) {
      case 'list':
        return memberCard(context, memberMeant(who, control.list()));
      case 'add': {
        const { name, roles } = nameAndRoles(words);
        const title = say('구성원을 추가했습니다', 'Member added');
        return memberCard(context, await control.add(who, name, roles), title);
      }
      case 'role': {
        const title = say('권한을 바꿨습니다', 'Roles changed');
        return memberCard(context, await control.setRoles(who, rolesOf(words)), title);
      }
      case 'accounts': {
        const grant = readGrant(words, desk.allAccounts());
        const title = say('계좌를 바꿨습니다', 'Accounts changed');
        return memberCard(context, await control.setAccounts(who, grant), title);
      }
      case 'remove':
        return /^(?:confirm|확인)$/i.test(words)
          ? removedCard(context, who, await control.remove(who))
          : removeQuestion(context, who, memberMeant(who, control.list()));
    }
  },
});

/** The roles stand last; without any a new member may look. */
function nameAndRoles(words: string): { readonly name: string; readonly roles: readonly Role[] } {
  const given = words.split(/[\s,]+/).filter(Boolean);
  const name = given.slice(0, given.findLastIndex(word => readRole(word) === undefined) + 1);
  const roles = given.slice(name.length).flatMap(word => readRole(word) ?? []);
  return { name: name.join(' '), roles: roles.length > 0 ? roles : ['view'] };
}

function rolesOf(words: string): readonly Role[] {
  const given = words.split(/[\s,]+/).filter(Boolean);
  const roles = given.flatMap(word => readRole(word) ?? []);
  if (roles.length === 0 || roles.length < given.length) {
    throw new DeskError('input', 'no role', { problem: 'roles', argument: 'words' });
  }
  return roles;
}

function listCard(context: CommandContext, wanted: number | undefined): Draft {
  const { say, button, desk, now } = context;
  const all = context.members.list();
  const page = pageOf(all, wanted);
  const accounts = desk.allAccounts();
  return {
    title: say('구성원', 'Members'),
    tone: 'neutral',
    blocks: [
      ...pageNotice(context, wanted, page),
      {
        kind: 'table',
        columns: [
          { label: say('이름', 'Name'), align: 'left' },
          { label: say('계정', 'Identities'), align: 'left' },
          { label: say('권한', 'Roles'), align: 'left' },
          { label: say('계좌', 'Accounts'), align: 'left' },
          { label: say('고정', 'Fixed'), align: 'left' },
        ],
        rows: page.rows.map(member => [
          member.name,
          member.identities.join(', '),
          rolesText(member.roles, say),
          grantText(member.accounts, accounts, say),
          member.fixed ? say('설정', 'configuration') : '-',
        ]),
      },
      {
        kind: 'text',
        text: say(
          '추가: /members add telegram:5678 엄마 view. 같은 사람의 다른 채팅은 그 사람이 /link 로 연결합니다.',
          'To add: /members add telegram:5678 Mum view. People link their own other chat with /link.',
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          ...page.rows.map(({ id, name }) => button(name, { command: 'members', args: { who: id } })),
          ...pageButtons(context, { command: 'members', args: {} }, page),
        ],
      },
    ],
    footer: `${formatKst(now)} KST · ${say(`${all.length}명`, `${all.length} members`)}`,
  };
}
