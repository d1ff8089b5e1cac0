import { asDeskError, type CommandContext, type Draft, defineCommand, formatKst } from '../src/core/index.js';

export const web = defineCommand({
  name: 'web',
  aliases: ['웹', '콘솔'],
  summary: {
    ko: '웹 콘솔: 브라우저에서 쓰는 한 번짜리 링크 받기',
    en: 'Web console: a one-time link for your browser',
  },
  access: 'view',
  visibility: 'private',
  args: [],
  async run(context) {
    // Whoever opens the link is the person who asked for it.
    if (context.where.kind === 'group') return notHereCard(context);
    try {
      return linkCard(context, context.webLink());
    } catch (thrown) {
      if (asDeskError(thrown).kind === 'notOffered') return offCard(context);
      throw thrown;
    }
  },
});

function linkCard(
  { say, now }: CommandContext,
  { url, until }: ReturnType<CommandContext['webLink']>,
): Draft {
  return {
    title: say('웹 콘솔', 'Web console'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'fields',
        fields: [
          { label: say('링크', 'Link'), value: url },
          { label: say('쓸 수 있는 때', 'Good until'), value: `${formatKst(until)} KST` },
        ],
      },
      {
        kind: 'text',
        text: say(
          '브라우저에서 여세요. 한 번 열면 링크는 무효이고, 그 브라우저에서 12시간 동안 쓰지 않으면 끝납니다.',
          'Open it in a browser. It works once, and the session ends after 12 hours without use.',
        ),
      },
      {
        kind: 'notice',
        tone: 'bad',
        text: say(
          '링크를 아무에게도 주지 마세요. 먼저 연 사람이 당신의 권한으로 조회하고 주문할 수 있습니다.',
          'Give this link to nobody: whoever opens it first can look and order with your rights.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function notHereCard({ say, now }: CommandContext): Draft {
  return {
    title: say('여기서는 링크를 보여 드리지 않습니다', 'No link is shown here'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '이 방에서는 다른 사람도 링크를 열 수 있어 만들지 않았습니다. 봇과의 1:1 대화나 터미널에서 /web 을 보내세요.',
          'Others here could open the link, so none was made. Send /web in a private chat with the bot, or at the terminal.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function offCard({ say, now }: CommandContext): Draft {
  return {
    title: say('웹 콘솔이 꺼져 있습니다', 'The web console is off'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '게이트웨이와 함께 켜집니다. 운영자가 설정에 GATEWAY=on 과 키(BACKEND_API_KEY 등)를 넣고 다시 시작하면 쓸 수 있습니다. 지금은 이 채팅에서 모두 할 수 있습니다.',
          'It comes with the gateway: the operator sets GATEWAY=on and a key (such as BACKEND_API_KEY) and restarts. Until then everything can be done in this chat.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}
