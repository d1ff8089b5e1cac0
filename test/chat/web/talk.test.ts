import { expect, test } from 'vitest';
import type { Inbound, Outcome, PageEntry, Reply, WebSession } from '../../../src/core/index.js';
import { card, ticket } from '../../support/fake-desk.js';
import { alertOf, CHILD, FATHER, holderOf, webRig } from './rig.js';

const reply = (given: Reply, placement: 'new' | 'replace' = 'new'): Outcome => ({
  kind: 'reply',
  reply: given,
  placement,
});

const wordsOf = (entry: PageEntry) => (entry.kind === 'said' ? entry.text : titleOf(entry));
const titleOf = (entry: PageEntry) =>
  entry.kind === 'card' ? entry.reply.title : entry.kind === 'alert' ? entry.title : '';
const talkOf = (session: WebSession) => session.since(0).map(wordsOf);

test('what was typed and its answer stand in the page, and the desk is told that it is answered', async () => {
  const { desk, enter } = webRig(() => reply(card({ title: '잔고' })));
  const { session } = enter();
  await session.say('/잔고');
  expect(talkOf(session)).toEqual(['/잔고', '잔고']);
  const [inbound] = desk.received;
  expect(inbound).toMatchObject({
    platform: 'web',
    who: { userId: `page:${session.id}`, name: '아빠' },
    where: { platform: 'web', id: `page:${session.id}`, kind: 'private' },
    content: { kind: 'text', text: '/잔고' },
  });
  expect(desk.answers).toEqual([inbound]);
});

test('the same words twice are two events', async () => {
  const { desk, enter } = webRig();
  const { session } = enter();
  await Promise.all([session.say('/help'), session.say('/help')]);
  expect(new Set(desk.received.map(({ eventId }) => eventId)).size).toBe(2);
});

test('an answer that replaces takes the place of the card whose button was pressed', async () => {
  let turn = 0;
  const { enter } = webRig(({ content }) =>
    content.kind === 'press'
      ? reply(card({ title: `새로 ${++turn}`, blocks: [] }), 'replace')
      : reply(card({ title: '처음' })),
  );
  const { session } = enter();
  await session.say('/잔고');
  await session.say('/잔고');
  const before = session.latest();
  await session.press('again', undefined);
  expect(talkOf(session)).toEqual(['/잔고', '처음', '/잔고', '새로 1']);
  expect(session.since(before).map(titleOf)).toEqual(['새로 1']);
});

test('a press that answers with a card of its own leaves the old one standing', async () => {
  const { desk, enter } = webRig(({ content }) =>
    content.kind === 'press' ? reply(ticket('10주')) : reply(card()),
  );
  const { session } = enter();
  await session.say('/005930');
  await session.press('again', { quantity: '10' });
  expect(talkOf(session)).toEqual(['/005930', '잔고', '매수 주문']);
  expect(desk.received.at(-1)?.content).toEqual({
    kind: 'press',
    buttonId: 'again',
    given: { quantity: '10' },
  });
});

test('a living card is reported where it stands and is rewritten there, wherever the talk has gone on to', async () => {
  const { web, desk, enter } = webRig(({ content }) =>
    reply(content.kind === 'text' && content.text.includes('매수') ? ticket('대기') : card()),
  );
  const { session } = enter();
  await session.say('삼전 1주 매수');
  await session.say('/잔고');
  const [shown] = desk.cards;
  expect(shown).toMatchObject({ card: 'ticket-1', platform: 'web', place: `page:${session.id}` });
  const before = session.latest();
  if (shown) await web.rewrite(shown, ticket('체결 1/1주', []));
  expect(session.since(before)).toMatchObject([
    { id: shown?.message, reply: { blocks: [{ text: '체결 1/1주' }] } },
  ]);
  expect(talkOf(session)).toEqual(['삼전 1주 매수', '매수 주문', '/잔고', '잔고']);
});

test('a card of a page that is closed is refused for good: nobody tries for a day to reach it', async () => {
  const { web, desk, enter } = webRig(() => reply(ticket('대기')));
  const { session, token } = enter();
  await session.say('삼전 1주 매수');
  web.leave(token);
  const [shown] = desk.cards;
  await expect(shown && web.rewrite(shown, ticket('체결', []))).rejects.toMatchObject({ kind: 'refused' });
});

test('a card of one page is never rewritten into another that has one of the same number', async () => {
  const { web, desk, enter } = webRig(() => reply(ticket('대기')));
  const [mine, other] = [enter(), enter(CHILD)];
  await mine.session.say('삼전 1주 매수');
  await other.session.say('삼전 1주 매수');
  const [shown] = desk.cards;
  const before = other.session.latest();
  if (shown) await web.rewrite(shown, ticket('체결', []));
  expect(other.session.since(before)).toEqual([]);
});

test('what the desk posts to a member stands in all pages of that member once, and changes in all of them', async () => {
  const { web, enter } = webRig();
  const pages = [enter().session, enter().session];
  const stranger = enter(CHILD).session;
  const how = { key: 'A'.repeat(22), silent: false, plain: false };
  const to = { platform: 'web', kind: 'person', id: FATHER.id } as const;
  const shown = await web.post(to, ticket('프로그램이 낸 주문표'), how);
  await web.post(to, ticket('프로그램이 낸 주문표'), how);
  expect(pages.map(talkOf)).toEqual([['매수 주문'], ['매수 주문']]);
  expect(stranger.since(0)).toEqual([]);
  expect(shown?.message).toBe(how.key);
  if (shown) await web.rewrite(shown, ticket('체결', []));
  for (const page of pages) expect(page.since(0)).toMatchObject([{ reply: { blocks: [{ text: '체결' }] } }]);
});

test('nothing is posted where no page is open, to a place, or into the session of a key', async () => {
  const { web, clock, keys, enter } = webRig();
  const how = { key: 'B'.repeat(22), silent: false, plain: false };
  const to = { platform: 'web', kind: 'person', id: FATHER.id } as const;
  const gone = { kind: 'unavailable', detail: { posted: 'no' } };
  await expect(web.post(to, card(), how)).rejects.toMatchObject(gone);
  const holder = holderOf('k1');
  keys.set(holder.id, holder.who);
  web.enterWithKey(holder);
  await expect(web.post(to, card(), how)).rejects.toMatchObject(gone);
  const { session } = enter();
  const unwatch = session.watch(() => undefined);
  await clock.advance(3_600_000);
  await expect(web.post(to, card(), how)).resolves.toBeDefined();
  unwatch();
  await clock.advance(60_000);
  await expect(web.post(to, card(), { ...how, key: 'C'.repeat(22) })).rejects.toMatchObject(gone);
  await expect(web.post({ ...to, kind: 'place' }, card(), how)).rejects.toMatchObject({ kind: 'notOffered' });
});

test('a page keeps its last 200 entries', async () => {
  const { enter } = webRig();
  const { session } = enter();
  for (let i = 0; i < 150; i += 1) await session.say(`/help ${i}`);
  const entries = session.since(0);
  expect(entries).toHaveLength(200);
  expect(talkOf(session)[0]).toBe('/help 50');
  expect(entries.map(({ n }) => n)).toEqual(entries.map(({ n }) => n).toSorted((a, b) => a - b));
});

test('alerts come into every page, change in place, and wait for pages that are opened later', () => {
  const { news, enter } = webRig();
  const { session } = enter();
  news.tell(alertOf('a1'));
  news.tell(alertOf('a1', { title: '갱신했습니다', tone: 'good' }));
  expect(talkOf(session)).toEqual(['갱신했습니다']);
  expect(talkOf(enter(CHILD).session)).toEqual(['갱신했습니다']);
});

test('amounts in alerts go only to who may see every account, and what strangers tried only to admins', () => {
  const { news, people, enter } = webRig();
  const mother = { ...CHILD, id: 'telegram:3003', ids: ['telegram:3003'], accounts: 'all' as const };
  people.set(mother.id, mother);
  const pages = [FATHER, mother, CHILD].map(who => enter(who).session);
  news.tell(alertOf('t1', { title: '토큰' }));
  news.tell(alertOf('p1', { title: '마감 보고', isPrivate: true }));
  news.tell(alertOf('s1', { title: '모르는 사람', about: 'security' }));
  expect(pages.map(talkOf)).toEqual([['토큰', '마감 보고', '모르는 사람'], ['토큰', '마감 보고'], ['토큰']]);
  expect(talkOf(enter(CHILD).session)).toEqual(['토큰']);
});

test('what the last run left unanswered is taken as answered: its pages are closed', async () => {
  const { web, desk } = webRig();
  const left: Inbound = {
    platform: 'web',
    eventId: 'old',
    who: { userId: 'page:x', name: '아빠' },
    where: { platform: 'web', id: 'page:x', group: undefined, kind: 'private' },
    sentAt: 0,
    content: { kind: 'text', text: '/help' },
  };
  desk.left = [left];
  await web.start();
  expect(desk.answers).toEqual([left]);
  expect(desk.received).toEqual([]);
  expect(web.status()).toEqual({ id: 'web', state: 'connected', reason: undefined });
});

test('a half-typed line becomes whole ones: commands by either name, choices, and what the desk proposes', async () => {
  const { desk, enter } = webRig();
  const { session } = enter();
  const lines = async (line: string) => (await session.suggest(line)).map(({ value }) => value);
  expect(await lines('/bal')).toEqual(['/balance ']);
  expect(await lines('잔')).toEqual(['/balance ']);
  expect(await lines('/매')).toEqual(['/buy ', '/sell ']);
  expect(await lines('/halt s')).toContain('/halt symbol ');
  desk.proposals = ({ argument, typed }) => [{ value: '005930', label: `${argument} ${typed}` }];
  expect(await session.suggest('/buy  삼성')).toEqual([{ value: '/buy 005930 ', label: 'symbol 삼성' }]);
  expect(await session.suggest('현재가 삼성 전')).toEqual([
    { value: '현재가 005930', label: 'symbol 삼성 전' },
  ]);
  expect(await lines('아무 말')).toEqual([]);
});
