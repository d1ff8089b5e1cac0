import type { Chat, Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { receive } from '../../../src/chat/telegram/inbound.js';
import { readOrigin } from '../../../src/chat/telegram/origin.js';
import { GROUP, PERSON, PRIVATE } from '../../support/fake-telegram.js';
import { asUpdate } from '../../support/fake-telegram-updates.js';

const CHANNEL: Chat = { id: -100_1, type: 'channel', title: '소식' };
const DATE = 1_795_000_000;

function written(text: string, chat: Chat, extra: object = {}): Update {
  return asUpdate({
    update_id: 1,
    message: { message_id: 5, date: DATE, chat, from: PERSON, text, ...extra },
  });
}

const textOf = (update: Update) => {
  const content = receive(update, 'desk_bot', 0)?.inbound.content;
  return content?.kind === 'text' ? content.text : undefined;
};

describe('in private', () => {
  it.each(['/balance', '잔고', '삼성전자 얼마?', '/balance@desk_bot 2'])('%s is for us', text => {
    expect(textOf(written(text, PRIVATE))).toBe(text.replace('@desk_bot', ''));
  });

  it('has no group, and the place is the chat', () => {
    expect(receive(written('/help', PRIVATE), 'desk_bot', 0)?.inbound.where).toEqual({
      platform: 'telegram',
      id: '7001',
      group: undefined,
      kind: 'private',
    });
  });
});

describe('in a group', () => {
  it.each([
    ['/balance', '/balance'],
    ['/balance@desk_bot 2', '/balance 2'],
    ['/balance@DESK_BOT 2', '/balance 2'],
    ['/balance@other_bot', undefined],
    ['잔고', undefined],
    ['balance /x', undefined],
  ])('%s is read as %s', (text, expected) => {
    expect(textOf(written(text, GROUP))).toBe(expected);
  });
});

describe('of look-alikes nothing is taken', () => {
  const bot = { id: 9, is_bot: true, first_name: 'b' };
  const groupBot = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
  const service = { id: 777_000, is_bot: false, first_name: 'Telegram' };
  const lookAlikes: readonly [string, object][] = [
    ['another bot', { from: bot }],
    ['an anonymous admin', { from: groupBot, sender_chat: GROUP }],
    ['an anonymous admin without the mark', { from: groupBot }],
    ['a person who speaks as a channel', { sender_chat: CHANNEL }],
    ['a post of the linked channel', { from: service, sender_chat: CHANNEL, is_automatic_forward: true }],
    ['an automatic forward', { from: service, is_automatic_forward: true }],
    ['an inline bot', { via_bot: bot }],
    ['a forward of a person', { forward_origin: { type: 'user', date: 1, sender_user: PERSON } }],
    [
      'a forward of somebody hidden',
      { forward_origin: { type: 'hidden_user', date: 1, sender_user_name: 'x' } },
    ],
    ['an edit', { edit_date: DATE + 5 }],
    ['a scheduled message', { is_from_offline: true }],
    ['a business account', { business_connection_id: 'b1' }],
    ['a bot that answers for a business account', { sender_business_bot: bot }],
    ['a guest summons', { guest_query_id: 'q1' }],
    ['nobody', { from: undefined }],
    ['a message without text', { text: undefined }],
    ['a photo with a caption', { text: undefined, caption: '/balance' }],
    ['a person who joins', { text: undefined, new_chat_members: [PERSON] }],
    ['a pinned message', { text: undefined, pinned_message: { text: '/balance' } }],
    ['a group that moves', { text: undefined, migrate_to_chat_id: -100_9 }],
  ];

  it.each(lookAlikes)('in a group: %s', (_, extra) => {
    expect(receive(written('/balance', GROUP, extra), 'desk_bot', 0)).toBeUndefined();
  });

  it.each(lookAlikes)('in private: %s', (_, extra) => {
    expect(receive(written('/balance', PRIVATE, extra), 'desk_bot', 0)).toBeUndefined();
  });

  it('and without those marks it is taken', () => {
    expect(textOf(written('/balance', GROUP))).toBe('/balance');
    expect(textOf(written('/balance', PRIVATE))).toBe('/balance');
  });

  const message = written('/balance', PRIVATE).message;
  it.each([
    'edited_message',
    'channel_post',
    'edited_channel_post',
    'business_message',
    'edited_business_message',
    'guest_message',
  ])('an update of the kind %s', kind => {
    expect(receive(asUpdate({ update_id: 1, [kind]: message }), 'desk_bot', 0)).toBeUndefined();
  });

  it('a message in a channel', () => {
    expect(receive(written('/balance', CHANNEL), 'desk_bot', 0)).toBeUndefined();
  });
});

it('gives the same message the same event id, whatever the number of the update', () => {
  const once = receive(written('/balance', GROUP), 'desk_bot', 0);
  const again = receive({ ...written('/balance', GROUP), update_id: 99 }, 'desk_bot', 0);
  expect(once?.inbound.eventId).toBe('message:-100500:5');
  expect(again?.inbound.eventId).toBe(once?.inbound.eventId);
});

describe('a press', () => {
  const pressed = (card: object, by: object = {}): Update =>
    asUpdate({
      update_id: 1,
      callback_query: {
        id: '77',
        from: { ...PERSON, ...by },
        chat_instance: '1',
        data: 'again',
        message: { message_id: 5, date: DATE, chat: GROUP, ...card },
      },
    });

  it('counts from the last instant known to lie before it', () => {
    const after = (DATE + 100) * 1000;
    expect(receive(pressed({}), 'desk_bot', after)?.inbound.sentAt).toBe(after);
  });

  it('cannot be older than the card it is on', () => {
    expect(receive(pressed({}), 'desk_bot', 0)?.inbound.sentAt).toBe(DATE * 1000);
    expect(receive(pressed({ edit_date: DATE + 9 }), 'desk_bot', 0)?.inbound.sentAt).toBe((DATE + 9) * 1000);
  });

  it('on a card that Telegram no longer shows us counts as old', () => {
    expect(receive(pressed({ date: 0 }), 'desk_bot', 0)?.inbound.sentAt).toBe(0);
  });

  it('of a bot, in a channel, or in a business chat is not taken', () => {
    expect(receive(pressed({}, { is_bot: true }), 'desk_bot', 0)).toBeUndefined();
    expect(receive(pressed({ chat: CHANNEL }), 'desk_bot', 0)).toBeUndefined();
    expect(receive(pressed({ business_connection_id: 'b1' }), 'desk_bot', 0)).toBeUndefined();
  });

  it('on a message that was sent by way of an inline query is not taken', () => {
    const callback = { id: '77', from: PERSON, chat_instance: '1', data: 'again', inline_message_id: 'i1' };
    expect(receive(asUpdate({ update_id: 1, callback_query: callback }), 'desk_bot', 0)).toBeUndefined();
  });
});

describe('where an answer goes', () => {
  const inTopic = { message_thread_id: 77, is_topic_message: true };

  it('outlives the program', () => {
    const received = receive(written('/balance', GROUP, inTopic), 'desk_bot', 0);
    expect(received?.origin).toEqual({ chatId: GROUP.id, threadId: 77, replyTo: 5, card: undefined });
    expect(readOrigin(received?.inbound.origin)).toEqual(received?.origin);
  });

  it.each([undefined, '', '{}', '[1]', '{"chatId":"7","replyTo":5}', 'x'])('is not read from %s', text => {
    expect(readOrigin(text)).toBeUndefined();
  });
});
