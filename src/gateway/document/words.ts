/** What stands above the routes, paragraph by paragraph. */
export const INTRODUCTION = [
  '증권사 계좌 하나에는 접근토큰을 발급하는 곳이 하나여야 합니다. 봇, 대시보드, 노트북은 직접 로그인하지 말고 이 데스크에 토큰을 요청하십시오. 조회와 주문표도 같은 주소에서 합니다.',
  'A broker account tolerates one token issuer, so other programs ask this desk for the token instead of logging in themselves. Looking, and making tickets, happens at the same address.',
  '주의: 건네받은 토큰과 앱키를 함께 쓰는 프로그램은 이 데스크의 한도, 중지, 기록을 모두 비켜 갑니다. 조회만 하는 프로그램이라면 토큰을 받지 말고 읽기 전용 프록시(GET /api/v1/proxy/kis/…)를 쓰십시오. 데스크의 호출 한도를 함께 지키고, 주문은 나갈 수 없습니다.',
  'Careful: a handed-out token plus the app key goes past the desk’s limits, halt and audit trail. A program that only reads should not be handed a token; prefer the read-only proxy (GET /api/v1/proxy/kis/…), which keeps to the desk’s call rate and from which nothing can be ordered.',
  '금액과 수량은 정수(원, 주)이고 시각은 시차가 적힌 ISO 8601(+09:00)입니다. 성공이 아닌 답은 모두 같은 모양입니다: 프로그램은 error.code로 판단하고, 사람은 error.message를 읽고, error.reference로 기록을 찾습니다. Retry-After가 있으면 그만큼 기다린 뒤 다시 부르십시오.',
  'Amounts are whole numbers (won, shares), times ISO 8601 with their offset (+09:00). Whatever is no success has one shape: a program decides by error.code, a person reads error.message, and error.reference stands in the log. Where there is a Retry-After, wait as long before asking again.',
  '어떤 요청이든 경로나 본문에 이르기 전에 400, 404, 405, 408, 413, 415, 421, 431로 거절될 수 있습니다: 주소에 쓴 키, 없는 주소, 다른 메서드, 너무 느리거나 큰 요청, JSON이 아닌 본문, 다른 Host, 너무 많은 헤더입니다.',
  'Any request may be refused before it reaches its route: 400 (a key in the address), 404, 405, 408 (too slow), 413, 415 (no JSON), 421 (another Host), 431 (too many headers), in the same shape.',
  '주문은 주문표가 되어 사람의 확인을 기다립니다. unattended 권한과 한도가 있는 키만 사람 없이 주문할 수 있습니다.',
  'An order is a ticket that waits for a person’s press, unless the key carries the scope unattended with limits of its own.',
] as const;

/** Every tag, in the order of the page. */
export const TAGS = [
  {
    name: 'sync',
    description: '토큰 건네주기 · Hand-outs of the broker’s access token to other programs (scope token).',
  },
  {
    name: 'proxy',
    description:
      '읽기 전용 프록시 · The broker’s own read services, paced by the desk; nothing can be ordered (scope read).',
  },
  { name: 'auth', description: '토큰 관리 · State and renewal of tokens and approval keys (scope control).' },
  { name: 'account', description: '계좌 · Balance and positions (scope read).' },
  { name: 'market', description: '종목과 시세 · Symbols, stocks and charts (scope read).' },
  {
    name: 'orders',
    description: '주문표 · Tickets: new orders, amendments, cancellations (scope trade; looking needs read).',
  },
  {
    name: 'documents',
    description: '보관함 · Watchlists and workspaces, kept with versions (scope read).',
  },
  { name: 'commands', description: '명령 · Any command of the chat, answered as data.' },
  {
    name: 'stream',
    description: '실시간 · Quotes, own orders, token generations and alerts as they happen.',
  },
  { name: 'admin', description: '사용량과 기록 · Usage and the audit trail (scope control).' },
  {
    name: 'health',
    description: '상태 · Whether the desk can do its work. Public, or with a key where it says so.',
  },
  { name: 'web', description: '웹 콘솔 · The chat in a browser.' },
  { name: 'docs', description: '문서 · This document and its page.' },
] as const;

export const SECURITY = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description:
      'BACKEND_API_KEY, 또는 /keys로 만든 키 · BACKEND_API_KEY, or a key made with /keys or npm run keys, with the scope that the route needs.',
  },
  syncKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-sync-key',
    description: 'SYNC_API_KEY, 또는 token 권한이 있는 키 · SYNC_API_KEY, or a key with the scope token.',
  },
} as const;
