import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import {
  type Command,
  type CommandContext,
  DeskError,
  type Draft,
  type Inbound,
  type InboundContent,
  type Notice,
} from '../../src/core/index.js';
import {
  buttonNamed,
  handMadeDesk,
  MONDAY_TEN,
  openDesk,
  placeOn,
  replyOf,
  SAMPLE_OPTIONS,
  STRANGER,
  textOf,
} from '../support/desk.js';

/** A command named `probe` that does what a test wants. */
function probe(
  run: (context: CommandContext) => Promise<Draft>,
  over: Partial<Omit<Command, 'run'>> = {},
): Command {
  return {
    name: 'probe',
    aliases: ['시험'],
    summary: { ko: '시험', en: 'probe' },
    access: 'view',
    visibility: 'private',
    args: [],
    ...over,
    run,
  };
}
const wordsOf = (notice: Notice | undefined) => (notice ? textOf(notice.draft) : '');
const OK: Draft = { title: 'ran', tone: 'good', blocks: [] };

describe('an answer', () => {
  test('carries the stamp of the environment and the visibility of its command', async () => {
    const room = openDesk();
    expect(replyOf(await room.type('/balance'))).toMatchObject({ stamp: 'demo', visibility: 'private' });
    expect(replyOf(await room.type('/price 005930'))).toMatchObject({ stamp: 'demo', visibility: 'public' });
  });

  test('is the same for typed options and for text', async () => {
    const typed = replyOf(await openDesk().type('/price 005930'));
    const room = openDesk();
    const content = { kind: 'command', name: 'price', options: { symbol: '005930' } } as const;
    expect(replyOf(await room.dispatcher.handle(room.inbound(content)))).toEqual(typed);
  });

  test('leaves an audit line with who, where and what', async () => {
    const room = openDesk();
    await room.type('잔고 2');
    expect(room.audit).toEqual([
      {
        at: MONDAY_TEN,
        platform: 'discord',
        who: 'discord:1001',
        place: '71',
        act: 'text /balance 2',
        outcome: 'done',
      },
    ]);
  });

  test('is given though the audit cannot be written, and the log says so', async () => {
    const room = openDesk({ auditFails: true });
    expect(replyOf(await room.type('/balance')).tone).toBe('neutral');
    expect(room.logged.map(line => line.event)).toContain('audit failed');
  });
});

test('an answer does not wait for a slow disk to have its audit line, except to what an admin changes', async () => {
  let written = () => {};
  const disk = new Promise<void>(resolve => {
    written = resolve;
  });
  const commands = [
    probe(async () => OK),
    probe(async () => OK, { name: 'order', access: 'trade' }),
    probe(async () => OK, { name: 'grant', access: 'admin' }),
  ];
  const room = openDesk({ commands, roles: ['view', 'trade', 'admin'], auditWaits: disk });
  expect(replyOf(await room.type('/probe')).title).toBe('ran');
  expect(replyOf(await room.type('/order')).title).toBe('ran');
  const granted = { told: false };
  const grant = room.type('/grant').then(() => {
    granted.told = true;
  });
  await new Promise(resolve => setImmediate(resolve));
  expect([room.audit.map(({ act }) => act), granted.told]).toEqual([
    ['text /probe', 'text /order', 'text /grant'],
    false,
  ]);
  written();
  await grant;
  expect(granted.told).toBe(true);
});

describe('an event delivered twice', () => {
  test('has one effect, though both deliveries arrive at once', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const same = room.inbound({ kind: 'text', text: '/balance' });
    const outcomes = await Promise.all([room.dispatcher.handle(same), room.dispatcher.handle(same)]);
    expect(outcomes.map(outcome => outcome.kind).sort()).toEqual(['ignored', 'reply']);
    expect(desk.asked).toEqual(['balance']);
    expect(room.audit).toHaveLength(1);
  });

  test('has one effect when it is a press', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const { id } = buttonNamed(replyOf(await room.type('/balance')), '새로고침');
    const same = room.inbound({ kind: 'press', buttonId: id });
    const outcomes = await Promise.all([room.dispatcher.handle(same), room.dispatcher.handle(same)]);
    expect(outcomes.map(outcome => outcome.kind).sort()).toEqual(['ignored', 'reply']);
    expect(desk.asked).toEqual(['balance', 'balance']);
  });

  test('runs nothing while it cannot be noted, and says why', async () => {
    const desk = handMadeDesk();
    const reply = replyOf(await openDesk({ desk, inboxFails: true }).type('/balance'));
    expect(reply.title).toBe('저장소에 쓰지 못했습니다');
    expect(desk.asked).toEqual([]);
  });
});

describe('a stranger', () => {
  const knock = { who: { userId: STRANGER, name: '*관리자*\u202e\n' } };

  test('learns nothing, reaches nothing and leaves nothing in the journal of events', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    for (const text of ['/balance', '/nonsense', 'hello\u200b', '/price \u202e']) {
      expect(
        await room.type(text, { ...knock, where: { ...placeOn('discord', true), kind: 'private' } }),
      ).toEqual({ kind: 'refused' });
    }
    expect(await room.press('whatever', knock)).toEqual({ kind: 'refused' });
    expect(desk.asked).toEqual([]);
    expect(room.inbox.taken.size).toBe(0);
  });

  test('is reported to the owner once an hour, and audited a bounded number of times', async () => {
    const room = openDesk();
    for (let i = 0; i < 1000; i += 1) await room.type('/balance', knock);
    expect(room.notices).toHaveLength(1);
    expect(room.audit).toHaveLength(20);
    expect(room.audit[0]).toMatchObject({
      who: 'discord:9999',
      outcome: 'refused',
      reason: 'stranger person',
    });
    await room.clock.advance(3_600_000);
    await room.type('/balance', knock);
    expect(room.notices).toHaveLength(2);
    expect(room.notices).toMatchObject([
      { kind: 'security', urgency: 'warning', incident: 'stranger:discord:9999', isPrivate: true },
      { incident: 'stranger:discord:9999' },
    ]);
    expect(room.notices[0]?.stage).not.toBe(room.notices[1]?.stage);
    expect(wordsOf(room.notices[1])).toContain('980번 더');
  });

  test('cannot put lines or hidden characters into the notice with a chosen name', async () => {
    const room = openDesk();
    await room.type('/balance', knock);
    expect(wordsOf(room.notices[0])).toContain('“*관리자*”');
  });

  test('among thousands fills neither the audit nor the owner’s screen', async () => {
    const room = openDesk();
    for (let i = 0; i < 3000; i += 1) {
      await room.type('/balance', { who: { userId: String(10_000 + i), name: 'n' } });
    }
    expect(room.notices).toHaveLength(101);
    expect(room.audit).toHaveLength(120);
  });
});

describe('talk in a group', () => {
  const group = { platform: 'telegram', where: placeOn('telegram', true) } as const;

  test('is not for the desk, even when it begins like a command', async () => {
    const room = openDesk();
    for (const text of ['안녕하세요', '주문 언제 넣을까?', '상태 어때', 'balance of power', '재밌다\u200b']) {
      expect(await room.type(text, group)).toEqual({ kind: 'ignored' });
    }
    expect(room.audit).toEqual([]);
    expect(room.inbox.taken.size).toBe(0);
  });

  test('does not report the stranger who takes part in it', async () => {
    const room = openDesk();
    const stranger = { ...group, who: { userId: STRANGER, name: 'n' } };
    expect(await room.type('안녕하세요', stranger)).toEqual({ kind: 'ignored' });
    expect(room.notices).toEqual([]);
  });

  test('is answered when it is a command through and through', async () => {
    expect(replyOf(await openDesk().type('잔고 1', group)).title).toContain('잔고');
  });

  test('that is unknown is answered with a suggestion when it has a slash or is private', async () => {
    const room = openDesk();
    const privately = {
      ...group,
      where: { platform: 'telegram', id: '1001', group: '1001', kind: 'private' },
    } as const;
    expect(textOf(replyOf(await room.type('/balanse', group)))).toContain('혹시 /balance');
    expect(textOf(replyOf(await room.type('balanse', privately)))).toContain('혹시 /balance');
    expect(room.audit.map(entry => entry.reason)).toEqual(['unknownCommand', 'unknownCommand']);
  });
});

describe('a message that arrives late', () => {
  const ordering = [probe(async () => OK, { access: 'trade' })];

  test('runs up to ten minutes late when it only looks', async () => {
    const room = openDesk();
    const fine = await room.type('/balance', { sentAt: MONDAY_TEN - 600_000 });
    const late = await room.type('/balance', { sentAt: MONDAY_TEN - 600_001 });
    expect(replyOf(fine).title).toContain('잔고');
    expect(textOf(replyOf(late))).toContain('10분 전에 보낸 메시지라서 실행하지 않았습니다');
  });

  test('runs up to thirty seconds late when it does more', async () => {
    const room = openDesk({ commands: ordering, roles: ['trade'] });
    const fine = await room.type('/probe', { sentAt: MONDAY_TEN - 30_000 });
    const late = await room.type('/probe', { sentAt: MONDAY_TEN - 30_001 });
    expect(replyOf(fine).title).toBe('ran');
    expect(replyOf(late).title).toBe('너무 늦게 도착했습니다');
    expect(room.audit.map(entry => entry.outcome)).toEqual(['done', 'refused']);
  });

  test('runs when the platform’s clock is ahead of ours', async () => {
    const late = await openDesk().type('/balance', { sentAt: MONDAY_TEN + 90_000 });
    expect(replyOf(late).title).toContain('잔고');
  });
});

describe('wrong arguments', () => {
  test.each([
    ['/price', '빠진 것이 있습니다: 종목 이름이나 코드'],
    ['/balance two', '“two” 부분을 이해하지 못했습니다'],
    ['/balance 1e3', '“1e3” 부분을 이해하지 못했습니다'],
    ['/balance 2 3', '“3” 부분은 쓸 곳이 없습니다'],
    ['/orders someday', '“someday” 부분을 이해하지 못했습니다'],
    ['/token revoke', '“revoke” 부분을 이해하지 못했습니다'],
    ['/balance ２', '전각 글자'],
    [`/price ${'삼성'.repeat(5000)}`, '한 줄이 너무 길어 읽지 않았습니다'],
    [`/balance${' '.repeat(500)}and something out of sight`, '한 줄이 너무 길어 읽지 않았습니다'],
  ])('%s is refused with the reason and asks the broker nothing', async (text, reason) => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    expect(textOf(replyOf(await room.type(text)))).toContain(reason);
    expect(desk.asked).toEqual([]);
    expect(room.audit).toMatchObject([{ outcome: 'refused', reason: 'input' }]);
  });

  test('come with how the command is typed', async () => {
    for (const [text, usage] of [
      ['/price', '사용법: /price <종목>'],
      ['/balance 2 3', '사용법: /balance [쪽] [계좌]'],
    ] as const) {
      const read = textOf(replyOf(await openDesk().type(text)));
      expect(read).toContain(usage);
      expect(read).toContain(`/help ${usage.split(/[/ ]/)[2]} 에 있습니다`);
    }
  });

  test('in Korean are told without the English names of arguments', async () => {
    const room = openDesk();
    for (const text of ['/price', '/balance two', '/token revoke', '/orders someday', '/orders 20261130']) {
      const read = textOf(replyOf(await room.type(text)));
      const sentence = read.split('\n')[1] ?? '';
      expect(sentence.replace(/“[^”]*”/, '')).not.toMatch(/[a-z]/);
    }
  });

  test('are no fault of the program: a name that nobody bears is logged as a refusal', async () => {
    const room = openDesk();
    await room.type('/price 없는회사');
    expect(room.logged).toMatchObject([{ level: 'info', event: 'refused', fields: { kind: 'notFound' } }]);
  });

  test('named like a property of every object are refused', async () => {
    const room = openDesk();
    const options = Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    const outcome = await room.dispatcher.handle(room.inbound({ kind: 'command', name: 'balance', options }));
    expect(replyOf(outcome).title).toBe('입력을 확인해 주세요');
  });
});

describe('too many commands', () => {
  test('are refused visibly after twenty, one person at a time, and allowed again with time', async () => {
    const room = openDesk();
    const titles = [];
    for (let i = 0; i < 21; i += 1) titles.push(replyOf(await room.type('/status')).title);
    expect(titles.filter(title => title === '너무 빠릅니다')).toHaveLength(1);
    expect(titles.at(-1)).toBe('너무 빠릅니다');
    const other = await room.type('/status', { who: { userId: '2002', name: 'n' } });
    expect(replyOf(other).title).toBe('상태');
    await room.clock.advance(500);
    expect(replyOf(await room.type('/status')).title).toBe('상태');
    expect(replyOf(await room.type('/status')).title).toBe('너무 빠릅니다');
    expect(room.audit.at(-1)).toMatchObject({ outcome: 'refused', reason: 'rateLimited' });
  });
});

describe('a command that does not end', () => {
  test('is cut off after thirty seconds, heeding its signal or not', async () => {
    for (const heeding of [true, false]) {
      let aborted = false;
      const hanging = probe(
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              if (heeding) reject(signal.reason);
            });
          }),
      );
      const room = openDesk({ commands: [hanging] });
      const outcome = room.type('/probe');
      await room.clock.advance(29_999);
      expect(aborted).toBe(false);
      await room.clock.advance(1);
      expect(aborted).toBe(true);
      expect(replyOf(await outcome).title).toBe('시간 안에 답을 받지 못했습니다');
      expect(room.audit).toMatchObject([{ outcome: 'failed', reason: 'timeout' }]);
    }
  });

  test('leaves no timer behind when it does end', async () => {
    const room = openDesk();
    await room.type('/balance');
    expect(room.clock.sleepers).toBe(0);
  });
});

describe('a command that breaks', () => {
  const secret = 'https://api.example.invalid/bot123456:AAFsecret/getMe';
  const faults: readonly [string, () => Promise<Draft>][] = [
    ['an exception', async () => Promise.reject(new TypeError(secret))],
    [
      'a synchronous exception',
      () => {
        throw new RangeError(secret);
      },
    ],
    ['something that is no error', () => Promise.reject(secret)],
  ];

  test.each(faults)(
    'by %s is answered as a fault of the bot, with nothing of its inside',
    async (_name, run) => {
      const room = openDesk({ commands: [probe(run)] });
      const reply = replyOf(await room.type('/probe'));
      expect(reply).toMatchObject({ title: '봇의 오류입니다', visibility: 'private', tone: 'bad' });
      expect(JSON.stringify([reply, room.audit, room.logged])).not.toContain('AAFsecret');
    },
  );

  test('gives one reference to the card, the log and the audit', async () => {
    const room = openDesk({ commands: [probe(async () => Promise.reject(new Error('x')))] });
    const reply = replyOf(await room.type('/probe'));
    const reference = /참조 ([2-9A-HJ-NP-Z]{7}) · /.exec(reply.footer ?? '')?.[1];
    expect(reference).toHaveLength(7);
    expect(room.logged.find(line => line.event === 'failed')?.fields).toMatchObject({
      reference,
      kind: 'bug',
      command: 'probe',
      fault: 'Error',
    });
    expect(room.audit).toMatchObject([{ outcome: 'failed', reason: 'bug', reference }]);
  });

  test('with a failure of the broker is logged with the desk’s own message', async () => {
    const desk = handMadeDesk({
      balance: async () => {
        throw new DeskError('unavailable', 'inquire-balance: no answer', { code: 'EGW00500' });
      },
    });
    const room = openDesk({ desk });
    const reply = replyOf(await room.type('/balance'));
    expect(textOf(reply)).toContain('EGW00500');
    expect(textOf(reply)).not.toContain('no answer');
    expect(room.logged.at(-1)?.fields).toMatchObject({
      kind: 'unavailable',
      message: 'inquire-balance: no answer',
    });
  });
});

describe('a button', () => {
  test('that only shows something works again and again, and replaces its card', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const { id } = buttonNamed(replyOf(await room.type('/balance')), '새로고침');
    for (let i = 0; i < 5; i += 1) expect(await room.press(id)).toMatchObject({ placement: 'replace' });
    expect(desk.asked).toHaveLength(6);
    expect(room.audit.at(-1)).toMatchObject({ act: 'press /balance', outcome: 'done' });
  });

  test('pressed by somebody else changes nothing, is answered privately, and still works for its owner', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const { id } = buttonNamed(replyOf(await room.type('/balance')), '새로고침');
    const theirs = await room.press(id, { who: { userId: '2002', name: 'n' } });
    expect(theirs).toMatchObject({
      placement: 'new',
      reply: { visibility: 'private', title: '권한이 없습니다' },
    });
    expect(desk.asked).toEqual(['balance']);
    expect(room.audit.at(-1)).toMatchObject({ who: 'discord:2002', outcome: 'refused', reason: 'denied' });
    expect(await room.press(id)).toMatchObject({ placement: 'replace' });
  });

  test('pressed in another listed place or on another platform does nothing', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const { id } = buttonNamed(replyOf(await room.type('/balance')), '새로고침');
    const elsewhere = await room.press(id, { where: { ...placeOn('discord', true), id: '72' } });
    const onTelegram = await room.press(id, { platform: 'telegram', where: placeOn('telegram', true) });
    expect([replyOf(elsewhere).title, replyOf(onTelegram).title]).toEqual([
      '권한이 없습니다',
      '권한이 없습니다',
    ]);
    expect(desk.asked).toEqual(['balance']);
  });

  test('expires after thirty minutes and then says what to type', async () => {
    const desk = handMadeDesk();
    const room = openDesk({ desk });
    const { id } = buttonNamed(replyOf(await room.type('/price 삼성전자')), '새로고침');
    await room.clock.advance(30 * 60_000 - 1);
    expect(await room.press(id)).toMatchObject({ placement: 'replace' });
    await room.clock.advance(1);
    const late = await room.press(id);
    expect(late).toMatchObject({ placement: 'new', reply: { visibility: 'private' } });
    expect(textOf(replyOf(late))).toContain('대신 이렇게 입력하세요: /price 005930');
    expect(desk.asked.filter(what => what === 'quote')).toHaveLength(2);
  });

  test('that nobody was offered, or from before a restart, says what to do', async () => {
    const { id } = buttonNamed(replyOf(await openDesk().type('/balance')), '새로고침');
    const restarted = openDesk();
    for (const forged of [id, '', 'x'.repeat(5000), '__proto__', `${id.slice(0, -1)}!`]) {
      const note = await restarted.press(forged);
      expect(note).toMatchObject({ placement: 'new', reply: { visibility: 'private' } });
      expect(textOf(replyOf(note))).toContain('/help');
    }
  });

  test('is held to the role of its command when it is pressed', async () => {
    const desk = handMadeDesk();
    const offering = probe(async ({ button }) => ({
      ...OK,
      blocks: [{ kind: 'buttons', buttons: [button('now', { command: 'locked', args: {} })] }],
    }));
    const locked = probe(async () => OK, { name: 'locked', aliases: [], access: 'admin' });
    const room = openDesk({ desk, commands: [offering, locked] });
    const { id } = buttonNamed(replyOf(await room.type('/probe')), 'now');
    expect(textOf(replyOf(await room.press(id)))).toContain('관리 권한');
  });

  test('that leads to a command outside the allow-list runs nothing', async () => {
    const offering = probe(async ({ button }) => ({
      ...OK,
      blocks: [{ kind: 'buttons', buttons: [button('now', { command: 'gone', args: {} })] }],
    }));
    const room = openDesk({ commands: [offering] });
    const { id } = buttonNamed(replyOf(await room.type('/probe')), 'now');
    expect(replyOf(await room.press(id)).title).toBe('모르는 명령입니다');
  });

  test('whose command fails leaves the card as it was', async () => {
    let healthy = true;
    const flaky = probe(async ({ button }) => {
      if (!healthy) throw new DeskError('unavailable', 'down');
      return {
        ...OK,
        blocks: [{ kind: 'buttons', buttons: [button('again', { command: 'probe', args: {} })] }],
      };
    });
    const room = openDesk({ commands: [flaky] });
    const { id } = buttonNamed(replyOf(await room.type('/probe')), 'again');
    healthy = false;
    expect(await room.press(id)).toMatchObject({ placement: 'new', reply: { visibility: 'private' } });
    healthy = true;
    expect(await room.press(id)).toMatchObject({ placement: 'replace' });
  });
});

describe('the visibility that is known before the answer', () => {
  test('is that of the command, also through a button, and private for everything else', async () => {
    const room = openDesk();
    const visibilityOf = (content: InboundContent, extra: Partial<Inbound> = {}) =>
      room.dispatcher.visibilityOf({ ...room.inbound(content), ...extra });
    const refresh = buttonNamed(replyOf(await room.type('/price 005930')), '새로고침');
    expect(visibilityOf({ kind: 'text', text: '현재가 삼성전자' })).toBe('public');
    expect(visibilityOf({ kind: 'command', name: 'balance', options: {} })).toBe('private');
    expect(visibilityOf({ kind: 'press', buttonId: refresh.id })).toBe('public');
    expect(visibilityOf({ kind: 'press', buttonId: 'unknown' })).toBe('private');
    expect(visibilityOf({ kind: 'text', text: '/deploy' })).toBe('private');
    const stranger = { who: { userId: '666', name: 'stranger' }, platform: 'telegram' } as const;
    expect(visibilityOf({ kind: 'text', text: '현재가 삼성전자' }, stranger)).toBe('private');
  });

  test('is what the answer then has', async () => {
    for (const command of COMMANDS) {
      const room = openDesk({ roles: ['view', 'trade', 'approve', 'admin'] });
      const options = SAMPLE_OPTIONS[command.name] ?? {};
      const content = { kind: 'command', name: command.name, options } as const;
      const reply = replyOf(await room.dispatcher.handle(room.inbound(content)));
      expect(reply.visibility).toBe(room.dispatcher.visibilityOf(room.inbound(content)));
    }
  });
});
