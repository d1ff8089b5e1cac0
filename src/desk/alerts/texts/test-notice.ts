import {
  type Draft,
  type DropReason,
  type Language,
  type MemberView,
  type PlatformStatus,
  platformName,
} from '../../../core/index.js';
import { plain } from '../../quoted.js';
import { sayIn } from '../../teller.js';
import type { Ear } from '../preferences.js';

export function testDraft(language: Language): Draft {
  const say = sayIn(language);
  return {
    title: say('알림 시험입니다', 'This is a test of alerts'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'text',
        text: say(
          '여기로 알림이 옵니다. 아무 일도 없었고 할 일도 없습니다. 무엇을 받을지는 /alerts 로 고릅니다.',
          'Alerts arrive here. Nothing has happened and nothing need be done. /alerts chooses what is told.',
        ),
      },
    ],
  };
}

/** `Discord 알림 채널`, `Telegram 홍길동`. */
export function whereText(
  { to }: Pick<Ear, 'to'>,
  people: readonly MemberView[],
  language: Language,
): string {
  const say = sayIn(language);
  const name = platformName(to.platform, language);
  if (to.platform === 'console') return name;
  if (to.kind === 'place') return `${name} ${say('알림 채널', 'alert channel')}`;
  const member = people.find(({ identities }) => identities.includes(`${to.platform}:${to.id}`));
  return `${name} ${member ? plain(member.name, 40) : to.id}`;
}

/** Why something does not stand where it should. */
export function whyText(
  dropped: DropReason | undefined,
  status: PlatformStatus | undefined,
  language: Language,
): string {
  const say = sayIn(language);
  switch (dropped) {
    case 'refused':
      return say(
        '플랫폼이 거절함: 봇의 권한이나 채널을 확인하세요',
        'refused: check the channel and the bot’s rights',
      );
    case 'notOffered':
      return say(
        '보낼 길이 없음: 봇과 대화를 먼저 시작해야 합니다',
        'no way there: start a chat with the bot first',
      );
    case 'tooOld':
      return say('너무 오래되어 보내지 않음', 'too old');
    case 'doubtful':
      return say('도착했는지 알 수 없음', 'it may or may not have arrived');
    case undefined:
      if (status && status.state !== 'connected') {
        return status.reason ?? say('연결되어 있지 않음', 'not connected');
      }
      return say('10초 안에 도착하지 않음', 'not there within ten seconds');
  }
}
