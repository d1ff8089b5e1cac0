import { formatKst, type Language, type Notice } from '../../core/index.js';

/** What the owner reads when a source without a good key was throttled. */
export function throttledNotice(source: string, spanMs: number, at: number, language: Language): Notice {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const minutes = Math.round(spanMs / 60_000);
  const texts = [
    say(
      `${source} 에서 키 없이, 또는 쓸 수 없는 키로 게이트웨이에 1분에 10번 넘게 요청했습니다. 들어온 요청은 없습니다.`,
      `${source} asked the gateway more than ten times within a minute without a good key. Nothing was let in.`,
    ),
    say(
      `주문과 조회에는 영향이 없습니다. 이 주소의 키 없는 요청은 ${minutes}분 동안 받지 않고, 계속되면 15분까지 늘립니다. 올바른 키를 쓰는 프로그램은 그대로 쓸 수 있습니다.`,
      `Orders and reads are not affected. Requests of this address without a good key are not taken for ${minutes} min, for up to 15 min if it goes on. Programs with a good key go on.`,
    ),
    say(
      '내 프로그램이면 키가 만료되거나 바뀌지 않았는지 /keys 로 확인하세요. 모르는 주소면 GATEWAY_HOST와 방화벽을 확인하세요.',
      'If it is a program of yours, look with /keys whether its key has expired or changed. If you do not know the address, check GATEWAY_HOST and the firewall.',
    ),
  ];
  return {
    kind: 'security',
    urgency: 'warning',
    // One trouble for however many sources: a flood from thousands of addresses is one card with a count.
    incident: 'gateway_throttled',
    endsQuietly: true,
    isPrivate: true,
    at,
    draft: {
      title: say('게이트웨이에 틀린 키가 계속 들어옵니다', 'Bad keys keep coming to the gateway'),
      tone: 'warning',
      blocks: texts.map(text => ({ kind: 'text', text })),
      footer: `${formatKst(at)} KST`,
    },
  };
}
