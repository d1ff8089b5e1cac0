import { beforeEach, describe, expect, it } from 'vitest';
import type { Destination } from '../../../src/core/index.js';
import { card, until } from '../../support/fake-desk.js';
import { discordRig } from '../../support/fake-discord-rig.js';

const rig = discordRig();

const MINSU = '700000000000000007';
const SUPPRESS_NOTIFICATIONS = 1 << 12;

const person = (id = MINSU): Destination => ({ platform: 'discord', kind: 'person', id });
const longText = (lines: number) =>
  Array.from({ length: lines }, (_, i) => `${i}번째 줄 @everyone 71,900원`).join('\n');
const wordsIn = (text: string) => text.replaceAll(/\\(?=[^\s\w])/g, '');

describe('a letter to a channel', () => {
  beforeEach(() => rig.platform.start());

  it('stands there, mentioning nobody, with its buttons, and can be edited by what it resolves to', async () => {
    const where = await rig.post(card({ title: '토큰 갱신 실패 @everyone' }));
    const [shown] = rig.server.posted;
    expect(shown?.body).toMatchObject({
      embeds: [{ title: '\\[데모\\] 토큰 갱신 실패 \\@everyone' }],
      components: [{ components: [{ custom_id: 'again' }] }],
      allowed_mentions: { parse: [] },
      enforce_nonce: true,
    });
    expect(shown?.body['flags']).toBeUndefined();
    expect(where).toEqual({ platform: 'discord', place: rig.server.channelId, message: shown?.id });
    if (!where) throw new Error('nowhere');
    await rig.platform.rewrite(where, card({ title: '토큰 갱신 복구' }));
    expect(shown).toMatchObject({ edits: 1, body: { embeds: [{ title: '\\[데모\\] 토큰 갱신 복구' }] } });
  });

  it('that is silent notifies nobody', async () => {
    await rig.post(card(), { silent: true });
    expect(rig.server.posted[0]?.body['flags']).toBe(SUPPRESS_NOTIFICATIONS);
  });

  it('stands once when it is posted again under its key within two minutes, and twice under two keys', async () => {
    const first = await rig.post();
    rig.clock.step(rig.platform.sameKeyMs - 1);
    expect(await rig.post()).toEqual(first);
    expect(rig.server.posted).toHaveLength(1);
    expect(await rig.post(card(), { key: 'another' })).not.toEqual(first);
    expect(rig.server.posted).toHaveLength(2);
  });

  it('that is too long comes as several messages, and a repeat adds what is missing', async () => {
    rig.server.fail({ on: 'POST /channels', answer: 'lost', times: 1 });
    const long = card({ blocks: [{ kind: 'text', text: longText(600) }] });
    await expect(rig.post(long)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(rig.server.posted).toHaveLength(1);
    const where = await rig.post(long);
    expect(rig.server.posted.length).toBeGreaterThan(2);
    expect(where?.message).toBe(rig.server.posted[0]?.id);
    const text = rig.server.posted.map(({ body }) => JSON.stringify(body['embeds'])).join();
    for (let i = 0; i < 600; i += 1) expect(text).toContain(`${i}번째 줄`);
  });

  it('of several messages waits a little for the rate between them', async () => {
    const long = card({ blocks: [{ kind: 'text', text: longText(600) }] });
    rig.server.limits.route('POST /channels', { calls: 1, perMs: 2000 });
    const posted = rig.post(long).then(() => 'posted');
    for (const count of [1, 2, 3, 4]) {
      await until(() => rig.server.posted.length === count, `message ${count}`);
      if (count < 4) await until(() => rig.clock.sleepers === 2, 'the wait');
      await rig.clock.advance(2100);
    }
    expect(await posted).toBe('posted');
  });

  it('of several messages, the first of which stands, proves nothing by a refusal of the next', async () => {
    const long = card({ blocks: [{ kind: 'text', text: longText(600) }] });
    rig.server.limits.route('POST /channels', { calls: 1, perMs: 60_000 });
    const cut = await rig.post(long).catch(error => error);
    expect(cut).toMatchObject({ kind: 'rateLimited', detail: { retryAfterMs: expect.any(Number) } });
    expect(cut.detail['posted']).toBeUndefined();
  });

  it('in plain words has no embed and no button, is split at 2,000 and loses nothing', async () => {
    await rig.post(
      card({
        blocks: [
          { kind: 'text', text: longText(200) },
          { kind: 'fields', fields: [{ label: '예수금', value: { kind: 'won', won: 1_234_567n } }] },
          {
            kind: 'table',
            columns: [
              { label: '종목', align: 'left' },
              { label: '수량', align: 'right' },
            ],
            rows: [['삼성전자', { kind: 'shares', shares: 10n }]],
          },
          { kind: 'buttons', buttons: [{ id: 'again', label: '새로고침', style: 'plain' }] },
        ],
      }),
      { plain: true },
    );
    const bodies = rig.server.posted.map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(2);
    const contents = bodies.map(body => String(body['content']));
    expect(Math.max(...contents.map(text => text.length))).toBeLessThanOrEqual(2000);
    const said = wordsIn(contents.join('\n'));
    for (let i = 0; i < 200; i += 1) expect(said).toContain(`${i}번째 줄 @everyone 71,900원`);
    expect(said).toContain('예수금: 1,234,567원');
    expect(said).toContain('삼성전자 · 10주');
    for (const body of bodies) {
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
      expect(body).not.toHaveProperty('embeds');
      expect(body).not.toHaveProperty('components');
    }
  });

  it('in plain words is not taken for the card that may stand there under the same key', async () => {
    await rig.post();
    await rig.post(card(), { plain: true });
    expect(rig.server.posted).toHaveLength(2);
  });

  it('in plain words becomes a card again by an edit, which takes the words away', async () => {
    const where = await rig.post(card(), { plain: true });
    if (!where) throw new Error('nowhere');
    await rig.platform.rewrite(where, card());
    expect(rig.server.posted[0]?.body).toMatchObject({ content: '', embeds: [{}] });
  });
});

describe('a letter to a person', () => {
  beforeEach(() => rig.platform.start());

  it('stands in their own channel, which is asked for once, and can be edited there', async () => {
    const where = await rig.post(card(), {}, person());
    await rig.post(card(), { key: 'second' }, person());
    expect(rig.callsOf('POST /users/@me/channels')).toHaveLength(1);
    const [shown, ...others] = rig.server.postedTo(MINSU);
    expect(others).toHaveLength(1);
    expect(rig.server.posted).toEqual([]);
    expect(where).toEqual({ platform: 'discord', place: shown?.channelId, message: shown?.id });
    if (!where) throw new Error('nowhere');
    await rig.platform.rewrite(where, card({ title: '복구' }));
    expect(shown?.edits).toBe(1);
  });

  it('under the key of one to a channel is another message', async () => {
    await rig.post();
    await rig.post(card(), {}, person());
    await rig.post(card(), {}, person('700000000000000008'));
    expect(rig.server.posted).toHaveLength(1);
    expect(rig.server.postedTo(MINSU)).toHaveLength(1);
    expect(rig.server.postedTo('700000000000000008')).toHaveLength(1);
  });

  it('has buttons that come back as presses from that channel', async () => {
    await rig.post(card(), {}, person());
    const [shown] = rig.server.postedTo(MINSU);
    if (!shown) throw new Error('no letter');
    rig.server.press(shown, 'again', { id: MINSU });
    await until(() => shown.edits === 0 && rig.desk.answers.length === 1, 'the answer');
    expect(rig.desk.received[0]).toMatchObject({
      who: { userId: MINSU },
      where: { kind: 'private', id: shown.channelId, group: undefined },
      content: { kind: 'press', buttonId: 'again' },
    });
  });

  it('who takes none has no way to them', async () => {
    rig.server.closeTo(MINSU);
    await expect(rig.post(card(), {}, person())).rejects.toMatchObject({
      kind: 'notOffered',
      detail: { posted: 'no', code: 50_007 },
    });
  });

  it.each(['lost', 'reset', 503] as const)(
    'of whom no channel could be had (%s) is surely not posted',
    async answer => {
      rig.server.fail({ on: 'POST /users', answer });
      await expect(rig.post(card(), {}, person())).rejects.toMatchObject({
        kind: 'unavailable',
        detail: { posted: 'no' },
      });
      rig.server.heal();
      await rig.post(card(), {}, person());
      expect(rig.server.postedTo(MINSU)).toHaveLength(1);
    },
  );
});
