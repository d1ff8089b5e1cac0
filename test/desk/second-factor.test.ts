import { expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import {
  type AccountControl,
  type Command,
  type CommandContext,
  type DeskAccount,
  DeskError,
  type Draft,
  type Inbound,
  type Inbox,
  type KeyWish,
} from '../../src/core/index.js';
import { codeOf } from '../../src/desk/asked.js';
import type { DispatchParts } from '../../src/desk/dispatch.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  OTHER,
  openDesk,
  replyOf,
  textOf,
} from '../support/desk.js';
import { notingTrade } from '../support/fake-trade.js';
import { memoryInbox } from '../support/memory-inbox.js';
import { memoryPreferences } from '../support/memory-preferences.js';
import { codeAt, enrolledAt, memoryStepUp, wrongCodeAt } from '../support/memory-step-up.js';

const DAD = 'discord:1001';
const ADMIN = ['view', 'trade', 'approve', 'admin'] as const;
const OK: Draft = { title: 'ran', tone: 'good', blocks: [] };

/** A desk whose one command does this; dad has a second factor, mum has none. */
function room(act: (context: CommandContext) => Promise<unknown>, options: OpenDeskOptions = {}) {
  const factors = memoryStepUp({ [DAD]: enrolledAt(MONDAY_TEN) });
  const command: Command = {
    name: 'act',
    aliases: [],
    summary: { ko: '', en: '' },
    access: 'view',
    visibility: 'private',
    args: [
      { name: 'what', ko: '무엇', kind: 'text', description: { ko: '무엇', en: 'what' } },
      { name: 'pin', ko: '비밀', kind: 'text', description: { ko: '', en: '' }, secret: true },
    ],
    async run(context) {
      await act(context);
      return OK;
    },
  };
  const desk = openDesk({ roles: ADMIN, factors, commands: [command], ...options });
  const answer = async (buttonId: string, given: Readonly<Record<string, string>>, over?: Partial<Inbound>) =>
    replyOf(await desk.dispatcher.handle(desk.inbound({ kind: 'press', buttonId, given }, over)));
  const say = async (text = '/act', over?: Partial<Inbound>) => replyOf(await desk.type(text, over));
  return { ...desk, factors, answer, say, code: (steps = 0) => codeAt(desk.clock.now(), steps) };
}

const CANCEL = { kind: 'cancel', account: ACCOUNT, which: { kind: 'all' } } as const;
const AS_MUM = { who: { userId: OTHER, name: 'x' } };

/** The desk's one account, whose changes are noted. */
function notingAccounts() {
  const done: string[] = [];
  const account: DeskAccount = { ref: ACCOUNT, owner: '', from: 'store', limits: {}, closed: undefined };
  const control: AccountControl = {
    mine: () => [account],
    all: () => [account],
    meant: () => account,
    pinned: () => undefined,
    async pin() {
      done.push('pin');
    },
    async change() {
      done.push('change');
      return account;
    },
    async remove() {
      done.push('remove');
    },
  };
  return { done, accounts: { controlFor: () => control } };
}

/** What needs a second factor; what it would throw afterwards does not matter here. */
const GUARDED: readonly (readonly [string, (context: CommandContext) => Promise<unknown>])[] = [
  ['lift a halt', ({ halts }) => halts.lift('all')],
  ['add a member', ({ members }) => members.add('telegram:5', '이모', ['view'])],
  ['change roles', ({ members }) => members.setRoles('엄마', ['view'])],
  ['give accounts', ({ members }) => members.setAccounts('엄마', [])],
  ['remove a member', ({ members }) => members.remove('엄마')],
  ['change limits', ({ accounts }) => accounts.change(ACCOUNT, { limits: { orderAmount: 1n } })],
  ['rename an account', ({ accounts }) => accounts.change(ACCOUNT, { alias: '새 이름' })],
  ['forget an account', ({ accounts }) => accounts.remove(ACCOUNT)],
  ['exchange a key', ({ keys }) => keys.rotate('dash', 0)],
];

test.each(GUARDED)('nobody with a second factor can %s without a code of it', async (_, act) => {
  const { accounts, done } = notingAccounts();
  const { say, factors, members } = room(act, { accounts });
  const before = members.list();
  expect((await say()).title).toBe('인증 코드가 필요합니다');
  expect([done, members.list() === before, factors.records.get(DAD)?.failures]).toEqual([[], true, []]);
  // Who has none is asked for none.
  expect((await say('/act', AS_MUM)).title).not.toBe('인증 코드가 필요합니다');
});

test('a new key takes a second factor', async () => {
  const wish: KeyWish = {
    name: 'dash',
    scopes: ['read'],
    accounts: 'all',
    owner: undefined,
    limits: undefined,
    lifeMs: undefined,
  };
  const { say } = room(({ keys }) => keys.add(wish));
  expect((await say()).title).toBe('인증 코드가 필요합니다');
});

test('what takes risk away, and what is one’s own, never asks for a code', async () => {
  const { accounts, done } = notingAccounts();
  const { say } = room(
    async context => {
      await context.halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: '' }, DAD);
      await context.accounts.pin(undefined);
      await context.preferences.setLanguage('en');
      await context.propose(CANCEL);
    },
    { accounts, policy: 'required' },
  );
  expect((await say()).title).toBe('ran');
  expect(done).toEqual(['pin']);
});

test('the button under the explanation asks for the code and runs the same call, once for each code', async () => {
  const asked: unknown[] = [];
  const desk = room(async ({ halts }) => {
    asked.push('run');
    await halts.lift('all');
  });
  const reply = await desk.say('/act 이것 비밀번호');
  const text = textOf(reply);
  expect(text).toContain('아직 실행하지 않았습니다');
  expect(text).toContain('주문은 나가지 않았습니다');
  const { id } = buttonNamed(reply, '인증 코드 입력');
  const form = desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId: id }));
  expect(form).toMatchObject({ title: 'act 이것', fields: [{ name: 'code', required: true, secret: true }] });
  expect((await desk.answer(id, { code: desk.code() })).title).toBe('ran');
  expect((await desk.answer(id, { code: desk.code() })).title).toBe('이미 쓴 인증 코드입니다');
  expect(desk.audit.map(({ act, outcome }) => [act, outcome])).toEqual([
    ['text /act 이것 ***', 'refused'],
    ['press /act 이것', 'done'],
    ['press /act 이것', 'refused'],
  ]);
  expect(asked).toHaveLength(3);
});

test('a code is written down nowhere: not in the trail, the log, nor the journal of events', async () => {
  const taken: Inbound[] = [];
  const inbox: Inbox = {
    ...memoryInbox(),
    async take(inbound) {
      taken.push(inbound);
      return true;
    },
  };
  const desk = room(({ halts }) => halts.lift('all'), { inbox });
  const { id } = buttonNamed(await desk.say(), '인증 코드 입력');
  const codes = [wrongCodeAt(MONDAY_TEN), desk.code()];
  for (const code of codes) await desk.answer(id, { code });
  const written = JSON.stringify([desk.audit, desk.logged, desk.notices, taken]);
  for (const code of codes) expect(written).not.toContain(code);
  expect(taken).toHaveLength(3);
});

test('one code serves all that one run does, and a wrong one counts once', async () => {
  const desk = room(async ({ members, halts }) => {
    await Promise.allSettled([halts.lift('all'), members.setAccounts('discord:2002', [])]);
    await members.setAccounts('discord:2002', 'all');
  });
  const { id } = buttonNamed(await desk.say(), '인증 코드 입력');
  expect(textOf(await desk.answer(id, { code: wrongCodeAt(MONDAY_TEN) }))).toContain('4번 더 틀리면');
  expect(desk.factors.records.get(DAD)?.failures).toHaveLength(1);
  expect((await desk.answer(id, { code: desk.code() })).title).toBe('ran');
});

test('five wrong codes keep a person from proposing orders, and from nothing that takes risk away', async () => {
  const desk = room(async ({ propose }) => {
    await propose(CANCEL);
    await propose({
      kind: 'amend',
      account: ACCOUNT,
      number: '1',
      size: undefined,
      price: { kind: 'market' },
    });
  });
  desk.factors.records.set(DAD, enrolledAt(MONDAY_TEN, { lockedUntil: MONDAY_TEN + 900_000 }));
  const refused = await desk.say();
  expect(refused.title).toBe('인증 코드가 잠겼습니다');
  expect(buttonsOf(refused)).toEqual([]);
  expect(desk.proposals.map(({ kind }) => kind)).toEqual(['cancel']);
});

test('a program is neither asked for a code nor passes with one, and changes nothing of its owner’s own', async () => {
  const { accounts, done } = notingAccounts();
  const program = {
    id: DAD,
    ids: [DAD, 'web:key:k1'],
    name: '아빠',
    roles: new Set(ADMIN),
    accounts: 'all',
  } as const;
  const visitors = () => ({ ...program, byKey: { id: 'k1', limits: undefined } });
  const over: Partial<Inbound> = {
    platform: 'web',
    who: { userId: 'key:k1', name: 'k' },
    where: { platform: 'web', id: 'key:k1', group: undefined, kind: 'private' },
  };
  const [command] = COMMANDS;
  if (!command) throw new Error('no command');
  const request = { command, given: {}, surplus: undefined, code: '123456' };
  expect([codeOf(request, visitors()), codeOf(request, program)]).toEqual([undefined, '123456']);
  const desk = room(({ halts }) => halts.lift('all'), { visitors });
  const reply = await desk.say('/act', over);
  expect([reply.title, buttonsOf(reply)]).toEqual(['인증 코드가 필요합니다', []]);
  for (const own of [
    ({ accounts: control }: CommandContext) => control.pin(undefined),
    ({ preferences }: CommandContext) => preferences.setLanguage('en'),
    ({ stepUp }: CommandContext) => stepUp.begin(),
    ({ stepUp }: CommandContext) => stepUp.finish('123456'),
    ({ stepUp }: CommandContext) => stepUp.remove(),
    ({ stepUp }: CommandContext) => stepUp.reset('엄마'),
  ]) {
    const { say, factors, preferences } = room(own, { visitors, accounts });
    expect(textOf(await say('/act', over))).toContain('API 키로 온 프로그램은 할 수 없는 일입니다');
    expect([factors.records.size, preferences.of(DAD), done]).toEqual([1, {}, []]);
  }
});

test('only admins see and change what is everybody’s, whatever the command declares', async () => {
  const { accounts, done } = notingAccounts();
  for (const act of [
    async ({ accounts: control }: CommandContext) => control.all(),
    ({ accounts: control }: CommandContext) => control.change(ACCOUNT, { alias: 'x' }),
    ({ accounts: control }: CommandContext) => control.remove(ACCOUNT),
    ({ stepUp }: CommandContext) => stepUp.reset('엄마'),
  ]) {
    const { say } = room(act, { accounts, roles: ['view', 'trade', 'approve'] });
    expect(textOf(await say('/act', AS_MUM))).toContain('관리 권한이 있어야 합니다');
  }
  expect(done).toEqual([]);
});

/** A desk on which every button with this id is a ticket's. */
function ticketRoom(role: 'trade' | 'approve', asks: boolean, options: OpenDeskOptions = {}) {
  const pressed: (string | undefined)[] = [];
  const base: DispatchParts['trade'] = notingTrade();
  const trade: DispatchParts['trade'] = {
    ...base,
    buttonOf: id => (id === 'b' ? { label: 'confirm t', cancel: false, role } : undefined),
    asksCode: () => asks,
    async press(_id, _who, _where, again, code) {
      again();
      pressed.push(code);
      return { title: 'sent', tone: 'good', blocks: [], stamp: 'paper', about: ACCOUNT };
    },
  };
  return { ...room(async () => undefined, { trade, ...options }), pressed };
}

test('a ticket’s button that needs a code asks for it, and hands it on', async () => {
  const desk = ticketRoom('trade', true);
  const press = desk.inbound({ kind: 'press', buttonId: 'b' });
  expect(desk.dispatcher.formOf(press)).toMatchObject({
    title: '주문 확인',
    fields: [{ name: 'code', secret: true, required: true }],
  });
  const reply = await desk.answer('b', { code: '123456', quantity: '9' });
  expect(reply).toMatchObject({ title: 'sent', stamp: 'paper' });
  expect(reply).not.toHaveProperty('about');
  expect(desk.pressed).toEqual(['123456']);
  expect(JSON.stringify(desk.audit)).not.toContain('123456');
  expect(ticketRoom('trade', false).dispatcher.formOf(press)).toBeUndefined();
});

test.each([
  ['approve', ['view', 'approve'], 'sent'],
  ['approve', ['view', 'trade'], '권한이 없습니다'],
  ['trade', ['view', 'approve', 'admin'], '권한이 없습니다'],
] as const)('a ticket’s button for %s, pressed by %s: %s', async (role, roles, title) => {
  const desk = ticketRoom(role, true, { roles });
  const press = desk.inbound({ kind: 'press', buttonId: 'b' });
  expect(desk.dispatcher.formOf(press) !== undefined).toBe(title === 'sent');
  expect((await desk.answer('b', { code: '123456' })).title).toBe(title);
  expect(desk.pressed).toHaveLength(title === 'sent' ? 1 : 0);
});

test('everybody is answered in the language they chose, forms and refusals included', async () => {
  const preferences = memoryPreferences({ [DAD]: { language: 'en' } });
  const seen: string[] = [];
  const desk = room(
    async ({ language, say, halts }) => {
      seen.push(`${language} ${say('네', 'yes')}`);
      await halts.lift('all');
    },
    { preferences },
  );
  const reply = await desk.say();
  const { id } = buttonNamed(reply, 'Enter code');
  expect(reply.title).toBe('A code is needed');
  expect(desk.dispatcher.formOf(desk.inbound({ kind: 'press', buttonId: id }))).toMatchObject({
    fields: [{ label: 'Code' }],
  });
  await desk.say('/act', AS_MUM);
  expect(seen).toEqual(['en yes', 'ko 네']);
});

test('every run and every refusal is counted for its person, and for the account that it was about', async () => {
  const command = (name: string, run: Command['run']): Command => ({
    name,
    aliases: [],
    summary: { ko: '', en: '' },
    access: 'view',
    visibility: 'private',
    args: [],
    run,
  });
  const { type, noted } = openDesk({
    commands: [
      command('mine', async () => ({ ...OK, about: ACCOUNT, stamp: 'live' })),
      command('all', async () => OK),
      command('no', async () => {
        throw new DeskError('impossible', 'no', { problem: 'tick' });
      }),
    ],
  });
  const mine = replyOf(await type('/mine'));
  expect(mine.stamp).toBe('live');
  expect(mine).not.toHaveProperty('about');
  expect(replyOf(await type('/all')).stamp).toBe('demo');
  await type('/no');
  await type('/unknown');
  expect(noted).toEqual([
    { person: DAD, account: '50107788-01', act: '/mine', failed: false },
    { person: DAD, account: '', act: '/all', failed: false },
    { person: DAD, account: '', act: '/no', failed: true },
  ]);
});
