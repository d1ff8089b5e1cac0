import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHours } from '../../commands/alert-words.js';
import { NOTICE_KINDS, type OpenAlert, type Role } from '../../src/core/index.js';
import { buttonNamed, buttonsOf, MONDAY_TEN, openDesk, replyOf, textOf } from '../support/desk.js';
import { memoryAlerts } from '../support/memory-alerts.js';

const ADMIN: readonly Role[] = ['view', 'admin'];
const MINE = 'person:discord:1001';
const HERE = 'place:discord:71';

const OPEN: readonly OpenAlert[] = [
  { at: MONDAY_TEN - 600_000, title: '토큰이 만료되었습니다', reference: 'K7Q2MXA', state: 'unacknowledged' },
  { at: MONDAY_TEN - 60_000, title: '증권사 점검', reference: 'B2BBBBB', state: 'nobody' },
];

/** A desk, where alerts go to the place that is written from unless something else is said. */
function room(
  roles: readonly Role[] = ADMIN,
  alerts: Parameters<typeof memoryAlerts>[0] = { places: ['discord:71'] },
  language: 'ko' | 'en' = 'ko',
) {
  const memory = memoryAlerts(alerts);
  const desk = openDesk({ roles, alerts: memory, language });
  const card = async (line: string) => replyOf(await desk.type(line));
  return { ...desk, memory, card };
}

describe('/alerts', () => {
  test('shows for every kind how it arrives, for me and in this place, and the quiet hours', async () => {
    const { card } = room();
    await card('/alerts 방해금지 22:00-07:00 휴일');
    await card('/alerts 체결 무음 여기');
    const lines = textOf(await card('알림설정')).split('\n');
    expect(lines).toContain('알림 | 나 | 여기');
    for (const kind of ['토큰', '증권사', '주문', '정지', '보안', '채팅', '컴퓨터', '작업', '시작/종료']) {
      expect(lines).toContain(`${kind} | 소리 | 소리`);
    }
    expect(lines).toContain('체결 | 소리 | 무음');
    expect(lines).toContain('보고 | 무음 | 무음');
    expect(lines).toContain('방해금지 (나): 22:00-07:00, 휴장일은 하루 종일');
    expect(lines).toContain('방해금지 (여기): 없음');
  });

  test('shows no column for a place to which no alerts go', async () => {
    const { card } = room(ADMIN, {});
    const text = textOf(await card('/alerts'));
    expect(text).toContain('토큰 | 소리\n');
    expect(text).not.toContain('여기');
  });

  test('is private, and for everybody who may look', async () => {
    const { card } = room(['view']);
    expect(await card('/alerts')).toMatchObject({ visibility: 'private', tone: 'neutral' });
    expect((await room(['trade']).card('/alerts')).title).toBe('권한이 없습니다');
  });

  test('shows what nobody acknowledged and what reached nobody, the oldest first', async () => {
    const { card } = room(ADMIN, { open: OPEN });
    const reply = await card('/alerts');
    expect(reply.tone).toBe('warning');
    expect(textOf(reply).split('\n').slice(1, 5)).toEqual([
      '아무도 확인하지 않았거나 전해지지 않은 알림이 2건 있습니다.',
      '시각 | 알림 | 상태 | 참조',
      '2026-11-23 09:50:00 | 토큰이 만료되었습니다 | 확인하지 않음 | K7Q2MXA',
      '2026-11-23 09:59:00 | 증권사 점검 | 아무에게도 전해지지 않음 | B2BBBBB',
    ]);
  });

  test('offers the usual changes, and what admins do to admins only', async () => {
    const labels = async (roles: readonly Role[]) =>
      buttonsOf(await room(roles, { open: OPEN }).card('/alerts')).map(({ label }) => label);
    const usual = ['전체 소리', '전체 무음', '방해금지 22:00-07:00', '방해금지…', '바꾸기…'];
    expect(await labels(['view'])).toEqual([...usual, '새로고침']);
    expect(await labels(ADMIN)).toEqual(['1건 확인', ...usual, '시험', '새로고침']);
  });

  test('in English is English', async () => {
    const { card } = room(ADMIN, { places: ['discord:71'], open: [], arrivals: [] }, 'en');
    for (const line of ['/alerts', '/alerts fill off here', '/alerts quiet 1-2 holidays', '/alerts test']) {
      expect(textOf(await card(line), 'en')).not.toMatch(/[가-힣]/);
    }
    for (const line of [
      '/alerts noise',
      '/alerts fill',
      '/alerts quiet',
      '/alerts fill loud',
      '/alerts quiet 9-9',
    ]) {
      const reply = await card(line);
      expect(reply.title).toBe('Please check your input');
      expect(textOf({ ...reply, blocks: reply.blocks.slice(0, 1) }, 'en')).not.toMatch(/[가-힣]/);
    }
  });
});

describe('/alerts changes', () => {
  test.each([
    ['/alerts 체결 무음', MINE, { loudness: { fill: 'silent' } }],
    ['알림설정 시작/종료 끔', MINE, { loudness: { life: 'off' } }],
    ['/alerts fill silent me', MINE, { loudness: { fill: 'silent' } }],
    ['/alerts Fills Off 나', MINE, { loudness: { fill: 'off' } }],
    ['/alerts 토큰 끔 여기', HERE, { loudness: { token: 'off' } }],
    ['/alerts 토큰 여기 끔', HERE, { loudness: { token: 'off' } }],
    ['/alerts token sound here', HERE, { loudness: { token: 'sound' } }],
    [
      '/alerts 방해금지 22:00-07:00',
      MINE,
      { loudness: {}, quiet: { from: 1320, to: 420, closedDays: false } },
    ],
    ['/alerts 방해금지 22-7 휴일', MINE, { loudness: {}, quiet: { from: 1320, to: 420, closedDays: true } }],
    [
      '/alerts 방해금지 휴일 22:30~07:00',
      MINE,
      { loudness: {}, quiet: { from: 1350, to: 420, closedDays: true } },
    ],
    [
      '/alerts 방해금지 22:00 - 07:00 휴일 여기',
      HERE,
      { loudness: {}, quiet: { from: 1320, to: 420, closedDays: true } },
    ],
    [
      '/alerts quiet 9:00-9:30 here holidays',
      HERE,
      { loudness: {}, quiet: { from: 540, to: 570, closedDays: true } },
    ],
  ])('by %s', async (line, subject, preferences) => {
    const { card, memory } = room();
    const reply = await card(line);
    expect(textOf(reply)).toContain(subject === MINE ? '바꿨습니다 (나)' : '바꿨습니다 (여기)');
    expect([...memory.settings]).toEqual([[subject, preferences]]);
  });

  test('every kind at once, which is told in one word', async () => {
    const { card, memory } = room();
    expect(textOf(await card('/alerts 전체 무음'))).toContain('바꿨습니다 (나) — 모든 알림: 무음');
    expect(memory.settings.get(MINE)?.loudness).toEqual(
      Object.fromEntries(NOTICE_KINDS.map(kind => [kind, 'silent'])),
    );
  });

  test('by typed options as by words', async () => {
    const { dispatcher, inbound, memory } = room();
    for (const options of [
      { what: 'quiet', hours: '22:00-07:00', days: 'holidays', where: 'here' },
      { what: 'order', how: 'off', where: 'here' },
    ]) {
      await dispatcher.handle(inbound({ kind: 'command', name: 'alerts', options }));
    }
    expect([...memory.settings]).toEqual([
      [HERE, { loudness: { order: 'off' }, quiet: { from: 1320, to: 420, closedDays: true } }],
    ]);
  });

  test('quiet hours are taken back', async () => {
    const { card, memory } = room();
    for (const [off, where] of [
      ['끔', '나'],
      ['off', 'me'],
      ['여기', '끔'],
    ]) {
      const set = where === '끔' ? '/alerts 방해금지 22-7 여기' : '/alerts 방해금지 22-7';
      await card(set);
      expect(textOf(await card(`/alerts 방해금지 ${off} ${where}`))).toContain('방해금지: 없음');
    }
    expect([...memory.settings.values()]).toEqual([{ loudness: {} }, { loudness: {} }]);
  });

  test('by its buttons, which say then what can be taken back', async () => {
    const { card, press, memory } = room();
    const shown = await card('/alerts');
    const quiet = replyOf(await press(buttonNamed(shown, '방해금지 22:00-07:00').id));
    expect(memory.settings.get(MINE)?.quiet).toEqual({ from: 1320, to: 420, closedDays: false });
    await press(buttonNamed(quiet, '방해금지 끔').id);
    expect(memory.settings.get(MINE)?.quiet).toBeUndefined();
    await press(buttonNamed(shown, '전체 무음').id);
    expect(memory.settings.get(MINE)?.loudness.token).toBe('silent');
  });

  test('by what its buttons ask for', async () => {
    const { card, dispatcher, inbound, memory } = room();
    const shown = await card('/alerts');
    const fill = async (label: string, given: Readonly<Record<string, string>>) => {
      const { id: buttonId } = buttonNamed(shown, label);
      const form = dispatcher.formOf(inbound({ kind: 'press', buttonId }));
      expect(form?.fields.map(({ name }) => name)).toEqual(Object.keys(given));
      return dispatcher.handle(inbound({ kind: 'press', buttonId, given }));
    };
    await fill('바꾸기…', { what: '체결', how: '끔', where: '' });
    await fill('방해금지…', { hours: '23:30-6 휴일' });
    expect([...memory.settings]).toEqual([
      [MINE, { loudness: { fill: 'off' }, quiet: { from: 1410, to: 360, closedDays: true } }],
    ]);
    expect(textOf(replyOf(await fill('방해금지…', { hours: '' })))).toContain('방해금지 시간이 빠졌습니다');
  });

  test.each([
    ['/alerts 잡담 무음', '“잡담” 부분은 알림의 종류가 아닙니다'],
    ['/alerts 무음', '무엇을 바꿀지 빠졌습니다'],
    ['/alerts 22:00-07:00', '“22:00-07:00” 부분은 알림의 종류가 아닙니다'],
    ['/alerts 체결', '어떻게 받을지 빠졌습니다'],
    ['/alerts 체결 시끄럽게', '“시끄럽게” 부분을 이해하지 못했습니다'],
    ['/alerts 체결 무음 소리', '“소리” 부분은 쓸 곳이 없습니다'],
    ['/alerts 체결 무음 22:00-07:00', '“22:00-07:00” 부분은 쓸 곳이 없습니다'],
    ['/alerts 체결 무음 나 여기', '“여기” 부분은 쓸 곳이 없습니다'],
    ['/alerts 방해금지', '방해금지 시간이 빠졌습니다'],
    ['/alerts 방해금지 휴일', '방해금지 시간이 빠졌습니다'],
    ['/alerts 시험 여기', '“여기” 부분은 쓸 곳이 없습니다'],
    ['/alerts 체결 무음 휴일', '“휴일” 부분은 쓸 곳이 없습니다'],
    ['/alerts 방해금지 소리', '“소리” 부분을 방해금지 시간으로 읽을 수 없습니다'],
    ['/alerts 방해금지 끔 22:00-07:00', '“끔” 부분을 방해금지 시간으로 읽을 수 없습니다'],
    ['/alerts 방해금지 24:00-07:00', '“24:00-07:00” 부분을 방해금지 시간으로'],
    ['/alerts 방해금지 22:60-07:00', '“22:60-07:00” 부분을 방해금지 시간으로'],
    ['/alerts 방해금지 07:00-7', '“07:00-7” 부분을 방해금지 시간으로'],
    ['/alerts 방해금지 22시', '“22시” 부분을 방해금지 시간으로'],
    ['/alerts 시험 무음', '“무음” 부분은 쓸 곳이 없습니다'],
    ['/alerts 확인 전부', '“전부” 부분은 쓸 곳이 없습니다'],
  ])('nothing by %s, and says why', async (line, why) => {
    const { card, memory, audit } = room();
    const reply = await card(line);
    expect(reply.title).toBe('입력을 확인해 주세요');
    expect(textOf(reply)).toContain(why);
    expect([...memory.settings, memory.tests()]).toEqual([0]);
    expect(audit).toMatchObject([{ outcome: 'refused', reason: 'input' }]);
  });

  test('nothing of a place for who is no admin, nor of one to which no alerts go', async () => {
    for (const line of ['/alerts 체결 끔 여기', '/alerts 방해금지 22-7 여기', '/alerts 방해금지 끔 여기']) {
      const looker = room(['view', 'trade', 'approve']);
      expect((await looker.card(line)).title).toBe('권한이 없습니다');
      const nowhere = room(ADMIN, {});
      expect((await nowhere.card(line)).title).toBe('여기로는 알림이 오지 않습니다');
      expect([...looker.memory.settings, ...nowhere.memory.settings]).toEqual([]);
    }
  });
});

describe('/alerts 시험', () => {
  const arrivals = [
    { where: 'Discord 알림 채널', arrived: true, tookMs: 423, reason: undefined },
    { where: 'Telegram 엄마', arrived: false, tookMs: undefined, reason: '봇을 차단했습니다' },
  ];

  test('tells where it arrived and how fast, and where it did not and why', async () => {
    const { card, memory } = room(ADMIN, { arrivals });
    const reply = await card('/alerts 시험');
    expect(reply.tone).toBe('warning');
    for (const line of [
      '2곳 가운데 1곳에 10초 안에 오지 않았습니다.',
      'Discord 알림 채널 | 도착 0.42초',
      'Telegram 엄마 | 오지 않음: 봇을 차단했습니다',
    ]) {
      expect(textOf(reply)).toContain(line);
    }
    expect(memory.tests()).toBe(1);
  });

  test('that arrives everywhere is good, and one that has nowhere to go is not', async () => {
    const all = await room(ADMIN, { arrivals: arrivals.slice(0, 1) }).card('/alerts test');
    expect([all.tone, textOf(all)]).toEqual(['good', expect.stringContaining('1곳에 모두 도착했습니다')]);
    const none = await room(ADMIN, { arrivals: [] }).card('/alerts test');
    expect([none.tone, textOf(none)]).toEqual([
      'warning',
      expect.stringContaining('갈 곳이 하나도 없습니다'),
    ]);
  });

  test.each(['/alerts 시험', '/alerts 확인'])('and %s are for admins', async line => {
    const { card, memory } = room(['view', 'trade', 'approve'], { open: OPEN });
    expect((await card(line)).title).toBe('권한이 없습니다');
    expect(memory.tests()).toBe(0);
    expect(textOf(await card('/alerts'))).toContain('2건');
  });
});

describe('/alerts 확인', () => {
  test('acknowledges everything at once, and says how much', async () => {
    const { card, press } = room(ADMIN, { open: OPEN });
    const reply = replyOf(await press(buttonNamed(await card('/alerts'), '1건 확인').id));
    expect(textOf(reply)).toContain('알림 1건을 확인했습니다.');
    expect(textOf(reply)).not.toContain('K7Q2MXA');
    expect(textOf(await card('/alerts acknowledge'))).toContain('확인을 기다리는 알림이 없습니다.');
  });
});

test('every time of the day that can be written is read as its minutes, and nothing else is', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const written = (m: number) =>
    `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
  fc.assert(
    fc.property(minute, minute, (from, to) => {
      expect(readHours(`${written(from)}-${written(to)}`)).toEqual(from === to ? undefined : { from, to });
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), text => {
      if (!/^\d{1,2}(:\d{2})?[-~]\d{1,2}(:\d{2})?$/.test(text)) expect(readHours(text)).toBeUndefined();
    }),
  );
});
