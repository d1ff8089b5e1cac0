import {
  type Block,
  type Button,
  type CommandContext,
  type Draft,
  formatKst,
  type MemberView,
  readIdentity,
} from '../src/core/index.js';
import { grantText, ROLES, roleName, rolesText } from './member-words.js';

/** One member, with buttons for what may be changed. */
export function memberCard(context: CommandContext, member: MemberView, title?: string): Draft {
  const { say, desk, button, now } = context;
  const back = button(say('목록', 'List'), { command: 'members', args: {} });
  const idle = !member.fixed && member.accounts !== 'all' && member.accounts.length === 0;
  return {
    title: title ?? `${say('구성원', 'Member')} · ${member.name}`,
    tone: title === undefined ? 'neutral' : 'good',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('이름', 'Name'), value: member.name },
          { label: say('계정', 'Identities'), value: member.identities.join(', ') },
          { label: say('권한', 'Roles'), value: rolesText(member.roles, say) },
          { label: say('계좌', 'Accounts'), value: grantText(member.accounts, desk.allAccounts(), say) },
        ],
      },
      ...(idle ? [noAccounts(context)] : []),
      ...(member.fixed ? [fixedText(context)] : []),
      {
        kind: 'buttons',
        buttons: [...(member.fixed ? [] : changes(context, member)), ...cuts(context, member), back],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function changes({ say, button }: CommandContext, member: MemberView): Button[] {
  const toggles = ROLES.filter(role => role !== 'view' || member.roles.length === 0).map(role => {
    const held = member.roles.includes(role);
    const roles = held ? member.roles.filter(other => other !== role) : [...member.roles, role];
    const name = roleName(role, say);
    const label = held ? say(`${name} 빼기`, `Take ${name}`) : say(`${name} 주기`, `Give ${name}`);
    return button(label, {
      command: 'members',
      args: { action: 'role', who: member.id, words: roles.join(' ') },
    });
  });
  const all = member.accounts === 'all';
  return [
    ...toggles,
    button(all ? say('계좌 모두 빼기', 'No accounts') : say('모든 계좌 주기', 'All accounts'), {
      command: 'members',
      args: { action: 'accounts', who: member.id, words: all ? 'none' : 'all' },
    }),
    button(
      say('구성원에서 빼기', 'Remove'),
      { command: 'members', args: { action: 'remove', who: wholeOf(member) } },
      'danger',
    ),
  ];
}

/** Each of several identities can be cut off alone. */
function cuts({ say, button }: CommandContext, { identities }: MemberView): Button[] {
  if (identities.length < 2) return [];
  return identities.map(who =>
    button(say(`${who} 끊기`, `Unlink ${who}`), { command: 'members', args: { action: 'remove', who } }),
  );
}

/** Of several identities a named one would go alone; the name means all of them. */
function wholeOf({ id, identities, name }: MemberView): string {
  return identities.length > 1 ? name : id;
}

/** What a removal asks once more. */
export function removeQuestion(context: CommandContext, who: string, member: MemberView): Draft {
  const { say, button, now } = context;
  const identity = readIdentity(who);
  const alone = identity !== undefined && member.identities.length > 1;
  return {
    title: alone
      ? say('계정을 끊을까요?', 'Unlink this identity?')
      : say('구성원에서 뺄까요?', 'Remove this member?'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: alone
          ? say(
              `“${member.name}”에서 ${identity} 계정만 끊습니다. 그 계정은 모르는 사람이 됩니다.`,
              `Only ${identity} is cut off “${member.name}”; it becomes a stranger.`,
            )
          : say(
              `“${member.name}” (${member.identities.join(', ')})은 모르는 사람이 됩니다. 열려 있는 주문표는 확인할 수 없게 되고, 이미 나간 주문은 그대로입니다.`,
              `“${member.name}” (${member.identities.join(', ')}) becomes a stranger. Open tickets can no longer be confirmed; orders that have left stay.`,
            ),
      },
      {
        kind: 'buttons',
        buttons: [
          button(
            alone ? say('끊기', 'Unlink') : say('빼기', 'Remove'),
            {
              command: 'members',
              args: { action: 'remove', who: alone ? identity : wholeOf(member), words: 'confirm' },
            },
            'danger',
          ),
          button(say('그만두기', 'Keep'), { command: 'members', args: { who: member.id } }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

export function removedCard(context: CommandContext, who: string, before: MemberView): Draft {
  const { say, button, now } = context;
  const identity = readIdentity(who);
  const alone = identity !== undefined && before.identities.length > 1;
  return {
    title: alone
      ? say('계정을 끊었습니다', 'Identity unlinked')
      : say('구성원에서 뺐습니다', 'Member removed'),
    tone: 'good',
    blocks: [
      {
        kind: 'text',
        text: say(
          `${alone ? identity : `“${before.name}” (${before.identities.join(', ')})`} 계정은 이제 모르는 사람입니다.`,
          `${alone ? identity : `“${before.name}” (${before.identities.join(', ')})`} is a stranger from now on.`,
        ),
      },
      {
        kind: 'buttons',
        buttons: [button(say('목록', 'List'), { command: 'members', args: {} })],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function noAccounts({ say }: CommandContext): Block {
  return {
    kind: 'notice',
    tone: 'warning',
    text: say(
      '아직 볼 수 있는 계좌가 없습니다. 아래 버튼으로 모두 주거나 /members accounts 로 고르세요.',
      'No accounts yet. Give all with the button, or choose with /members accounts.',
    ),
  };
}

function fixedText({ say }: CommandContext): Block {
  return {
    kind: 'text',
    text: say(
      '설정에 적힌 사람이라 모든 권한과 계좌를 가지며, 채팅에서는 바꿀 수 없습니다.',
      'The configuration names this person: every role and account is theirs, and chat cannot change it.',
    ),
  };
}
