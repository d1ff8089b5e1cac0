import { describe, expect, it } from 'vitest';
import { until } from '../../support/fake-desk.js';
import { GROUP, PERSON, PRIVATE } from '../../support/fake-telegram.js';
import { telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const LANGUAGES = [undefined, 'ko', 'en'];
const family = { type: 'chat', chat_id: GROUP.id };
const own = { type: 'chat', chat_id: PRIVATE.id };
const everybody = { type: 'all_private_chats' };

const written = (method: string) =>
  rig.callsOf(method).map(({ payload }) => [payload['scope'], payload['language_code']]);

const lookedAt = (count: number) =>
  until(() => rig.callsOf('getMyCommands').length === count, `${count} menus looked at`);

/** Started, and done with its menus. */
async function startWith(members: readonly string[], looks: number): Promise<void> {
  rig.platform = rig.build({ memberChats: () => members });
  await rig.platform.start();
  await lookedAt(looks);
}

describe('the menu of commands', () => {
  it('stands in listed groups and members’ own chats, in both languages, with Latin names', async () => {
    rig.server.say('/start');
    await startWith([String(PERSON.id)], 9);
    expect(written('setMyCommands')).toEqual(
      [family, own].flatMap(scope => LANGUAGES.map(language => [scope, language])),
    );
    expect(rig.callsOf('setMyCommands')[2]?.payload['commands']).toEqual([
      { command: 'balance', description: 'Balance and holdings' },
      { command: 'orders', description: 'Orders of a day' },
      { command: 'price', description: 'Current price' },
    ]);
  });

  it('is not shown to strangers: one that stands in all private chats is taken away', async () => {
    const { url, token } = rig.server;
    const commands = [{ command: 'balance', description: 'Balance' }];
    const body = JSON.stringify({ commands, scope: everybody });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/bot${token}/setMyCommands`, { method: 'POST', headers, body });
    await startWith([], 6);
    await until(() => rig.callsOf('deleteMyCommands').length === 1, 'the menu of strangers');
    expect(written('deleteMyCommands')).toEqual([[everybody, undefined]]);
  });

  it('is not written again while it stands right', async () => {
    await startWith([], 6);
    await rig.platform.stop();
    await startWith([], 12);
    expect(rig.callsOf('setMyCommands')).toHaveLength(3);
  });

  it('comes to a member who was added, and leaves one who was removed', async () => {
    const members: string[] = [];
    rig.server.say('/start');
    await startWith(members, 6);
    members.push(String(PERSON.id));
    rig.server.say('/balance');
    await lookedAt(9);
    await until(() => rig.callsOf('setMyCommands').length === 6, 'the new menus');
    expect(written('setMyCommands').slice(3)).toEqual(LANGUAGES.map(language => [own, language]));

    members.pop();
    rig.server.say('/balance');
    await until(() => rig.callsOf('deleteMyCommands').length === 3, 'their removal');
    expect(written('deleteMyCommands')).toEqual(LANGUAGES.map(language => [own, language]));
  });

  it('of a member whom the bot never met is passed over, and written once they write', async () => {
    await startWith([String(PERSON.id)], 7);
    expect(rig.lines.filter(line => line.event === 'telegram.menuNotSet')).toHaveLength(1);
    expect(rig.platform.status().state).toBe('connected');
    rig.server.say('/balance');
    await until(() => rig.callsOf('setMyCommands').length === 6, 'the menu');
  });

  it('that cannot be written keeps nobody from being answered', async () => {
    rig.server.fail({ method: 'setMyCommands', answer: 'reset' });
    await rig.platform.start();
    rig.server.say('/balance');
    await until(() => rig.server.shown.length === 1, 'an answer');
  });
});
