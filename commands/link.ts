import { type Block, type CommandContext, type Draft, defineCommand, formatKst } from '../src/core/index.js';
import { rolesText } from './member-words.js';

export const link = defineCommand({
  name: 'link',
  aliases: ['연결'],
  summary: {
    ko: '내 Discord 와 Telegram 계정을 한 사람으로 잇기',
    en: 'Join your Discord and Telegram identities into one person',
  },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'code',
      ko: '코드',
      kind: 'text',
      description: {
        ko: '다른 채팅에서 받은 코드 (없으면 새로 받기)',
        en: 'Code from the other chat; left out, a new one',
      },
      secret: true,
    },
    {
      name: 'sure',
      ko: '확인',
      kind: 'choice',
      description: { ko: '이미 구성원인 두 계정을 합칠 때', en: 'To join two members into one' },
      choices: [{ value: 'yes', label: { ko: '합치기', en: 'Yes' } }],
    },
  ],
  async run(context, { code, sure }) {
    if (context.where.platform === 'console') return atTerminal(context);
    if (code === undefined) return isOverheard(context) ? notHere(context) : codeCard(context);
    // Somebody known gives away all that is theirs; a stranger had nothing, and is joined by the time this runs.
    if (context.who.ids.length === 1 && sure === undefined) {
      return joinQuestion(context, code);
    }
    return joinedCard(context, code);
  },
});

/** Whoever sits at the terminal is whoever sits there, and no person who could be joined to another. */
function atTerminal({ say, now }: CommandContext): Draft {
  return {
    title: say('터미널은 연결할 수 없습니다', 'The terminal cannot be linked'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '터미널은 누구의 계정도 아니라서 연결 코드를 주고받지 않습니다. Discord 나 Telegram 에서 /link 를 쓰거나, 여기서는 /members add 로 추가하세요.',
          'The terminal is nobody’s identity, so it neither gives nor takes codes. Use /link on Discord or Telegram, or add people here with /members add.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

/** In a Telegram group everybody reads what is meant for one. */
const isOverheard = ({ where }: CommandContext) => where.platform === 'telegram' && where.kind === 'group';

function notHere({ say, now }: CommandContext): Draft {
  return {
    title: say('여기서는 코드를 보여 드리지 않습니다', 'No code is shown here'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '이 방에서는 다른 사람도 코드를 읽을 수 있습니다. 봇과의 1:1 대화에서 /link 를 보내세요.',
          'Others in this group could read the code. Send /link in a private chat with the bot.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function codeCard({ say, members, who, where, now }: CommandContext): Draft {
  const { code, until } = members.newCode(who);
  const other = where.platform === 'discord' ? 'Telegram' : 'Discord';
  return {
    title: say('연결 코드', 'Link code'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('코드', 'Code'), value: code },
          { label: say('쓸 수 있는 때', 'Good until'), value: `${formatKst(until)} KST` },
        ],
      },
      {
        kind: 'text',
        text: say(
          `${other} 에서 자기 계정으로 봇과의 1:1 대화를 열고 이렇게 보내세요: /link ${code}`,
          `On ${other}, in a private chat between you and the bot, send: /link ${code}`,
        ),
      },
      warning(say),
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function warning(say: CommandContext['say']): Block {
  return {
    kind: 'notice',
    tone: 'bad',
    text: say(
      '코드를 아무에게도 주지 마세요. 이 코드를 입력한 계정은 당신이 되어 당신의 권한으로 주문할 수 있습니다. 10분 동안 한 번만 쓸 수 있고, 새로 받으면 앞의 코드는 무효입니다.',
      'Never hand this code to anybody: whoever types it becomes you and can order with your rights. It works once, for ten minutes; a new one voids it.',
    ),
  };
}

function joinQuestion({ say, button, who, now }: CommandContext, code: string): Draft {
  return {
    title: say('두 계정을 한 사람으로 합칠까요?', 'Become one person?'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          `코드를 만든 사람이 지금 당신의 권한(${rolesText(who.roles, say)})과 계좌를 모두 함께 갖게 됩니다. 직접 다른 채팅에서 받은 코드일 때만 누르세요.`,
          `Whoever made the code will share all your roles (${rolesText(who.roles, say)}) and accounts. Press only if you made it yourself in the other chat.`,
        ),
      },
      {
        kind: 'notice',
        tone: 'bad',
        text: say(
          '다른 사람이 보내 준 코드라면 누르지 말고 관리자에게 알리세요.',
          'If somebody sent you the code, do not press; tell an admin.',
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          button(
            say('내 코드입니다, 합치기', 'It is mine, join'),
            { command: 'link', args: { code, sure: 'yes' } },
            'danger',
          ),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

async function joinedCard({ say, members, who, where, now }: CommandContext, code: string): Promise<Draft> {
  const identity = who.ids.find(id => id.startsWith(`${where.platform}:`)) ?? who.id;
  const member = await members.redeem(code, identity);
  return {
    title: say('연결했습니다', 'Linked'),
    tone: 'good',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('이름', 'Name'), value: member.name },
          { label: say('계정', 'Identities'), value: member.identities.join(', ') },
          { label: say('권한', 'Roles'), value: rolesText(member.roles, say) },
        ],
      },
      {
        kind: 'text',
        text: say(
          '이제 두 채팅에서 한 사람입니다. 하루 한도와 반복 주문 확인도 함께 셉니다.',
          'You are one person in both chats now; day limits and repeats count together.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}
