import type { Clock, Draft, Language, MemberView, Notice } from '../../core/index.js';
import { formatKst } from '../../core/index.js';
import { plain } from '../quoted.js';

interface Said {
  readonly clock: Pick<Clock, 'now'>;
  readonly language: Language;
}

/** What the owner, and everybody where alerts go, reads when an identity has joined a member. */
export function joinNotice(member: MemberView, identity: string, { clock, language }: Said): Notice {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const draft: Draft = {
    title: say('구성원에 계정이 연결되었습니다', 'An identity was linked to a member'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '연결 코드로 두 계정이 한 사람이 되었습니다. 권한과 계좌, 하루 한도를 함께 씁니다.',
          'By a link code two identities became one person: roles, accounts and day limits are shared.',
        ),
      },
      {
        kind: 'fields',
        fields: [
          { label: say('이름', 'Name'), value: `“${plain(member.name, 40)}”` },
          { label: say('새로 연결됨', 'Linked now'), value: identity },
          { label: say('모든 계정', 'All identities'), value: member.identities.join(', ') },
        ],
      },
      {
        kind: 'text',
        text: say(
          `본인이 한 일이 아니면 관리자가 바로 끊으세요: /members remove ${identity}`,
          `If that was not the person themselves, an admin cuts it at once: /members remove ${identity}`,
        ),
      },
    ],
    footer: `${formatKst(clock.now())} KST`,
  };
  return { kind: 'security', urgency: 'warning', draft, isPrivate: true, at: clock.now() };
}

/** What the owner reads when somebody seems to be trying codes. */
export function guessingNotice({ clock, language }: Said): Notice {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const draft: Draft = {
    title: say('연결 코드를 모두 무효로 했습니다', 'All link codes were made void'),
    tone: 'bad',
    blocks: [
      {
        kind: 'text',
        text: say(
          '틀린 연결 코드가 20번 들어왔습니다. 맞힌 사람은 없고, 아직 쓰지 않은 코드는 모두 무효가 되었습니다.',
          'Twenty wrong link codes came in. None was right, and every code not used yet is void.',
        ),
      },
      {
        kind: 'text',
        text: say(
          '연결하려던 사람은 /link 로 새 코드를 받으면 됩니다. 누가 시도했는지는 /audit 에 있습니다.',
          'Whoever wanted to link asks for a new code with /link. Who tried is in /audit.',
        ),
      },
    ],
    footer: `${formatKst(clock.now())} KST`,
  };
  return {
    kind: 'security',
    urgency: 'warning',
    incident: 'linkCodes',
    draft,
    isPrivate: true,
    at: clock.now(),
  };
}
