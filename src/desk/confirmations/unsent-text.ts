/** Why an order did not leave, by the reason noted with it. Unknown reasons are jargon and stay in the log. */
export function unsentText(reason: string, say: (ko: string, en: string) => string): string {
  const nothing = say('주문은 나가지 않았습니다.', 'Nothing was ordered.');
  const [ko, en] = REASONS[reason.split(' ', 1)[0] ?? ''] ?? [
    '증권사에 닿지 못했습니다. 연결을 확인하고 필요하면 새로 주문해 주세요.',
    'The broker could not be reached. Check the connection and order anew if you still want it.',
  ];
  return `${nothing} ${say(ko, en)}`;
}

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  halted: [
    '보내기 직전에 거래가 정지되었습니다. /resume 으로 정지를 풀어야 주문할 수 있습니다.',
    'Trading was halted just before. It must be lifted with /resume before anything can be ordered.',
  ],
  storage: [
    '주문 기록을 디스크에 남길 수 없어 보내지 않았습니다. 관리자가 디스크를 확인해야 합니다.',
    'Its record could not be written to disk, so it was kept back. The operator must check the disk.',
  ],
  busy: [
    '증권사로 보낼 요청이 밀려 제때 보내지 못했습니다. 잠시 뒤 새로 주문해 주세요.',
    'Too many requests were waiting for the broker. Order anew in a moment.',
  ],
  timeout: [
    '정해진 시간 안에 보낼 차례가 오지 않았습니다. 잠시 뒤 새로 주문해 주세요.',
    'Its turn did not come in time. Order anew in a moment.',
  ],
  cooldown: [
    '접근 토큰이 없어 보내지 못했습니다. 1분 뒤 새로 주문해 주세요.',
    'There was no access token. Order anew in a minute.',
  ],
  credentials: [
    '증권사가 앱키를 받아들이지 않았습니다. 관리자가 키를 확인해야 합니다.',
    'The broker did not accept the app key. The operator must check the keys.',
  ],
  deadToken: [
    '증권사가 무효가 된 토큰을 돌려주고 있어 보내지 못했습니다. /token 에서 언제 풀리는지 볼 수 있습니다.',
    'The broker keeps handing out a dead token. /token shows when that ends.',
  ],
  notFound: [
    '정정할 주문이 그사이 모두 체결되거나 취소되어 남은 수량이 없습니다. /orders 에서 확인해 주세요.',
    'Nothing is left of the order that was to be amended: it was filled or cancelled meanwhile. Look at /orders.',
  ],
  notOffered: ['모의투자는 KRX 주문만 받습니다.', 'The paper server takes orders for the KRX only.'],
  input: [
    '주문의 모양이 잘못되어 보내지 않았습니다. 관리자에게 알려 주세요.',
    'The order was malformed and was kept back. Tell the operator.',
  ],
  cancelled: [
    '봇이 멈추는 중이어서 보내지 않았습니다. 다시 시작한 뒤 새로 주문해 주세요.',
    'The bot was stopping. Order anew when it is back.',
  ],
};
