import { type CommandContext, DeskError, type Draft, defineCommand } from '../src/core/index.js';
import { alertCard, testCard } from './alert-card.js';
import { readWish } from './alert-wish.js';
import {
  DAYS_CHOICES,
  HOW_CHOICES,
  kindName,
  loudnessName,
  quietText,
  WHAT_CHOICES,
  WHERE_CHOICES,
} from './alert-words.js';

export const alerts = defineCommand({
  name: 'alerts',
  aliases: ['알림설정'],
  summary: {
    ko: '알림: 무엇을 소리로, 무음으로 받고 끌지 보고 바꾸기, 방해금지, 시험',
    en: 'Alerts: what arrives with a sound, silently or not at all; quiet hours; test',
  },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'what',
      ko: '무엇',
      kind: 'choice',
      description: {
        ko: '알림의 종류, 전체, 방해금지, 시험, 확인 (없으면 보기)',
        en: 'Kind, all, quiet, test or acknowledge; left out, shows',
      },
      choices: WHAT_CHOICES,
    },
    {
      name: 'how',
      ko: '방식',
      kind: 'choice',
      description: { ko: '소리, 무음, 끔', en: 'sound, silent or off' },
      choices: HOW_CHOICES,
    },
    {
      name: 'where',
      ko: '어디',
      kind: 'choice',
      description: {
        ko: '나 또는 여기 (여기는 관리자. 없으면 나)',
        en: 'me, or here (admins); left out, me',
      },
      choices: WHERE_CHOICES,
    },
    {
      name: 'days',
      ko: '휴일',
      kind: 'choice',
      description: { ko: '방해금지를 휴장일에는 하루 종일', en: 'Quiet all day on market holidays' },
      choices: DAYS_CHOICES,
    },
    {
      name: 'hours',
      ko: '시간',
      kind: 'text',
      description: {
        ko: '방해금지 시간 (예: 22:00-07:00 휴일)',
        en: 'Quiet hours, e.g. 22:00-07:00 holidays',
      },
      rest: true,
    },
  ],
  async run(context, given) {
    const { alerts: control, say } = context;
    const wish = readWish(given, say);
    switch (wish.kind) {
      case 'show':
        return alertCard(context);
      case 'test':
        return testCard(context, await control.test());
      case 'acknowledge': {
        const count = await control.acknowledgeAll();
        return alertCard(
          context,
          count === 0
            ? say('확인을 기다리는 알림이 없습니다.', 'No alert waits to be acknowledged.')
            : say(`알림 ${count}건을 확인했습니다.`, `Acknowledged: ${count}.`),
        );
      }
      case 'loudness': {
        requirePlace(context, wish.whose);
        await control.setLoudness(wish.whose, wish.what, wish.how);
        const what = wish.what === 'all' ? say('모든 알림', 'every alert') : kindName(wish.what, say);
        return changed(context, wish.whose, `${what}: ${loudnessName(wish.how, say)}`);
      }
      case 'quiet':
        requirePlace(context, wish.whose);
        await control.setQuiet(wish.whose, wish.quiet);
        return changed(
          context,
          wish.whose,
          `${say('방해금지', 'quiet hours')}: ${quietText(wish.quiet, say)}`,
        );
    }
  },
});

/** Throws `denied` for who may not, and `notFound` where no alerts go. */
function requirePlace({ alerts: control, who }: CommandContext, whose: 'mine' | 'here'): void {
  if (whose === 'mine') return;
  if (!who.roles.has('admin')) throw new DeskError('denied', 'alerts of a place', { need: 'admin' });
  if (!control.list().here) throw new DeskError('notFound', 'no alerts go here', { what: 'alerts' });
}

function changed(context: CommandContext, whose: 'mine' | 'here', what: string): Draft {
  const { say } = context;
  const where = whose === 'mine' ? say('나', 'me') : say('여기', 'here');
  return alertCard(context, say(`바꿨습니다 (${where}) — ${what}`, `Changed (${where}) — ${what}`));
}
