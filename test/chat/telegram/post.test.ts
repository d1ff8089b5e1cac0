import { describe, expect, it } from 'vitest';
import type { Destination, Reply } from '../../../src/core/index.js';
import { card, until } from '../../support/fake-desk.js';
import { PRIVATE } from '../../support/fake-telegram.js';
import { ALERTS, telegramRig } from '../../support/fake-telegram-rig.js';

const rig = telegramRig();

const MINSU: Destination = { platform: 'telegram', kind: 'person', id: String(PRIVATE.id) };
const longText = (lines: number) =>
  Array.from({ length: lines }, (_, i) => `${i}번째 줄 <b> & 71,900원`).join('\n');
const long = (lines: number) => card({ blocks: [{ kind: 'text', text: longText(lines) }] });

describe('a letter', () => {
  it('stands in the alert chat, and can be edited by what it resolves to', async () => {
    await rig.platform.start();
    const where = await rig.post(card({ visibility: 'public' }));
    const [shown] = rig.server.shown;
    expect(shown).toMatchObject({
      chatId: Number(ALERTS),
      payload: { protect_content: false },
      keyboard: [[{ callback_data: 'again' }]],
    });
    expect(shown?.payload).not.toHaveProperty('disable_notification');
    expect(where).toEqual({ platform: 'telegram', place: ALERTS, message: String(shown?.id) });
    if (!where) throw new Error('nowhere');
    await rig.platform.rewrite(where, card({ title: '복구', visibility: 'public' }));
    expect(shown).toMatchObject({ edits: 1, text: expect.stringContaining('복구') });
  });

  it('to a person stands in their own chat, kept from being forwarded when it is private', async () => {
    await rig.post(card(), {}, MINSU);
    expect(rig.server.shown[0]).toMatchObject({ chatId: PRIVATE.id, payload: { protect_content: true } });
  });

  it('that is silent notifies nobody, whatever it consists of', async () => {
    const blocks: Reply['blocks'] = [
      { kind: 'image', png: Uint8Array.from([137, 80, 78, 71]), alt: '차트' },
      { kind: 'file', name: 'a.csv', text: 'a' },
    ];
    await rig.post(card({ blocks }), { silent: true });
    expect(rig.server.shown.map(({ kind }) => kind)).toEqual(['text', 'photo', 'document']);
    for (const { payload } of rig.server.shown) expect(payload['disable_notification']).toBe(true);
  });

  it('that is too long comes as several messages, of which the first is the one to edit', async () => {
    const where = await rig.post(long(300));
    expect(rig.server.shown.length).toBeGreaterThan(1);
    expect(where?.message).toBe(String(rig.server.shown[0]?.id));
    const text = rig.server.shown.map(shown => shown.text).join('\n');
    for (let i = 0; i < 300; i += 1) expect(text).toContain(`${i}번째 줄 <b> & 71,900원`);
  });

  it('whose later message fails stands all the same, and what is missing is logged', async () => {
    const png = Uint8Array.from([137, 80, 78, 71]);
    rig.server.fail({ method: 'sendPhoto', answer: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' });
    const blocks: Reply['blocks'] = [{ kind: 'image', png, alt: '차트' }];
    expect(await rig.post(card({ blocks, footer: '끝' }))).toMatchObject({
      message: String(rig.server.shown[0]?.id),
    });
    expect(rig.server.shown.map(({ kind }) => kind)).toEqual(['text', 'text']);
    expect(rig.lines.filter(({ event }) => event === 'telegram.letterCut')).toMatchObject([
      { level: 'warn', fields: { kind: 'refused' } },
    ]);
  });

  it('whose later messages are slow counts as posted after 15 s, and they still arrive', async () => {
    rig.server.fail({ method: 'sendPhoto', answer: 429, retryAfter: 20, times: 1 });
    const png = Uint8Array.from([137, 80, 78, 71]);
    const posted = rig.post(card({ blocks: [{ kind: 'image', png, alt: '차트' }] }));
    await until(() => rig.callsOf('sendPhoto').length === 1 && rig.clock.sleepers === 2, 'the wait');
    await rig.clock.advance(15_000);
    expect(await posted).toMatchObject({ message: String(rig.server.shown[0]?.id) });
    await rig.clock.advance(5000);
    await until(() => rig.server.shown.length === 2, 'the picture');
  });

  it('whose markup Telegram cannot read arrives as plain text', async () => {
    const description = "Bad Request: can't parse entities: unsupported start tag";
    rig.server.fail({ method: 'sendMessage', answer: 400, description, times: 1 });
    await rig.post(long(1));
    expect(rig.server.shown[0]).toMatchObject({ text: expect.stringContaining('0번째 줄 <b> & 71,900원') });
    expect(rig.server.shown[0]?.payload).not.toHaveProperty('parse_mode');
  });

  it('in plain words has no markup, no keyboard and no picture, and loses no word', async () => {
    const blocks: Reply['blocks'] = [
      { kind: 'text', text: longText(300) },
      { kind: 'image', png: Uint8Array.from([137]), alt: '차트 그림' },
      { kind: 'buttons', buttons: [{ id: 'again', label: '새로고침', style: 'plain' }] },
    ];
    await rig.post(card({ blocks }), { plain: true });
    for (const { kind, keyboard, payload } of rig.server.shown) {
      expect({ kind, keyboard }).toEqual({ kind: 'text', keyboard: [] });
      expect(payload).not.toHaveProperty('parse_mode');
    }
    const text = rig.server.shown.map(shown => shown.text).join('\n');
    for (let i = 0; i < 300; i += 1) expect(text).toContain(`${i}번째 줄 <b> & 71,900원`);
    expect(text).toContain('차트 그림');
  });

  it('that somebody deleted is not sent anew for every change of it', async () => {
    await rig.platform.start();
    const where = await rig.post();
    if (!where || !rig.server.shown[0]) throw new Error('nowhere');
    rig.server.remove(rig.server.shown[0]);
    await expect(rig.platform.rewrite(where, card({ title: '3번' }))).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(rig.server.shown).toHaveLength(1);
  });
});

describe('one attempt', () => {
  it('that the person who blocked the bot refuses has no way to them', async () => {
    rig.server.block(PRIVATE.id);
    await expect(rig.post(card(), {}, MINSU)).rejects.toMatchObject({
      kind: 'notOffered',
      detail: { posted: 'no' },
    });
  });

  it.each([
    [403, "Forbidden: bot can't initiate conversation with a user", 'notOffered'],
    [400, 'Bad Request: chat not found', 'notOffered'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'refused'],
    [401, 'Unauthorized', 'credentials'],
    [429, 'Too Many Requests', 'rateLimited'],
    [500, 'Internal Server Error', 'unavailable'],
    [503, 'Service Unavailable', 'unavailable'],
  ] as const)('answered with %s %s proves that nothing stands there', async (answer, description, kind) => {
    rig.server.fail({ method: 'sendMessage', answer, description, retryAfter: 7, times: 1 });
    const fault = await rig.post().catch(error => error);
    expect(fault).toMatchObject({ kind, detail: { posted: 'no' } });
    if (answer === 429) expect(fault.detail['retryAfterMs']).toBe(7000);
    expect(rig.callsOf('sendMessage')).toHaveLength(1);
    expect(rig.clock.sleepers).toBe(0);
  });

  it.each(['reset', 'lost', 'page'] as const)('that ends with %s proves nothing', async answer => {
    rig.server.fail({ method: 'sendMessage', answer, times: 1 });
    const fault = await rig.post().catch(error => error);
    expect(fault.kind).toBe('unavailable');
    expect(fault.detail['posted']).toBeUndefined();
    expect(rig.callsOf('sendMessage')).toHaveLength(1);
  });

  it.each(['silence', 'hang'] as const)('that nobody answers (%s) is over after 15 s', async answer => {
    rig.server.fail({ method: 'sendMessage', answer, times: 1 });
    const posted = rig.post().catch(error => error);
    await until(() => rig.callsOf('sendMessage').length === 1, 'the call');
    await rig.clock.advance(15_000);
    const fault = await posted;
    expect(fault.kind).toBe('timeout');
    expect(fault.detail['posted']).toBeUndefined();
  });

  it('that finds Telegram off the net proves that nothing stands there', async () => {
    await rig.server.plug.pull();
    await expect(rig.post()).rejects.toMatchObject({ kind: 'unavailable', detail: { posted: 'no' } });
    await rig.server.plug.push();
    await rig.post();
    expect(rig.server.shown).toHaveLength(1);
  });

  it('whose turn is 10 s away or more is not made, and says when it might be', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 429, retryAfter: 20, times: 1 });
    await expect(rig.post()).rejects.toMatchObject({ kind: 'rateLimited' });
    await expect(rig.post()).rejects.toMatchObject({
      kind: 'rateLimited',
      detail: { posted: 'no', retryAfterMs: 20_000 },
    });
    expect(rig.callsOf('sendMessage')).toHaveLength(1);
    await rig.clock.advance(11_000);
    const posted = rig.post();
    await rig.clock.advance(9000);
    expect(await posted).toBeDefined();
  });

  it('that had to wait for its turn is over after 15 s all the same', async () => {
    rig.server.fail({ method: 'sendMessage', answer: 429, retryAfter: 9, times: 1 });
    await expect(rig.post()).rejects.toMatchObject({ kind: 'rateLimited' });
    rig.server.fail({ method: 'sendMessage', answer: 'silence', times: 1 });
    const posted = rig.post().catch(error => error);
    await rig.clock.advance(9000);
    await until(() => rig.callsOf('sendMessage').length === 2, 'the call');
    await rig.clock.advance(6000);
    expect(await posted).toMatchObject({ kind: 'timeout' });
  });

  it('that a queue holds up for 10 s is not made', async () => {
    const posted = Array.from({ length: 10 }, (_, n) =>
      rig.post(card(), { key: String(n) }).then(
        () => 'posted',
        error => error.kind,
      ),
    );
    for (const sent of [5, 6, 7]) {
      await until(() => rig.server.shown.length === sent, 'those that may go');
      await rig.clock.advance(4000);
    }
    // Five at once, then one every four seconds: two within ten.
    expect(await Promise.all(posted)).toEqual([
      ...Array.from({ length: 7 }, () => 'posted'),
      ...Array.from({ length: 3 }, () => 'rateLimited'),
    ]);
    expect(rig.server.shown).toHaveLength(7);
  });
});

it('the alert chat is known, and that keys mean nothing', () => {
  expect(rig.platform.alertPlace).toBe(ALERTS);
  expect(rig.build({ alertChatId: undefined }).alertPlace).toBeUndefined();
  expect(rig.platform.sameKeyMs).toBe(0);
});
