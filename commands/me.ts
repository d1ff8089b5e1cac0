import {
  type Block,
  type CommandContext,
  defineCommand,
  formatKst,
  platformName,
} from '../src/core/index.js';
import { rolesText } from './member-words.js';
import { accountNames } from './status-lines.js';

export const me = defineCommand({
  name: 'me',
  aliases: ['나'],
  summary: { ko: '내 이름, 계정, 권한과 계좌 보기', en: 'Your name, identities, roles and accounts' },
  access: 'view',
  visibility: 'private',
  args: [],
  async run(context) {
    const { who, where, say, button, language, now } = context;
    const linked = who.ids.length > 1;
    return {
      title: `${say('나', 'Me')} · ${who.name}`,
      tone: 'neutral',
      blocks: [
        {
          kind: 'fields',
          fields: [
            { label: say('이름', 'Name'), value: who.name },
            { label: say('계정', 'Identities'), value: who.ids.join(', ') },
            { label: say('지금 쓰는 채팅', 'Here'), value: platformName(where.platform, language) },
            { label: say('권한', 'Roles'), value: rolesText(who.roles, say) },
            { label: say('계좌', 'Accounts'), value: accountNames(context) },
          ],
        },
        ...(where.platform === 'console' ? [] : [aboutLinks(linked, say)]),
        {
          kind: 'buttons',
          buttons: [
            button(say('잔고', 'Balance'), { command: 'balance', args: {} }),
            ...(linked || where.platform === 'console'
              ? []
              : [button(say('연결 코드 받기', 'Get a link code'), { command: 'link', args: {} })]),
          ],
        },
      ],
      footer: `${formatKst(now)} KST`,
    };
  },
});

function aboutLinks(linked: boolean, say: CommandContext['say']): Block {
  const text = linked
    ? say(
        '연결된 계정은 모두 한 사람으로 셉니다. 끊으려면 관리자에게 부탁하세요.',
        'Linked identities count as one person. Ask an admin to cut one off.',
      )
    : say(
        '다른 채팅의 계정과 이으려면 /link 로 코드를 받으세요.',
        'To join your identity in the other chat, get a code with /link.',
      );
  return { kind: 'text', text };
}
