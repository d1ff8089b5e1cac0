import { expect, it } from 'vitest';
import { ticket, until } from '../../support/fake-desk.js';
import { GROUP } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

/** Moves time on, a little at a time, until it is so. */
async function inTime(condition: () => boolean, what: string): Promise<void> {
  await until(async () => {
    await rig.clock.advance(200);
    return condition();
  }, what);
}

it('a rush of commands in a group and in private is answered in full, without one refusal by rate', async () => {
  rig.server.enforceRates();
  await rig.platform.start();
  await rig.polling();
  for (let n = 0; n < 24; n += 1) rig.server.say(`/price ${n}`, {}, GROUP);
  for (let n = 0; n < 12; n += 1) rig.server.say(`/price ${n}`);
  await inTime(() => rig.desk.answers.length === 36, 'all answers');
  expect(rig.callsOf('sendMessage')).toHaveLength(36);
  expect(rig.server.shown).toHaveLength(36);
});

it('rewrites of a living card during a rush cost the group no refusal, and the last one stands', async () => {
  rig.server.enforceRates();
  await rig.platform.start();
  await rig.polling();
  rig.outcome = () => ({ kind: 'reply', reply: ticket('삼성전자 10주'), placement: 'new' });
  rig.server.say('/buy', {}, GROUP);
  await until(() => rig.desk.cards.length === 1, 'a ticket');
  const [where] = rig.desk.cards;
  if (!where) throw new Error('no ticket');
  const steps = Array.from({ length: 40 }, (_, n) => rig.platform.rewrite(where, ticket(`체결 ${n}주`, [])));
  for (let n = 0; n < 10; n += 1) rig.server.say('/buy', {}, GROUP);
  await inTime(() => rig.desk.answers.length === 11, 'all answers');
  await Promise.all(steps);
  expect(rig.server.shown[0]?.text).toContain('체결 39주');
  expect(rig.callsOf('editMessageText')).toHaveLength(2);
});

it('the server does refuse a rush that is not spaced', async () => {
  rig.server.enforceRates();
  const { url, token } = rig.server;
  const body = JSON.stringify({ chat_id: GROUP.id, text: 'x' });
  const headers = { 'content-type': 'application/json' };
  const post = () => fetch(`${url}/bot${token}/sendMessage`, { method: 'POST', headers, body });
  const answers = await Promise.all(Array.from({ length: 12 }, post));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
});
