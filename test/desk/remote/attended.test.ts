import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buttonNamed, buttonsOf, replyOf, textOf } from '../../support/desk.js';
import { TRADERS } from '../../support/trade-people.js';
import { chatOf } from '../../support/trade-screen.js';
import { buy, OTHER, OWNER, openRemoteRig, type RemoteRig } from './remote-rig.js';

let it: RemoteRig;
beforeAll(async () => {
  it = await openRemoteRig('remote-attended');
});
afterEach(async () => {
  it.faults.down.clear();
  it.rig.setLimits({ drift: 100, repeatSeconds: 0 });
  await it.rig.lift();
});
afterAll(() => it.rig.stop());

/** The confirming button of the owner's latest card. */
function confirmButton(person = OWNER): string {
  const card = it.inChat(person);
  if (!card) throw new Error('no card');
  return buttonNamed(card, '확인').id;
}

test('a program’s ticket orders nothing until its owner confirms it in their own chat, and then once', async () => {
  const program = await it.program();
  let ticket = '';
  const before = await it.arriving(async () => {
    const view = await program.order(buy(it.rig, 3n));
    ticket = view.id;
    expect(view).toMatchObject({
      state: 'waiting',
      ended: undefined,
      acts: [{ state: 'proposed', quantity: 3n }],
    });
  });
  expect(before).toBe(0);
  const card = it.inChat(OWNER);
  expect(card && textOf(card)).toContain(`프로그램(API 키 ${program.id})이 만든 주문표`);
  expect(await it.arriving(() => it.pressInChat(OWNER, confirmButton()))).toBe(1);
  await it.rig.clock.advance(60_000);
  expect(it.remote().ticket(ticket, program.who())).toMatchObject({
    id: ticket,
    state: 'confirmed',
    acts: [{ kind: 'place', side: 'buy', code: '005930', state: 'accepted', filled: 3n }],
  });
  expect(it.remote().ticket(ticket, program.who())?.acts[0]?.orderNumber).toMatch(/[0-9]/);
});

test('nobody but its owner can press it, wherever they are, and the owner only where its card stands', async () => {
  const program = await it.program();
  const view = await program.order(buy(it.rig, 3n));
  const id = confirmButton();
  const arrived = await it.arriving(async () => {
    for (const by of [OTHER, OWNER]) {
      // In the group nobody has shown it.
      const answer = replyOf(await it.rig.clock.finish(it.rig.press(by, id)));
      expect(answer).toMatchObject({ title: '권한이 없습니다', visibility: 'private' });
    }
    await it.pressInChat(OTHER, id);
  });
  expect(arrived).toBe(0);
  expect(it.remote().ticket(view.id, program.who())?.state).toBe('waiting');
  expect(await it.arriving(() => it.pressInChat(OWNER, id))).toBe(1);
});

test('a program presses nothing: neither through the desk’s front door nor at the trade desk', async () => {
  const program = await it.program();
  await program.order(buy(it.rig, 3n));
  const id = confirmButton();
  const { trade, dispatcher } = it.rig.desk();
  const arrived = await it.arriving(async () => {
    const outcome = await it.rig.clock.finish(
      dispatcher.handle({
        platform: 'web',
        eventId: `w${id}`,
        who: { userId: `key:${program.id}`, name: 'program' },
        where: program.where,
        sentAt: it.rig.clock.now(),
        content: { kind: 'press', buttonId: id },
      }),
    );
    const answer = replyOf(outcome);
    expect(answer.title).toBe('권한이 없습니다');
    expect(textOf(answer)).toContain('프로그램(API 키)은 누를 수 없습니다');
    const pressed = it.rig.clock.finish(trade.press(id, program.who(), program.where, program.who));
    await expect(pressed).rejects.toMatchObject({ kind: 'denied', detail: { need: 'person' } });
  });
  expect(arrived).toBe(0);
});

test('the owner confirms it in whichever of their browser’s pages they look at', async () => {
  const program = await it.program();
  const view = await program.order(buy(it.rig, 3n));
  const { trade, members } = it.rig.desk();
  const owner = members.find(OWNER.platform, OWNER.userId);
  if (!owner) throw new Error('nobody');
  const page = { platform: 'web', id: 'page:two', group: undefined, kind: 'private' } as const;
  const press = () => it.rig.clock.finish(trade.press(confirmButton(), owner, page, () => owner));
  await expect(press()).rejects.toMatchObject({ kind: 'denied', detail: { need: 'owner' } });
  trade.posted(view.id, { platform: 'web', place: 'page:one', message: 'm' });
  expect(await it.arriving(press)).toBe(1);
});

test('the answer given in one chat stands on the card in the other', async () => {
  const [, twin] = TRADERS;
  if (!twin) throw new Error('nobody');
  const program = await it.program();
  const view = await program.order(buy(it.rig, 3n));
  const { trade } = it.rig.desk();
  // The same person's second chat.
  const reply = it.inChat(OWNER);
  const [, second] = it.rig.screen.platforms;
  if (!reply || !second) throw new Error('no second chat');
  const card = await second.post({ platform: 'telegram', kind: 'person', id: twin.userId }, reply, {
    key: view.id,
    silent: false,
    plain: false,
  });
  if (card) trade.posted(view.id, card);
  const there = () => it.rig.screen.inChat(twin.userId).find(shown => shown.card === view.id);
  expect(there()?.title).toBe(reply.title);
  await it.pressInChat(OWNER, buttonNamed(reply, '취소').id);
  await it.rig.clock.settle();
  expect(there()?.title).toContain('취소함');
  expect(buttonsOf(there() ?? reply)).toEqual([]);
});

test('a card that arrives only after somebody has answered elsewhere shows what became of it', async () => {
  const program = await it.program();
  const view = await program.order(buy(it.rig, 3n));
  const open = it.inChat(OWNER);
  await it.pressInChat(OWNER, confirmButton());
  const [, second] = it.rig.screen.platforms;
  if (!open || !second) throw new Error('no second chat');
  const late = { platform: 'telegram', kind: 'person', id: '4242' } as const;
  const card = await second.post(late, open, { key: view.id, silent: false, plain: false });
  if (card) it.rig.desk().trade.posted(view.id, card);
  await it.rig.clock.settle();
  const [shown] = it.rig.screen.inChat(chatOf(late));
  expect(shown && textOf(shown)).not.toContain('확인을 누르면');
  expect(shown && buttonsOf(shown)).toEqual([]);
});

test('where nobody can be asked nothing is left open, and the program is told that nothing was ordered', async () => {
  const program = await it.program();
  it.faults.down.add('discord').add('telegram');
  const asked = program.order(buy(it.rig, 3n), { key: 'unheard' });
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable', detail: { what: 'people' } });
  it.faults.down.clear();
  const again = await program.order(buy(it.rig, 3n), { key: 'unheard' });
  expect(again).toMatchObject({ state: 'over', ended: 'blocked' });
});

test('an owner who was removed, or lost the account, between ticket and press orders nothing', async () => {
  const gone = TRADERS[4];
  if (!gone) throw new Error('nobody');
  const program = await it.program(['trade'], { owner: gone });
  await program.order(buy(it.rig, 3n));
  const id = confirmButton(gone);
  const by = it.rig.desk().members.find(OWNER.platform, OWNER.userId);
  if (!by) throw new Error('nobody');
  const name = `${gone.platform}:${gone.userId}`;
  await it.rig.clock.finish(it.rig.desk().members.setAccounts(name, ['00000000-01']));
  expect(await it.arriving(() => it.pressInChat(gone, id))).toBe(0);
  await it.rig.clock.finish(it.rig.desk().members.setAccounts(name, 'all'));
  await it.rig.clock.finish(it.rig.desk().members.remove(name, by));
  expect(await it.arriving(() => it.pressInChat(gone, id))).toBe(0);
  expect(program.who).toThrow('good for nothing');
});

test('a ticket that things have moved away from is replaced where it was pressed, and over in every other chat', async () => {
  const program = await it.program();
  const view = await program.order(buy(it.rig, 3n));
  const open = it.inChat(OWNER);
  const [, second] = it.rig.screen.platforms;
  if (!open || !second) throw new Error('no second chat');
  const to = { platform: 'telegram', kind: 'person', id: '5151' } as const;
  const card = await second.post(to, open, { key: view.id, silent: false, plain: false });
  if (card) it.rig.desk().trade.posted(view.id, card);
  it.rig.setLimits({ drift: 0 });
  await it.rig.clock.advance(50_000);
  expect(await it.arriving(() => it.pressInChat(OWNER, confirmButton()))).toBe(0);
  expect(it.remote().ticket(view.id, program.who())).toMatchObject({ state: 'over', ended: 'replaced' });
  expect(it.rig.screen.inChat('5151').at(-1)?.title).toContain('새 주문표로 바뀜');
  it.rig.setLimits({ drift: 100 });
  expect(await it.arriving(() => it.pressInChat(OWNER, confirmButton()))).toBe(1);
});

test('a key that acts in nobody’s name, and one whose accounts are others, order nothing', async () => {
  const program = await it.program(['trade'], { accounts: ['00000000-01'] });
  await expect(program.order(buy(it.rig, 3n))).rejects.toMatchObject({
    kind: 'denied',
    detail: { need: 'account' },
  });
  const who = { ...program.who(), id: `web:key:${program.id}`, accounts: 'all' } as const;
  const asked = it
    .remote()
    .propose(
      buy(it.rig, 3n),
      { who, where: program.where, unattended: false },
      { key: 'nobody', bodyDigest: 'b' },
      new AbortController().signal,
    );
  await expect(it.rig.clock.finish(asked)).rejects.toMatchObject({
    kind: 'denied',
    detail: { need: 'owner', what: 'nobody' },
  });
});

test('a program sees the tickets of its owner and no others, the latest first', async () => {
  const mine = await it.program(['read', 'trade']);
  const others = await it.program(['read', 'trade'], { owner: OTHER });
  const first = await mine.order(buy(it.rig, 1n));
  const second = await mine.order(buy(it.rig, 2n));
  const theirs = await others.order(buy(it.rig, 1n));
  expect(
    it
      .remote()
      .tickets(mine.who())
      .slice(0, 2)
      .map(({ id }) => id),
  ).toEqual([second.id, first.id]);
  expect(it.remote().ticket(theirs.id, mine.who())).toBeUndefined();
  const blind = { ...mine.who(), accounts: [] };
  expect(it.remote().tickets(blind)).toEqual([]);
  expect(it.remote().ticket(first.id, blind)).toBeUndefined();
});

test('whoever looks on hears of each step of a ticket after it, and what they throw stops nothing', async () => {
  const heard: string[] = [];
  const { trade } = it.rig.desk();
  trade.onChange(() => {
    throw new Error('a page that is broken');
  });
  trade.onChange(({ id, state, acts: [act] }, owner) => {
    heard.push(`${id} ${owner} ${state} ${act?.state} ${act?.filled ?? ''}`.trim());
  });
  const program = await it.program();
  const { id } = await program.order(buy(it.rig, 3n));
  expect(await it.arriving(() => it.pressInChat(OWNER, confirmButton()))).toBe(1);
  await it.rig.clock.advance(60_000);
  const mine = heard.filter(line => line.startsWith(id)).map(line => line.slice(id.length + 1));
  const owner = `${OWNER.platform}:${OWNER.userId}`;
  expect(mine[0]).toBe(`${owner} waiting proposed`);
  expect(mine).toContain(`${owner} confirmed sent`);
  expect(mine).toContain(`${owner} confirmed accepted`);
  expect(mine.at(-1)).toBe(`${owner} confirmed accepted 3`);
});
