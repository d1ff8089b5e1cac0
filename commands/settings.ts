import {
  accountLabel,
  type CommandContext,
  type Draft,
  defineCommand,
  formatKst,
} from '../src/core/index.js';
import { quietText } from './alert-words.js';

export const settings = defineCommand({
  name: 'settings',
  aliases: ['설정'],
  summary: { ko: '내 설정: 언어, 기본 계좌, 알림', en: 'Your settings: language, default account, alerts' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'language',
      ko: '언어',
      kind: 'choice',
      description: { ko: '나에게 답하는 언어', en: 'The language of answers to you' },
      choices: [
        { value: 'ko', label: { ko: '한국어', en: 'Korean' } },
        { value: 'en', label: { ko: '영어', en: 'English' } },
        { value: 'desk', label: { ko: '봇 기본', en: 'The bot’s' } },
      ],
    },
  ],
  async run(context, { language }) {
    const { preferences } = context;
    if (language === undefined) return card(context);
    await preferences.setLanguage(language === 'desk' ? undefined : language);
    // Which one the desk speaks is seen in its next answer; the other two are spoken from here on.
    const next = language === 'desk' ? context.language : language;
    const spoken: CommandContext = {
      ...context,
      language: next,
      say: (ko, en) => (next === 'ko' ? ko : en),
    };
    return card(spoken, spoken.say('언어를 바꿨습니다', 'Language changed'));
  },
});

function card(context: CommandContext, title?: string): Draft {
  const { say, button, accounts, alerts, preferences, now } = context;
  const chosen = preferences.mine().language;
  const pinned = accounts.pinned()?.ref;
  const several = accounts.mine().length > 1;
  const { loudness, quiet } = alerts.list().mine;
  const heard = Object.values(loudness);
  const off = heard.filter(how => how === 'off').length;
  return {
    title: title ?? say('설정', 'Settings'),
    tone: title === undefined ? 'neutral' : 'good',
    blocks: [
      {
        kind: 'fields',
        fields: [
          {
            label: say('언어', 'Language'),
            value:
              chosen === undefined
                ? say('봇 기본을 따름', 'follows the bot')
                : chosen === 'ko'
                  ? say('한국어', 'Korean')
                  : say('영어', 'English'),
          },
          {
            label: say('기본 계좌', 'Default account'),
            value: pinned
              ? accountLabel(pinned)
              : several
                ? say('없음 (주문할 때마다 묻습니다)', 'none (orders ask each time)')
                : say('정할 필요 없음', 'not needed'),
          },
          {
            label: say('내 채팅으로 오는 알림', 'Alerts to your own chat'),
            value: say(
              `${heard.length}가지 가운데 ${heard.length - off}가지`,
              `${heard.length - off} of ${heard.length} kinds`,
            ),
          },
          { label: say('방해금지', 'Quiet hours'), value: quietText(quiet, say) },
        ],
      },
      {
        kind: 'buttons',
        buttons: (['ko', 'en', 'desk'] as const)
          .filter(language => language !== (chosen ?? 'desk'))
          .map(language => button(LANGUAGES[language](say), { command: 'settings', args: { language } })),
      },
      {
        kind: 'buttons',
        buttons: [
          button(say('알림과 방해금지', 'Alerts, quiet hours'), { command: 'alerts', args: {} }),
          button(say('계좌', 'Accounts'), { command: 'account', args: {} }),
          button(say('나', 'Me'), { command: 'me', args: {} }),
        ],
      },
      {
        kind: 'text',
        text: say(
          '여기서 고른 것은 나에게만, Discord 와 Telegram 에서 똑같이 적용됩니다.',
          'What you choose here is for you alone, the same on Discord and Telegram.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

/** Each language by its own name, so that whoever cannot read this one finds theirs. */
const LANGUAGES = {
  ko: () => '한국어',
  en: () => 'English',
  desk: (say: CommandContext['say']) => say('봇 기본', 'The bot’s own'),
} as const;
